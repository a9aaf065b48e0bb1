import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from takeup.intake.lines import split, split_line


def test_rows_are_counted_as_in_excel() -> None:
    grid = split("a;b\n\n1;2\n", ";", 2)

    assert grid.numbers == [1, 2, 3]
    assert grid.cells == [["a", "b"], [""], ["1", "2"]]
    assert not grid.unfinished


def test_a_missing_line_end_is_noticed() -> None:
    assert split("a;b\n1;2", ";", 2).unfinished


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks() -> None:
    grid = split('a;b\n"1;2";"say ""hi"""\n"two\nlines";x\n3;4\n', ";", 2)

    assert grid.cells[1:] == [["1;2", 'say "hi"'], ["two\nlines", "x"], ["3", "4"]]
    assert grid.numbers == [1, 2, 3, 4]
    assert grid.broken == {}


def test_an_unclosed_quote_breaks_its_own_line_only() -> None:
    lines = ["a;b", '"x;1', *(f"y{number};{number}" for number in range(500)), '"z";9', ""]

    grid = split("\n".join(lines), ";", 2)

    assert grid.broken == {1: "broken_quote"}
    assert len(grid.cells) == 503
    assert grid.cells[-1] == ["z", "9"]


def test_a_quote_that_would_swallow_full_rows_is_broken() -> None:
    grid = split('a;b\n"x;1\ny;2\nz;3"\nw;4\n', ";", 2)

    assert grid.cells[2] == ["y", "2"]
    assert grid.cells[4] == ["w", "4"]
    assert sorted(grid.broken) == [1, 3]


def test_a_quote_that_swallows_rows_up_to_a_stray_quote_is_broken() -> None:
    grid = split('a;b\n"x;1\ny;2\nz";3\n', ";", 2)

    assert grid.cells[2] == ["y", "2"]
    assert sorted(grid.broken) == [1, 3]


def test_text_after_a_closing_quote_is_broken() -> None:
    grid = split('a;b\n"x"y;1\n', ";", 2)

    assert grid.broken == {1: "broken_quote"}


def test_delimiters_inside_quotes_are_no_columns() -> None:
    grid = split(f'a;"{";" * 3_000}"\n' + "x;" * 3_000 + '"y"\n', ";", 2)

    assert grid.cells[0] == ["a", ";" * 3_000]
    assert len(grid.cells[1]) == 2_001
    assert grid.broken == {}


def test_a_single_line_is_split_even_if_its_quotes_are_broken() -> None:
    assert split_line('"a;b', ";") == ['"a', "b"]


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n";'))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_comes_back(rows: list[tuple[str, str, str]]) -> None:
    # A full row between two line breaks of a cell is taken for a swallowed one on purpose.
    rows = [(a.replace("\n", " "), b, c.replace(";", ",")) for a, b, c in rows]
    rows = [(a, b.replace(";", ","), c) for a, b, c in rows]
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
        rows
    )

    grid = split(target.getvalue(), ";", 3)

    assert grid.cells == [list(row) for row in rows]
