"""Any table written in any supported dialect comes back the same."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from takeup.contract import Contract, Field
from takeup.intake import bulk
from takeup.intake.names import is_mojibake, tidy
from takeup.intake.rows import Table
from takeup.intake.sniff import kind_of
from takeup.intake.tables import read_table
from takeup.intake.totals import Marker
from takeup.mapping import Quelle

HEADERS = {"name": "Bezeichnung", "day": "Tag", "count": "Anträge", "share": "Anteil je Fall"}
GROUPED = {
    "name": "Bezeichnung", "day": "Tag", "count": "Zahlen / Anträge",
    "share": "Zahlen / Anteil je Fall",
}  # fmt: skip
CONTRACT = Contract(
    "rundweg",
    "",
    "",
    (
        Field("name", "string", "", required=True),
        Field("day", "date", "", required=True),
        Field("count", "integer", "", states=True),
        Field("share", "number", ""),
    ),
    (),
)
SUPPRESSED, UNKNOWN = "<3", "k.A."
Record = tuple[str, date, int | str, float | None]
FAST = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def spec(**changes: object) -> Quelle:
    return Quelle.model_validate(
        {
            "quelle": "rundweg",
            "dateien": "*",
            "format": "csv",
            "spalten": {name: [header] for name, header in HEADERS.items()},
            "pflicht": list(HEADERS),
            "woerter": {"unbekannt": [UNKNOWN], "geheim": [SUPPRESSED]},
            "summen": {"spalten": ["name"], "woerter": ["Summe"]},
            "fuss": ["__________", "Stand:"],
        }
        | changes
    )


@dataclass(frozen=True)
class Dialect:
    """How one sender writes a CSV file."""

    delimiter: str
    encoding: str
    line_end: str
    quoting: int
    preamble: int
    footer: bool
    total: bool
    decimal: str
    thousands: str

    @property
    def quelle(self) -> Quelle:
        # The no-break blanks are accepted whatever is declared.
        declared = self.thousands if self.thousands in ".'" and self.thousands else " "
        return spec(dezimal=self.decimal, tausender=declared)


def dialects() -> st.SearchStrategy[Dialect]:
    return st.builds(
        Dialect,
        delimiter=st.sampled_from(";,\t|"),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        line_end=st.sampled_from(["\n", "\r\n", "\r"]),
        quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        preamble=st.integers(0, 3),
        footer=st.booleans(),
        total=st.booleans(),
        decimal=st.sampled_from(",."),
        thousands=st.sampled_from(["", " ", "'", "\u00a0", ".", "\u202f"]),
    ).filter(
        lambda each: (
            each.thousands != each.decimal
            and not (each.encoding == "cp1252" and each.thousands == "\u202f")
        )
    )


# Letters of German offices, signs of Excel, and everything that means something in CSV.
LETTERS = "abzÄöüß§€09 .,;|\n\"'-\u2013=<%/()"
NOT_DATA = Marker.of(spec(), {"name": 0})


def is_a_name(text: str) -> bool:
    """Tell a text that a name column may hold and that nothing else claims."""
    return (
        text.strip() == text != ""
        and not ("\n" in text and any(char in text for char in ";,|"))
        and not text.startswith(("__________", "Stand:", "'=", "'+", "'-", "'@"))
        and not is_mojibake(text)
        # "Stra§e" is an umlaut of another encoding, and refused.
        and not re.search(r"[^\W\d_]§[^\W\d_]", text)
        and not NOT_DATA.is_word(text)
        and text not in (SUPPRESSED, UNKNOWN)
    )


names = st.text(LETTERS, min_size=1, max_size=12).filter(is_a_name)
counts = st.one_of(
    st.integers(-(10**9), 10**12), st.integers(0, 9), st.sampled_from([SUPPRESSED, UNKNOWN])
)
shares = st.one_of(st.none(), st.integers(-(10**9), 10**9).map(lambda value: value / 1_000))
records: st.SearchStrategy[list[Record]] = st.lists(
    st.tuples(names, st.dates(date(2000, 1, 1), date(2099, 12, 31)), counts, shares),
    min_size=1,
    max_size=8,
)


def number(value: float, dialect: Dialect) -> str:
    """Number as the sender writes it."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}"
    marks = {",": dialect.thousands, ".": dialect.decimal}
    return "".join(marks.get(char, char) for char in text)


def row(record: Record, dialect: Dialect) -> list[str]:
    name, day, count, share = record
    return [
        name,
        f"{day:%d.%m.%Y}",
        count if isinstance(count, str) else number(count, dialect),
        "" if share is None else number(share, dialect),
    ]


def written(rows: list[Record], dialect: Dialect) -> bytes:
    target = io.StringIO()
    writer = csv.writer(
        target,
        delimiter=dialect.delimiter,
        lineterminator=dialect.line_end,
        # Python's writer leaves a line feed bare where it does not end lines.
        quoting=csv.QUOTE_ALL if dialect.line_end == "\r" else dialect.quoting,  # type: ignore[arg-type]
    )
    above = [["Portalstatistik"], ["Zeitraum:", "01.09.2024 - 30.09.2024"], []]
    writer.writerows(above[: dialect.preamble])
    writer.writerow(HEADERS.values())
    writer.writerows(row(record, dialect) for record in rows)
    numbers = [count for _, _, count, _ in rows]
    if dialect.total and all(isinstance(count, int) for count in numbers):
        writer.writerow(["Summe", "", number(sum(numbers), dialect), ""])
    if dialect.footer:
        writer.writerows([["__________"], ["Stand: 02.10.2024 / 15:51:18"]])
    return target.getvalue().encode(dialect.encoding)


def came_back(table: Table, quelle: Quelle) -> list[Record]:
    """Rows of a table, typed, in the form they were written from."""
    text = pd.DataFrame({name: list(each) for name, each in table.columns.items()}, dtype="str")
    cast = CONTRACT.cast(text, quelle.formats)
    assert cast.problems.to_numpy().tolist() == []
    words = {"suppressed": SUPPRESSED, "unknown": UNKNOWN}
    return [
        (
            tidy(name),
            day.date(),
            words.get(state) or int(count),
            None if pd.isna(share) else float(share),
        )
        for name, day, count, state, share in cast.frame[
            ["name", "day", "count", "count_state", "share"]
        ].itertuples(index=False)
    ]


def tidied(rows: list[Record]) -> list[Record]:
    """Rows whose names are in one spelling; line breaks count as blanks."""
    return [(tidy(name), *rest) for name, *rest in rows]


@pytest.mark.parametrize("large", [False, True], ids=["rows", "bulk"])
@FAST
@given(rows=records, dialect=dialects())
def test_a_table_written_as_csv_comes_back_the_same(
    large: bool, rows: list[Record], dialect: Dialect
) -> None:
    quelle = dialect.quelle
    content = written(rows, dialect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "FROM_CHARACTERS", 0 if large else 1 << 30)

        table = read_table(content, kind_of(content), quelle)

    assert came_back(table, quelle) == tidied(rows)
    # Excel, too, ends lines within cells in another way than rows.
    assert {each.rule for each in table.findings} <= {"mixed_line_ends"}
    assert table.refused == []
    expected = {"footer": 2} if dialect.footer else {}
    assert {rule: n for rule, n in table.excluded.items() if rule != "total"} == expected
    assert table.encoding == dialect.encoding
    assert table.delimiter == dialect.delimiter
    assert list(table.numbers) == list(
        range(dialect.preamble + 2, dialect.preamble + 2 + len(rows))
    )


@dataclass(frozen=True)
class Layout:
    """How one sender lays out a workbook."""

    title: bool
    cover: bool
    grouped: bool
    as_text: bool
    footer: bool
    left: int


layouts = st.builds(
    Layout,
    title=st.booleans(),
    cover=st.booleans(),
    grouped=st.booleans(),
    as_text=st.booleans(),
    footer=st.booleans(),
    left=st.integers(0, 2),
)
TEXT = Dialect(";", "utf-8", "\n", csv.QUOTE_MINIMAL, 0, False, False, ",", ".")


def workbook(rows: list[Record], layout: Layout) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    if layout.cover:
        sheet["B2"] = "Deckblatt"
        sheet = book.create_sheet("Zahlen")
    shift = [None] * layout.left
    if layout.title:
        sheet.append([*shift, "Fallzahlen"])
    if layout.grouped:
        sheet.append([*shift, "Bezeichnung", "Tag", "Zahlen", None])
        top, first = sheet.max_row, layout.left + 1
        sheet.append([*shift, None, None, "Anträge", "Anteil je Fall"])
        sheet.merge_cells(
            start_row=top, end_row=top, start_column=first + 2, end_column=first + 3
        )
        for column in (first, first + 1):
            sheet.merge_cells(
                start_row=top, end_row=top + 1, start_column=column, end_column=column
            )
    else:
        sheet.append([*shift, *HEADERS.values()])
    for record in rows:
        sheet.append([*shift, *(row(record, TEXT) if layout.as_text else record)])
        if layout.as_text:
            continue
        # A name that begins like a formula is a text nevertheless.
        sheet.cell(sheet.max_row, layout.left + 1).data_type = "s"
    if layout.footer:
        sheet.append(["__________"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@settings(FAST, max_examples=60)
@given(rows=records, layout=layouts)
def test_a_table_written_as_a_workbook_comes_back_the_same(
    rows: list[Record], layout: Layout
) -> None:
    quelle = spec(format="xlsx", tausender=".")
    if layout.grouped:
        columns = {name: [header] for name, header in GROUPED.items()}
        quelle = spec(format="xlsx", tausender=".", spalten=columns, kopfzeilen=2)
    rows = [each for each in rows if not each[0].startswith("=")] or rows[:0]
    content = workbook(rows, layout)

    table = read_table(content, kind_of(content), quelle)

    assert came_back(table, quelle) == tidied(rows)
    assert [each.rule for each in table.findings] == ([] if rows else ["no_rows"])
    assert table.sheet == ("Zahlen" if layout.cover else "Sheet")


TYPOGRAPHIC: list[Callable[[str], str]] = [
    lambda text: text.replace("-", "\u2212"),
    lambda text: f" {text} ",
    lambda text: f"\u00a0{text}",
]


@FAST
@given(value=st.integers(-(10**12), 10**12), change=st.sampled_from(TYPOGRAPHIC))
def test_a_count_survives_what_typographers_do(
    value: int, change: Callable[[str], str]
) -> None:
    quelle = spec()
    text = pd.DataFrame({"count": [change(str(value))]}, dtype="str")

    assert CONTRACT.cast(text, quelle.formats).frame["count"].tolist() == [value]


@FAST
@given(
    text=st.text("0123456789.,' \u00a0-", min_size=1, max_size=9),
    thousands=st.sampled_from([".", " ", "'"]),
)
def test_a_count_is_read_as_its_digits_or_not_at_all(text: str, thousands: str) -> None:
    quelle = spec(tausender=thousands)
    cast = CONTRACT.cast(pd.DataFrame({"count": [text]}, dtype="str"), quelle.formats)

    read = [value for value in cast.frame["count"].tolist() if value is not pd.NA]
    if not read:
        return
    # Whatever was taken for a mark, no digit before the decimal comma is lost or added.
    digits = "".join(char for char in text.split(",")[0] if char.isdigit())
    assert abs(read[0]) == int(digits)
    assert set("".join(text.split(",")[1:])) <= set("0 \u00a0")
    assert np.sign(read[0]) in (0, -1 if text.strip().startswith("-") else 1)
