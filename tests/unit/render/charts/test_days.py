import re
from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.charts import Keys, Words, day_strips
from takeup.render.charts.days import STATES
from takeup.render.texts import text

ROWS = Keys("source", {"matomo": "Webstatistik", "antraege": "Portal-Anträge"})


def days(**strips: list[str]) -> pd.DataFrame:
    dates = pd.date_range("2024-09-01", periods=30)
    return pd.concat(
        pd.DataFrame({"source": name, "date": dates, "state": states})
        for name, states in strips.items()
    )


FRAME = days(
    matomo=["there"] * 10 + ["silent"] * 2 + ["outage"] + ["there"] * 14 + ["not_archived"] * 3,
    antraege=["there"] * 30,
)
EVERY = days(matomo=[*STATES, *["there"] * 22], antraege=["there"] * 30)


def test_the_table_says_every_run_of_days_in_words(words: Words) -> None:
    table = day_strips(FRAME, ROWS, words).table

    assert table.columns == ("Bezeichnung", "Tage", "Zustand")
    assert table.rows == (
        ("Webstatistik", "1. bis 10.", "gezählt"),
        ("Webstatistik", "11. bis 12.", "nichts gezählt, ungeklärt"),
        ("Webstatistik", "13.", "bekannter Ausfall"),
        ("Webstatistik", "14. bis 27.", "gezählt"),
        ("Webstatistik", "28. bis 30.", "wohl nicht archiviert"),
        ("Portal-Anträge", "1. bis 30.", "gezählt"),
    )


def test_days_may_come_in_any_order(words: Words) -> None:
    turned = day_strips(FRAME.iloc[::-1], ROWS, words)

    assert turned.table == day_strips(FRAME, ROWS, words).table


def test_every_state_has_a_shape_of_its_own_not_only_a_colour(words: Words) -> None:
    svg = day_strips(EVERY, ROWS, words).wide_svg

    marks = set(re.findall(r'<path d="([^"]*)" id="', svg))
    assert len(marks) >= 4
    assert len(re.findall(r">[?]</text>", svg)) == 2  # the legend, and the one silent day


def test_the_legend_names_the_states_that_are_to_be_seen_and_no_others(words: Words) -> None:
    svg = day_strips(FRAME, ROWS, words).wide_svg

    named = [state for state in STATES if f">{text(f'charts.days.{state}')}</text>" in svg]
    assert named == ["there", "outage", "silent", "not_archived"]


def test_only_rows_that_are_asked_for_are_drawn(words: Words) -> None:
    rows = Keys("source", {"antraege": "Portal-Anträge"})

    assert len(day_strips(FRAME, rows, words).table.rows) == 1


def test_a_state_nobody_knows_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="vielleicht"):
        day_strips(FRAME.assign(state="vielleicht"), ROWS, words)


def test_two_states_for_a_day_are_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="mehrere Werte"):
        day_strips(pd.concat([FRAME, FRAME]), ROWS, words)


def test_a_strip_that_lacks_days_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="date"):
        day_strips(FRAME.iloc[:-1], ROWS, words)


def test_nothing_to_draw_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="source"):
        day_strips(FRAME, Keys("source", {"konten": "Konten"}), words)


def test_no_text_leaves_the_drawing(
    hostile_words: Words, hostile: str, outside: Callable[[str], list[str]]
) -> None:
    rows = Keys("source", {key: f"{hostile} {key}" for key in ROWS.names})
    figure = day_strips(EVERY, rows, hostile_words)

    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []
