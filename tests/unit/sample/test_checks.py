"""Checks of links and of the PVOG: at quarters, from a stream of their own."""

from collections.abc import Callable

import numpy as np

from takeup.sample.checks import simulate_links, simulate_pvog
from takeup.sample.plan import SamplePlan, build_scene
from takeup.sample.settings import SampleSettings
from takeup.sample.world import World


def test_checks_exist_at_the_end_of_a_quarter_only(world: World) -> None:
    months = {month[-2:] for month in [*world.links["month"], *world.pvog["month"]]}

    assert months == {"03", "06", "09", "12"}


def test_a_few_links_are_broken_and_one_portal_is_not_checked(world: World) -> None:
    assert 0.01 < (world.links["result"] == "broken").mean() < 0.1
    assert "amt-buesum-wesselburen" not in set(world.links["verwaltung"])
    assert (world.links["url"] != "").all()


def test_what_the_pvog_does_not_list_has_no_name(world: World) -> None:
    missing = world.pvog[~world.pvog["found"]]

    assert 0.02 < len(missing) / len(world.pvog) < 0.12
    assert set(missing["name"]) == {""}


def test_the_checks_take_nothing_from_the_stream_of_the_other_draws(
    make_plan: Callable[[str, str], SamplePlan], settings: SampleSettings, world: World
) -> None:
    scene = build_scene(make_plan("2022-07", "2024-12"), settings)
    before = scene.plan.rng.bit_generator.state
    simulate_links(scene, world.catalogue)
    simulate_pvog(scene, world.catalogue)

    np.testing.assert_equal(scene.plan.rng.bit_generator.state, before)
