"""Whether a published month is, to the byte, what another run would make of it.

A run is a function of what lies in some folders and of the day. Their hashes are kept beside
the month, outside of what is mailed; while they stay the same there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from takeup import stamp
from takeup.manifest import commit, hashes, read_manifest, versions
from takeup.order import Request
from takeup.periods import ZONE
from takeup.store import Edition, Store, sha256, write_atomic

_MANIFEST: Final = "manifest.json"
_ARCHIVE: Final = "archiv"


@dataclass(frozen=True)
class Inputs:
    """Hashes of all that a run reads and does not write itself, by what it is."""

    parts: Mapping[str, str]

    @classmethod
    def of(cls, request: Request, store: Store) -> Inputs:
        """Hash code, parameters, notebooks, deliveries, and what else decides a run.

        The day decides what is late. Of the sample and of a STAND it is fixed.
        """
        fixed = store.sample or request.stand is not None
        day = "" if fixed else str(request.now.astimezone(ZONE).date())
        return cls(
            {
                "code": code(store.root),
                "params": _tree(store.params),
                "notebooks": _tree(store.notebooks),
                "deliveries": _tree(store.deliveries),
                "commit": commit(store.root),
                "versions": _hash(json.dumps(versions())),
                "months": _other_months(store, request.edition),
                "day": day,
            }
        )

    @property
    def software(self) -> str:
        """Code, and the versions of what it runs on."""
        return f"{self.parts['code']} {self.parts['versions']}"


def code(root: Path) -> str:
    """Hash of the package and of the pinned packages it stands on."""
    with as_file(files("takeup")) as folder:
        own = [path for path in _files(folder) if "__pycache__" not in path.parts]
        told = [f"{path.relative_to(folder)} {sha256(path)}" for path in own]
    lock = root / "requirements.lock"
    pinned = sha256(lock) if lock.is_file() else ""
    return _hash("\n".join([*told, pinned]))


def is_current(inputs: Inputs, store: Store, edition: Edition) -> bool:
    """Tell whether everything lies there as it was read and made by the last run."""
    known = _read(store, edition)
    folder = store.published(edition)
    if known.get("inputs") != dict(inputs.parts) or known.get("state") != _state(store):
        return False
    manifest = read_manifest(folder)
    is_whole = known["manifest"] == sha256(folder / _MANIFEST) and manifest["outputs"] == {
        name: each for name, each in hashes(folder).items() if name != _MANIFEST
    }
    # Without its rows the month could not be verified.
    return is_whole and stamp.belongs(store.staged_for(edition), manifest)


def remember(inputs: Inputs, store: Store, edition: Edition, told: Mapping[str, Any]) -> None:
    """Keep the hashes of a run that went well, with what it told about itself."""
    facts = {
        "inputs": dict(inputs.parts),
        "state": _state(store),
        "manifest": sha256(store.published(edition) / _MANIFEST),
        "told": dict(told),
    }
    write_atomic(_path(store, edition), json.dumps(facts, indent=1).encode())


def told(store: Store, edition: Edition) -> dict[str, Any]:
    """What the last run of a month told about itself."""
    found: dict[str, Any] = _read(store, edition)["told"]
    return found


def _path(store: Store, edition: Edition) -> Path:
    return store.outputs / f".{edition}.current.json"


def _read(store: Store, edition: Edition) -> dict[str, Any]:
    path = _path(store, edition)
    if not (path.is_file() and (store.published(edition) / _MANIFEST).is_file()):
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _state(store: Store) -> str:
    """Hash of register, ledger and frozen statuses; archived bytes are named by their own."""
    parts = [path for path in sorted(store.state.glob("*")) if path.name != _ARCHIVE]
    return _hash("\n".join(f"{path.name} {_tree(path)}" for path in parts))


def _other_months(store: Store, edition: Edition) -> str:
    """Hash of what the links to other months rest on."""
    manifests = sorted(store.outputs.glob(f"[0-9]*-[0-9]*/{_MANIFEST}"))
    others = [path for path in manifests if path.parent.name != str(edition)]
    return _hash("\n".join(f"{path.parent.name} {sha256(path)}" for path in others))


def _files(place: Path) -> Iterator[Path]:
    paths = [place] if place.is_file() else sorted(place.rglob("*"))
    return (path for path in paths if path.is_file())


def _tree(place: Path) -> str:
    """Hash of a file, or of the names and contents of all files below a folder."""
    return _hash(
        "\n".join(f"{path.relative_to(place)} {sha256(path)}" for path in _files(place))
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
