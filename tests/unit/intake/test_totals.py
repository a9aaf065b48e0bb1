import pytest

from takeup.formats import Formats
from takeup.intake.findings import Finding
from takeup.intake.totals import Marker, Parts, Total, amount, check
from takeup.mapping import Quelle, Summen

FORMATS = Formats(words={"zero": ("-",), "not_applicable": ("x",), "unknown": ("k.A.",)})


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("19", 19), (" 1.234 ", 1234), ("1\u202f234", 1234), ("-", 0), ("x", 0), ("-3", -3),
        ("k.A.", None), ("", None), ("1,5", None), ("<3", None), ("9" * 40, None),
        ("1.2", None), ("12.050.7", None), ("1\u00a02", None), ("1.234\u00a0567", None),
        ("12.050.000", 12050000),
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


def test_a_service_whose_name_ends_like_a_total_is_no_total(quelle: Quelle) -> None:
    two_labels = quelle.model_copy(
        update={"summen": Summen(spalten=("leistung", "amt"), woerter=("Summe", "Ergebnis"))}
    )
    marker = Marker.of(two_labels, {"leistung": 0, "amt": 1, "count": 2})

    assert not marker.matches(["Bescheid über das Ergebnis", "Heide", "7"])
    assert marker.matches(["", "Heide Ergebnis", "7"])
    assert marker.matches(["Summe", "Heide", "7"])


def found_in(rows: list[list[str]], *totals: Total) -> list[Finding]:
    """Check totals against numbered rows: row in Excel, label, count."""
    columns = {"count": [count for _, _, count in rows]}
    parts = Parts(columns, {"count": "Anträge"}, [int(number) for number, _, _ in rows])
    return check(list(totals), {"count": 1}, parts, FORMATS)


def test_a_correct_total_is_silent() -> None:
    rows = [["2", "Hundesteuer", "12"], ["3", "Gewerbe", "7"]]

    assert found_in(rows, Total(4, ["Summe", "19"])) == []


def test_a_wrong_total_is_named_with_the_sum_of_its_parts() -> None:
    rows = [["2", "Hundesteuer", "12"], ["3", "Gewerbe", "7"]]

    found = found_in(rows, Total(4, ["Summe", "20"]))

    assert [(f.rule, f.row, f.column, f.raw, f.detail) for f in found] == [
        ("total_mismatch", 4, "Anträge", "20", "19")
    ]


PIVOT = [["2", "a", "1"], ["3", "b", "2"], ["5", "c", "4"], ["7", "d", "5"], ["8", "e", "6"]]


def test_the_totals_of_a_pivot_table_are_checked_on_every_level() -> None:
    totals = [
        Total(4, ["A1 Ergebnis", "3"]), Total(6, ["A2 Ergebnis", "4"]),
        Total(6, ["A Ergebnis", "7"]),
        Total(9, ["B1 Ergebnis", "11"]), Total(10, ["B Ergebnis", "11"]),
        Total(11, ["Gesamtergebnis", "18"]),
    ]  # fmt: skip

    assert found_in(PIVOT, *totals) == []


def test_a_wrong_subtotal_is_held_against_the_rows_since_the_total_before() -> None:
    totals = [Total(4, ["A1 Ergebnis", "3"]), Total(9, ["Rest Ergebnis", "16"])]

    found = found_in(PIVOT, *totals)

    assert [(f.row, f.raw, f.detail) for f in found] == [(9, "16", "15")]


def test_a_total_above_its_parts_is_held_against_those_below() -> None:
    rows = [["3", "a", "12"], ["4", "b", "7"], ["6", "c", "3"], ["7", "d", "2"]]
    right = Total(1, ["Insgesamt", "24"]), Total(2, ["Amt 1", "19"]), Total(5, ["Amt 2", "5"])
    wrong = right[0], right[1], Total(5, ["Amt 2", "6"])

    assert found_in(rows, *right) == []
    assert found_in(rows, *wrong) == [Finding("total_mismatch", "", 5, "Anträge", "6", "5")]


def test_a_total_over_an_unknown_part_cannot_be_checked() -> None:
    rows = [["2", "Hundesteuer", "12"], ["3", "Gewerbe", "k.A."]]

    assert found_in(rows, Total(4, ["Summe", "12"])) == []


def test_a_short_totals_row_is_no_crash() -> None:
    assert found_in([["2", "a", "1"]], Total(4, ["Summe"])) == []
