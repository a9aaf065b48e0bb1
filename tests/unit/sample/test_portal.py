"""Sessions in the portals."""

import pandas as pd

from takeup.sample.world import World

EWA = "99115005104000"
POSTAL_VOTE = "99128001120001"


def test_no_more_sessions_are_completed_than_were_begun(world: World) -> None:
    portal = world.portal

    assert (portal["completed"] <= portal["started"] - portal["resumed"]).all()
    assert (portal["submitted"] <= portal["started"]).all()


def test_postal_votes_are_asked_for_in_the_weeks_before_an_election_only(world: World) -> None:
    votes = world.portal.query("leistung_id == @POSTAL_VOTE and submitted > 0")
    by_month = votes.groupby(votes["date"].dt.strftime("%Y-%m"))["submitted"].sum()

    assert by_month["2024-05"] > 1000
    assert votes["date"].between("2024-06-10", "2024-12-31").sum() == 0


def test_the_pilot_of_ewa_runs_in_heide_before_all_others(world: World) -> None:
    ewa = world.portal.query("leistung_id == @EWA")
    first = ewa.groupby("verwaltung")["date"].min()

    assert first.idxmin() == "stadt-heide"
    assert first.min() >= pd.Timestamp("2024-02-05")
    assert first.drop("stadt-heide").min() >= pd.Timestamp("2024-08-05")
