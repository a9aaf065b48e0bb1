"""The page of September 2024 says all that the project leader's own document says."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from takeup.render.blocks import to_dict
from takeup.report.data import PageData
from takeup.report.status_page import StatusReport

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT.parent / "shared" / "projektstatus-2024-09.txt"

# Every statement of the document; "Projekthalt" is its typo for Inhalt.
HEAD = {
    "Projekt": "Positionierung der Bürgerportale",
    "Projektleitung": "Marie Hasberg \N{EN DASH} Amt Mitteldithmarschen",
    "Datum Status": "September 2024",
    "Beteiligte Kooperationspartner": "Stadt Heide",
    "Projektstart": "15.11.2023",
    "Projektende": "31.12.2024",
    "Projektziel": "Ein einheitliches Bürgerportal im gesamten Kreisgebiet, sowie steigende "
    "Nutzerzahlen durch Bürger*innen.",
    "Projektinhalt": "2022 haben alle Ämter und Städte das Bürgerportal eingeführt. Bisher "
    "lässt sich ein Nutzen des Portals leider nur bedingt feststellen. Durch einen monatlichen "
    "Auswertungsbericht lässt sich die Zahl der Bürger*innen, welche das Portal nutzen, "
    "einsehen. Es sollen Marketingmaßnahmen positioniert werden und ein Kommunikationskonzept "
    "zwischen den einzelnen Verwaltungen angestrebt werden.",
}
RISKS = (
    "Fehlende Zusammenarbeit zwischen den Verwaltungen",
    "Technische Hindernisse",
    "Unterschiedliche Auffassungen bezüglich „einheitlichem Bürgerportal“",
)
STATE = (
    "Beim Amt Mitteldithmarschen fand eine erste interne Zusammenkunft zum Auftakt des "
    "Projektes statt.",
    "Kritische Punkte, ebenso wie Ziele, die zu einem erfolgreichen Projektabschluss beitragen "
    "sollen, wurden gesammelt und gelistet.",
    "Ziel des Projektes sollte sein, ein einheitliches Bürgerportal zu schaffen, welches "
    "ständig aktualisiert wird.",
    "Bürger*innen sollen selbsterklärend das Bürgerportal nutzen können und um die Vorteile "
    "wissen.",
    "Zur Bewerbung der Portale wurden Marketingfirmen zur Angebotsabgabe aufgefordert.",
    "Eine Entscheidung steht noch aus.",
    "Zudem konnte die Pilotierung der elektronischen Wohnsitzanmeldung bei der Stadt Heide "
    "erfolgreich abgeschlossen werden.",
    "Das vorliegende Angebot einer Marketingagentur soll angenommen werden, sodass kurzfristig "
    "mit der Umsetzung einer Marketingkampagne gestartet werden kann.",
)
PROGRESS = "In der letzten Berichtsphase gab es keine weiteren Fortschritte."
# Labels of the document whose fields are empty in it, and its letterhead.
EMPTY = ("Beteiligte Stakeholder:", "Gesamtstatus", "Gesamt-status")
LETTERHEAD = ("DITHMARSCHEN", "DIGITAL", "www.dithmarschen-digital.sh")
LABELS = ("Kritische Punkte, sowie Risiken:", "Gesamter Sachstand:")


@pytest.fixture
def status(page: Callable[..., PageData]) -> StatusReport:
    data = page("alle")
    return StatusReport(replace(data, params=replace(data.params, kampagnen={})))


def test_the_head_says_what_the_document_says(status):
    pairs = dict([*status.head().items, *status.goal().items])
    assert HEAD.items() <= pairs.items()
    assert pairs["Beteiligte Stakeholder"] == "nicht benannt"


def test_the_three_risks_are_listed_in_their_order(status):
    assert tuple(row[0] for row in status.risks().rows) == RISKS


def test_the_state_of_the_project_is_told_sentence_by_sentence(status):
    block = status.statement()
    assert block.lead == "Sachstand der Projektleitung, September 2024:"
    assert block.points == STATE


def test_the_progress_begins_with_the_leaders_sentence(status):
    assert status.progress().points[0] == PROGRESS


def test_what_is_decided_next_is_the_award_to_the_agency(status):
    assert status.decisions().rows[0][0].startswith("Vergabe an die Marketingagentur")


def statements(document: str) -> list[str]:
    """Statements of the document: fields, paragraphs and list items, sentence by sentence."""
    found = []
    for raw in document.splitlines():
        line = raw.strip(" -*\t")
        if not line or line in (*EMPTY, *LETTERHEAD, *LABELS):
            continue
        label, _, said = line.partition(":")
        known = (*HEAD, "Projekthalt", "Fortschritt in der Berichtsphase", "Projektstatus")
        body = said.strip() if label in known else line.removeprefix("Projektstatus ")
        found += re.split(r"(?<=\.) (?=[A-ZÄÖÜ])", body)
    return [each for each in found if each]


def test_every_statement_of_the_document_stands_on_the_page(status):
    if not DOCUMENT.is_file():
        pytest.skip("the project leader's document does not lie beside this project")
    blocks = (
        status.head(),
        status.goal(),
        status.risks(),
        status.statement(),
        status.progress(),
    )
    page = " ".join(str(to_dict(each)) for each in blocks)
    told = statements(DOCUMENT.read_text(encoding="utf-8"))
    assert len(set(told)) >= 20
    assert [each for each in told if each not in page] == []
