"""Interrupted time series: a campaign everywhere at once, without a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from takeup.effects.arrays import Floats, Integers
from takeup.effects.placebo import fake_treatments
from takeup.effects.result import FakeStarts
from takeup.effects.student import StudentEstimate, critical
from takeup.effects.weekly import WeeklyPanel

# A t-quantile with fewer degrees of freedom than fake starts is wider than any useful answer:
# with 3 the interval is half as wide again as with 12.
MIN_FAKE_STARTS = 4
# Days of school holidays a complete year has at least (Schleswig-Holstein 2018-2028: 84-94).
MIN_SCHOOL_DAYS = 80


@dataclass(frozen=True)
class Series:
    """Weekly sums over administrations and what explains them without the campaign.

    ``counts`` and ``exposure`` (weeks) are submissions and available days, both summed over
    administrations, an administration's day weighing as much as its share of the submissions;
    ``regressors`` (weeks x k) is the calendar; ``treatment`` (weeks) the campaign, 0 to 1;
    ``weeks`` the week numbers.
    """

    counts: Floats
    exposure: Floats
    regressors: Floats
    treatment: Floats
    weeks: Integers

    def until(self, treatment: Floats) -> Series:
        """Only the first weeks, as many as ``treatment`` has, under that treatment."""
        n = len(treatment)
        return Series(
            self.counts[:n], self.exposure[:n], self.regressors[:n], treatment, self.weeks[:n]
        )


@dataclass(frozen=True)
class PoissonFit:
    """Coefficients and quasi-Poisson standard errors, log points; Pearson dispersion."""

    coefficients: Floats
    standard_errors: Floats
    dispersion: float


@dataclass(frozen=True)
class ItsFit(StudentEstimate):
    """An estimate with placebo-calibrated standard error, and what the fake starts said."""

    fake_starts: FakeStarts


def quasi_poisson(counts: Floats, regressors: Floats, exposure: Floats) -> PoissonFit:
    """Regress counts log-linearly, with variance proportional to the mean.

    Parameters
    ----------
    counts
        Non-negative counts (n).
    regressors
        n x k, with a constant.
    exposure
        What the counts are proportional to (n), > 0; enters as offset.

    Returns
    -------
    PoissonFit
        Dispersion is the Pearson estimate; standard errors use it only where it is above 1.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, ch. 6; fitted by statsmodels.
    """
    # Imported here: statsmodels takes seconds to load and most runs need no series without
    # comparison.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    fit = GLM(counts, regressors, family=Poisson(), offset=np.log(exposure)).fit(scale=1.0)
    dispersion = float(fit.pearson_chi2 / fit.df_resid)
    errors = np.asarray(fit.bse) * max(1.0, dispersion) ** 0.5
    return PoissonFit(np.asarray(fit.params), errors, dispersion)


def weekly_series(panel: WeeklyPanel) -> Series | None:
    """Sum a panel over its administrations; attach the calendar and the end of launches.

    None if the school holidays of one of its years are not known (:func:`calendar`).
    """
    before = np.arange(len(panel.mondays)) < panel.n_before
    counts = np.where(panel.observed, panel.counts, 0.0)
    rates = counts[:, before].sum(axis=1) / panel.days[:, before].sum(axis=1)
    regressors = calendar(panel.mondays)
    if regressors is None:
        return None
    levelling = rates @ levelling_off(panel) / rates.sum()
    if levelling.any():
        regressors = np.column_stack([regressors, levelling])
    exposure = rates @ panel.days
    # Where waves overlap, as much of the whole as has the campaign.
    treatment = rates @ (panel.days * panel.treatment) / exposure
    return Series(
        counts.sum(axis=0), exposure / rates.sum(), regressors, treatment, panel.weeks
    )


def levelling_off(panel: WeeklyPanel) -> Floats:
    """Course of a service that is still finding its users (units x weeks, log points).

    A launch that took L weeks to half of its level goes on: if it nears its level
    exponentially, 1 - 0.5^(age / L) of it is reached. A straight trend through that overshoots
    at the end, where the campaign is. 0 for units without a launch.

    References
    ----------
    Bass (1969), Management Science 15:215, with innovators only.
    """
    course = np.zeros(panel.counts.shape)
    for unit, length in enumerate(panel.launches):
        if length:
            since = panel.weeks - panel.weeks[int(panel.observed[unit].argmax())]
            course[unit] = np.log1p(-(0.5 ** (1 + np.maximum(since, 0) / length)))
    return course


def calendar(mondays: pd.DatetimeIndex) -> Floats | None:
    """Regressors of full ISO weeks (weeks x 8), from the calendar of Schleswig-Holstein.

    Constant, trend (years), two annual harmonics, share of the seven days that are school
    holidays, bank holidays from Monday to Friday. None if a year's school holidays are not
    known, which would pass for a year without.
    """
    import holidays

    days = mondays.to_numpy()[:, None] + np.arange(7).astype("timedelta64[D]")
    years = range(mondays[0].year, (mondays[-1] + pd.Timedelta(days=6)).year + 1)
    school, public = (
        holidays.country_holidays("DE", subdiv="SH", years=years, categories=category)
        for category in ("school", "public")
    )
    if any(_days_in(year, list(school)) < MIN_SCHOOL_DAYS for year in years):
        return None
    free, closed = (
        np.isin(days, np.array(sorted(known), dtype=days.dtype)) for known in (school, public)
    )
    trend = (mondays - mondays[0]).days.to_numpy() / 365.25
    turn = 2 * np.pi * mondays.day_of_year.to_numpy() / 365.25
    waves = [wave(k * turn) for k in (1, 2) for wave in (np.sin, np.cos)]
    holiday = [free.mean(axis=1), closed[:, :5].sum(axis=1)]
    return np.column_stack([np.ones(len(mondays)), trend, *waves, *holiday]).astype(float)


def fit_its(series: Series) -> ItsFit | None:
    """Estimate the effect by quasi-Poisson regression, its error from fake starts.

    The same model is refitted to invented starts before the campaign; the standard error is
    scaled by the root mean square of their t-values (never down), and the interval uses a t
    distribution with as many degrees of freedom as there are fake starts.

    Returns
    -------
    ItsFit or None
        None if there are fewer than :data:`MIN_FAKE_STARTS` invented starts.

    References
    ----------
    Lopez Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46:348;
    calibration: methods.md §2b.
    """
    moved = fake_treatments(series.treatment[None, :])
    fakes = [fake[0] for fake in moved]
    if len(fakes) < MIN_FAKE_STARTS:
        return None
    ratios = np.array(
        [effect / error for effect, error in map(_step, map(series.until, fakes))]
    )
    scale = max(1.0, float(np.sqrt(np.mean(ratios**2))))
    effect, error = _step(series)
    error *= scale
    flagged = int((np.abs(ratios) / scale > critical(len(fakes))).sum())
    return ItsFit(
        effect=effect,
        standard_error=error,
        df=len(fakes),
        fake_starts=FakeStarts(len(fakes), flagged),
    )


def _step(series: Series) -> tuple[float, float]:
    """Coefficient of the campaign and its quasi-Poisson standard error."""
    regressors = np.column_stack([series.regressors, series.treatment])
    fit = quasi_poisson(series.counts, regressors, series.exposure)
    return float(fit.coefficients[-1]), float(fit.standard_errors[-1])


def _days_in(year: int, days: list[date]) -> int:
    """How many of the days lie in a year."""
    return sum(day.year == year for day in days)
