"""Interval and p-value of an estimate with a standard error, by the t distribution."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import special

from takeup.effects.result import ALPHA


def critical(df: int) -> float:
    """Number of standard errors to either end of a 95 % interval."""
    return float(special.stdtrit(df, 1 - ALPHA / 2))


@dataclass(frozen=True)
class StudentEstimate:
    """Effect and standard error in log points, degrees of freedom."""

    effect: float
    standard_error: float
    df: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval, log points."""
        reach = critical(self.df) * self.standard_error
        return self.effect - reach, self.effect + reach

    @property
    def p_value(self) -> float:
        """Two-sided p-value of no effect."""
        return float(2 * special.stdtr(self.df, -abs(self.effect) / self.standard_error))
