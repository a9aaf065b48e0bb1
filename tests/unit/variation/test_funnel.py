"""Exact limits around the rate of the others."""

import numpy as np
import pytest
from scipy import stats

from takeup.variation.funnel import ALPHA, Units, exact_limits, funnel


def test_binomial_limits_by_hand():
    # P(R ≤ 6) = 60460/2^20, P(R = 6) = 38760/2^20: 6 - (0.05766 - 0.025) / 0.03696 = 5.1165.
    low, high = exact_limits("binomial", 0.5, 20, 0.05)
    assert low * 20 == pytest.approx(5.1165, abs=1e-3)
    assert high * 20 == pytest.approx(20 - 5.1165, abs=1e-3)


@pytest.mark.parametrize(("family", "rate"), [("binomial", 0.3), ("poisson", 4.0)])
@pytest.mark.parametrize("base", [10, 50, 400])
def test_beyond_exact_limits_lies_no_more_than_the_probability(family, rate, base):
    low, high = exact_limits(family, rate, base, 0.01)
    law = stats.binom(base, rate) if family == "binomial" else stats.poisson(base * rate)
    assert law.cdf(np.ceil(low * base) - 1) <= 0.005
    assert law.sf(np.floor(high * base)) <= 0.005


def units(parts, bases, family="binomial"):
    return Units(np.array(parts, dtype=float), np.array(bases, dtype=float), family)


def test_the_judged_administration_moves_neither_centre_nor_scatter():
    others = ([30, 31, 29, 33, 27], [100] * 5)
    calm = funnel(units([30, *others[0]], [100, *others[1]]), 0)
    outlier = funnel(units([90, *others[0]], [100, *others[1]]), 0)
    assert calm == outlier
    assert calm.centre == pytest.approx(0.3)


def test_the_scatter_between_others_by_hand():
    # Rates 0.2, 0.3, 0.4 on 100 each: (1 + 0 + 1) · 0.01 · 100 / 0.21 / 2 = 4.762.
    found = funnel(units([50, 20, 30, 40], [100] * 4), 0)
    assert found.phi == pytest.approx(4.762, abs=1e-3)
    student = stats.t.isf(ALPHA / 2, 2) / stats.norm.isf(ALPHA / 2)
    assert found.stretch == pytest.approx(np.sqrt(4.762) * student, rel=1e-3)


def test_scatter_below_chance_counts_as_chance():
    assert funnel(units([30, 30, 30, 30], [100] * 4), 0).phi == 1


def test_the_funnel_opens_where_there_are_few_cases():
    found = funnel(units([30, 31, 29, 33, 27], [100] * 5), 0)
    few, many = found.limits(20), found.limits(500)
    assert few[0] <= many[0] < 0.3 < many[1] < few[1]


def test_nothing_counted_anywhere_makes_no_error():
    low, high = funnel(units([0, 0, 0, 0], [10] * 4), 0).limits(10)
    assert (low, high >= 0) == (0, True)
