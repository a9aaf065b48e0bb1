"""Invented costs: as each administration accounts for them, and without a trace elsewhere."""

from collections.abc import Callable

from takeup.sample.costs import simulate_costs
from takeup.sample.plan import SamplePlan, Scene, build_scene
from takeup.sample.settings import SampleSettings
from takeup.sample.world import World


def test_costs_come_by_service_in_one_amount_a_month_or_a_year_or_not_at_all(
    world: World, settings: SampleSettings
) -> None:
    forms = {}
    for slug, rows in world.costs.groupby("verwaltung"):
        of_service = (rows["leistung_id"] != "").unique().tolist()
        forms[slug] = (*of_service, *rows["months"].unique().tolist())
    habits = {slug: each.costs for slug, each in settings.administrations.items() if each.costs}
    expected = {"service": (True, 1), "all": (False, 1), "year": (False, 12)}

    assert set(habits.values()) == set(expected)
    assert forms == {slug: expected[habit] for slug, habit in habits.items()}
    assert world.costs["month"].min() == "2024-01"


def test_a_case_costs_what_its_channel_costs_on_average(
    world: World, settings: SampleSettings
) -> None:
    costs = world.costs.query("verwaltung == 'stadt-heide'")
    cases = world.cases.merge(costs, on=["verwaltung", "month", "leistung_id"])
    prices = settings.truth.costs.per_case
    expected = sum(cases[channel] * price for channel, price in prices.items())

    assert abs((cases["cost"] / expected)[expected > 0].mean() - 1) < 0.02


def test_drawing_costs_leaves_the_generator_of_all_other_figures_as_it_was(
    scene: Scene,
    make_plan: Callable[[str, str], SamplePlan],
    settings: SampleSettings,
    world: World,
) -> None:
    untouched = build_scene(make_plan("2022-07", "2024-12"), settings)

    simulate_costs(scene, world.cases)

    assert scene.plan.rng.random() == untouched.plan.rng.random()
