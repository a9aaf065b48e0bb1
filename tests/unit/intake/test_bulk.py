"""What the fast reader of large files gives is what the reader of rows gives."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from takeup.intake import bulk
from takeup.intake.findings import FileRefusedError
from takeup.intake.rows import Table
from takeup.intake.tables import read_table
from takeup.mapping import Quelle

CELLS = st.one_of(
    st.sampled_from(["12", "1.234", "", " ", "Summe", "Gewerbe Ergebnis", "Stand: heute", "-",
                     "k.A.", "Leistung", "Anträge", "'=1", "BÃ¼sum", "NA", "null", '"', 'a"b',
                     '""', "a;b", "ü", "__________", "Summe:", "\u00a0", "0"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\ufeff"), max_size=4),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=4), max_size=9)


def both_ways(text: str, quelle: Quelle, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    outcomes: list[object] = []
    for size in (10**9, 0):
        monkeypatch.setattr(bulk, "FROM_CHARACTERS", size)
        try:
            outcomes.append(told(read_table(text.encode(), "text", quelle)))
        except FileRefusedError as refusal:
            outcomes.append(refusal.findings)
    return outcomes


def told(table: Table) -> dict[str, object]:
    """All that a table says, with columns as lists."""
    return vars(table) | {
        "numbers": list(table.numbers),
        "columns": {name: list(column) for name, column in table.columns.items()},
        "rows_in": table.rows_in,
    }


@settings(max_examples=400, deadline=None)
@given(rows=ROWS, end=st.sampled_from(["", "\n"]), above=st.sampled_from(["", "Titel\n\n"]))
@example(rows=[["a;1"], ["Summe;1"], ["b;x;y"], ["b"]], end="", above="")
def test_lines_come_out_the_same(
    quelle: Quelle, rows: list[list[str]], end: str, above: str
) -> None:
    text = above + "Leistung;Anträge\n" + "\n".join(";".join(row) for row in rows) + end

    with pytest.MonkeyPatch.context() as patch:
        slow, fast = both_ways(text, quelle, patch)

    assert fast == slow


@settings(max_examples=200, deadline=None)
@given(rows=ROWS, quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_quoted_cells_come_out_the_same(
    quelle: Quelle, rows: list[list[str]], quoting: int
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([["Leistung", "Anträge"], *rows])

    with pytest.MonkeyPatch.context() as patch:
        slow, fast = both_ways(buffer.getvalue(), quelle, patch)

    assert fast == slow


def test_plain_rows_are_a_block_and_odd_ones_keep_their_numbers(
    quelle: Quelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Titel\nLeistung;Anträge\na;1\nkaputt\nb;2\nSumme;3\nStand: heute\nc;9\n"
    monkeypatch.setattr(bulk, "FROM_CHARACTERS", 0)

    table = read_table(text.encode(), "text", quelle)

    assert list(table.numbers) == [3, 5]
    assert {name: list(column) for name, column in table.columns.items()} == {
        "leistung": ["a", "b"], "count": ["1", "2"],
    }  # fmt: skip
    assert [(row.number, row.rule) for row in table.refused] == [(4, "too_few_cells")]
    assert table.excluded == {"total": 1, "footer": 2}


@pytest.mark.parametrize(
    ("text", "is_well_quoted"),
    [
        ('"a";"b"\n"c";"d"\n', True),
        ('"a""b";c\n', True), ('a;"b;c"', True), ('"";""\n', True),
        ('a"b;c"d\n', False), ('"a\nb";c\n', False), ('"a;b\n', False), ('"a"b;c\n', False),
    ],
)  # fmt: skip
def test_only_cells_quoted_as_a_whole_in_one_line_are_read_at_once(
    text: str, *, is_well_quoted: bool
) -> None:
    assert bulk._well_quoted(text.encode(), ";") is is_well_quoted


def test_a_file_full_of_odd_rows_is_read_row_by_row(
    quelle: Quelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "FROM_CHARACTERS", 0)
    monkeypatch.setattr(bulk, "_MOST_ODD", 1)

    table = read_table(b"Leistung;Antr\xc3\xa4ge\na\nb\nc;1\n", "text", quelle)

    assert table.columns["count"] == ["1"]
    assert table.rows_in == 3
