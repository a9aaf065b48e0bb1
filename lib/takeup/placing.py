"""Every page of a month in its place: new, or as it was, with the reason why."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from takeup.indexes import PageState
from takeup.manifest import hashes, read_manifest
from takeup.pages import Built, Page
from takeup.render.texts import text


def place_pages(
    pages: Sequence[Page], built: Mapping[str, Built], folder: Path, before: Path
) -> list[tuple[PageState, str]]:
    """Put all pages of a month into its folder.

    Parameters
    ----------
    pages
        Pages the month has.
    built
        What became of those that were to be built, by file.
    folder
        Month under construction; its tables are written.
    before
        The month as it was published last; a page that was not built comes from there.

    Returns
    -------
    list
        State of every page, with the hash of the data it shows (empty without a page).
    """
    data = _data_hash(folder)
    known = read_manifest(before).get("pages", {})
    return [
        _written(page, done.html, folder, data)
        if (done := built.get(page.file)) and done.html
        else _kept(page, done, (folder, before), (known.get(page.file, {}).get("data"), data))
        for page in pages
    ]


def _data_hash(folder: Path) -> str:
    """One hash for all published tables of a month."""
    parts = hashes(folder / "daten")
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _written(page: Page, html: str, folder: Path, data: str) -> tuple[PageState, str]:
    (folder / page.file).write_text(html, encoding="utf-8", newline="\n")
    return PageState(page, "ok", "", exists=True), data


def _kept(
    page: Page, done: Built | None, folders: tuple[Path, Path], data: tuple[str | None, str]
) -> tuple[PageState, str]:
    """Keep the last good page, if there is one."""
    folder, before = folders
    old = before / page.file
    exists = old.is_file()
    if exists:
        shutil.copyfile(old, folder / page.file)
    shown = data[0] or "" if exists else ""
    return _state(page, done, is_current=shown == data[1], exists=exists), shown


def _state(page: Page, done: Built | None, *, is_current: bool, exists: bool) -> PageState:
    """State of a page that was not built anew."""
    if done is not None:
        key = "failed_reason" if exists else "failed_without"
        return PageState(page, "failed", text(f"pages.{key}", reason=done.reason), exists)
    if exists and is_current:
        return PageState(page, "ok", "", exists)
    key = "stale_reason" if exists else "not_built"
    return PageState(page, "stale", text(f"pages.{key}"), exists)
