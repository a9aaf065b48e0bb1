import pickle
import string
from importlib.resources import files

import pytest
import yaml

from takeup import errors
from takeup.errors import DisclosureError, TakeupError, UsageError

TEXTS = yaml.safe_load(files("takeup").joinpath("errors.yml").read_text(encoding="utf-8"))


def test_an_error_says_what_and_what_to_do():
    error = UsageError("month_malformed", value="09/24")
    assert "09/24" in error.what
    assert "MONTH=2024-09" in error.remedy
    assert str(error) == f"{error.what} {error.remedy}"


def test_an_error_of_another_process_arrives_as_it_was():
    told = DisclosureError(
        "count_derivable", count=2, measure="m", month="2024-09", verwaltung="v"
    )
    here = pickle.loads(pickle.dumps(told))  # noqa: S301 - our own bytes
    assert type(here) is DisclosureError
    assert (str(here), here.details) == (str(told), told.details)


def test_every_kind_of_error_has_an_exit_code_of_its_own():
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    codes = [each.exit_code for each in kinds if issubclass(each, TakeupError)]
    assert len(codes) == len(set(codes)) > 5
    assert 0 not in codes


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_has_two_sentences_and_plain_placeholders(code):
    assert set(TEXTS[code]) == {"what", "remedy"}
    for text in TEXTS[code].values():
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(name.isidentifier() for name in names)


def test_texts_are_sorted_by_code():
    assert list(TEXTS) == sorted(TEXTS)
