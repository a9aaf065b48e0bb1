"""Whether every file of a month is there, unchanged, and named in the manifest."""

from __future__ import annotations

from dataclasses import dataclass

from takeup.manifest import hashes
from takeup.verification.belonging import Edition


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be: ``kind`` is a key of ``texts.yml``."""

    kind: str
    place: str
    detail: str = ""


def file_differences(edition: Edition) -> list[Difference]:
    """Compare the folder with the hashes of its manifest."""
    promised = edition.manifest["outputs"]
    found = hashes(edition.folder)
    found.pop("manifest.json", None)
    kinds = {
        "file_missing": sorted(promised.keys() - found.keys()),
        "file_surplus": sorted(found.keys() - promised.keys()),
        "file_changed": sorted(
            name for name in promised.keys() & found.keys() if promised[name] != found[name]
        ),
    }
    return [Difference(kind, name) for kind, names in kinds.items() for name in names]
