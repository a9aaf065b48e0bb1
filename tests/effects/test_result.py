"""Words are decided by numbers: verdict, additional submissions, cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takeup.effects.result import (
    Additional,
    Cost,
    EffectEstimate,
    FakeStarts,
    Verdict,
    additional_submissions,
    cost_per_additional,
    judge,
    relative,
)

QUIET = FakeStarts(total=12, flagged=1)
CLEAR = EffectEstimate(
    estimator="panel_llr",
    effect=0.22,
    low=0.06,
    high=0.38,
    p_value=0.02,
    smallest_p=1 / 84,
    second_low=0.03,
    second_high=0.41,
    confirmed=True,
    n_before=96,
    n_during=8,
    n_units=9,
)


def test_an_effect_whose_interval_and_second_analysis_exclude_zero_is_proven() -> None:
    assert judge(CLEAR, QUIET) is Verdict.PROVEN


def test_an_interval_ending_exactly_at_zero_proves_nothing() -> None:
    assert judge(replace(CLEAR, low=0.0, high=0.44), QUIET) is Verdict.HINT


def test_a_clear_interval_without_confirmation_is_only_a_hint() -> None:
    assert judge(replace(CLEAR, confirmed=False), QUIET) is Verdict.HINT


@pytest.mark.parametrize(("flagged", "verdict"), [(3, Verdict.PROVEN), (4, Verdict.HINT)])
def test_more_than_a_quarter_of_flagging_fake_starts_discredits(
    flagged: int, verdict: Verdict
) -> None:
    assert judge(CLEAR, FakeStarts(12, flagged)) is verdict


def test_no_fake_starts_at_all_do_not_discredit() -> None:
    assert judge(CLEAR, FakeStarts(0, 0)) is Verdict.PROVEN


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-0.041, 0.300, Verdict.HINT),  # methods.md §4: +14 % (-4 to +35)
        (-0.167, 0.182, Verdict.NONE_FOUND),  # "more than +20 % are unlikely"
        (-0.300, 0.041, Verdict.HINT),  # a loss is judged like a gain
        (-0.2115, 1.0, Verdict.NONE_FOUND),  # effect/half-width 0.6508, bar 0.6539
        (-0.2085, 1.0, Verdict.HINT),  # 0.6550
    ],
)
def test_a_hint_needs_the_80_percent_interval_to_exclude_zero(
    low: float, high: float, verdict: Verdict
) -> None:
    estimate = replace(CLEAR, effect=(low + high) / 2, low=low, high=high, confirmed=False)
    assert judge(estimate, QUIET) is verdict


def test_a_proven_loss_is_proven_too() -> None:
    loss = replace(CLEAR, effect=-0.22, low=-0.38, high=-0.06)
    assert judge(loss, QUIET) is Verdict.PROVEN


def test_log_points_become_relative_changes() -> None:
    assert relative(0.22314355131420976) == pytest.approx(0.25)


def test_minimum_detectable_change_follows_from_the_half_width() -> None:
    # methods.md §3 and §4: 3 of 9 administrations at 20 a week, ±16.9 log points: +27 %.
    estimate = replace(CLEAR, low=-0.169, high=0.169)
    assert estimate.minimum_detectable == pytest.approx(0.27, abs=0.005)


def test_additional_submissions_are_observed_minus_what_would_have_been() -> None:
    # 528 observed at +10 % means 480 without the campaign (methods.md §4). The 528 are
    # counted, so -7 % means 528/0.93 without it, and +30 % means 528/1.3.
    estimate = replace(
        CLEAR, effect=0.09531017980432493, low=-0.07257069283483537, high=0.26236426446749106
    )
    additional = additional_submissions(528, estimate)
    assert additional.value == pytest.approx(48.0)
    assert additional.low == pytest.approx(528 - 528 / 0.93)
    assert additional.high == pytest.approx(528 - 528 / 1.3)


def test_cost_per_additional_submission_of_the_methods_example() -> None:
    # methods.md §4: 6,000 EUR, +48 (-34 to +144): 125 EUR each, at least 42, open upwards.
    cost = cost_per_additional(6000, Additional(value=48, low=-33.6, high=144))
    assert cost.value == pytest.approx(125)
    assert cost.low == pytest.approx(41.67, abs=0.01)
    assert cost.high is None


def test_a_cost_interval_is_closed_when_all_of_the_interval_is_additional() -> None:
    assert cost_per_additional(6000, Additional(100, 50, 150)) == Cost(60.0, 40.0, 120.0)


def test_nothing_additional_has_no_price() -> None:
    assert cost_per_additional(6000, Additional(-20, -60, -1)) == Cost(None, None, None)
    assert cost_per_additional(6000, Additional(5, 0, 20)) == Cost(1200.0, 300.0, None)


def test_a_hint_looks_at_the_end_of_the_interval_on_the_side_of_zero() -> None:
    # The interval of two looks need not lie evenly around the effect.
    near = replace(CLEAR, effect=0.4, low=-0.05, high=2.0, confirmed=False)
    far = replace(CLEAR, effect=0.4, low=-0.5, high=0.5, confirmed=False)
    assert judge(near, QUIET) is Verdict.HINT
    assert judge(far, QUIET) is Verdict.NONE_FOUND
    mirrored = replace(near, effect=-0.4, low=-2.0, high=0.05)
    assert judge(mirrored, QUIET) is Verdict.HINT
