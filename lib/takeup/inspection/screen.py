"""An inspection on the terminal; delivered text is never markup and moves no cursor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from takeup.facts import read_facts
from takeup.inspection.result import Inspection, SeenColumn, SeenFinding
from takeup.intake.findings import shown

_STYLES: Final = {"error": "bold red", "warning": "yellow", "note": "dim"}
# More are no help on a screen.
_FINDINGS_SHOWN: Final = 200
_LINES_SHOWN: Final = 12
_EXAMPLE_CHARACTERS: Final = 40


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = read_facts("takeup.inspection", "screen.yml")
    return texts


def screen(inspection: Inspection) -> Iterator[RenderableType]:
    """Blocks to print one after the other.

    Parameters
    ----------
    inspection
        What was found.
    """
    yield _facts(inspection)
    if inspection.preamble:
        yield _preamble(inspection)
    if inspection.columns:
        yield _columns(inspection.columns)
    yield _findings(inspection.findings)
    if inspection.refused:
        yield Text(_texts()["refused"], style="bold red")
        if inspection.draft and not inspection.proposed:
            yield Text(_texts()["refused_hint"])
        return
    if inspection.proposed:
        yield Text(_texts()["balance_draft"])
    yield _balance(inspection)


def _facts(inspection: Inspection) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _values(inspection).items():
        if value:
            table.add_row(Text(_texts()["facts"][name]), Text(shown(value)))
    return table


def _values(seen: Inspection) -> dict[str, str]:
    texts = _texts()
    others = [each for each in seen.sheets if each != seen.sheet]
    how = texts["how"][seen.how].format(mapping=seen.mapping, source=seen.source)
    return {
        "file": seen.file,
        "size": texts["bytes"].format(size=seen.size),
        "sha256": seen.sha256,
        "format": texts["formats"][seen.format],
        "encoding": seen.encoding,
        "line_ends": ", ".join(seen.line_ends),
        "delimiter": texts["delimiters"].get(seen.delimiter, seen.delimiter),
        "sheet": seen.sheet,
        "other_sheets": ", ".join(others),
        "hidden_sheets": ", ".join(seen.hidden_sheets),
        "header": _header(seen),
        "verwaltung": seen.verwaltung or texts["unknown"],
        "month": seen.month or texts["unknown"],
        "mapping": how,
    }


def _header(seen: Inspection) -> str:
    if not seen.header_row:
        return ""
    pattern: str = _texts()["header_two" if seen.header_rows > 1 else "header"]
    return pattern.format(row=seen.header_row, next=seen.header_row + 1)


def _table(title: str, *headers: str) -> Table:
    table = Table(title=Text(title), title_justify="left", title_style="bold", expand=False)
    for header in headers:
        table.add_column(Text(header), overflow="fold")
    return table


def _preamble(inspection: Inspection) -> Table:
    table = _table(_texts()["preamble"], _texts()["row"], "")
    for row, text in inspection.preamble[:_LINES_SHOWN]:
        table.add_row(Text(str(row)), Text(shown(text)))
    return table


def _columns(columns: tuple[SeenColumn, ...]) -> Table:
    words = _texts()["columns"]
    names = ("position", "header", "kind", "example", "field")
    table = _table(words["title"], *(words[name] for name in names))
    for each in columns:
        table.add_row(
            Text(str(each.position)),
            Text(each.header or _texts()["unnamed"]),
            Text(_texts()["kinds"][each.kind]),
            Text(each.example[:_EXAMPLE_CHARACTERS]),
            Text(_texts()["use"][each.use].format(field=each.field)),
            style="" if each.use == "field" else "dim",
        )
    return table


def _findings(findings: tuple[SeenFinding, ...]) -> RenderableType:
    words = _texts()["findings"]
    if not findings:
        return Text(words["none"])
    table = _table(words["title"], words["row"], words["severity"], words["text"])
    for each in findings[:_FINDINGS_SHOWN]:
        severity = Text(_texts()["severities"][each.severity], style=_STYLES[each.severity])
        row = "" if each.row is None else str(each.row)
        table.add_row(Text(row), severity, Text(f"{each.text}\n→ {each.remedy}"))
    if len(findings) > _FINDINGS_SHOWN:
        more = words["more"].format(count=len(findings) - _FINDINGS_SHOWN)
        table.add_row(Text(""), Text(""), Text(more))
    return table


def _balance(inspection: Inspection) -> Text:
    balance = inspection.balance
    rules = _texts()["rules"]
    parts = [f"{rules.get(rule, rule)}: {count}" for rule, count in balance.excluded_by_rule]
    pattern: str = _texts()["balance"]
    return Text(
        pattern.format(
            rows_in=balance.rows_in,
            accepted=balance.accepted,
            quarantined=balance.quarantined,
            excluded=balance.excluded,
            rules=f" ({', '.join(parts)})" if parts else "",
        ),
        style="bold",
    )
