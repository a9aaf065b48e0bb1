import pytest

from takeup.regions import administration_key, check_ars, check_leika, kreis_key, long_ars


def test_a_key_keeps_its_leading_zero():
    assert check_ars("010515175") == "010515175"
    assert check_ars("01051") == "01051"


@pytest.mark.parametrize("text", ["10515175", "1051", "01051 5175", "0105151750"])
def test_a_key_of_another_length_is_refused(text):
    with pytest.raises(ValueError, match="regional key"):
        check_ars(text)


@pytest.mark.parametrize(
    "text", ["9,90001E+13", "99115005104", "98115005104000", "99115005104000 "]
)
def test_what_is_no_leika_key_is_refused(text):
    with pytest.raises(ValueError, match="LeiKa"):
        check_leika(text)


@pytest.mark.parametrize(
    ("ars", "key"),
    [
        ("01051", "01051"),
        ("010510000000", "01051"),
        ("010515175", "010515175"),
        ("010515175003", "010515175"),
        ("010510044044", "010510044"),
    ],
)
def test_an_area_belongs_to_its_kreis_amt_or_town(ars, key):
    assert administration_key(ars) == key


@pytest.mark.parametrize(
    ("key", "ars"),
    [
        ("01051", "010510000000"),
        ("010515175", "010515175000"),
        ("010510044", "010510044044"),
        ("010510011", "010510011011"),
    ],
)
def test_a_key_is_completed_to_the_twelve_digits_of_the_official_register(key, ars):
    assert long_ars(key) == ars


@pytest.mark.parametrize(
    ("keys", "kreis"),
    [
        (["010510044", "01051", "010515166"], "01051"),
        (["990235001", "990230002"], "99023"),
    ],
)
def test_the_kreis_follows_from_the_keys_of_its_administrations(keys, kreis):
    assert kreis_key(keys) == kreis
