"""The lines above a header: whose figures these are and for which period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from takeup.intake.months import parse_day, parse_period
from takeup.intake.names import tidy
from takeup.mapping import Quelle


@dataclass(frozen=True)
class Preamble:
    """What the lines above the header say; each statement with its row, None if absent."""

    verwaltung: tuple[int, str] | None = None
    period: tuple[date, date] | None = None
    period_text: tuple[int, str] | None = None
    reference_date: date | None = None


def read_preamble(lines: list[tuple[int, list[str]]], quelle: Quelle) -> Preamble:
    """Find the labelled statements of a mapping's ``vorspann``.

    Parameters
    ----------
    lines
        Row as in Excel and cells of each line above the header.
    quelle
        The mapping with the labels.
    """
    texts = [(row, tidy(" ".join(cells))) for row, cells in lines]
    labels = quelle.vorspann
    period_text = _labelled(texts, labels.zeitraum)
    reference = _labelled(texts, labels.stichtag)
    return Preamble(
        _labelled(texts, labels.verwaltung),
        parse_period(period_text[1]) if period_text else None,
        period_text,
        parse_day(reference[1]) if reference else None,
    )


def _labelled(texts: list[tuple[int, str]], labels: tuple[str, ...]) -> tuple[int, str] | None:
    """First statement that begins with one of the labels, without it."""
    for row, text in texts:
        for label in labels:
            if text.lower().startswith(label.lower()):
                return row, text[len(label) :].lstrip(" :")
    return None
