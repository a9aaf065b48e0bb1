import pytest

from takeup.contract import Formats
from takeup.intake.totals import Marker, Total, amount, check
from takeup.mapping import Quelle

FORMATS = Formats(words={"zero": ("-",), "not_applicable": ("x",), "unknown": ("k.A.",)})
NAMES = {1: "Anträge"}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("19", 19), (" 1.234 ", 1234), ("1\u202f234", 1234), ("-", 0), ("x", 0), ("-3", -3),
        ("k.A.", None), ("", None), ("1,5", None), ("<3", None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_an_amount_is_a_whole_number_or_a_word_for_nothing(
    cell: str, number: int | None
) -> None:
    assert amount(cell, FORMATS) == number


@pytest.mark.parametrize(
    ("cell", "is_total"),
    [
        ("Summe", True), ("SUMME:", True), ("Hundesteuer Ergebnis", True),
        ("Gesamtergebnis", True), ("Ergebnisse", False), ("Summenliste", False), ("", False),
        ("Hundesteuer", False), ("99102013104000", False),
    ],
)  # fmt: skip
def test_a_total_is_told_by_its_word(quelle: Quelle, cell: str, *, is_total: bool) -> None:
    marker = Marker.of(quelle, {"leistung": 0, "count": 1})

    assert marker.matches([cell, "5"]) is is_total


def test_a_correct_total_is_silent() -> None:
    parts = [["Hundesteuer", "12"], ["Gewerbe", "7"]]

    assert check([Total(4, ["Summe", "19"], 2)], parts, NAMES, FORMATS) == []


def test_a_wrong_total_is_named_with_the_sum_of_its_parts() -> None:
    parts = [["Hundesteuer", "12"], ["Gewerbe", "7"]]

    found = check([Total(4, ["Summe", "20"], 2)], parts, NAMES, FORMATS)

    assert [(f.rule, f.row, f.column, f.raw, f.detail) for f in found] == [
        ("total_mismatch", 4, "Anträge", "20", "19")
    ]


def test_subtotals_and_the_grand_total_of_a_pivot_table_are_checked() -> None:
    parts = [["a", "1"], ["b", "2"], ["c", "4"]]
    totals = [
        Total(3, ["A Ergebnis", "3"], 2),
        Total(5, ["B Ergebnis", "4"], 3),
        Total(6, ["Gesamtergebnis", "7"], 3),
    ]

    assert check(totals, parts, NAMES, FORMATS) == []


def test_a_total_over_an_unknown_part_cannot_be_checked() -> None:
    parts = [["Hundesteuer", "12"], ["Gewerbe", "k.A."]]

    assert check([Total(4, ["Summe", "12"], 2)], parts, NAMES, FORMATS) == []


def test_a_short_totals_row_is_no_crash() -> None:
    assert check([Total(4, ["Summe"], 1)], [["a", "1"]], NAMES, FORMATS) == []
