"""Delivery trees written in the test and taken in; every tree must be accounted for."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from takeup.contract import Contract, Field
from takeup.intake import findings
from takeup.intake.findings import FileRefusedError, Finding, Origin
from takeup.intake.folders import walk
from takeup.intake.sniff import kind_of, read_bytes
from takeup.intake.tables import read_table
from takeup.mapping import Quelle
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.sources import Staged, stage

ROOT = Path(__file__).parents[2]
Content = str | bytes | Mapping[str, object] | list[object]
TakeIn = Callable[..., Staged]


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture
def take_in(tmp_path: Path, params: Params) -> TakeIn:
    """Write files below 2024-09/stadt-heide (or a path with folders) and stage them.

    Text is written as UTF-8, objects as JSON. ``mappings`` changes shipped mappings.
    """

    def take(
        files: Mapping[str, Content],
        month: str = "2024-09",
        mappings: Mapping[str, Mapping[str, object]] | None = None,
    ) -> Staged:
        for name, content in files.items():
            path = tmp_path / (name if "/" in name else f"2024-09/stadt-heide/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(content))
        quellen = dict(params.quellen)
        for name, changes in (mappings or {}).items():
            spec = quellen[name].model_dump() | changes
            quellen[name] = Quelle.model_validate(spec)
        tree = walk(tmp_path, params.verwaltungen)
        staged = stage(tree, replace(params, quellen=quellen), Month.parse(month))
        require_account(staged)
        return staged

    return take


def as_bytes(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def require_account(staged: Staged) -> None:
    """Every file balances or says why it was not read; every finding can be acted upon."""
    balance = staged.balance
    parts = balance[["accepted", "quarantined", "excluded"]].sum(axis=1)
    assert balance["rows_in"].tolist() == parts.tolist()
    assert len(staged.quarantine) == balance["quarantined"].sum()
    told = findings.describe(staged.findings)
    for name in ("text", "remedy", "rule", "file"):
        assert (told[name].str.strip() != "").all()
    assert not told["text"].str.contains("{", regex=False).any() or "{" in "".join(told["raw"])
    # A row in quarantine has a finding, in the same file and row unless it fails as a whole.
    assert set(staged.quarantine["rule"]) <= set(staged.findings["rule"])
    read = staged.findings[staged.findings["sha256"] != ""]
    assert read["sha256"].str.fullmatch("[0-9a-f]{64}").all()


@pytest.fixture(scope="session")
def places() -> Callable[[Staged], list[tuple[object, ...]]]:
    """Findings as sheet, row, column, raw value, rule."""

    def told(staged: Staged) -> list[tuple[object, ...]]:
        columns = ["sheet", "row", "column", "raw", "rule"]
        found = staged.findings[columns].astype("object")
        return [tuple(row) for row in found.where(found.notna(), None).to_numpy().tolist()]

    return told


@dataclass(frozen=True)
class Shape:
    """What a table of any shape gave: typed rows, findings, and how many rows went where."""

    rows: list[list[object]]
    findings: list[tuple[object, ...]]
    numbers: list[int]
    excluded: dict[str, int]
    sheet: str = ""
    encoding: str = ""

    @property
    def rules(self) -> list[object]:
        return [rule for *_, rule in self.findings]


@pytest.fixture
def read_as(tmp_path: Path) -> Callable[..., Shape]:
    """Read a file by columns given as "field:type!" → header text, and type its cells."""

    def read(content: str | bytes, columns: Mapping[str, str], **mapping: object) -> Shape:
        path = tmp_path / "lieferung"
        path.write_bytes(as_bytes(content))
        fields = tuple(map(as_field, columns))
        quelle = mapping_of(fields, columns.values(), mapping)
        try:
            data = read_bytes(path)
            table = read_table(data, kind_of(data), quelle)
        except FileRefusedError as refusal:
            return Shape([], list(map(place, refusal.findings)), [], {})
        cast = Contract("form", "", "", fields, ()).cast(
            pd.DataFrame(table.columns, dtype="str"), quelle.formats
        )
        accounted = len(table.numbers) + len(table.refused) + table.excluded.total()
        assert table.rows_in == accounted
        found = list(table.findings)
        for index, column, raw, rule in cast.problems.itertuples(index=False, name=None):
            number = int(table.numbers[index])
            found.append(Finding(rule, table.sheet, number, table.headers[column], raw))
        require_words(found)
        names = [name for each in fields for name in column_names(each)]
        rows = cast.frame[names].astype("object").to_numpy().tolist()
        return Shape(
            [[plain(value) for value in row] for row in rows],
            list(map(place, found)),
            [int(number) for number in table.numbers],
            dict(table.excluded),
            table.sheet,
            table.encoding,
        )

    return read


def as_field(spec: str) -> Field:
    """Field from "anzahl:integer!"; ! is required, ? has states."""
    name, _, kind = spec.partition(":")
    required, states = kind.endswith("!"), kind.endswith("?")
    return Field(name, kind.rstrip("!?") or "string", name, required=required, states=states)


def column_names(field: Field) -> list[str]:
    return [field.name, f"{field.name}_state"] if field.states else [field.name]


def mapping_of(
    fields: Iterable[Field], headers: Iterable[str], changes: Mapping[str, object]
) -> Quelle:
    columns = {field.name: [header] for field, header in zip(fields, headers, strict=True)}
    spec = {
        "quelle": "form",
        "dateien": "*",
        "format": "csv",
        "spalten": columns,
        "pflicht": list(columns),
    }
    return Quelle.model_validate(spec | changes)


def place(finding: Finding) -> tuple[object, ...]:
    return finding.sheet, finding.row, finding.column, finding.raw, finding.rule


def require_words(found: list[Finding]) -> None:
    told = findings.describe(findings.table([(Origin("datei"), each) for each in found]))
    assert (told["text"].str.len() > 0).all()
    assert (told["remedy"].str.len() > 0).all()


def plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return None if pd.isna(value) else value


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Bytes of a workbook: one sheet of rows, changed by a function, saved."""

    def make(*rows: list[object], change: Callable[[Worksheet], None] | None = None) -> bytes:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Daten"
        for row in rows:
            sheet.append(row)
        if change:
            change(sheet)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return make


@pytest.fixture(scope="session")
def edited() -> Callable[[bytes, Mapping[str, bytes | Callable[[bytes], bytes]]], bytes]:
    """Workbook with parts of its markup replaced or added."""

    def edit(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            members = {name: source.read(name) for name in source.namelist()}
        for name, change in parts.items():
            members[name] = change if isinstance(change, bytes) else change(members[name])
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for name, markup in members.items():
                copy.writestr(name, markup)
        return target.getvalue()

    return edit
