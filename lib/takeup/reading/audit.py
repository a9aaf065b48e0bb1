"""The audit of what is really mailed: pages and downloads against what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from takeup.disclosure import Relations, SuppressionRule, derivable
from takeup.errors import DisclosureError
from takeup.reading.compared import compared
from takeup.reading.downloads import read_downloads
from takeup.reading.edition import Edition
from takeup.reading.equations import equations
from takeup.reading.pages import read_page
from takeup.reading.statements import Cell, Finding, Place, Reading, Statement
from takeup.regions import ALL
from takeup.render.texts import text

# The worst first: what tells a hidden count, then what may tell one.
REASONS: Final = (
    "not_hidden",
    "derivable",
    "mark",
    "unlicensed",
    "not_published",
    "contradiction",
)


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
    edition: Edition, pages: Mapping[str, tuple[str, str]], folder: Path | None = None
) -> PageAudit:
    """Read finished pages and downloads as a recipient could, and compare with what is published.

    Parameters
    ----------
    edition
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
        reading += read_page(edition.context(verwaltung), page, source)
    if folder is not None:
        reading += read_downloads(edition.context(ALL), folder)
    return judge(edition, reading)


def judge(edition: Edition, reading: Reading) -> PageAudit:
    """Compare all statements with what is published, and attack with them."""
    statements = (*reading.statements, *compared(edition.reference))
    wrong = (edition.reference.finding(each) for each in statements)
    found = (*reading.findings, *filter(None, wrong), *_derivable(edition, statements))
    return PageAudit(
        findings=tuple(sorted(dict.fromkeys(found), key=lambda each: REASONS.index(each.reason))),
        attributed=len(reading.statements),
        licensed=dict(Counter(reading.licensed)),
    )


def _derivable(edition: Edition, statements: Sequence[Statement]) -> list[Finding]:
    """Hidden counts that statements give away together with the published table."""
    told = [each for said in statements for each in equations(said, edition.reference)]
    measures = edition.published.tables["measures"]
    leaks = derivable(measures, edition.relations, told, edition.rule)
    everywhere = Place(text("frame.contents"), "")
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
    leaks = first.reason not in {"unlicensed", "not_published", "contradiction"}
    code = f"page_{first.reason}" if not leaks or first.reason != "mark" else "page_mark"
    cell = " / ".join(first.cell) if first.cell else "-"
    raise DisclosureError(
        code,
        page=first.place.page,
        element=first.place.element,
        cell=cell,
        more=len(audit.findings) - 1,
    )
