"""A file's bytes to one table of text: data rows with their origin, the rest accounted for."""

from __future__ import annotations

from takeup.intake import headers
from takeup.intake.bulk import read_bulk
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.headers import SEARCHED_LINES, Header
from takeup.intake.lines import DELIMITERS, Grid, head, split, split_line
from takeup.intake.preamble import read_preamble
from takeup.intake.rows import Sorter, Table
from takeup.intake.sniff import MAX_COLUMNS, MAX_ROWS, Kind, decode
from takeup.intake.workbook import hidden_sheets, read_workbook
from takeup.mapping import Quelle


def read_table(content: bytes, kind: Kind, quelle: Quelle) -> Table:
    """Read a CSV or XLSX file by its mapping.

    Parameters
    ----------
    content
        The file within the limits.
    kind
        What its first bytes say it is; the mapping's ``format`` may err.
    quelle
        The mapping.

    Raises
    ------
    FileRefusedError
        If the file as a whole cannot be read, with every reason.
    """
    expected = "xlsx" if quelle.format == "xlsx" else "text"
    notes = (
        [] if kind == expected else [Finding("other_format", raw=kind, detail=quelle.format)]
    )
    table = _read_workbook(content, quelle) if kind == "xlsx" else _read_text(content, quelle)
    table.findings[:0] = notes
    return table


def _read_text(content: bytes, quelle: Quelle) -> Table:
    decoded = decode(content, quelle.kodierung)
    if decoded.text.count("\n") > MAX_ROWS:
        raise FileRefusedError(Finding("too_many_rows"))
    delimiter, header = dialect(decoded.text, quelle)
    if len(header.names) > MAX_COLUMNS:
        raise FileRefusedError(Finding("too_many_columns", raw=str(len(header.names))))
    grid = read_bulk(decoded, delimiter, header, quelle)
    if grid is None:
        grid = split(decoded.text, delimiter, len(header.names))
    table = _table(grid, quelle)
    table.encoding, table.delimiter = decoded.encoding, delimiter
    table.findings[:0] = decoded.findings
    return table


def dialect(text: str, quelle: Quelle) -> tuple[str, Header]:
    """Delimiter and header: those under which every required column has a name."""
    lines = head(text, SEARCHED_LINES).split("\n")[:SEARCHED_LINES]
    fits: dict[int, list[list[str]]] = {}
    for delimiter in DELIMITERS:
        cells = [split_line(line, delimiter) for line in lines]
        if header := headers.locate(cells, quelle):
            return delimiter, header
        best = max((len(each.columns) for each in headers.candidates(cells, quelle)), default=0)
        fits.setdefault(best, cells)
    raise headers.missing(fits[max(fits)], quelle, "")


def _read_workbook(content: bytes, quelle: Quelle) -> Table:
    grids = read_workbook(content, quelle.formats, quelle.blatt)
    fitting = [grid for grid in grids if headers.locate(grid.cells, quelle)]
    # Where no sheet fits, the fullest one is the one to explain.
    chosen = fitting[0] if fitting else max(grids, key=lambda grid: len(grid.cells))
    table = _table(chosen, quelle)
    table.findings += [Finding("further_sheet", each.sheet) for each in fitting[1:]]
    if quelle.blatt is None:
        table.findings += [Finding("hidden_sheet", name) for name in hidden_sheets(content)]
    if chosen.hides_rows:
        table.findings.append(Finding("hidden_rows", table.sheet))
    return table


def _table(grid: Grid, quelle: Quelle) -> Table:
    header = headers.require(grid.cells, quelle, grid.sheet)
    row = grid.numbers[header.position]
    table = Table(sheet=grid.sheet, findings=headers.check(header, quelle, row, grid.sheet))
    table.header_row = row
    above = zip(grid.numbers, grid.cells[: header.position], strict=False)
    table.preamble = read_preamble(list(above), quelle)
    sorter = Sorter(grid, header, quelle, table)
    sorter.sort()
    sorter.finish()
    return table
