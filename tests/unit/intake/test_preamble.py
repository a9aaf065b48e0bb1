from datetime import date

from takeup.intake.preamble import Preamble, read_preamble
from takeup.mapping import Quelle


def test_the_preamble_says_whose_figures_these_are_and_when(quelle: Quelle) -> None:
    lines = [
        (1, ["Statistik des Bürgerportals"]),
        (2, ["Verwaltung: Stadt Heide", "", ""]),
        (3, ["Zeitraum", "01.09.2024 - 30.09.2024"]),
        (4, ["STICHTAG:\u00a031.12.2022"]),
    ]

    preamble = read_preamble(lines, quelle)

    assert preamble.verwaltung == (2, "Stadt Heide")
    assert preamble.period == (date(2024, 9, 1), date(2024, 9, 30))
    assert preamble.period_text == (3, "01.09.2024 - 30.09.2024")
    assert preamble.reference_date == date(2022, 12, 31)


def test_a_preamble_without_labels_says_nothing(quelle: Quelle) -> None:
    assert read_preamble([(1, ["Fallzahlen September"])], quelle) == Preamble()


def test_a_period_nobody_understands_is_kept_as_text(quelle: Quelle) -> None:
    preamble = read_preamble([(1, ["Zeitraum: letzter Monat"])], quelle)

    assert preamble.period is None
    assert preamble.period_text == (1, "letzter Monat")
