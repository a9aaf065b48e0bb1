"""Linear series with Newey-West errors: US investment (R sandwich) and Linden's itsa.

The package has no use for these errors (with about 60 points they are too small, see
test_sicily); they are reproduced as a deterrent one can trust.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import OLS


def _newey_west(y: np.ndarray, regressors: np.ndarray, lags: int) -> np.ndarray:
    """Standard errors with Bartlett weights up to a lag (Newey & West 1987)."""
    bread = np.linalg.inv(regressors.T @ regressors)
    scores = regressors * (y - regressors @ bread @ regressors.T @ y)[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (product + product.T)
    return np.sqrt(np.diag(bread @ meat @ bread))


def _statsmodels(
    y: np.ndarray, regressors: np.ndarray, lags: int, *, adjusted: bool
) -> tuple[np.ndarray, np.ndarray]:
    options = {"maxlags": lags, "use_correction": adjusted}
    fit = OLS(y, regressors).fit(cov_type="HAC", cov_kwds=options)
    return np.asarray(fit.params), np.asarray(fit.bse)


@pytest.fixture
def investment(reference: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    return reference("sandwich_Investment.csv").dropna().reset_index(drop=True)


def _design(data: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    regressors = [np.ones(len(data)), data["RealGNP"], data["RealInt"]]
    return data["RealInv"].to_numpy(), np.column_stack(regressors)


def test_investment(investment: pd.DataFrame) -> None:
    y, regressors = _design(investment)
    expected = [18.95829813, 0.01675079, 3.34237535]
    assert _newey_west(y, regressors, 4) == pytest.approx(expected, abs=1e-6)
    assert _statsmodels(y, regressors, 4, adjusted=False)[1] == pytest.approx(
        expected, abs=1e-6
    )
    adjusted = _statsmodels(y, regressors, 4, adjusted=True)[1]
    assert adjusted[0] == pytest.approx(20.65932642, abs=1e-6)
    n, k = regressors.shape
    assert adjusted == pytest.approx(_newey_west(y, regressors, 4) * (n / (n - k)) ** 0.5)


# pyfixest 0.60 still uses what pandas 3.1 has deprecated.
@pytest.mark.filterwarnings("ignore::Warning")
def test_pyfixest_agrees(investment: pd.DataFrame, oracle: Callable[[str], ModuleType]) -> None:
    y, regressors = _design(investment)
    other = oracle("pyfixest").feols(
        "RealInv ~ RealGNP + RealInt",
        investment.assign(year=range(len(investment))),
        vcov="NW",
        vcov_kwargs={"time_id": "year", "lag": 4},
    )
    adjusted = _statsmodels(y, regressors, 4, adjusted=True)[1]
    assert adjusted == pytest.approx(other.se().to_numpy(), rel=1e-7)


def test_cigarette_sales_in_california(reference: Callable[[str], pd.DataFrame]) -> None:
    data = reference("california_prop99.csv")
    year, sales = data["Year"].to_numpy(), data["California"].to_numpy()
    after = (year >= 1989).astype(float)
    columns = [np.ones(len(year)), year - year[0], after, after * (year - 1989)]
    regressors = np.column_stack(columns)
    coefficients, errors = _statsmodels(sales, regressors, 1, adjusted=True)
    assert coefficients[1:] == pytest.approx([-1.779474, -20.0581, -1.494652], abs=5e-5)
    assert errors[1:] == pytest.approx([0.3834, 4.7244, 0.4368], abs=5e-5)
    assert coefficients[1] + coefficients[3] == pytest.approx(-3.2741, abs=5e-5)
    n, k = regressors.shape
    assert errors == pytest.approx(_newey_west(sales, regressors, 1) * (n / (n - k)) ** 0.5)
