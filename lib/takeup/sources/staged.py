"""What the intake hands on: typed rows, findings, and the account of every row."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from takeup.errors import DeliveryError
from takeup.intake import findings
from takeup.intake.findings import Finding, Origin
from takeup.intake.readings import Reading
from takeup.sources.before import Before, known_first
from takeup.sources.coverage import Coverage
from takeup.sources.settle import Settled
from takeup.sources.succession import no_superseded

_BALANCE = {
    "file": "str",
    "sha256": "str",
    "source": "str",
    "verwaltung": "str",
    "folder_month": "str",
    "rows_in": "Int64",
    "accepted": "Int64",
    "quarantined": "Int64",
    "excluded": "Int64",
    "received": "str",
    "mapping": "str",
    "period_first": "str",
    "period_last": "str",
    "supersedes": "str",
}
_OF_THE_FILE = (*list(_BALANCE)[:6], "received", "mapping", "period_first", "period_last")
_QUARANTINE = {
    "file": "str",
    "sheet": "str",
    "row": "Int64",
    "rule": "str",
    "content": "str",
    "rows": "Int64",
}
_BESIDE = (
    "findings", "quarantine", "balance", "exclusions",
    "coverage", "days", "doubts", "superseded",
)  # fmt: skip
_DAILY = ("matomo", "antraege")
_EXCLUSIONS = {"file": "str", "rule": "str", "rows": "Int64"}


@dataclass(frozen=True)
class Staged:
    """All deliveries known, typed and accounted for, about times up to a month.

    ``frames`` holds one table per source (contract ``sources/<source>.yml``). ``findings``
    has one row per finding, ``balance`` one per file, ``quarantine`` one per row set aside
    (of an event log, one per reason: ``rows`` counts them), ``exclusions`` one per
    file and rule, ``coverage`` one per source, administration and month that was delivered;
    ``days`` and ``doubts`` are as in
    :class:`takeup.sources.coverage.Coverage`. ``superseded`` has one row per row that a later
    delivery replaced, ``before`` is what was known first; ``stand`` is the day whose
    knowledge this is.
    """

    frames: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    balance: pd.DataFrame
    quarantine: pd.DataFrame
    exclusions: pd.DataFrame
    coverage: pd.DataFrame
    days: pd.DataFrame
    doubts: pd.DataFrame
    superseded: pd.DataFrame
    before: Before
    stand: date


@dataclass(frozen=True)
class Counted:
    """Of what was staged, the counts by day and what is known about the days."""

    frames: dict[str, pd.DataFrame]
    days: pd.DataFrame
    doubts: pd.DataFrame


def assemble(
    readings: Sequence[Reading],
    settled: Sequence[Settled],
    beside: Sequence[tuple[Origin, Finding]],
    coverage: Coverage,
    stand: date,
) -> Staged:
    """Put the parts together and check that no row was lost.

    Parameters
    ----------
    readings
        All files in the order of their paths.
    settled
        Accepted rows and account of each source.
    beside
        Findings about what is no readable delivery.
    coverage
        Days expected and present, now and at first, and what of them is in doubt.
    stand
        Day whose knowledge this is.

    Raises
    ------
    DeliveryError
        If a file's rows are not equal to those accepted, quarantined and excluded.
    """
    exclusions = _exclusions(readings, settled)
    quarantine = _quarantine(readings, settled)
    gave_way = [no_superseded(), *(each.superseded for each in settled)]
    superseded = pd.concat(gave_way, ignore_index=True)
    balance = _balance(readings, settled, quarantine, exclusions)
    balance = _with_superseded(balance, superseded)
    found = [*beside, *((each.origin, one) for each in readings for one in each.findings)]
    found += [one for each in settled for one in each.account.findings]
    # What was wrong with a version that no longer counts is of no use to anybody.
    past = {each.delivery.file for each in readings if each.delivery.past}
    found = [(origin, one) for origin, one in found if origin.file not in past]
    return Staged(
        frames={each.source.name: each.frame.reset_index(drop=True) for each in settled},
        findings=_sorted(findings.table(found), ["file", "sheet", "row"]),
        balance=balance,
        quarantine=_sorted(quarantine, ["file", "sheet", "row"]),
        exclusions=_sorted(exclusions, ["file", "rule"]),
        coverage=coverage.months,
        days=coverage.days,
        doubts=coverage.doubts,
        superseded=_sorted(superseded, ["file", "sheet", "row"]),
        before=known_first(settled, coverage.first),
        stand=stand,
    )


def _with_superseded(balance: pd.DataFrame, superseded: pd.DataFrame) -> pd.DataFrame:
    """Add to each file the hashes of the deliveries whose rows it replaced."""
    hashes = superseded["file"].map(balance.set_index("file")["sha256"])
    pairs = superseded.assign(sha256=hashes).drop_duplicates(["superseded_by", "sha256"])
    told = {
        file: " ".join(sorted(each)) for file, each in pairs.groupby("superseded_by")["sha256"]
    }
    return balance.assign(supersedes=[told.get(file, "") for file in balance["file"]])


def _sorted(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return frame.sort_values(columns, kind="stable", na_position="first").reset_index(drop=True)


def _quarantine(readings: Sequence[Reading], settled: Sequence[Settled]) -> pd.DataFrame:
    rows = [
        (each.delivery.file, row.sheet, row.number, row.rule, row.content, row.rows)
        for each in readings
        if each.table is not None
        for row in each.table.refused
    ]
    rows += [row for each in settled for row in each.account.set_aside()]
    return pd.DataFrame(rows, columns=list(_QUARANTINE)).astype(_QUARANTINE)


def _exclusions(readings: Sequence[Reading], settled: Sequence[Settled]) -> pd.DataFrame:
    rows = [
        (each.delivery.file, rule, count)
        for each in readings
        if each.table is not None
        for rule, count in each.table.excluded.items()
    ]
    rows += [row for each in settled for row in each.account.excluded_by_file()]
    return pd.DataFrame(rows, columns=list(_EXCLUSIONS)).astype(_EXCLUSIONS)


def _balance(
    readings: Sequence[Reading],
    settled: Sequence[Settled],
    quarantine: pd.DataFrame,
    exclusions: pd.DataFrame,
) -> pd.DataFrame:
    files = [
        (
            each.delivery.file,
            each.sha256,
            each.source,
            each.delivery.verwaltung,
            each.delivery.folder_month,
            each.table.rows_in if each.table else 0,
            each.delivery.received,
            each.mapping,
            *(str(day) for day in each.period or ("", "")),
        )
        for each in readings
    ]
    accepted = pd.concat([pd.Series(dtype="int64"), *map(_accepted, settled)])
    balance = pd.DataFrame(files, columns=[*_OF_THE_FILE])
    parts = {
        "accepted": accepted,
        "quarantined": quarantine.groupby("file")["rows"].sum(),
        "excluded": exclusions.groupby("file")["rows"].sum(),
    }
    counted = {name: balance["file"].map(part).fillna(0) for name, part in parts.items()}
    balance = balance.assign(**counted, supersedes="")[list(_BALANCE)].astype(_BALANCE)
    _require_balance(balance)
    return balance


def _accepted(settled: Settled) -> pd.Series[int]:
    """Delivered rows that were accepted, by file."""
    rows = settled.frame
    return settled.account.weights.loc[rows.index].groupby(rows["file"]).sum()


def _require_balance(balance: pd.DataFrame) -> None:
    accounted = balance[["accepted", "quarantined", "excluded"]].sum(axis=1)
    rows = zip(balance["file"], balance["rows_in"], accounted, strict=True)
    for file, rows_in, found in rows:
        if rows_in != found:
            raise DeliveryError("unbalanced", file=file, rows_in=rows_in, accounted=found)


def write_staged(staged: Staged, folder: Path) -> None:
    """Write everything as Parquet, each part whole or not at all.

    Parameters
    ----------
    staged
        What the intake found.
    folder
        Receives ``<source>/month=<folder month>/part.parquet`` and findings, quarantine,
        balance, exclusions, coverage, days, doubts and superseded; what lay there of them
        is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in staged.frames.items():
        draft = folder / f".{name}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        for month, rows in frame.groupby("folder_month", sort=True):
            part = draft / f"month={month}"
            part.mkdir()
            rows.to_parquet(part / "part.parquet", index=False)
        shutil.rmtree(folder / name, ignore_errors=True)
        draft.rename(folder / name)
    for name in _BESIDE:
        draft = folder / f".{name}.parquet.draft"
        getattr(staged, name).to_parquet(draft, index=False)
        draft.replace(folder / f"{name}.parquet")


def read_counted(folder: Path) -> Counted:
    """Read back what :func:`write_staged` wrote, as far as it is counted by day.

    Parameters
    ----------
    folder
        Where it was written.
    """
    frames = {name: _read_parts(folder / name) for name in _DAILY}
    days, doubts = (pd.read_parquet(folder / f"{name}.parquet") for name in ("days", "doubts"))
    return Counted(frames, days, doubts)


def _read_parts(folder: Path) -> pd.DataFrame:
    parts = sorted(folder.glob("month=*/part.parquet"))
    # One by one: of a folder, pandas would add the name of each part as a column.
    return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
