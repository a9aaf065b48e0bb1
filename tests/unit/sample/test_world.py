"""The invented truth: sound, plausible, and with the planted effects in it."""

from collections.abc import Callable

import pandas as pd
import pytest

from takeup.sample.plan import SamplePlan
from takeup.sample.world import World

EWA = "99115005104000"
POSTAL_VOTE = "99128001120001"
SPRING = ["amt-mitteldithmarschen", "amt-marne-nordsee", "stadt-brunsbuettel"]
MakePlan = Callable[[str, str], SamplePlan]


@pytest.mark.parametrize(
    ("verwaltung", "day"),
    [
        ("amt-marne-nordsee", "2024-09-11"),
        ("stadt-heide", "2022-09-14"),
        # Announced nowhere.
        ("amt-mitteldithmarschen", "2023-10-28"),
    ],
)
def test_an_outage_leaves_neither_visits_nor_submissions(
    world: World, verwaltung: str, day: str
) -> None:
    def there(frame: pd.DataFrame) -> pd.DataFrame:
        is_there = (frame["verwaltung"] == verwaltung) & (frame["date"] == pd.Timestamp(day))
        return frame[is_there]

    assert there(world.traffic.daily)["visits"].tolist() == [0]
    assert there(world.portal).empty


def test_an_average_administration_gets_about_twenty_submissions_a_week(world: World) -> None:
    year = world.portal.query("date >= '2024-01-01' and leistung_id != @POSTAL_VOTE")
    a_week = year.groupby("verwaltung")["submitted"].sum() / (366 / 7)

    assert 15 < a_week.mean() < 30
    assert a_week.between(8, 60).all()


def test_an_average_administration_gets_about_five_hundred_visits_a_week(world: World) -> None:
    year = world.traffic.daily.query("date >= '2024-01-01'")
    a_week = year.groupby("verwaltung")["visits"].sum() / (366 / 7)

    assert 400 < a_week.mean() < 800
    assert a_week.between(200, 1800).all()


def test_use_grows_over_the_years(world: World) -> None:
    month = world.portal["date"].dt.strftime("%Y-%m")
    submitted = world.portal.query("leistung_id != @POSTAL_VOTE").groupby(month)["submitted"]

    assert submitted.sum()["2024-09"] > 1.1 * submitted.sum()["2023-09"]


def test_the_spring_campaign_shows_in_the_counts(world: World) -> None:
    portal = world.portal.query("leistung_id not in [@POSTAL_VOTE, @EWA]")
    treated = portal["verwaltung"].isin(SPRING)
    during = portal["date"].between("2024-04-01", "2024-05-31")
    before = portal["date"].between("2024-02-01", "2024-03-31")

    def growth(rows: pd.Series) -> float:
        counts = portal["submitted"]
        return float(counts[rows & during].sum() / counts[rows & before].sum())

    # Truth: 1.5; two months in three administrations are some 600 submissions.
    assert 1.25 < growth(treated) / growth(~treated) < 1.8
