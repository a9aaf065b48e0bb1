"""A plan promises what the code that tests then keeps."""

from dataclasses import replace

import numpy as np
import pytest

from takeup.effects import planning
from takeup.effects.panel import fit_panel
from takeup.effects.planning import (
    Design,
    at_volume,
    break_even_effect,
    invented,
    outlook,
)
from takeup.effects.randomisation import randomisation_test


@pytest.fixture(autouse=True)
def fewer_draws(monkeypatch):
    monkeypatch.setattr(planning, "DRAWS", 40)


@pytest.fixture
def history(simulate):
    return simulate(np.random.default_rng(11), 0, n_before=97)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_an_injected_effect_moves_estimate_and_intervals_by_just_that(history):
    panel = invented(history, Design(3, 3, 8), 60, np.array([4, 1, 7]))
    moved = panel.log_rates + 0.2 * panel.treatment
    design = (panel.treatment, panel.weeks)
    before, after = fit_panel(panel.log_rates, *design), fit_panel(moved, *design)
    assert after.effect - before.effect == pytest.approx(0.2)
    assert after.standard_error == pytest.approx(before.standard_error)
    tests = [
        randomisation_test(y, design, before.ratio, rng()) for y in (panel.log_rates, moved)
    ]
    assert tests[1].low - tests[0].low == pytest.approx(0.2)
    assert tests[1].high - tests[0].high == pytest.approx(0.2)


def test_the_effect_it_promises_is_found_in_about_eight_of_ten_new_campaigns(
    simulate,
):
    source = rng(3)
    plans = [
        outlook(simulate(source, 0, n_before=97), Design(3, 1, 8), source) for _ in range(6)
    ]
    promised = float(np.mean([np.log1p(each.mde) for each in plans]))
    found = 0
    for _ in range(120):
        # Counts rise where the campaign runs: nothing is moved on the log scale afterwards.
        panel = simulate(source, 3, effect=promised)
        found += fit_panel(panel.log_rates, panel.treatment, panel.weeks).interval[0] > 0
    # Two standard errors of 120 draws are 7 percentage points, six histories add as much.
    assert 0.65 <= found / 120 <= 0.93


def test_one_administration_of_nine_can_never_prove_anything(history):
    found = outlook(history, Design(1, 1, 8), rng())
    assert found.smallest_p == pytest.approx(1 / 9)
    assert found.mde_proven is None
    assert found.mde > 0.2
    assert found.additional == pytest.approx(found.base * found.mde)


def test_three_waves_show_less_than_two_thirds_of_what_one_wave_needs(history):
    one, three = (outlook(history, Design(6, waves, 8), rng()) for waves in (1, 3))
    assert three.mde_proven < 0.67 * one.mde_proven
    assert one.base == three.base


def test_all_at_once_is_judged_by_the_series_without_comparison(history):
    found = outlook(history, Design(9, 1, 8), rng())
    staggered = outlook(history, Design(9, 3, 8), rng())
    assert found.smallest_p is None
    assert staggered.smallest_p is not None
    assert staggered.mde < found.mde


def test_the_same_seed_gives_the_same_answer(history):
    answers = [outlook(history, Design(3, 1, 4), rng(5)) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0] != outlook(history, Design(3, 1, 4), rng(6))


def test_invented_campaigns_rarely_flag_where_nothing_happened(simulate):
    source = rng(21)
    plans = [
        outlook(simulate(source, 0, n_before=97), Design(3, 1, 8), source) for _ in range(8)
    ]
    assert np.mean([each.false_alarms for each in plans]) <= 0.1


def test_a_history_that_is_too_short_gives_no_answer(simulate):
    short = simulate(rng(), 0, n_before=50)
    assert outlook(short, Design(3, 1, 8), rng()) is None
    assert outlook(short, Design(9, 1, 8), rng()) is None


def test_waves_start_six_weeks_apart_in_groups_of_equal_size(history):
    panel = invented(history, Design(5, 2, 4), 60, np.array([0, 1, 2, 3, 4]))
    assert panel.treatment.shape == (9, 70)
    starts = panel.treatment[:5].argmax(axis=1)
    assert starts.tolist() == [60, 60, 60, 66, 66]
    assert panel.treatment.sum(axis=1).tolist() == [4.0] * 5 + [0.0] * 4


def test_an_administration_that_was_dark_in_its_own_weeks_is_not_tried(history):
    counts = history.counts.copy()
    counts[2, 60:68] = np.nan
    dark = replace(history, counts=counts)
    assert invented(dark, Design(1, 1, 8), 60, np.array([2])) is None
    assert invented(dark, Design(1, 1, 8), 60, np.array([3])) is not None


@pytest.mark.parametrize("volume", [3.0, 200.0])
def test_another_volume_has_the_mean_that_was_asked_for_and_the_same_gaps(history, volume):
    counts = history.counts.copy()
    counts[0, :5] = np.nan
    other = at_volume(replace(history, counts=counts), volume, rng())
    assert np.nanmean(other.counts) == pytest.approx(volume, rel=0.05)
    assert (np.isnan(other.counts) == np.isnan(counts)).all()


def test_smaller_administrations_need_a_larger_effect(history):
    small = at_volume(history, 3.0, rng())
    assert (
        outlook(small, Design(3, 1, 8), rng()).mde
        > outlook(history, Design(3, 1, 8), rng()).mde
    )


def test_a_campaign_breaks_even_where_its_submissions_are_worth_its_cost():
    # 480 submissions, 25 EUR each: 10 % more are 48, worth 1,200 EUR.
    assert break_even_effect(1200.0, 25.0, 480.0) == pytest.approx(0.1)
