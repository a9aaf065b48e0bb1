"""Findings: what is wrong with a delivery, where exactly, and what to do about it."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, Final, NamedTuple

import pandas as pd

from takeup.facts import read_facts

# What is shown of a raw value; a cell may hold 64 kB.
_RAW_CHARACTERS: Final = 120
COLUMNS: Final = {
    "file": "str",
    "sha256": "str",
    "sheet": "str",
    "row": "Int64",
    "column": "str",
    "raw": "str",
    "rule": "str",
    "severity": "str",
    "source": "str",
    "verwaltung": "str",
    "detail": "str",
}


class Finding(NamedTuple):
    """One thing found in one file; ``row`` as in Excel, None for the whole file."""

    rule: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    raw: str = ""
    detail: str = ""


class FileRefusedError(Exception):
    """A file that cannot be read; other files go on."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(", ".join(each.rule for each in findings))


class Origin(NamedTuple):
    """Where findings belong: a file and what is known about it."""

    file: str
    sha256: str = ""
    source: str = ""
    verwaltung: str = ""


@cache
def _rules() -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = read_facts("takeup.intake", "findings.yml")
    return rules


def severity(rule: str) -> str:
    """``error``, ``warning`` or ``note``.

    Raises
    ------
    KeyError
        If ``findings.yml`` does not know the rule: a programming error.
    """
    return _rules()[rule]["severity"]


def shown(raw: str) -> str:
    """Return what is shown of a raw value: short, without control characters."""
    visible = "".join(char if char.isprintable() else " " for char in raw[:_RAW_CHARACTERS])
    return visible + ("…" if len(raw) > _RAW_CHARACTERS else "")


def table(findings: list[tuple[Origin, Finding]]) -> pd.DataFrame:
    """Make a frame of findings, in the order given.

    Returns
    -------
    DataFrame
        One row per finding with the columns of ``COLUMNS``.
    """
    rows = [
        (
            origin.file,
            origin.sha256,
            each.sheet,
            each.row,
            shown(each.column),
            shown(each.raw),
            each.rule,
            severity(each.rule),
            origin.source,
            origin.verwaltung,
            shown(each.detail),
        )
        for origin, each in findings
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def describe(findings: pd.DataFrame) -> pd.DataFrame:
    """Add the German columns ``text`` and ``remedy`` to findings.

    Parameters
    ----------
    findings
        One row per finding, columns as in ``COLUMNS``.

    Returns
    -------
    DataFrame
        A copy with two more columns.
    """
    rows = findings.to_dict("records")
    texts = {
        "text": [_text(row).format_map(row) for row in rows],
        "remedy": [_rules()[row["rule"]]["remedy"].format_map(row) for row in rows],
    }
    added = pd.DataFrame(texts, index=findings.index, dtype="str")
    return findings.join(added)


def _text(row: dict[Hashable, Any]) -> str:
    """Pattern of a finding's text: what happened and, where there is one, what is near."""
    rule = _rules()[row["rule"]]
    return (
        f"{rule['what']} {rule['near']}" if "near" in rule and row["detail"] else rule["what"]
    )
