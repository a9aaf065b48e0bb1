"""A small mapping, and a short way to read a table by it."""

from collections.abc import Callable

import pytest

from takeup.intake.rows import Table
from takeup.intake.sniff import kind_of
from takeup.intake.tables import read_table
from takeup.mapping import Quelle

ReadText = Callable[..., Table]

SPEC = {
    "quelle": "antraege",
    "dateien": "*.csv",
    "format": "csv",
    "spalten": {"leistung": ["Leistung", "Dienst"], "count": ["Anträge"]},
    "beiwerk": {"amt": ["Amt"]},
    "pflicht": ["leistung", "count"],
    "tausender": ".",
    "woerter": {"null": ["-"], "unbekannt": ["k.A."]},
    "summen": {"spalten": ["leistung"], "woerter": ["Summe", "Gesamtergebnis", "Ergebnis"]},
    "fuss": ["__________", "Stand:"],
    "vorspann": {
        "verwaltung": ["Verwaltung"],
        "zeitraum": ["Zeitraum"],
        "stichtag": ["Stichtag"],
    },
}


@pytest.fixture
def spec() -> dict[str, object]:
    return dict(SPEC)


@pytest.fixture(scope="session")
def quelle() -> Quelle:
    return Quelle.model_validate(SPEC)


@pytest.fixture
def read(quelle: Quelle) -> ReadText:
    def read_it(content: str | bytes, encoding: str = "utf-8") -> Table:
        data = content.encode(encoding) if isinstance(content, str) else content
        return read_table(data, kind_of(data), quelle)

    return read_it
