"""Factors of days, on days one can look up."""

import numpy as np
import pandas as pd

from takeup.sample import rhythm
from takeup.sample.plan import Scene


def at(scene: Scene, day: str) -> int:
    return scene.days.get_loc(pd.Timestamp(day))


def test_a_week_of_weekday_factors_has_mean_one(scene: Scene) -> None:
    truth = scene.settings.truth

    week = rhythm.weekday_factor(scene, truth.weekday.submissions)[:7]

    assert np.isclose(week.mean(), 1.0)


def test_the_annual_wave_has_its_peak_in_spring(scene: Scene) -> None:
    factor = pd.Series(rhythm.wave_factor(scene), index=scene.days)

    assert factor.loc["2023"].idxmax() == pd.Timestamp("2023-04-10")
    assert np.isclose(factor.loc["2023"].mean(), 1.0, atol=1e-3)


def test_holidays_are_those_of_schleswig_holstein(scene: Scene) -> None:
    public = rhythm.holiday_flags(scene, "public")
    school = rhythm.holiday_flags(scene, "school")

    # Reformationstag is one, Allerheiligen is none.
    assert public[at(scene, "2023-10-31")]
    assert not public[at(scene, "2023-11-01")]
    assert school[at(scene, "2024-08-01")]
    assert not school[at(scene, "2024-09-02")]


def test_postal_votes_are_asked_for_around_three_weeks_before(scene: Scene) -> None:
    demand = pd.Series(rhythm.election_demand(scene), index=scene.days)

    assert demand.loc["2024"].idxmax() == pd.Timestamp("2024-05-20")
    assert demand.loc["2024-06-08"] == 0
    # 120 per 1,000 residents, less those cut off in the last two days.
    assert 115 < demand.loc["2024"].sum() < 120


def test_an_event_acts_from_its_day_on_where_it_happens(scene: Scene) -> None:
    factor = rhythm.event_factor(scene, "visits")
    heide, marne = scene.slugs.index("stadt-heide"), scene.slugs.index("amt-marne-nordsee")

    assert factor[heide, at(scene, "2023-06-11")] == 1.0
    assert factor[heide, at(scene, "2023-06-12")] == 0.8
    assert factor[heide, -1] == 0.8
    assert (factor[marne] == 1.0).all()


def test_the_season_has_its_peak_in_the_middle(scene: Scene) -> None:
    buesum = scene.slugs.index("amt-buesum-wesselburen")
    factor = pd.Series(rhythm.season_factor(scene)[buesum], index=scene.days)

    assert factor.loc["2023-04-30"] == 1.0
    assert np.isclose(factor.loc["2023"].max(), 1.7, atol=0.01)
    assert factor.loc["2023"].idxmax().month == 7


def test_growth_is_one_at_the_reference_day(scene: Scene) -> None:
    growth = rhythm.growth_factor(scene)

    assert np.allclose(growth[:, at(scene, "2024-07-01")], 1.0)
    assert (growth[:, -1] > growth[:, 0]).all()


def test_disturbances_stay_near_one(scene: Scene) -> None:
    disturbance = rhythm.disturbance(scene)

    assert 0.8 < np.median(disturbance) < 1.25
    assert 0.4 < disturbance.min() < disturbance.max() < 2.5
