"""Means the counts are drawn around, and the planted effects in them."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from takeup.sample.demand import ramp
from takeup.sample.plan import SamplePlan, Scene, build_scene
from takeup.sample.settings import SampleSettings
from takeup.sample.world import simulate

SPRING = ["amt-mitteldithmarschen", "amt-marne-nordsee", "stadt-brunsbuettel"]
MakePlan = Callable[[str, str], SamplePlan]


def test_a_new_service_finds_its_users_over_months(scene: Scene) -> None:
    pairs = scene.pairs
    pilot = pairs.query("verwaltung == 'stadt-heide' and leistung_id == '99115005104000'").index
    reached = pd.Series(ramp(scene)[pilot[0]], index=scene.days)

    assert reached["2024-02-04"] == 0
    assert reached["2024-02-05"] > 0
    # 60 days, the first one included.
    assert np.isclose(reached["2024-04-04"], 1 - np.exp(-1))


def test_a_planted_effect_stands_in_the_expected_submissions(
    make_plan: MakePlan, settings: SampleSettings
) -> None:
    def expected(slug_effect: float) -> pd.Series:
        campaigns = settings.truth.campaigns
        spring = campaigns["muster-fruehjahr-2024"].model_copy(
            update={"submissions": slug_effect}
        )
        truth = settings.truth.model_copy(
            update={"campaigns": campaigns | {"muster-fruehjahr-2024": spring}}
        )
        changed = settings.model_copy(update={"truth": truth})
        world = simulate(build_scene(make_plan("2024-03", "2024-06"), changed))
        frame = world.expected.query("leistung_id == '99115004001001'")
        treated = frame["verwaltung"].isin(SPRING)
        return frame.assign(treated=treated).groupby(["treated", "month"])["submissions"].sum()

    ratio = expected(1.25) / expected(1.0)

    assert ratio[True].round(6).to_dict() == {
        "2024-03": 1.0,
        "2024-04": 1.25,
        "2024-05": 1.25,
        "2024-06": 1.0,
    }
    assert ratio[False].round(6).eq(1.0).all()
