"""What counts as a week, and when an evaluation is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from takeup.effects.design import Campaign, Event, timing, weekly_panel
from takeup.effects.result import Part, Reason
from takeup.effects.weekly import WeeklyPanel

# Starts on a Wednesday and ends on a Friday: the weeks of 3 April and 31 May are partial.
SPRING = Campaign(
    slug="spring",
    start=date(2024, 4, 3),
    end=date(2024, 5, 31),
    treated=("heide", "marne"),
    comparison=("eider", "buesum", "kreis"),
    window_weeks=9,
    estimator="panel_llr",
    cost_eur=6000,
)


def _daily(first: str = "2022-07-01", last: str = "2024-06-30", count: int = 2) -> pd.DataFrame:
    """The same count for every administration on every day."""
    index = pd.MultiIndex.from_product(
        [SPRING.units, pd.date_range(first, last)], names=["verwaltung", "date"]
    )
    return pd.DataFrame({"count": count}, index=index, dtype="Int64").reset_index()


def _panel(campaign: Campaign, daily: pd.DataFrame, *events: Event) -> WeeklyPanel:
    panel = weekly_panel(campaign, daily, events)
    assert isinstance(panel, WeeklyPanel), panel
    return panel


def test_only_full_iso_weeks_count_before_and_during_the_campaign() -> None:
    panel = _panel(SPRING, _daily())
    during = panel.mondays[panel.treatment.any(axis=0)]
    before = panel.mondays[~panel.treatment.any(axis=0)]
    assert [str(monday.date()) for monday in during[[0, -1]]] == ["2024-04-08", "2024-05-20"]
    # Data begin on Friday 1 July 2022, so the first full week begins on the 4th; the week of
    # the start (Monday 1 April) belongs to neither period.
    assert [str(monday.date()) for monday in before[[0, -1]]] == ["2022-07-04", "2024-03-25"]
    assert (panel.counts == 14).all()


def test_left_out_weeks_leave_a_gap_in_the_week_numbers() -> None:
    weeks = _panel(SPRING, _daily()).weeks
    assert weeks[-7] - weeks[-8] == 2


def test_weeks_in_which_word_was_out_belong_to_neither_side() -> None:
    panel = _panel(replace(SPRING, announced_weeks=3), _daily())
    assert str(panel.mondays[panel.n_before - 1].date()) == "2024-03-04"
    assert panel.weeks[panel.n_before] - panel.weeks[panel.n_before - 1] == 5


def test_without_comparison_the_weeks_before_the_start_count() -> None:
    everywhere = replace(SPRING, treated=SPRING.units, comparison=(), estimator="its")
    weeks = _panel(everywhere, _daily()).weeks
    assert weeks[-7] - weeks[-8] == 2


def test_observed_submissions_are_those_of_treated_units_in_full_campaign_weeks() -> None:
    # 2 administrations x 7 weeks x 14 a week; days of partial weeks are not in it.
    assert _panel(SPRING, _daily()).observed_during == 196


def test_the_window_ends_the_counted_weeks_before_the_campaign_does() -> None:
    panel = _panel(replace(SPRING, window_weeks=4), _daily())
    assert panel.n_during == 3
    assert str(panel.mondays[-1].date()) == "2024-04-22"


def test_at_most_two_years_before_the_start_are_used() -> None:
    assert _panel(SPRING, _daily(first="2019-01-01")).n_before == 104


def test_an_outage_is_missing_exposure_and_not_a_quiet_day() -> None:
    daily = _daily()
    out = (daily["verwaltung"] == "heide") & daily["date"].between("2024-02-19", "2024-02-21")
    daily.loc[out, "count"] = pd.NA
    panel = _panel(SPRING, daily)
    cell = (0, panel.mondays.get_loc("2024-02-19"))
    assert (panel.counts[cell], panel.days[cell]) == (8, 4)
    whole = panel.log_rates[0, panel.mondays.get_loc("2024-02-12")]
    # The rate per day is the same but for the 0.5 that keeps the log finite.
    assert panel.log_rates[cell] == pytest.approx(whole, abs=np.log(8.5 / 8))


def test_a_week_with_fewer_than_four_days_does_not_count() -> None:
    daily = _daily()
    out = (daily["verwaltung"] == "heide") & daily["date"].between("2024-02-19", "2024-02-22")
    panel = _panel(SPRING, daily[~out])
    assert np.isnan(panel.log_rates[0, panel.mondays.get_loc("2024-02-19")])
    assert panel.observed.sum() == panel.observed.size - 1


@pytest.mark.parametrize(
    ("last_day", "reason"),
    [
        (date(2024, 3, 31), Reason.NOT_STARTED),
        (date(2024, 4, 3), Reason.RUNNING),
        (date(2024, 5, 30), Reason.RUNNING),
        (date(2024, 5, 31), None),
    ],
)
def test_it_is_too_early_until_the_campaign_is_over(
    last_day: date, reason: Reason | None
) -> None:
    assert timing(SPRING, last_day) is reason


def test_less_than_a_year_before_is_refused() -> None:
    assert weekly_panel(SPRING, _daily("2023-04-10")) is Reason.TOO_SHORT_BEFORE
    assert _panel(SPRING, _daily("2023-04-03")).n_before == 52


def _on(days: int, *, every: int = 1) -> pd.DataFrame:
    """One submission on the first days of every so many weeks."""
    daily = _daily(count=0)
    dates = daily["date"]
    week = (dates - pd.Timestamp("2024-04-08")).dt.days // 7
    return daily.assign(
        count=daily["count"].mask((dates.dt.day_of_week < days) & (week % every == 0), 1)
    )


def test_fewer_than_five_a_week_are_counted_by_four_weeks() -> None:
    assert _panel(SPRING, _on(5)).width == 1
    panel = _panel(SPRING, _on(4))
    assert panel.width == 4
    # Seven full weeks of campaign are a block of four and one of three.
    on = panel.treatment.any(axis=0)
    assert panel.counts[:, on].tolist() == [[16, 12]] * 5
    assert panel.days[:, on].tolist() == [[28, 21]] * 5
    assert panel.observed_during == 2 * 28
    # The last block before lacks the week of the start, which is on a Wednesday.
    assert str(panel.mondays[~on][-1].date()) == "2024-03-11"
    assert (panel.counts[:, ~on][:, -1] == 12).all()


def test_a_block_with_the_start_of_a_later_wave_holds_only_its_campaign_weeks() -> None:
    # Marne starts two weeks into the block that begins twelve weeks after the start of Heide.
    late = {**WAVES.periods, "marne": (date(2024, 4, 8), date(2024, 6, 2))}
    panel = _panel(replace(WAVES, end=date(2024, 6, 2), periods=late), _on(4))
    start = panel.mondays.get_loc("2024-03-25")
    assert panel.treatment[:2, start].tolist() == [0, 1]
    assert panel.days[:, start].tolist() == [28, 14, 28, 28, 28]
    assert panel.counts[:, start].tolist() == [16, 8, 16, 16, 16]


def test_fewer_than_five_in_four_weeks_are_refused() -> None:
    assert weekly_panel(SPRING, _on(4, every=4)) is Reason.TOO_FEW_PER_WEEK
    assert isinstance(weekly_panel(SPRING, _on(6, every=4)), WeeklyPanel)


def test_without_comparison_the_sum_over_administrations_must_reach_five_a_week() -> None:
    daily = _daily(count=0)
    four = daily.assign(count=daily["count"].mask(daily["date"].dt.day_of_week < 4, 1))
    everywhere = replace(SPRING, treated=SPRING.units, comparison=(), estimator="its")
    assert isinstance(weekly_panel(everywhere, four), WeeklyPanel)


def test_the_launch_of_a_service_does_not_count() -> None:
    # Heide starts on 5 September 2022 and has three a week, not fourteen, until Christmas.
    daily = _daily()
    heide, dates = daily["verwaltung"] == "heide", daily["date"]
    late = daily["count"].mask(heide & (dates < "2022-12-26"), dates.dt.day_of_week % 2)
    late = late.mask(heide & (dates < "2022-09-05"), 0)
    panel = _panel(SPRING, daily.assign(count=late))
    # The first eight weeks that reach 7 on average are five with 3 and three with 14; all of
    # them are part of the launch.
    counted = panel.mondays[panel.observed[0]]
    assert str(counted[0].date()) == "2023-01-16"
    assert panel.observed[1:].all()


def test_a_launch_is_not_seen_in_what_came_after_the_start() -> None:
    # The same past with a campaign that multiplies by ten: nothing else is left out.
    daily = _daily()
    high = daily.assign(count=daily["count"].mask(daily["date"] >= "2024-04-03", 20))
    before = _panel(SPRING, daily), _panel(SPRING, high)
    assert (before[0].observed == before[1].observed).all()


def test_an_administration_that_joined_later_needs_a_year_of_its_own() -> None:
    daily = _daily()
    dates = daily["date"]
    for unit, reason in (("heide", Reason.TOO_SHORT_BEFORE), ("buesum", None)):
        joined = daily[(daily["verwaltung"] != unit) | (dates >= "2023-06-01")]
        found = weekly_panel(SPRING, joined)
        if reason is None:
            assert isinstance(found, WeeklyPanel)
            assert unit not in found.units
        else:
            assert found is reason


WAVES = replace(
    SPRING,
    start=date(2024, 1, 1),
    end=date(2024, 5, 26),
    periods={
        "heide": (date(2024, 1, 1), date(2024, 2, 25)),
        "marne": (date(2024, 4, 1), date(2024, 5, 26)),
    },
)


def test_every_wave_has_its_own_weeks_and_fades_out() -> None:
    panel = _panel(WAVES, _daily())
    by_unit = {
        unit: [str(monday.date()) for monday in panel.mondays[row][[0, -1]]]
        for unit, row in zip(panel.units, panel.treatment > 0, strict=True)
        if row.any()
    }
    assert by_unit == {
        "heide": ["2024-01-01", "2024-02-19"],
        "marne": ["2024-04-01", "2024-05-20"],
    }
    blank = {
        unit: [str(monday.date()) for monday in panel.mondays[~row]]
        for unit, row in zip(panel.units, panel.observed, strict=True)
    }
    # The four weeks after its eight; from the fifth on it is untreated again.
    assert blank["heide"] == ["2024-02-26", "2024-03-04", "2024-03-11", "2024-03-18"]
    assert blank["marne"] == blank["eider"] == []


def test_every_wave_has_its_own_weeks_of_announcement() -> None:
    panel = _panel(replace(WAVES, announced_weeks=1), _daily())
    blank = panel.mondays[~panel.observed[1]]
    assert [str(monday.date()) for monday in blank] == ["2024-03-25"]


def test_waves_without_comparison_compare_with_those_who_wait() -> None:
    assert isinstance(weekly_panel(replace(WAVES, comparison=()), _daily()), WeeklyPanel)


def test_after_effect_and_anticipation_are_periods_of_their_own() -> None:
    daily = _daily(last="2024-09-30")
    found = {
        part: weekly_panel(SPRING, daily, part=part) for part in (Part.AFTER, Part.ANTICIPATION)
    }
    weeks = {
        part: [str(monday.date()) for monday in panel.mondays[panel.treatment[0] > 0]]
        for part, panel in found.items()
        if isinstance(panel, WeeklyPanel)
    }
    # As many weeks as the window has, from the first full one after Friday 31 May on.
    after = weeks[Part.AFTER]
    assert (after[0], after[-1], len(after)) == ("2024-06-03", "2024-07-22", 8)
    # The week of the start, a Wednesday, is in neither.
    assert weeks[Part.ANTICIPATION] == ["2024-03-04", "2024-03-11", "2024-03-18", "2024-03-25"]
    before = {
        part: str(panel.mondays[panel.n_before - 1].date())
        for part, panel in found.items()
        if isinstance(panel, WeeklyPanel)
    }
    assert before == {Part.AFTER: "2024-03-25", Part.ANTICIPATION: "2024-02-26"}


def test_a_registered_announcement_says_when_the_anticipation_begins() -> None:
    panel = weekly_panel(replace(SPRING, announced_weeks=2), _daily(), part=Part.ANTICIPATION)
    assert isinstance(panel, WeeklyPanel)
    weeks = panel.mondays[panel.treatment[0] > 0]
    assert [str(monday.date()) for monday in weeks] == ["2024-03-18", "2024-03-25"]


def test_an_after_effect_is_too_early_until_its_weeks_are_over() -> None:
    # Nine weeks after 31 May end on 2 August.
    assert timing(SPRING, date(2024, 8, 1), Part.AFTER) is Reason.RUNNING
    assert timing(SPRING, date(2024, 8, 2), Part.AFTER) is None
    assert timing(SPRING, date(2024, 5, 31), Part.ANTICIPATION) is None


def test_a_campaign_without_a_full_week_is_refused() -> None:
    short = replace(SPRING, start=date(2024, 4, 3), end=date(2024, 4, 13))
    assert weekly_panel(short, _daily()) is Reason.NO_FULL_WEEK


def test_a_panel_estimate_without_comparison_administrations_is_refused() -> None:
    assert weekly_panel(replace(SPRING, comparison=()), _daily()) is Reason.NO_COMPARISON


def test_a_treated_administration_without_campaign_deliveries_is_a_gap() -> None:
    daily = _daily()
    missing = (daily["verwaltung"] == "marne") & (daily["date"] >= "2024-05-01")
    assert weekly_panel(SPRING, daily[~missing]) is Reason.GAP


def test_data_that_end_before_the_campaign_are_a_gap() -> None:
    assert weekly_panel(SPRING, _daily(last="2024-04-30")) is Reason.GAP


def test_no_data_at_all_are_refused() -> None:
    assert weekly_panel(SPRING, _daily().iloc[:0]) is Reason.TOO_SHORT_BEFORE


def test_a_comparison_administration_with_a_gap_is_left_out() -> None:
    daily = _daily()
    missing = (daily["verwaltung"] == "buesum") & (daily["date"] >= "2024-05-01")
    assert _panel(SPRING, daily[~missing]).units == ("heide", "marne", "eider", "kreis")


def test_no_comparison_administration_without_gaps_is_a_gap() -> None:
    daily = _daily()
    missing = daily["verwaltung"].isin(SPRING.comparison) & (daily["date"] >= "2024-05-01")
    assert weekly_panel(SPRING, daily[~missing]) is Reason.GAP


def test_another_event_in_some_of_the_administrations_refuses_the_evaluation() -> None:
    event = Event(date(2024, 5, 31), date(2024, 5, 31), ("heide",))
    assert weekly_panel(SPRING, _daily(), [event]) is Reason.OTHER_EVENT


def test_an_event_that_meets_all_alike_is_absorbed_by_the_comparison() -> None:
    election = Event(date(2024, 5, 6), date(2024, 6, 9))
    assert _panel(SPRING, _daily(), election).observed.all()


def test_without_comparison_a_shared_event_refuses_the_evaluation() -> None:
    everywhere = replace(SPRING, treated=SPRING.units, comparison=(), estimator="its")
    election = Event(date(2024, 5, 6), date(2024, 6, 9))
    assert weekly_panel(everywhere, _daily(), [election]) is Reason.OTHER_EVENT


def test_an_event_elsewhere_does_not_matter() -> None:
    event = Event(date(2024, 5, 1), date(2024, 5, 1), ("brunsbuettel",))
    assert _panel(SPRING, _daily(), event).observed.all()


def test_an_earlier_event_blanks_the_weeks_it_touches_where_it_happened() -> None:
    event = Event(date(2023, 11, 1), date(2023, 11, 8), ("eider", "kreis"))
    blank = ~_panel(SPRING, _daily(), event).observed
    rows, columns = np.nonzero(blank)
    assert set(rows) == {2, 4}
    mondays = _panel(SPRING, _daily()).mondays[np.unique(columns)]
    assert [str(monday.date()) for monday in mondays] == ["2023-10-30", "2023-11-06"]
