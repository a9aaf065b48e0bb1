"""Binomial and Poisson counts against those of scipy.stats."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats

from takeup.variation.chance import Binomial, Poisson, highest, lowest

TAILS = st.floats(1e-4, 0.5)


def assert_same(ours, theirs, tail):
    # Where a tail ends between two numbers, rounding decides which of them it is.
    assume(not any(abs(theirs.cdf(theirs.ppf(tail) + step) - tail) < 1e-9 for step in (-1, 0)))
    assume(not any(abs(theirs.sf(theirs.isf(tail) + step) - tail) < 1e-9 for step in (-1, 0)))
    ends = (lowest(ours, tail), highest(ours, tail))
    assert ends == (theirs.ppf(tail), theirs.isf(tail))
    for count in {*ends, -1, 0}:
        assert ours.at_most(count) == pytest.approx(theirs.cdf(count), rel=1e-8)
        assert ours.above(count) == pytest.approx(theirs.sf(count), rel=1e-8)
    for count in ends:
        assert ours.exactly(count) == pytest.approx(theirs.pmf(count), rel=1e-8)


@given(st.integers(0, 100_000), st.floats(1e-9, 1 - 1e-9), TAILS)
@example(total=20, share=0.0, tail=0.005)
@example(total=20, share=1.0, tail=0.005)
@example(total=0, share=0.5, tail=0.005)
def test_parts_of_a_total(total, share, tail):
    assert_same(Binomial(float(total), share), stats.binom(total, share), tail)


@given(st.floats(0, 1_000_000), TAILS)
@example(mean=0.0, tail=0.005)
@example(mean=1e-9, tail=0.00135)
def test_events(mean, tail):
    assert_same(Poisson(mean), stats.poisson(mean), tail)
