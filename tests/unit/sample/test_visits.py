"""Visits: totals that agree, the season, and the campaigns' labels."""

from takeup.sample.world import World


def test_devices_add_up_to_the_visits_of_the_month(world: World) -> None:
    keys = ["verwaltung", "month"]
    daily = world.traffic.daily.assign(month=lambda frame: frame["date"].dt.strftime("%Y-%m"))
    visits = daily.groupby(keys)["visits"].sum()
    devices = world.traffic.devices.set_index(keys).sum(axis=1)

    assert devices.eq(visits).all()


def test_visitors_are_no_more_than_visits_and_at_least_one(world: World) -> None:
    daily = world.traffic.daily

    assert (daily["visitors"] <= daily["visits"]).all()
    assert (daily.loc[daily["visits"] > 0, "visitors"] >= 1).all()


def test_labelled_visits_are_among_all_visits(world: World) -> None:
    keys = ["verwaltung", "date"]
    labelled = world.traffic.campaigns.groupby(keys)["visits"].sum()
    visits = world.traffic.daily.set_index(keys)["visits"]

    assert (labelled <= visits.reindex(labelled.index)).all()


def test_a_label_appears_where_and_while_its_campaign_runs(world: World) -> None:
    spring = world.traffic.campaigns.query("label.str.startswith('frühjahr2024')")

    assert spring["date"].min().isoformat()[:10] == "2024-04-01"
    assert spring["date"].max().isoformat()[:10] == "2024-05-31"
    assert set(spring["verwaltung"]) == {
        "amt-mitteldithmarschen",
        "amt-marne-nordsee",
        "stadt-brunsbuettel",
    }


def test_the_season_fills_the_portal_of_buesum(world: World) -> None:
    daily = world.traffic.daily
    year = daily[daily["date"].dt.year == 2024]
    month = year["date"].dt.month
    visits = year.groupby([year["verwaltung"], month])["visits"].sum().unstack()

    lift = visits[7] / visits[3]

    assert lift.idxmax() == "amt-buesum-wesselburen"
    assert lift["amt-buesum-wesselburen"] > 1.2 * lift.drop("amt-buesum-wesselburen").mean()


def test_a_new_consent_banner_hides_visits(world: World) -> None:
    # Brunsbüttel, 1 July 2024: three visits in ten are no longer counted.
    daily = world.traffic.daily
    before = daily[daily["date"].between("2024-02-01", "2024-03-31")]
    after = daily[daily["date"].between("2024-07-01", "2024-08-31")]

    totals = [part.groupby("verwaltung")["visits"].sum() for part in (before, after)]
    change = totals[1] / totals[0]

    assert change.idxmin() == "stadt-brunsbuettel"
