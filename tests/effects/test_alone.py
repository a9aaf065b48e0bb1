"""Two looks at a series without comparison give one interval and one p-value."""

import numpy as np
import pytest

from takeup.effects.alone import BothLooks
from takeup.effects.its import ItsFit
from takeup.effects.panel import PanelFit
from takeup.effects.result import ALPHA, FakeStarts


def looks(series: tuple[float, float], level: tuple[float, float]) -> BothLooks:
    """Each as effect and standard error."""
    return BothLooks(
        ItsFit(*series, df=80, fake_starts=FakeStarts(12, 0)),
        PanelFit(*level, df=80, ratio=0.003),
    )


def test_the_interval_holds_the_intervals_of_both():
    both = looks((0.4, 0.05), (0.45, 0.1))
    assert both.interval == (both.level.interval[0], both.level.interval[1])
    crossed = looks((0.4, 0.1), (0.2, 0.1))
    assert crossed.interval == (crossed.level.interval[0], crossed.series.interval[1])


@pytest.mark.parametrize("series", [0.05, 0.2, 0.4])
@pytest.mark.parametrize("level", [-0.4, -0.2, 0.0, 0.05, 0.2, 0.4])
@pytest.mark.parametrize("sign", [-1, 1])
def test_the_p_value_is_below_five_percent_just_where_the_interval_excludes_zero(
    series: float, level: float, sign: int
):
    both = looks((sign * series, 0.09), (sign * level, 0.11))
    low, high = both.interval
    excludes_zero = low > 0 or high < 0
    assert (both.p_value < ALPHA) == excludes_zero
    if excludes_zero:
        assert both.is_confirmed


def test_one_certain_look_does_not_make_up_for_an_uncertain_one():
    both = looks((0.4, 0.05), (0.4, 0.3))
    assert both.p_value == both.level.p_value > ALPHA
    assert not both.is_confirmed
    assert np.isclose(both.interval[0], both.level.interval[0])
