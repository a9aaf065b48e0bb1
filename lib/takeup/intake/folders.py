"""The delivery tree: month, administration, files; what has no place there is reported."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from takeup.errors import UsageError
from takeup.intake.findings import Finding, Origin
from takeup.intake.names import nearest
from takeup.periods import Month

# Traces of operating systems and office programs, not deliveries.
_LITTER: Final = (".", "~$", "Thumbs.db", "desktop.ini", "__MACOSX")

# A note to readers beside the months is no delivery.
_READMES: Final = (".txt", ".md")

Found = list[tuple[Origin, Finding]]


@dataclass(frozen=True)
class Delivery:
    """One delivered file: where its bytes lie, whose it is, and the month of its folder.

    ``received`` (UTC, ISO 8601) is empty without a ledger. ``past`` is empty if the file
    counts, else why it no longer does: ``superseded`` (overwritten in place) or ``withdrawn``;
    ``file`` then ends in ``@`` and the time of receipt, so that every version has a name.
    ``named`` is the delivered name where the bytes lie under another one.
    """

    path: Path
    file: str
    verwaltung: str
    folder_month: str
    received: str = ""
    past: Literal["", "superseded", "withdrawn"] = ""
    named: str = ""

    @property
    def name(self) -> str:
        """Name under which the file was delivered."""
        return self.named or self.path.name


@dataclass(frozen=True)
class Tree:
    """Files to read, in the order of their paths, and what was found beside them.

    ``stand`` is the day whose knowledge this is; None without a ledger.
    """

    deliveries: tuple[Delivery, ...]
    findings: Found
    stand: date | None = None


def walk(root: Path, verwaltungen: Iterable[str]) -> Tree:
    """List the deliveries that lie in a tree, whatever month their folder has.

    Parameters
    ----------
    root
        Folder with ``<yyyy-mm>/<verwaltung>/<files>``.
    verwaltungen
        Known slugs.

    Notes
    -----
    Symbolic links are never followed: nothing outside the tree can be read.
    """
    walker = _Walker(root, frozenset(verwaltungen))
    for folder in walker.entries(root):
        walker.visit_month(folder)
    return Tree(tuple(walker.deliveries), walker.findings)


class _Walker:
    """Collects deliveries and findings on its way."""

    def __init__(self, root: Path, verwaltungen: frozenset[str]) -> None:
        self.root = root
        self.verwaltungen = verwaltungen
        self.deliveries: list[Delivery] = []
        self.findings: Found = []

    def entries(self, folder: Path) -> list[Path]:
        """Content of a folder in order of names; a locked folder is reported."""
        try:
            return sorted(folder.iterdir(), key=lambda path: path.name)
        except OSError as error:
            self._find("unreadable", folder, error.strerror or "")
            return []

    def visit_month(self, folder: Path) -> None:
        if folder.suffix in _READMES or not self._is_folder(folder, "misplaced_file"):
            return
        try:
            named = Month.parse(folder.name)
        except UsageError:
            self._find("bad_month_folder", folder)
            return
        for inner in self.entries(folder):
            self._visit_verwaltung(inner, str(named))

    def _visit_verwaltung(self, folder: Path, folder_month: str) -> None:
        if not self._is_folder(folder, "misplaced_file"):
            return
        slug = folder.name
        if slug not in self.verwaltungen:
            near = nearest(slug, self.verwaltungen)
            self._find("unknown_administration_folder", folder, near)
            return
        for path in self.entries(folder):
            if self._is_file(path):
                self.deliveries.append(Delivery(path, self._name(path), slug, folder_month))

    def _is_folder(self, path: Path, otherwise: str) -> bool:
        """Tell a plain folder; report anything else."""
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            return True
        if not path.name.startswith(_LITTER):
            self._find("symlink" if stat.S_ISLNK(mode) else otherwise, path)
        return False

    def _is_file(self, path: Path) -> bool:
        """Tell a plain file; report anything else."""
        mode = path.lstat().st_mode
        if path.name.startswith(_LITTER):
            self._find("litter", path)
            return False
        if stat.S_ISREG(mode):
            return True
        rule = "symlink" if stat.S_ISLNK(mode) else "nested_folder"
        self._find(rule if stat.S_ISDIR(mode) or rule == "symlink" else "not_a_file", path)
        return False

    def _name(self, path: Path) -> str:
        """Path below the root; bytes that are no text are written out, so names stay unique."""
        file = path.relative_to(self.root).as_posix()
        return file.encode("utf-8", "backslashreplace").decode("utf-8")

    def _find(self, rule: str, path: Path, detail: str = "") -> None:
        file = self._name(path)
        slug = file.split("/")[1] if file.count("/") else ""
        verwaltung = slug if slug in self.verwaltungen else ""
        origin = Origin(file, verwaltung=verwaltung)
        self.findings.append((origin, Finding(rule, raw=path.name, detail=detail)))
