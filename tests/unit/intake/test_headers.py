import pytest

from takeup.intake import headers
from takeup.intake.findings import FileRefusedError
from takeup.mapping import Quelle


def test_the_header_is_found_below_a_preamble_by_its_required_names(quelle: Quelle) -> None:
    cells = [["Statistik", "", ""], ["Zeitraum", "", ""], ["Amt", "LEISTUNG ", "Antra\u0308ge"]]

    header = headers.locate(cells, quelle)

    assert header is not None
    assert (header.position, header.first_row) == (2, 3)
    assert header.columns == {"amt": 0, "leistung": 1, "count": 2}


def test_any_accepted_spelling_is_recognised(quelle: Quelle) -> None:
    header = headers.locate([["Dienst", "Anträge"]], quelle)

    assert header is not None
    assert header.columns["leistung"] == 0


def test_a_header_over_two_lines_joins_group_and_column(spec: dict[str, object]) -> None:
    columns = {
        "online": ["Digital / Online"],
        "helped": ["Digital / mit Hilfe"],
        "all": ["Gesamt"],
    }
    change = {"spalten": columns, "pflicht": list(columns), "kopfzeilen": 2}
    quelle = Quelle.model_validate(spec | change | {"summen": None, "beiwerk": {}})
    cells = [["Digital", "", "Gesamt"], ["Online", "mit Hilfe", ""], ["1", "2", "3"]]

    header = headers.locate(cells, quelle)

    assert header is not None
    assert header.columns == {"online": 0, "helped": 1, "all": 2}
    assert header.first_row == 2


def test_a_blank_line_above_is_no_group_of_names(spec: dict[str, object]) -> None:
    begun, done = ["Vorgänge / begonnen"], ["Vorgänge / fertig"]
    columns = {"key": ["Dienst"], "begun": begun, "done": done}
    change = {"spalten": columns, "pflicht": ["key"], "kopfzeilen": 2}
    quelle = Quelle.model_validate(spec | change | {"summen": None, "beiwerk": {}})
    names = [["Dienst", "Vorgänge", ""], ["", "begonnen", "fertig"]]
    cells = [["", "", ""], *names, ["a", "1", "2"]]

    header = headers.locate(cells, quelle)

    assert header is not None
    assert (header.position, header.columns) == (1, {"key": 0, "begun": 1, "done": 2})


def test_a_column_after_a_group_with_its_own_name_does_not_belong_to_it(
    spec: dict[str, object],
) -> None:
    columns = {"online": ["Digital / Online"], "all": ["Gesamt"], "late": ["verspätet"]}
    change = {"spalten": columns, "pflicht": list(columns), "kopfzeilen": 2}
    quelle = Quelle.model_validate(spec | change | {"summen": None, "beiwerk": {}})
    cells = [["Digital", "Gesamt", ""], ["Online", "Gesamt", "verspätet"]]

    header = headers.locate(cells, quelle)

    assert header is not None
    assert header.columns == {"online": 0, "all": 1, "late": 2}


def test_missing_columns_are_named_with_those_seen(quelle: Quelle) -> None:
    refusal = headers.missing([["Titel"], ["Leistung", "Antrage", "Amt"]], quelle, "Blatt 1")

    finding = refusal.findings[0]
    assert finding.rule == "missing_columns"
    assert (finding.sheet, finding.row) == ("Blatt 1", 2)
    assert finding.column == "Anträge"
    assert finding.detail == "Leistung, Antrage, Amt"


def test_a_header_in_mojibake_is_named_as_such(quelle: Quelle) -> None:
    refusal = headers.missing([["Leistung", "AntrÃ¤ge"]], quelle, "")

    assert [each.rule for each in refusal.findings] == ["mojibake", "missing_columns"]
    assert refusal.findings[0].detail == "Anträge"


def test_a_table_without_header_is_refused(quelle: Quelle) -> None:
    with pytest.raises(FileRefusedError, match="missing_columns"):
        headers.require([["Leistung"]], quelle, "")


def test_an_empty_table_misses_all_columns(quelle: Quelle) -> None:
    refusal = headers.missing([], quelle, "")

    assert refusal.findings[0].column == "Leistung, Anträge"
    assert refusal.findings[0].row is None


def test_a_field_in_two_columns_is_refused_with_both_positions(quelle: Quelle) -> None:
    header = headers.locate([["Leistung", "Anträge", "Anträge"]], quelle)
    assert header is not None

    with pytest.raises(FileRefusedError) as refusal:
        headers.check(header, quelle, 1, "")

    finding = refusal.value.findings[0]
    assert (finding.rule, finding.column, finding.detail) == (
        "duplicate_column",
        "Anträge",
        "2, 3",
    )


def test_an_unknown_column_is_noted(quelle: Quelle) -> None:
    header = headers.locate([["Leistung", "Anträge", "Farbe", ""]], quelle)
    assert header is not None

    found = headers.check(header, quelle, 7, "Blatt 1")

    assert [(each.rule, each.row, each.column) for each in found] == [
        ("unknown_column", 7, "Farbe")
    ]
