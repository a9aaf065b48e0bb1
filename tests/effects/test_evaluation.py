"""One campaign, one month, one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from takeup.effects import (
    Campaign,
    Event,
    Reason,
    State,
    Verdict,
    checks_table,
    effects_table,
    evaluate,
    explore,
)
from takeup.effects.evaluation import holm
from takeup.effects.panel import PanelFit
from takeup.effects.result import Check
from takeup.effects.table import CHECK_COLUMNS, COLUMNS
from takeup.periods import Month

UNITS = tuple(f"v{number}" for number in range(1, 10))
SPRING = Campaign(
    slug="spring",
    start=date(2024, 4, 1),
    end=date(2024, 5, 31),
    treated=UNITS[:3],
    comparison=UNITS[3:],
    window_weeks=9,
    estimator="panel_llr",
    cost_eur=6000,
)
EVERYWHERE = replace(
    SPRING, slug="everywhere", treated=UNITS, comparison=(), estimator="its", cost_eur=9000
)
SEPTEMBER = Month.parse("2024-09")


def _daily(effect: float, treated: tuple[str, ...], last: str = "2024-12-31") -> pd.DataFrame:
    """Poisson days with weekdays and growth; the effect lies on April and May 2024."""
    rng = np.random.default_rng(8)
    days = pd.date_range("2022-07-01", last)
    rate = (
        3.0
        * np.where(days.day_of_week < 5, 1.2, 0.5)
        * np.exp(0.15 * np.arange(len(days)) / 365)
    )
    on = (days >= "2024-04-01") & (days <= "2024-05-31")
    frames = [
        pd.DataFrame(
            {
                "verwaltung": unit,
                "date": days,
                "count": rng.poisson(rate * np.exp(effect * on * (unit in treated))),
            }
        )
        for unit in UNITS
    ]
    return pd.concat(frames, ignore_index=True).astype({"count": "Int64"})


def test_a_planted_campaign_in_three_administrations_is_proven() -> None:
    result = evaluate(SPRING, _daily(0.4, SPRING.treated), SEPTEMBER)
    assert (result.state, result.verdict) == (State.EVALUATED, Verdict.PROVEN)
    estimate = result.estimate
    assert estimate is not None
    assert 0 < estimate.low < 0.4 < estimate.high
    assert estimate.smallest_p == pytest.approx(1 / 84)
    # 1 April is a Monday, 31 May a Friday: eight full weeks, ninety-one before (from 4 July
    # 2022 on).
    assert (estimate.n_before, estimate.n_during, estimate.n_units) == (91, 8, 9)


def test_observed_and_additional_belong_to_the_same_full_weeks() -> None:
    daily = _daily(0.4, SPRING.treated)
    result = evaluate(SPRING, daily, SEPTEMBER)
    inside = daily["date"].between("2024-04-01", "2024-05-26")
    expected = daily.loc[inside & daily["verwaltung"].isin(SPRING.treated), "count"].sum()
    assert result.observed == expected
    assert result.additional is not None and result.estimate is not None
    without = expected / np.exp(result.estimate.effect)
    assert result.additional.value == pytest.approx(expected - without)


def test_without_an_effect_nothing_is_proven() -> None:
    assert evaluate(SPRING, _daily(0.0, ()), SEPTEMBER).verdict is not Verdict.PROVEN


def test_a_campaign_everywhere_is_evaluated_without_comparison() -> None:
    result = evaluate(EVERYWHERE, _daily(0.4, UNITS), SEPTEMBER)
    assert (result.estimator, result.verdict) == ("its", Verdict.PROVEN)
    estimate = result.estimate
    assert estimate is not None
    assert 0 < estimate.low < 0.4 < estimate.high
    assert estimate.smallest_p is None


@pytest.mark.parametrize(
    ("effect", "confirmed", "verdict"),
    [
        (0.4, True, Verdict.PROVEN),
        (0.1, False, Verdict.HINT),
        # Two looks that contradict each other say nothing.
        (-0.4, False, Verdict.NONE_FOUND),
    ],
)
def test_a_campaign_everywhere_is_proven_only_if_the_local_level_agrees(
    monkeypatch: pytest.MonkeyPatch, effect: float, confirmed: bool, verdict: Verdict
) -> None:
    second = PanelFit(effect=effect, standard_error=0.1, df=80, ratio=0.003)
    monkeypatch.setattr("takeup.effects.alone.fit_local_level", lambda *_: second)
    result = evaluate(EVERYWHERE, _daily(0.4, UNITS), SEPTEMBER)
    assert result.estimate is not None
    assert result.estimate.confirmed == result.estimate.excludes_zero == confirmed
    assert result.verdict is verdict


def test_one_treated_administration_of_nine_is_never_proven() -> None:
    # The randomisation test cannot get below 1/9, however large the effect.
    single = replace(SPRING, treated=UNITS[:1], comparison=UNITS[1:])
    result = evaluate(single, _daily(1.5, single.treated), SEPTEMBER)
    assert result.estimate is not None
    assert result.estimate.low > 0
    assert result.verdict is Verdict.HINT


@pytest.mark.parametrize(
    ("month", "state", "reason"),
    [
        ("2024-03", State.ANNOUNCED, Reason.NOT_STARTED),
        ("2024-04", State.RUNNING, Reason.RUNNING),
        ("2024-05", State.EVALUATED, None),
    ],
)
def test_a_campaign_is_announced_then_runs_then_is_evaluated(
    month: str, state: State, reason: Reason | None
) -> None:
    result = evaluate(SPRING, _daily(0.4, SPRING.treated), Month.parse(month))
    assert (result.state, result.reason) == (state, reason)
    assert (result.estimate is None) == (reason is not None)


def test_rows_after_the_report_month_change_nothing() -> None:
    daily = _daily(0.4, SPRING.treated)
    cut = daily[daily["date"] <= "2024-06-30"]
    june = Month.parse("2024-06")
    assert evaluate(SPRING, daily, june) == evaluate(SPRING, cut, june)


def test_the_callers_frame_is_left_alone() -> None:
    daily = _daily(0.4, SPRING.treated)
    before = daily.copy()
    evaluate(SPRING, daily, SEPTEMBER)
    pd.testing.assert_frame_equal(daily, before)


def test_a_refusal_says_why_and_estimates_nothing() -> None:
    event = Event(date(2024, 5, 1), date(2024, 5, 1), ("v2",))
    result = evaluate(SPRING, _daily(0.4, SPRING.treated), SEPTEMBER, [event])
    assert (result.state, result.reason) == (State.NOT_EVALUABLE, Reason.OTHER_EVENT)
    assert (result.estimate, result.cost, result.verdict) == (None, None, Verdict.NOT_EVALUABLE)


def test_a_campaign_everywhere_with_little_past_has_too_few_fake_starts() -> None:
    daily = _daily(0.4, UNITS)
    short = daily[daily["date"] >= "2023-01-01"]
    assert evaluate(EVERYWHERE, short, SEPTEMBER).reason is Reason.TOO_FEW_FAKE_STARTS


def test_a_campaign_everywhere_without_known_school_holidays_is_refused() -> None:
    # 24 years and as many leap days later, on the same weekdays.
    later = pd.Timedelta(weeks=1252)
    daily = _daily(0.4, UNITS)
    daily = daily.assign(date=daily["date"] + later)
    future = replace(
        EVERYWHERE, start=EVERYWHERE.start + later.to_pytimedelta(), end=date(2048, 5, 31)
    )
    assert evaluate(future, daily, Month.parse("2048-09")).reason is Reason.NO_CALENDAR


def test_the_table_has_one_typed_row_per_campaign() -> None:
    daily = _daily(0.4, SPRING.treated)
    autumn = replace(EVERYWHERE, slug="autumn", start=date(2024, 10, 1), end=date(2024, 11, 30))
    table = effects_table([evaluate(c, daily, SEPTEMBER) for c in (SPRING, autumn)])
    assert list(table.columns) == list(COLUMNS)
    assert {name: str(kind) for name, kind in table.dtypes.items()} == COLUMNS
    spring, autumn_row = (row for _, row in table.iterrows())
    # The table speaks of relative changes: a planted 0.4 log points are +49 %.
    assert spring["low"] < np.expm1(0.4) < spring["high"]
    # Three digits of each; both follow from the rounded effect and the rounded count.
    assert spring["cost_per_additional"] == pytest.approx(6000 / spring["additional"], rel=0.01)
    assert spring["observed"] % 5 == 0
    assert spring["effect"] == round(spring["effect"], 3)
    without = spring["observed"] / (1 + spring["effect"])
    assert spring["additional"] == pytest.approx(spring["observed"] - without, rel=0.005)
    assert (autumn_row["state"], autumn_row["reason"]) == ("announced", "not_started")
    assert autumn_row[["effect", "observed", "additional", "cost_low", "mde"]].isna().all()
    assert autumn_row["cost_eur"] == 9000


def test_the_checks_say_what_every_method_found() -> None:
    daily = _daily(0.4, SPRING.treated)
    results = [evaluate(SPRING, daily, SEPTEMBER), evaluate(EVERYWHERE, daily, SEPTEMBER)]
    table, checks = effects_table(results), checks_table(results)
    assert {name: str(kind) for name, kind in checks.dtypes.items()} == CHECK_COLUMNS
    by_campaign = checks.set_index(["campaign", "used_for"])
    for row in table.to_dict("records"):
        primary = by_campaign.loc[(row["campaign"], "primary")]
        second = by_campaign.loc[(row["campaign"], "second")]
        assert primary["method"] == row["estimator"]
        assert primary[["effect", "low", "high"]].tolist() == [
            row[name] for name in ("effect", "low", "high")
        ]
        assert second[["low", "high"]].tolist() == [row["second_low"], row["second_high"]]
    # A planted 0.4 is beyond all doubt for the panel; no tail is known well enough to say more.
    assert by_campaign.loc[("spring", "primary"), "p_value"] == 1e-4
    assert by_campaign.loc[("spring", "second"), "method"] == "randomisation"
    assert by_campaign.loc[("everywhere", "second"), "method"] == "local_level"


def test_open_ends_are_missing_in_the_table() -> None:
    # One treated of nine: the inverted randomisation interval has no ends.
    single = replace(SPRING, treated=UNITS[:1], comparison=UNITS[1:])
    row = effects_table([evaluate(single, _daily(0.0, ()), SEPTEMBER)]).iloc[0]
    assert row[["second_low", "second_high"]].isna().all()
    assert row["low"] < 0 and pd.isna(row["cost_high"])


def test_an_empty_table_still_has_its_columns() -> None:
    assert list(effects_table([]).columns) == list(COLUMNS)


EXPLORING = replace(SPRING, outcomes=("started", "visits"))


def _outcomes(effect: float) -> dict[str, pd.DataFrame]:
    daily = _daily(effect, SPRING.treated)
    return {"submitted": daily, "started": daily, "visits": _daily(0.0, ())}


def test_what_is_explored_is_the_time_around_and_the_further_outcomes() -> None:
    rows = effects_table(explore(EXPLORING, _outcomes(0.8), SEPTEMBER))
    assert rows[["outcome", "part"]].to_numpy().tolist() == [
        ["submitted", "after"],
        ["submitted", "anticipation"],
        ["started", "campaign"],
        ["visits", "campaign"],
    ]
    assert set(rows["role"]) == {"exploratory"}
    # An effect of +120 % on what was started is a hint and no more; the rest is nothing.
    assert rows["verdict"].tolist() == ["none_found", "none_found", "hint", "none_found"]
    started = rows.iloc[2]
    assert started["low"] < np.expm1(0.8) < started["high"]
    assert started["observed"] % 5 == 0
    # Four times the p-value; both are published with four decimals.
    assert started["p_adjusted"] == pytest.approx(
        4 * started["p_value"], abs=4 * 0.5e-4 + 0.5e-4
    )
    lacking = ["additional", "cost_eur", "mde", "confirmed", "second_low"]
    assert rows[lacking].isna().all(axis=None)


def test_an_after_effect_waits_for_its_weeks() -> None:
    # Nine weeks after 31 May end on 2 August.
    july, august = (
        explore(EXPLORING, _outcomes(0.0), Month.parse(month))[0]
        for month in ("2024-07", "2024-08")
    )
    assert (july.state, july.reason) == (State.RUNNING, Reason.RUNNING)
    assert august.state is State.EVALUATED


def test_adjusting_by_holm_multiplies_step_by_step() -> None:
    # 0.01 x 3; 0.02 x 2; 0.04 x 1, but never less than the one before, never above 1.
    assert holm([0.02, 0.01, 0.03]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.9, 0.6]) == [1.0, 1.0]
    assert holm([]) == []


def _methods(campaign: Campaign, daily: pd.DataFrame) -> dict[str, Check]:
    return {each.method: each for each in evaluate(campaign, daily, SEPTEMBER).checks}


def test_several_administrations_are_checked_by_one_change_each() -> None:
    checks = _methods(SPRING, _daily(0.4, SPRING.treated))
    assert set(checks) == {"panel_llr", "randomisation", "unit_t_test"}
    check = checks["unit_t_test"]
    assert check.low is not None and check.high is not None
    assert check.low < 0.4 < check.high


def test_the_check_by_changes_looks_back_half_a_year() -> None:
    # What one administration did a year ago does not widen its change.
    daily = _daily(0.4, SPRING.treated)
    old = (daily["verwaltung"] == "v4") & (daily["date"] < "2023-04-01")
    moved = daily.assign(count=daily["count"].mask(old, daily["count"] * 2))
    calm, restless = (_methods(SPRING, each)["unit_t_test"] for each in (daily, moved))
    assert calm == restless


def test_a_single_administration_gets_a_picture_that_can_prove_nothing() -> None:
    single = replace(SPRING, treated=UNITS[:1], comparison=UNITS[1:])
    picture = _methods(single, _daily(1.0, single.treated))["synthetic_control"]
    assert picture.used_for == "picture"
    assert picture.effect == pytest.approx(1.0, abs=0.3)
    assert picture.smallest_p == pytest.approx(1 / 9)
    assert picture.low is None


def _in_waves(*, stays: bool) -> Campaign:
    """Three administrations from April on, three more from May on."""
    first = (date(2024, 4, 1), date(2024, 5, 31 if stays else 5))
    second = (date(2024, 4, 29), date(2024, 5, 31))
    return replace(
        SPRING,
        treated=UNITS[:6],
        comparison=UNITS[6:],
        periods=dict.fromkeys(UNITS[:3], first) | dict.fromkeys(UNITS[3:6], second),
    )


def test_waves_that_stay_are_checked_by_group_time_effects() -> None:
    daily = _daily(0.0, ())
    checks = _methods(_in_waves(stays=True), daily)
    check = checks["callaway_santanna"]
    assert check.reason is None
    assert check.effect == pytest.approx(0.0, abs=0.15)
    assert check.smallest_p == pytest.approx(1 / 1680)
    assert checks["unit_t_test"].reason is Reason.UNEQUAL_STARTS


def test_waves_that_end_have_no_group_time_effects() -> None:
    check = _methods(_in_waves(stays=False), _daily(0.0, ()))["callaway_santanna"]
    assert (check.effect, check.reason) == (None, Reason.UNEQUAL_STARTS)
