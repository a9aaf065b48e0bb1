import unicodedata

import pytest

from takeup.intake.names import header_key, is_mojibake, name_key, nearest, repaired, tidy


@pytest.mark.parametrize(
    "spelling",
    ["Büsum", unicodedata.normalize("NFD", "Büsum"), "Buesum", "BÜSUM ", "bü\u00adsum"],
)
def test_one_name_in_many_spellings_is_one_name(spelling: str) -> None:
    assert name_key(spelling) == name_key("Büsum")


def test_the_order_of_words_and_punctuation_do_not_count() -> None:
    assert name_key("Heide, Stadt") == name_key("Stadt Heide")


def test_different_names_stay_different() -> None:
    assert name_key("Stadt Heide") != name_key("Amt Heider Umland")


def test_a_header_is_compared_without_case_and_kinds_of_blanks() -> None:
    assert header_key(" LeiKa\u00a0Schlüssel\u202f") == header_key("leika  SCHLÜSSEL")


def test_invisible_characters_vanish_and_umlauts_are_composed() -> None:
    assert tidy("\ufeffa\u0308  b\n") == "ä b"


def test_the_nearest_name_is_found_and_nothing_for_a_stranger() -> None:
    known = ["Amt Büsum-Wesselburen", "Stadt Heide"]

    assert nearest("Amt Buesum Weselburen", known) == "Amt Büsum-Wesselburen"
    assert nearest("Hamburg", known) == ""


@pytest.mark.parametrize(
    "text",
    ["BÃ¼sum", "StraÃŸe", "â€žHeideâ€œ", "GrÃ¶ÃŸe", "B├╝sum", "B√ºsum", "Â§ 16", "B\ufffdsum"],
)
def test_mojibake_is_recognised(text: str) -> None:
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text", ["Büsum", "São Paulo", "Ã", "100 €", "Château", "â", "√2", "¬", "Straße \u2013 ½"]
)
def test_ordinary_accents_and_signs_are_no_mojibake(text: str) -> None:
    assert not is_mojibake(text)


def test_mojibake_is_repaired_where_that_is_certain() -> None:
    assert repaired("BÃ¼sum → StraÃŸe") == "Büsum → Straße"
    assert repaired("B├╝sum") == "Büsum"
    assert repaired("B\ufffdsum") == ""
