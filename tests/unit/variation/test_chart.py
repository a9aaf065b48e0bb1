"""The individuals chart: moving ranges, limits, breaks, gaps, months with an own cause."""

import numpy as np
import pytest
from scipy import stats

from takeup.variation.chart import ALPHA, D2, sigma
from takeup.variation.ranges import Months, usual


def months(counts, base=1.0, epoch=None, at=None):
    """Counts of months in a row; the last one is to be judged."""
    size = len(counts)
    return Months(
        at=np.arange(size) if at is None else np.array(at),
        school=np.zeros(size),
        epoch=np.zeros(size, dtype=int) if epoch is None else np.array(epoch),
        counts=np.array(counts, dtype=float),
        base=np.full(size, base),
    )


def test_three_standard_deviations_are_2_66_mean_moving_ranges():
    assert pytest.approx(2.66, abs=5e-4) == 3 / D2
    # A range is unusual beyond D4 = 1 + 3 d3 / d2 mean ranges, with d3 = 0.8525 for n = 2.
    assert pytest.approx(3.267, abs=5e-4) == 1 + 3 * 0.8525 / D2


def test_sigma_is_the_mean_moving_range_by_hand():
    # Ranges 2, 1 and 4: mean 7/3; 7/3 / 1.128 = 2.0686.
    values = np.array([10.0, 12.0, 11.0, 15.0])
    assert sigma(values, np.array([True, True, True])) == pytest.approx(2.0686, abs=1e-4)


def test_no_range_is_taken_across_a_missing_month():
    # Only the ranges 2 and 4 follow each other: mean 3.
    values = np.array([10.0, 12.0, 11.0, 15.0])
    assert sigma(values, np.array([True, False, True])) == pytest.approx(3 / D2)


@pytest.mark.parametrize("level", [0, 3, 20, 100, 500])
def test_limits_are_never_narrower_than_chance(level):
    found = usual(months([level] * 24 + [level]), "count")
    poisson = stats.poisson(max(found.centre, 1e-9))
    assert found.low <= poisson.ppf(ALPHA / 2)
    assert found.high >= poisson.isf(ALPHA / 2)
    assert found.phi >= 1


def test_a_share_stays_within_0_and_1_and_outside_of_binomial_limits():
    found = usual(months([9] * 24 + [9], base=10.0), "share")
    binomial = stats.binom(10, found.centre)
    assert 0 <= found.low <= binomial.ppf(ALPHA / 2) / 10
    assert found.high == 1


def test_the_range_of_a_steady_course_is_centred_on_it():
    found = usual(months([100, 104, 97, 101, 99, 103] * 4 + [0]), "count")
    assert found.centre == pytest.approx(100.6, abs=2)
    assert found.low < 100 < found.high
    assert found.months == 24


def test_a_month_with_fewer_days_is_expected_to_hold_less():
    whole = months([100] * 24 + [0], base=20.0)
    short = Months(
        whole.at, whole.school, whole.epoch, whole.counts, np.append([20.0] * 24, 10)
    )
    assert usual(short, "count").centre == pytest.approx(
        usual(whole, "count").centre / 2, rel=0.01
    )


def test_a_break_gives_the_level_after_it_a_limit_of_its_own():
    counts = [100, 98, 103, 99, 102, 97] * 2 + [200, 205, 196, 203, 198, 0]
    split = usual(months(counts, epoch=[0] * 12 + [1] * 6), "count")
    whole = usual(months(counts), "count")
    assert split.centre == pytest.approx(200, rel=0.03)
    assert whole.centre < 190
    assert not split.low <= 120 <= split.high


def test_two_months_with_a_cause_of_their_own_do_not_widen_what_is_usual():
    calm = [100, 104, 97, 101, 99, 103] * 4
    spiked = [*calm]
    spiked[7:9] = [310, 250]
    with_spike, without = (usual(months([*each, 0]), "count") for each in (spiked, calm))
    assert with_spike.months == 22
    assert with_spike.high == pytest.approx(without.high, rel=0.05)


def test_three_months_on_one_side_are_a_level_and_stay():
    lifted = [100, 104, 97, 101, 99, 103] * 3 + [100, 104, 97, 190, 195, 188]
    assert usual(months([*lifted, 0]), "count").months == 24


def test_limits_are_wider_with_twelve_months_than_with_twenty_four():
    calm = [100, 104, 97, 101, 99, 103]
    long, short = (usual(months([*(calm * n), 0]), "count") for n in (4, 2))
    assert short.high - short.low > long.high - long.low
