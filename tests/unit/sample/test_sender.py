"""How senders write, and single incidents."""

from dataclasses import replace

import pytest

from takeup.periods import Month
from takeup.sample.plan import Scene
from takeup.sample.sender import Row, Sender
from takeup.sample.settings import Incident

ROWS: list[Row] = [{"key": "a", "n": "1"}, {"key": "b", "n": "2"}, {"key": "c", "n": "3"}]


@pytest.fixture
def heide(scene: Scene) -> Sender:
    return Sender.of(scene, "stadt-heide", Month(2024, 3))


def with_incident(sender: Sender, **details: object) -> Sender:
    incident = Incident.model_validate(
        {
            "source": "antraege",
            "verwaltung": "stadt-heide",
            "month": "2024-03",
            "reason": "test",
            **details,
        }
    )
    return replace(sender, incidents={"antraege": incident})


def test_a_thousand_is_grouped_where_the_sender_groups(scene: Scene, heide: Sender) -> None:
    marne = Sender.of(scene, "amt-marne-nordsee", Month(2024, 3))

    assert heide.count(2178) == "2.178"
    assert marne.count(2178) == "2178"


def test_a_month_is_written_as_number_or_in_words(scene: Scene, heide: Sender) -> None:
    eider = Sender.of(scene, "amt-kirchspielslandgemeinden-eider", Month(2024, 3))

    assert heide.month_text() == "03.2024"
    assert eider.month_text() == "März 2024"


def test_the_lines_above_say_whose_and_which_period(heide: Sender) -> None:
    assert heide.above("konten") == (
        "Servicekonten",
        "Musterdaten \u2013 erfunden, keine amtlichen Zahlen",
        "Verwaltung: Heide, Stadt",
        "Zeitraum: 01.03.2024 - 31.03.2024",
        "Erstellt am: 01.04.2024",
        "",
    )


def test_one_cell_is_overwritten(heide: Sender) -> None:
    sender = with_incident(heide, action="cell", row=1, column="n", text="1,5")

    assert sender.disturbed(ROWS, "antraege") == [
        {"key": "a", "n": "1"},
        {"key": "b", "n": "1,5"},
        {"key": "c", "n": "3"},
    ]
    assert ROWS[1]["n"] == "2"


def test_one_row_stands_twice(heide: Sender) -> None:
    sender = with_incident(heide, action="repeated", row=2)

    assert [row["key"] for row in sender.disturbed(ROWS, "antraege")] == ["a", "b", "c", "c"]


def test_an_incident_concerns_its_own_source_only(heide: Sender) -> None:
    sender = with_incident(heide, action="repeated", row=0)

    assert sender.disturbed(ROWS, "konten") == ROWS


def test_a_late_file_is_made_after_the_month_it_arrives_in(heide: Sender) -> None:
    sender = with_incident(heide, action="late", folder="2024-05")

    assert sender.created("antraege").isoformat() == "2024-06-01"
    assert sender.created("faelle").isoformat() == "2024-04-01"
