"""Weekly counts of the compared administrations, with the weeks in question marked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from takeup.effects.arrays import Booleans, Floats, Integers
from takeup.effects.noise import cell_noise


@dataclass(frozen=True)
class WeeklyPanel:
    """Units x full ISO weeks up to the end of the period in question.

    ``mondays`` are the first days of the weeks; ``counts`` and ``days`` (submissions, days
    with exposure) are NaN and 0 where a cell does not count; ``treatment`` is 1 in the
    weeks of treated units that the question is about. Weeks that are neither that nor before
    (anticipation, partly campaign, after-effect) do not count there. ``width`` weeks stand in
    one column: one, or four where counts are low. ``launches`` (units) are the weeks a unit's
    launch took, 0 where none was seen.
    """

    units: tuple[str, ...]
    mondays: pd.DatetimeIndex
    counts: Floats
    days: Floats
    treatment: Floats
    width: int = 1
    launches: tuple[int, ...] = ()

    @property
    def weeks(self) -> Integers:
        """Week numbers, 0 for the first; left-out weeks leave a gap."""
        return np.asarray((self.mondays - self.mondays[0]).days // 7, dtype=np.int64)

    @property
    def observed(self) -> Booleans:
        """Which cells count."""
        return ~np.isnan(self.counts)

    @property
    def n_during(self) -> int:
        """Number of columns with campaign."""
        return int(self.treatment.any(axis=0).sum())

    @property
    def n_before(self) -> int:
        """Number of columns before the first administration starts."""
        return int(self.treatment.any(axis=0).argmax())

    @property
    def log_rates(self) -> Floats:
        """Log of (submissions + 0.5) per available day; NaN where a cell does not count."""
        return np.log(self.counts + 0.5) - np.log(np.where(self.observed, self.days, 1.0))

    @property
    def noise(self) -> Floats:
        """Relative noise variance of every cell; NaN where it does not count."""
        baseline = np.where(self.treatment > 0, np.nan, self.counts)
        return cell_noise(baseline, np.where(self.observed, self.days, np.nan))

    @property
    def observed_during(self) -> float:
        """Submissions of the treated units in the campaign weeks that count."""
        return float(np.nansum(np.where(self.treatment > 0, self.counts, 0.0)))


def in_blocks(panel: WeeklyPanel, width: int) -> WeeklyPanel:
    """Sum a panel of weeks over ``width`` weeks at a time, counted from the first start.

    Where a block holds weeks with and without the campaign in a unit, only those with it count.
    """
    block = (panel.weeks - panel.weeks[panel.n_before]) // width
    numbers, first = np.unique(block, return_index=True)
    member = (block[:, None] == numbers).astype(float)
    treated = panel.treatment @ member > 0
    counted = panel.observed & ((panel.treatment > 0) | ~(treated @ member.T > 0))
    observed = counted @ member > 0
    counts = np.where(counted, panel.counts, 0.0) @ member
    return WeeklyPanel(
        units=panel.units,
        mondays=panel.mondays[first],
        counts=np.where(observed, counts, np.nan),
        days=np.where(counted, panel.days, 0.0) @ member,
        treatment=treated.astype(float),
        width=width,
        launches=panel.launches,
    )
