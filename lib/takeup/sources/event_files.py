"""A delivered event log as Parquet that any engine can read: checked, or made from CSV.

Only the columns of the mapping are looked at. Of a CSV file they are copied as text to a
temporary Parquet file that disappears with the run.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from takeup.intake import headers
from takeup.intake.findings import FileRefusedError, Finding
from takeup.intake.rows import MAX_REFUSED
from takeup.intake.sniff import MAX_COLUMNS, OPEN, decode, kind_of
from takeup.intake.tables import dialect
from takeup.mapping import Quelle

_PARQUET: Final = b"PAR1"
_HEAD_BYTES: Final = 64 << 10
# Rows that are read at once.
_BLOCK_BYTES: Final = 4 << 20
ROW: Final = "row"


@dataclass(frozen=True)
class Prepared:
    """A log for the engines.

    ``columns`` maps fields to the columns of the file at ``path``, ``headers`` to those of the
    delivered file; ``is_moment`` tells whether ``time`` is a moment and no text. ``numbered``:
    the file has a column ``row``. ``broken`` are the rows of CSV that could not be split,
    ``blank`` counts those without content.
    """

    path: Path
    columns: Mapping[str, str]
    headers: Mapping[str, str]
    is_moment: bool
    encoding: str = ""
    delimiter: str = ""
    numbered: bool = False
    broken: tuple[int, ...] = ()
    blank: int = 0
    findings: tuple[Finding, ...] = ()


def prepare(path: Path, quelle: Quelle, scratch: Path) -> Prepared:
    """Find the columns of a log, and make Parquet of CSV.

    Parameters
    ----------
    path
        The delivered file.
    quelle
        The mapping.
    scratch
        Folder for temporary files.

    Raises
    ------
    FileRefusedError
        If it is no log by this mapping.
    """
    start = _start(path)
    # Engines take some characters of a path for a pattern.
    link = scratch / "delivered"
    link.symlink_to(path.resolve())
    if start.startswith(_PARQUET):
        return _of_parquet(link, quelle)
    return _Csv(link, quelle, scratch / "events.parquet").prepared(start)


def _start(path: Path) -> bytes:
    try:
        with os.fdopen(os.open(path, OPEN), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileRefusedError(Finding("not_a_file", raw=path.name))
            start = file.read(_HEAD_BYTES)
    except OSError as error:
        raise FileRefusedError(Finding("unreadable", raw=error.strerror or "")) from error
    if not start.strip():
        raise FileRefusedError(Finding("empty_file", raw=str(len(start))))
    return start


def _of_parquet(path: Path, quelle: Quelle) -> Prepared:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise FileRefusedError(Finding("broken_parquet", raw=type(error).__name__)) from error
    header = headers.require([schema.names], quelle, "")
    findings = headers.check(header, quelle, 0, "")
    columns = {name: header.names[at] for name, at in header.columns.items()}
    types = {name: schema.types[at] for name, at in header.columns.items()}
    moment = types.pop("time")
    wrong = [
        name for name, each in types.items() if name in quelle.spalten and not _is_text(each)
    ]
    if not _is_text(moment) and not _is_moment(moment):
        wrong.append("time")
    if wrong:
        told = ", ".join(columns[name] for name in wrong)
        raise FileRefusedError(Finding("wrong_type", column=told))
    told_by = {name: schema.names[at] for name, at in header.columns.items()}
    return Prepared(
        path, told_by, columns, is_moment=_is_moment(moment), findings=tuple(findings)
    )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_moment(kind: pa.DataType) -> bool:
    """Whether this is a moment in time: a wall clock without a zone is none."""
    is_aware = pa.types.is_timestamp(kind) and kind.tz is not None
    return bool(is_aware and kind.unit in ("us", "ms"))


@dataclass
class _Csv:
    """Copies the columns of a CSV file as text, with the number of each row."""

    path: Path
    quelle: Quelle
    target: Path
    broken: list[int] = field(default_factory=list)
    blank: int = 0

    def prepared(self, start: bytes) -> Prepared:
        """Copy the rows; ``start`` is the beginning of the file."""
        if kind_of(start) != "text":
            raise FileRefusedError(Finding("wrong_format", raw=kind_of(start), detail="CSV"))
        whole = start[: start.rfind(b"\n") + 1] or start
        decoded = decode(whole, self.quelle.kodierung)
        delimiter, header = dialect(decoded.text, self.quelle)
        if len(header.names) > MAX_COLUMNS:
            raise FileRefusedError(Finding("too_many_columns", raw=str(len(header.names))))
        findings = headers.check(header, self.quelle, header.position + 1, "")
        encoding = self._copy(decoded.encoding.removesuffix("-sig"), delimiter, header)
        return Prepared(
            self.target,
            {name: name for name in header.columns},
            {name: header.names[at] for name, at in header.columns.items()},
            is_moment=False,
            encoding=encoding,
            delimiter=delimiter,
            numbered=True,
            broken=tuple(self.broken),
            blank=self.blank,
            findings=tuple(findings),
        )

    def _copy(self, encoding: str, delimiter: str, header: headers.Header) -> str:
        """Copy by the encoding of the beginning; a letter further on may tell another one."""
        try:
            self._write(encoding, delimiter, header)
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            if len(self.broken) > MAX_REFUSED:
                finding = Finding("too_many_faults", row=self.broken[0])
            elif encoding == "utf-8" and not self.quelle.kodierung and _is_encoding(error):
                return self._copy("cp1252", delimiter, header)
            else:
                # The error's own words may quote a row.
                finding = Finding("broken_csv", raw=type(error).__name__)
        else:
            return encoding
        raise FileRefusedError(finding)

    def _write(self, encoding: str, delimiter: str, header: headers.Header) -> None:
        self.broken.clear()
        self.blank = 0
        names = {name: f"c{at}" for name, at in header.columns.items()}
        schema = pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in names)])
        next_row = header.first_row + 1
        with pq.ParquetWriter(self.target, schema, compression="zstd") as writer:
            for batch in self._batches(encoding, delimiter, header):
                rows = self._numbers(next_row, batch.num_rows)
                next_row = int(rows[-1]) + 1 if len(rows) else next_row
                _require_whole_lines(batch, rows)
                filled = _filled(batch)
                self.blank += batch.num_rows - pc.sum(filled).as_py()
                columns = [batch.column(each) for each in names.values()]
                numbered = pa.record_batch([pa.array(rows), *columns], schema=schema)
                writer.write_batch(numbered.filter(filled))

    def _batches(
        self, encoding: str, delimiter: str, header: headers.Header
    ) -> Iterator[pa.RecordBatch]:
        names = [f"c{at}" for at in range(len(header.names))]
        with pyarrow.csv.open_csv(
            self.path,
            pyarrow.csv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK_BYTES,
                skip_rows=header.first_row,
                column_names=names,
                encoding=encoding,
            ),
            pyarrow.csv.ParseOptions(
                delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=self._skip
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=True,
            ),
        ) as reader:
            yield from reader

    def _skip(self, row: pyarrow.csv.InvalidRow) -> str:
        self.broken.append(row.number)
        return "skip" if len(self.broken) <= MAX_REFUSED else "error"

    def _numbers(self, first: int, count: int) -> np.ndarray:
        """Numbers of the next rows, those of broken rows left out."""
        numbers = np.arange(first, first + count + len(self.broken))
        return numbers[~np.isin(numbers, self.broken)][:count]


def _filled(batch: pa.RecordBatch) -> pa.Array:
    """Rows with any content."""
    empty = [pc.equal(column, "") for column in batch.columns]
    return pc.invert(reduce(pc.and_, empty))


def _require_whole_lines(batch: pa.RecordBatch, rows: np.ndarray) -> None:
    """Refuse a quote that is never closed: it would swallow all rows up to the next one."""
    for column in batch.columns:
        at = pc.index(pc.match_substring_regex(column, "[\\r\\n]"), True).as_py()
        if at >= 0:
            raise FileRefusedError(Finding("unbalanced_quote", row=int(rows[at])))


def _is_encoding(error: Exception) -> bool:
    return isinstance(error, UnicodeDecodeError) or "UTF8" in str(error)
