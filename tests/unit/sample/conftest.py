"""A plan and its scene, fresh for every test; one world of the full span, built once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.sample.plan import SamplePlan, Scene, build_scene
from takeup.sample.settings import SampleSettings, load_settings
from takeup.sample.world import World, simulate

ROOT = Path(__file__).parents[3]
SEED = 7


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture(scope="session")
def settings() -> SampleSettings:
    return load_settings()


@pytest.fixture(scope="session")
def make_plan(params: Params) -> Callable[[str, str], SamplePlan]:
    def make(first: str, last: str) -> SamplePlan:
        rng = np.random.default_rng(SEED)
        return SamplePlan(Month.parse(first), Month.parse(last), params, rng)

    return make


@pytest.fixture
def scene(make_plan: Callable[[str, str], SamplePlan], settings: SampleSettings) -> Scene:
    return build_scene(make_plan("2022-07", "2024-12"), settings)


@pytest.fixture(scope="session")
def world(make_plan: Callable[[str, str], SamplePlan], settings: SampleSettings) -> World:
    return simulate(build_scene(make_plan("2022-07", "2024-12"), settings))
