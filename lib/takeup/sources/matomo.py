"""Visits, campaigns and devices: answers of Matomo's reporting API in JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, NoReturn

import pandas as pd

from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.names import tidy
from takeup.intake.preamble import Preamble
from takeup.intake.readings import Raw
from takeup.intake.rows import RefusedRow, Table
from takeup.intake.sniff import MAX_CELL_CHARACTERS, MAX_ROWS, decode
from takeup.mapping import Quelle
from takeup.periods import Month
from takeup.sources.source import Source, contract_beside, read_tabular

_NAME: Final = re.compile(
    r"matomo_(?P<report>[A-Za-z]+\.[A-Za-z]+)_(?P<period>day|month)_"
    r"(?P<first>\d{4}-\d\d-\d\d)(?:,(?P<last>\d{4}-\d\d-\d\d))?"
    # A later answer to the same question lies beside the first one (takeup fetch).
    r"(?:_abruf-\d{8}T\d{6}Z)?\.json",
    re.ASCII,
)
_LABELS: Final = {"day": re.compile(r"\d{4}-\d\d-\d\d"), "month": re.compile(r"\d{4}-\d\d")}
# What an object keyed by period looks like; a week or range holds two days.
_PERIOD: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:,\d{4}-\d\d-\d\d)?)?)?", re.ASCII)
_SITE: Final = re.compile(r"\d{1,6}", re.ASCII)
# A server's message may quote the request, and what is found is published.
_SECRET: Final = re.compile(r"(?<=token_auth=)\S+|[0-9a-f]{32,}", re.ASCII | re.IGNORECASE)
_OTHER: Final = "other"
_SITE_FACTS: Final = "site"
# Reports that hold rows whenever anything was counted at all.
_NEVER_EMPTY: Final = frozenset({"visits", "device"})
_SHOWN: Final = 40


class _Asked(NamedTuple):
    """What the file name says was asked for."""

    report: str
    period: str
    first: date
    last: date

    def labels(self) -> tuple[str, str]:
        """Labels of the first and the last period."""
        length = len("yyyy-mm-dd") if self.period == "day" else len("yyyy-mm")
        return str(self.first)[:length], str(self.last)[:length]


class _Entry(NamedTuple):
    """One entry of an answer: the period's label and its content, None if empty."""

    label: str
    content: Any


def read(raw: Raw) -> Table:
    """Read one answer, or the table of another web analytics program by its mapping.

    Raises
    ------
    FileRefusedError
        If it is an error, is cut off, or has a shape that cannot be attributed.

    Notes
    -----
    An empty period inside an answer by period is ``[]``: for visits a row with 0, for
    campaigns and devices no row. The facts about a site are no rows either; they tell whether
    its days begin when ours do.
    """
    if raw.quelle.format != "matomo-json":
        return read_tabular(raw)
    answer = _parse(raw)
    # An error is one whatever the file is called.
    _refuse_error(answer)
    asked = _asked(raw)
    table = Table(encoding="utf-8", preamble=Preamble(period=(asked.first, asked.last)))
    if asked.report == _SITE_FACTS:
        table.findings += _site_findings(answer, raw.quelle)
        return table
    if answer == []:
        rule = "not_archived" if asked.report in _NEVER_EMPTY else "empty_answer"
        table.findings.append(Finding(rule, raw="[]"))
    filler = _Filler(table, asked, raw.quelle)
    for number, entry in enumerate(_entries(answer, asked), start=1):
        filler.take(number, entry)
    return table


def _asked(raw: Raw) -> _Asked:
    match = _NAME.fullmatch(raw.name)
    if match is None:
        raise FileRefusedError(Finding("unknown_period", raw=raw.name))
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"] or match["first"])
    except ValueError:
        raise FileRefusedError(Finding("unknown_period", raw=raw.name)) from None
    if match["report"] not in raw.quelle.berichte:
        raise FileRefusedError(Finding("unknown_report", raw=match["report"]))
    if match["period"] == "month" and match["last"] is None:
        last = Month.of(first).last_day
    return _Asked(raw.quelle.berichte[match["report"]], match["period"], first, last)


def _parse(raw: Raw) -> Any:
    if raw.kind != "json":
        raise FileRefusedError(Finding("wrong_format", raw=raw.kind, detail=raw.quelle.quelle))
    # Every value takes memory, however short it is written.
    if sum(map(raw.content.count, (b",", b"[", b"{"))) > MAX_ROWS:
        raise FileRefusedError(Finding("too_many_rows"))
    text = decode(raw.content).text
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        detail = f"{error.msg}: {error.pos}"
        raise FileRefusedError(
            Finding("broken_json", row=error.lineno, detail=detail)
        ) from error
    except (ValueError, RecursionError) as error:
        finding = Finding("broken_json", row=1, detail=type(error).__name__)
        raise FileRefusedError(finding) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Object of an answer; of two values for one key, nobody knows which one holds."""
    unique = dict(pairs)
    if len(unique) < len(pairs):
        raise ValueError("key")
    return unique


def _refuse_error(answer: Any) -> None:
    """Refuse an error sent with HTTP 200, alone or as one element of an answer."""
    parts = [answer, *(answer.values() if isinstance(answer, dict) else answer)]
    for part in parts:
        if isinstance(part, dict) and part.get("result") == "error":
            message = _SECRET.sub("***", html.unescape(_text(part.get("message"))))
            raise FileRefusedError(Finding("matomo_error", raw=" ".join(message.split())))


def _site_findings(answer: Any, quelle: Quelle) -> list[Finding]:
    """Compare the time zone of a site with ours: another one cuts the days elsewhere."""
    zone = answer.get("timezone") if isinstance(answer, dict) else None
    if not isinstance(zone, str):
        shape = type(answer if zone is None else zone).__name__
        raise FileRefusedError(Finding("unexpected_shape", detail=f"timezone: {shape}"))
    expected = quelle.werte.get("zeitzone", {}).get("erwartet", zone)
    if zone == expected:
        return []
    return [Finding("wrong_time_zone", column="timezone", raw=_text(zone), detail=expected)]


def _entries(answer: Any, asked: _Asked) -> Iterator[_Entry]:
    """Entries of an answer, whichever of Matomo's shapes it has."""
    if isinstance(answer, dict) and answer and all(map(_PERIOD.fullmatch, answer)):
        for label, part in answer.items():
            yield from _of_period(label, part, asked)
    elif isinstance(answer, dict) and answer and all(map(_SITE.fullmatch, answer)):
        raise FileRefusedError(
            Finding("unexpected_shape", detail=f"idSite {next(iter(answer))}")
        )
    elif answer:
        first, last = asked.labels()
        if first != last:
            raise FileRefusedError(Finding("unexpected_shape", detail=f"{first}, {last}"))
        yield from _of_period(first, answer, asked)


def _of_period(label: str, part: Any, asked: _Asked) -> Iterator[_Entry]:
    if asked.report == "visits":
        if isinstance(part, list) and part:
            raise FileRefusedError(Finding("unexpected_shape", detail=f"{label}: list"))
        yield _Entry(label, None if part == [] else part)
    elif isinstance(part, list):
        yield from (_Entry(label, row) for row in part)
    else:
        raise FileRefusedError(
            Finding("unexpected_shape", detail=f"{label}: {type(part).__name__}")
        )


@dataclass
class _Filler:
    """Fills a table entry by entry."""

    table: Table
    asked: _Asked
    quelle: Quelle

    def __post_init__(self) -> None:
        names = ("period", "date", "report", "label", "delivered_label", "visits", "visitors")
        self.columns: dict[str, list[str]] = {name: [] for name in names}
        self.numbers: list[int] = []
        self.table.columns, self.table.numbers = {**self.columns}, self.numbers
        self.keys = {field: names[0] for field, names in self.quelle.spalten.items()}
        self.table.headers = {**self.keys, "date": "date"}

    def take(self, number: int, entry: _Entry) -> None:
        """Add an entry, or refuse it if it names no day or month or holds no values."""
        fits = _LABELS[self.asked.period].fullmatch(entry.label)
        if fits is None or not isinstance(entry.content, dict | None):
            self._refuse(number, entry, "bad_entry")
            return
        values = {self.keys["visits"]: 0} if entry.content is None else entry.content
        day = entry.label if self.asked.period == "day" else f"{entry.label}-01"
        delivered = tidy(html.unescape(_text(values.get(self.keys["delivered_label"]))))
        row = {
            "period": self.asked.period,
            "date": day,
            "report": self.asked.report,
            "label": self._label(number, delivered, values),
            "delivered_label": delivered,
            "visits": _text(values.get(self.keys["visits"])),
            "visitors": _text(values.get(self.keys["visitors"])),
        }
        if any(len(text) > MAX_CELL_CHARACTERS for text in row.values()):
            self._refuse(number, entry, "cell_too_large")
            return
        for name, column in self.columns.items():
            column.append(row[name])
        self.numbers.append(number)

    def _label(self, number: int, delivered: str, values: dict[str, Any]) -> str:
        if self.asked.report != "device":
            return delivered
        devices = self.quelle.werte.get("geraet", {})
        if delivered not in devices and values.get(self.keys["visits"]):
            self._find("unknown_label", number, delivered)
        return devices.get(delivered, _OTHER)

    def _refuse(self, number: int, entry: _Entry, rule: str) -> None:
        content = entry.content
        if isinstance(content, dict):
            # Only what would have been read is kept: the rest may be about single people.
            content = {key: content[key] for key in self.keys.values() if key in content}
        raw = json.dumps({entry.label: content}, ensure_ascii=False)[:MAX_CELL_CHARACTERS]
        self.table.refused.append(RefusedRow("", number, rule, raw))
        self._find(rule, number, raw[:_SHOWN])

    def _find(self, rule: str, number: int, raw: str) -> None:
        self.table.findings.append(Finding(rule, row=number, column="label", raw=raw))


def _text(value: object) -> str:
    # JSON can hold half of a character (an emoji cut in two), which no file can.
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")


def every_day(rows: pd.DataFrame) -> pd.DataFrame:
    """Visits by day: Matomo lists every day, those without visits too."""
    return rows[(rows["report"] == "visits") & (rows["period"] == "day")]


SOURCE: Final = Source(
    contract_beside(__file__), time="date", daily=True, every_day=every_day, read=read
)
