"""The catalogue over time."""

import pandas as pd

from takeup.sample.world import World


def test_a_service_is_listed_as_online_from_the_month_it_starts(world: World) -> None:
    heide = world.catalogue.query(
        "verwaltung == 'stadt-heide' and leistung_id == '99115005104000'"
    ).set_index("month")

    assert not heide.loc["2024-01", "online"]
    assert heide.loc["2024-02", "online"]
    assert heide.loc["2024-01", "url"] == ""
    assert heide.loc["2024-02", "url"].startswith("https://buergerportal.example/")


def test_maturity_is_at_least_three_online_and_at_most_two_otherwise(world: World) -> None:
    online = world.catalogue["online"]

    assert set(world.catalogue.loc[online, "maturity"]) == {3, 4}
    assert set(world.catalogue.loc[~online, "maturity"]) == {0, 1, 2}


def test_no_review_lies_in_the_future_or_goes_back(world: World) -> None:
    catalogue = world.catalogue
    end = pd.to_datetime(catalogue["month"]) + pd.offsets.MonthEnd(1)
    steps = catalogue.groupby(["verwaltung", "leistung_id"])["checked_on"].diff().dropna()

    assert (catalogue["checked_on"] <= end).all()
    assert (steps >= pd.Timedelta(0)).all()


def test_some_texts_are_outdated_and_some_incomplete(world: World) -> None:
    september = world.catalogue.query("month == '2024-09'")
    outdated = september["checked_on"] < pd.Timestamp("2023-10-01")

    assert 0.05 < outdated.mean() < 0.6
    assert 0.2 < (~september["has_duration"]).mean() < 0.6


def test_a_few_administrations_use_their_own_names(world: World) -> None:
    named = world.catalogue.query("name != ''")

    assert set(named["verwaltung"]) == {
        "stadt-heide",
        "amt-marne-nordsee",
        "amt-kirchspielslandgemeinden-eider",
    }
