"""The audit of what is really mailed: pages and downloads against what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from takeup.disclosure import derivable
from takeup.errors import DisclosureError
from takeup.reading.compared import compared
from takeup.reading.downloads import read_downloads
from takeup.reading.equations import equations
from takeup.reading.mailing import Mailing
from takeup.reading.pages import read_page
from takeup.reading.statements import Cell, Finding, Place, Reading, Statement
from takeup.regions import ALL

# Reasons of findings, the worst first, with the error that tells them.
_CODES: Final = {
    "not_hidden": "audit_leak",
    "derivable": "audit_leak",
    "mark": "audit_unlicensed",
    "unlicensed": "audit_unlicensed",
    "not_published": "audit_contradiction",
    "contradiction": "audit_contradiction",
}
_WORST_FIRST: Final = list(_CODES)


@dataclass(frozen=True)
class PageAudit:
    """What an audit read and found.

    Attributes
    ----------
    findings
        The worst first; empty if everything may be mailed.
    attributed
        Numbers that are statements about a cell.
    licensed
        Numbers that are none, by the licence that covers them.
    """

    findings: tuple[Finding, ...]
    attributed: int
    licensed: Mapping[str, int]


def audit_pages(
    mailing: Mailing, pages: Mapping[str, tuple[str, str]], folder: Path | None = None
) -> PageAudit:
    """Read pages and downloads as a recipient could, and hold them against the tables.

    Parameters
    ----------
    mailing
        The month: its published tables, names and texts.
    pages
        File name → administration (``alle`` for a page about all) and HTML.
    folder
        The month's folder with its downloads; none are read if it is None.

    Returns
    -------
    PageAudit
        A finding for every number about a hidden cell (``not_hidden``), about a cell without
        a number (``not_published``), other than the published one (``contradiction``), or
        of no known origin (``unlicensed``); for every mark in a drawing that stands for no
        cell (``mark``); and for every hidden count that all statements together bound too
        closely (``derivable``).

    Notes
    -----
    Covered: cells and headings of tables (also beneath figures and in parts for screen
    readers only); tiles and cards; sentences, titles, alternative texts and all attributes,
    as far as they follow a declared pattern, and as findings where they do not; corners,
    dots and bars of our charts, by the scale that the drawing itself shows; scripts, styles
    and comments; the published CSV files against the tables; other CSV files and workbooks.
    Statements become linear bounds (:func:`takeup.reading.equations.equations`), which
    :func:`takeup.disclosure.derivable` solves together with all relations.

    Not covered: number words ("drei"), colours and widths of lines, JSON files, numbers that
    only a licence of another table allows (they are compared with that table, not with a
    cell), and what a reader knows from elsewhere.
    """
    reading = Reading()
    for page, (verwaltung, source) in pages.items():
        reading += read_page(mailing.context(verwaltung), page, source)
    if folder is not None:
        reading += read_downloads(mailing.context(ALL), folder)
    return judge(mailing, reading)


def judge(mailing: Mailing, reading: Reading) -> PageAudit:
    """Compare all statements with what is published, and attack with them."""
    statements = (*reading.statements, *compared(mailing.reference))
    wrong = (mailing.reference.finding(each) for each in statements)
    found = (*reading.findings, *filter(None, wrong), *_derivable(mailing, statements))
    ranked = sorted(dict.fromkeys(found), key=lambda each: _WORST_FIRST.index(each.reason))
    return PageAudit(
        findings=tuple(ranked),
        attributed=len(reading.statements),
        licensed=dict(Counter(reading.licensed)),
    )


def _derivable(mailing: Mailing, statements: Sequence[Statement]) -> list[Finding]:
    """Hidden counts that statements give away together with the published table."""
    told = [each for said in statements for each in equations(said, mailing.reference)]
    measures = mailing.published.tables["measures"]
    leaks = derivable(measures, mailing.relations, told, mailing.rule)
    everywhere = Place("*", "*")
    return [
        Finding("derivable", _range(row), everywhere, Cell(*row.iloc[:4]))
        for _, row in leaks.iterrows()
    ]


def _range(row: pd.Series) -> str:
    return f"{row['lower']:g}-{row['upper']:g}"


def require_clean(audit: PageAudit) -> None:
    """Stop the run if anything on a page or in a download may not stand there.

    Raises
    ------
    DisclosureError
        With the first finding, the worst there is: which page, which element, what to do.
        The number itself is not printed.
    """
    if not audit.findings:
        return
    first = audit.findings[0]
    raise DisclosureError(
        _CODES[first.reason],
        page=first.place.page,
        element=first.place.element,
        cell=" / ".join(first.cell) if first.cell else "-",
        more=len(audit.findings) - 1,
    )
