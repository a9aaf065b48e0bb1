"""Smoking ban in Sicily, 59 months (Lopez Bernal, Cummins & Gasparrini 2017, IJE 46:348).

R, iteratively reweighted least squares and statsmodels agree to 1e-5 (methods.md §1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from takeup.effects.its import PoissonFit, quasi_poisson

TOLERANCE = 1e-5
Z = 1.959963984540054


@dataclass(frozen=True)
class Sicily:
    """Admissions, exposure, and the columns before the ban's."""

    counts: np.ndarray
    exposure: np.ndarray
    time: np.ndarray
    ban: np.ndarray

    @property
    def waves(self) -> list[np.ndarray]:
        turn = 2 * np.pi * self.time / 12
        return [wave(k * turn) for k in (1, 2) for wave in (np.sin, np.cos)]

    def regressors(self, *columns: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(self.time)), self.time, *columns])

    def fit(self, *columns: np.ndarray) -> PoissonFit:
        return quasi_poisson(self.counts, self.regressors(*columns), self.exposure)


@pytest.fixture
def sicily(reference: Callable[[str], pd.DataFrame]) -> Sicily:
    data = reference("sicily.csv")
    return Sicily(
        *(data[name].to_numpy(dtype=float) for name in ("aces", "stdpop", "time", "smokban"))
    )


def _ratio_and_ends(effect: float, error: float) -> list[float]:
    return [float(np.exp(effect + side * Z * error)) for side in (0, -1, 1)]


def test_poisson_and_quasi_poisson(sicily: Sicily) -> None:
    fit = sicily.fit(sicily.ban)
    effect, quasi = fit.coefficients[-1], fit.standard_errors[-1]
    plain = quasi / fit.dispersion**0.5
    assert _ratio_and_ends(effect, plain) == pytest.approx(
        [0.894377, 0.864686, 0.925086], abs=TOLERANCE
    )
    assert _ratio_and_ends(effect, quasi) == pytest.approx(
        [0.894377, 0.839189, 0.953193], abs=TOLERANCE
    )
    assert fit.dispersion == pytest.approx(3.559, abs=5e-4)


def test_with_season(sicily: Sicily) -> None:
    fit = sicily.fit(*sicily.waves, sicily.ban)
    found = _ratio_and_ends(fit.coefficients[-1], fit.standard_errors[-1])
    assert found == pytest.approx([0.885072, 0.839401, 0.933227], abs=TOLERANCE)
    assert fit.standard_errors[-1] == pytest.approx(0.027031, abs=1e-6)
    assert fit.dispersion == pytest.approx(2.262, abs=5e-4)


def test_no_change_of_slope(sicily: Sicily) -> None:
    fit = sicily.fit(*sicily.waves, sicily.ban, sicily.ban * sicily.time)
    statistic = (fit.coefficients[-1] / fit.standard_errors[-1]) ** 2
    assert statistic == pytest.approx(0.6388, abs=1e-4)
    df = len(sicily.time) - len(fit.coefficients)
    assert stats.f.sf(statistic, 1, df) == pytest.approx(0.428, abs=5e-4)


def test_newey_west_makes_the_error_too_small(sicily: Sicily) -> None:
    # methods.md §1: with 59 months HAC(12) < HC0 < quasi-Poisson, which is why the package
    # calibrates by fake starts instead.
    regressors = sicily.regressors(*sicily.waves, sicily.ban)
    fit = sicily.fit(*sicily.waves, sicily.ban)
    mean = sicily.exposure * np.exp(regressors @ fit.coefficients)
    scores = regressors * (sicily.counts - mean)[:, None]
    bread = np.linalg.inv(regressors.T @ (regressors * mean[:, None]))
    robust, newey_west = (_sandwich(scores, bread, lags)[-1] for lags in (0, 12))
    assert newey_west == pytest.approx(0.015390657, abs=1e-8)
    assert robust == pytest.approx(0.0247, abs=5e-5)
    assert newey_west < robust < fit.standard_errors[-1]


def test_statsmodels_agrees(sicily: Sicily) -> None:
    regressors = sicily.regressors(*sicily.waves, sicily.ban)
    model = GLM(sicily.counts, regressors, family=Poisson(), offset=np.log(sicily.exposure))
    newey_west = model.fit(cov_type="HAC", cov_kwds={"maxlags": 12})
    assert newey_west.bse[-1] == pytest.approx(0.015390657, abs=1e-8)
    quasi = model.fit(scale="X2")
    fit = sicily.fit(*sicily.waves, sicily.ban)
    assert fit.coefficients == pytest.approx(quasi.params, abs=1e-9)
    assert fit.standard_errors == pytest.approx(quasi.bse, rel=1e-7)


# pyfixest 0.60 still uses what pandas 3.1 has deprecated.
@pytest.mark.filterwarnings("ignore::Warning")
def test_pyfixest_agrees(sicily: Sicily, oracle: Callable[[str], ModuleType]) -> None:
    columns = {"y": sicily.counts, "time": sicily.time, "ban": sicily.ban}
    data = pd.DataFrame({**columns, "exposure": np.log(sicily.exposure)})
    pyfixest = oracle("pyfixest")
    # Without its correction for small samples, (n - 1) / (n - k).
    plain_errors = pyfixest.ssc(k_adj=False, G_adj=False)
    other = pyfixest.fepois(
        "y ~ time + ban", data, vcov="iid", ssc=plain_errors, offset="exposure"
    )
    fit = sicily.fit(sicily.ban)
    assert fit.coefficients == pytest.approx(other.coef().to_numpy(), abs=1e-7)
    plain = fit.standard_errors / fit.dispersion**0.5
    assert plain == pytest.approx(other.se().to_numpy(), rel=1e-5)


def _sandwich(scores: np.ndarray, bread: np.ndarray, lags: int) -> np.ndarray:
    """Standard errors with Bartlett weights up to a lag (Newey & West 1987)."""
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (product + product.T)
    return np.sqrt(np.diag(bread @ meat @ bread))
