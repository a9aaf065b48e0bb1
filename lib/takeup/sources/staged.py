"""What the intake hands on: typed rows, findings, and the account of every row."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from takeup.errors import DeliveryError
from takeup.intake import findings
from takeup.intake.findings import Finding, Origin
from takeup.intake.readings import Reading
from takeup.sources.coverage import Coverage
from takeup.sources.settle import Settled

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
}
_QUARANTINE = {"file": "str", "sheet": "str", "row": "Int64", "rule": "str", "content": "str"}
_BESIDE = ("findings", "quarantine", "balance", "exclusions", "coverage", "days", "doubts")
_EXCLUSIONS = {"file": "str", "rule": "str", "rows": "Int64"}


@dataclass(frozen=True)
class Staged:
    """All deliveries up to a month, typed and accounted for.

    ``frames`` holds one table per source (contract ``sources/<source>.yml``). ``findings``
    has one row per finding, ``balance`` one per file, ``quarantine`` one per row set aside,
    ``exclusions`` one per file and rule, ``coverage`` one per source, administration and
    month that was delivered; ``days`` and ``doubts`` are as in
    :class:`takeup.sources.coverage.Coverage`.
    """

    frames: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    balance: pd.DataFrame
    quarantine: pd.DataFrame
    exclusions: pd.DataFrame
    coverage: pd.DataFrame
    days: pd.DataFrame
    doubts: pd.DataFrame


def assemble(
    readings: Sequence[Reading],
    settled: Sequence[Settled],
    beside: Sequence[tuple[Origin, Finding]],
    coverage: Coverage,
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
        Days expected and present, and what of them is in doubt.

    Raises
    ------
    DeliveryError
        If a file's rows are not equal to those accepted, quarantined and excluded.
    """
    exclusions = _exclusions(readings, settled)
    quarantine = _quarantine(readings, settled)
    balance = _balance(readings, settled, quarantine, exclusions)
    found = [*beside, *((each.origin, one) for each in readings for one in each.findings)]
    found += [one for each in settled for one in each.account.findings]
    return Staged(
        frames={each.source.name: each.frame.reset_index(drop=True) for each in settled},
        findings=_sorted(findings.table(found), ["file", "sheet", "row"]),
        balance=balance,
        quarantine=_sorted(quarantine, ["file", "sheet", "row"]),
        exclusions=_sorted(exclusions, ["file", "rule"]),
        coverage=coverage.months,
        days=coverage.days,
        doubts=coverage.doubts,
    )


def _sorted(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return frame.sort_values(columns, kind="stable", na_position="first").reset_index(drop=True)


def _quarantine(readings: Sequence[Reading], settled: Sequence[Settled]) -> pd.DataFrame:
    rows = [
        (each.delivery.file, row.sheet, row.number, row.rule, row.content)
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
        )
        for each in readings
    ]
    accepted = pd.concat([pd.Series(dtype="str"), *(each.frame["file"] for each in settled)])
    balance = pd.DataFrame(files, columns=list(_BALANCE)[:6])
    parts = {
        "accepted": accepted.value_counts(),
        "quarantined": quarantine["file"].value_counts(),
        "excluded": exclusions.groupby("file")["rows"].sum(),
    }
    counted = {name: balance["file"].map(part).fillna(0) for name, part in parts.items()}
    balance = balance.assign(**counted).astype(_BALANCE)
    _require_balance(balance)
    return balance


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
        balance, exclusions, coverage, days and doubts; what lay there of them is replaced.
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
