import pytest

from takeup.errors import ContractError
from takeup.render.texts import text


def test_a_pattern_is_filled_with_its_values() -> None:
    assert text("numbers.points", value="+1,2") == "+1,2 Prozentpunkte"


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert text("numbers.partial", value="{value} {0}") == "({value} {0})"


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ContractError, match=r"frame\.gibt_es_nicht"):
        text("frame.gibt_es_nicht")


def test_a_section_is_no_text() -> None:
    with pytest.raises(ContractError):
        text("frame")


def test_a_missing_value_is_refused_by_name() -> None:
    with pytest.raises(ContractError, match="value"):
        text("numbers.points")
