"""The report to verify, and whether what it was made from still lies there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from takeup import stamp
from takeup.errors import TakeupError, VerificationError
from takeup.manifest import hashes, read_manifest
from takeup.periods import Month
from takeup.store import Edition as Published
from takeup.store import Store


@dataclass(frozen=True)
class Edition:
    """A published month: where it lies, what its manifest says, where its rows are."""

    folder: Path
    manifest: Mapping[str, Any]
    month: Month
    stand: date
    sample: bool
    staged: Path


def read_edition(folder: Path, store: Store) -> Edition:
    """Read the manifest of a published month.

    Raises
    ------
    VerificationError
        If the folder holds none, or one of another form.
    """
    try:
        manifest = read_manifest(folder)
        month = Month.parse(manifest["month"])
        stand = date.fromisoformat(manifest["stand"])
        sample, as_known = bool(manifest["sample"]), bool(manifest["as_known"])
        _ = manifest["outputs"].items(), manifest["params"].items()
    except (AttributeError, KeyError, TypeError, ValueError, OSError, TakeupError):
        raise VerificationError("no_report", folder=folder.name) from None
    origin = replace(store, sample=sample)
    staged = origin.staged_for(Published(month, stand if as_known else None))
    return Edition(folder, manifest, month, stand, sample, staged)


def require_belonging(edition: Edition, params: Path) -> None:
    """Refuse to recompute from rows or parameters that are not those of the report.

    Raises
    ------
    VerificationError
        If the staged rows are of another run, or a file under ``params/`` has changed.
    """
    stand = f" STAND={edition.stand}" if edition.manifest["as_known"] else ""
    told = {"month": edition.month, "call": f"make report MONTH={edition.month}{stand}"}
    if not stamp.belongs(edition.staged, edition.manifest):
        raise VerificationError("staged_of_another", **told)
    was, now = edition.manifest["params"], hashes(params)
    changed = sorted(name for name in {*was, *now} if was.get(name) != now.get(name))
    if changed:
        raise VerificationError("params_changed", names=", ".join(changed), **told)
