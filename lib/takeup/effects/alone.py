"""A series without comparison, looked at twice: the interval is as wide as both need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takeup.effects.its import ItsFit, Series, fit_its
from takeup.effects.local_level import fit_local_level
from takeup.effects.panel import PanelFit


@dataclass(frozen=True)
class BothLooks:
    """Interrupted time series, and the local level that must confirm it; log points.

    Notes
    -----
    In a world with slow common noise and heavy tails (docs/effects.md, second world, 500 a
    week) the interval of either look alone covers 91 %, that of both 94.5 to 94.9 %.
    """

    series: ItsFit
    level: PanelFit

    @property
    def interval(self) -> tuple[float, float]:
        """From the lowest end to the highest of both 95 % intervals."""
        lows, highs = zip(self.series.interval, self.level.interval, strict=True)
        return min(lows), max(highs)

    @property
    def p_value(self) -> float:
        """Two-sided p-value of no effect: that of the less certain look.

        It is below 5 % just where :attr:`interval` excludes zero; two looks that contradict
        each other exclude nothing.

        References
        ----------
        Berger (1982), Technometrics 24:295 (intersection-union tests).
        """
        if self.series.effect * self.level.effect <= 0:
            return 1.0
        return max(self.series.p_value, self.level.p_value)

    @property
    def is_confirmed(self) -> bool:
        """Whether the local level excludes zero on the side of the series."""
        low, high = self.level.interval
        return low > 0 if self.series.effect > 0 else high < 0


def look_twice(series: Series) -> BothLooks | None:
    """Fit both models to a series; None if it is too short for the fake starts."""
    fit = fit_its(series)
    return None if fit is None else BothLooks(fit, local_level_of(series))


def local_level_of(series: Series) -> PanelFit:
    """Fit the local level to a series with its regressors, log points."""
    log_rates = np.log(series.counts + 0.5) - np.log(series.exposure)
    return fit_local_level(log_rates, series.regressors, series.treatment, series.weeks)
