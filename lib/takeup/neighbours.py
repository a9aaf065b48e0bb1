"""Links from a page to those beside it: the administrations and months before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from takeup.pages import Page
from takeup.params import Params
from takeup.render import numbers
from takeup.render.exporter import Link
from takeup.render.texts import text

_SIDES: Final = (("previous", -1), ("next", 1))


@dataclass(frozen=True)
class Surroundings:
    """All pages of a month in their order, and the manifests of what is published by folder."""

    pages: Sequence[Page]
    published: Mapping[str, Mapping[str, Any]]


def neighbours(page: Page, around: Surroundings, params: Params) -> tuple[Link, ...]:
    """Links to the administrations beside this one, and to the same page of other months.

    Parameters
    ----------
    page
        The page.
    around
        What lies beside it. A month that is published later is linked once the page is built
        again: a page that was mailed does not change.
    params
        Names of the administrations.
    """
    return (*_administrations(page, around.pages, params), *_months(page, around.published))


def _administrations(page: Page, pages: Sequence[Page], params: Params) -> list[Link]:
    if "verwaltung" not in page.parameters:
        return []
    others = [each for each in pages if each.bericht == page.bericht]
    at = [each.file for each in others].index(page.file)
    found = []
    for side, step in _SIDES:
        if 0 <= at + step < len(others):
            other = others[at + step]
            name = params.verwaltungen[other.parameters["verwaltung"]].name
            found.append(Link(text(f"pages.{side}_administration", name=name), other.file))
    return found


def _months(page: Page, published: Mapping[str, Mapping[str, Any]]) -> list[Link]:
    """The nearest months before and after in whose folders this page lies."""
    own = page.parameters["month"]
    there = sorted(
        folder
        for folder, manifest in published.items()
        if folder == manifest["month"] and page.file in manifest["pages"]
    )
    before, after = [m for m in there if m < own], [m for m in there if m > own]
    nearest = (("previous", before[-1:]), ("next", after[:1]))
    return [
        Link(text(f"pages.{side}_month", month=numbers.month_long(m)), f"../{m}/{page.file}")
        for side, found in nearest
        for m in found
    ]
