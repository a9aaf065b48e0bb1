"""The days of the report month in words."""

import pandas as pd
import pytest

from takeup.report.days import named, questions, strips

SILENT = {f"d{day}": "silent" for day in range(5, 13)}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([4], "4."),
        ([11, 12], "11. und 12."),
        ([5, 6, 7, 8], "5. bis 8."),
        ([20, 4, 11, 12, 13, 4], "4., 11. bis 13. und 20."),
    ],
)
def test_days_are_named_one_by_one_and_long_runs_by_their_ends(days, words) -> None:
    assert named(pd.Series([pd.Timestamp(2024, 9, day) for day in days])) == words


def test_the_title_counts_days_and_the_alternative_text_names_them(page, strip) -> None:
    web = strip("matomo", d4="outage", d11="silent", d12="silent")

    figure = strips(page(days=[*web, *strip("antraege", d4="incomplete")]))

    assert figure.title == "An 3 von 30 Tagen im September 2024 sind die Angaben unvollständig"
    assert figure.alt == (
        "Streifen der Tage im September 2024, Stadt Heide. Unvollständig: Webstatistik: "
        "bekannter Ausfall (4.) und nichts gezählt, ungeklärt (11. und 12.); "
        "Portal-Anträge: Zeile zurückgestellt (4.)."
    )


def test_a_month_without_gaps_says_so(page, strip) -> None:
    figure = strips(page(days=[*strip("matomo", d1="zero"), *strip("antraege")]))

    assert figure.title == "Für jeden Tag im September 2024 liegen Angaben vor"
    assert "keine Lücke" in figure.alt


def test_all_nine_have_a_strip_for_each_daily_source(page, strip, params) -> None:
    days = [
        row
        for slug in params.verwaltungen
        for source in ("matomo", "antraege")
        for row in strip(source, slug, **({"d3": "missing"} if slug == "stadt-heide" else {}))
    ]

    figure = strips(page("alle", days=days))

    assert figure.title.startswith("In 1 von 9 Verwaltungen")
    assert len({row[0] for row in figure.table.rows}) == 18
    assert "Heide: Webstatistik: nicht geliefert (3.)" in figure.alt


def test_a_gap_everywhere_is_no_nine_of_nine(page, strip, params) -> None:
    days = [
        row
        for slug in params.verwaltungen
        for source in ("matomo", "antraege")
        for row in strip(source, slug, d9="outage")
    ]
    figure = strips(page("alle", days=days))
    assert figure.title.startswith("In allen 9 Verwaltungen sind die Angaben")


def test_days_that_no_event_explains_are_asked_about(page, strip) -> None:
    data = page(days=[*strip("matomo", **SILENT), *strip("antraege", d6="silent")])

    assert questions(data) == (
        "Im September 2024 wurden am 5. bis 12. des Monats keine Besuche gezählt. Ausfall oder "
        "fehlendes Archiv? Im September 2024 wurden am 6. des Monats keine Anträge gezählt. "
        "Ausfall oder unvollständige Auswertung?"
    )


def test_days_that_were_explained_or_not_delivered_are_not_asked_about(page, strip) -> None:
    days = [*strip("matomo", d3="outage", d4="missing"), *strip("antraege", d5="incomplete")]

    assert questions(page(days=days)) == ""


def test_the_page_of_all_names_whose_days_it_asks_about(page, strip) -> None:
    days = strip("matomo", "amt-marne-nordsee", d30="not_archived")

    assert questions(page("alle", days=days)).startswith(
        "Marne-Nordsee: Im September 2024 wurden"
    )
