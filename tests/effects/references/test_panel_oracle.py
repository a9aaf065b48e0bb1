"""Panel-LLR without its random walk is the regression on unit and week effects."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from takeup.effects.design import WeeklyPanel
from takeup.effects.panel import fit_panel


# pyfixest 0.60 still uses what pandas 3.1 has deprecated.
@pytest.mark.filterwarnings("ignore::Warning")
def test_pyfixest_agrees_without_a_random_walk(
    monkeypatch: pytest.MonkeyPatch,
    simulate: Callable[..., WeeklyPanel],
    oracle: Callable[[str], ModuleType],
) -> None:
    panel = simulate(np.random.default_rng(1), 3, effect=0.2, n_before=40)
    log_rates = panel.log_rates
    log_rates[1, 5] = log_rates[6, 20:23] = np.nan
    unit, week = np.indices(log_rates.shape)
    columns = {"y": log_rates, "effect": panel.treatment, "unit": unit, "week": week}
    data = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    other = oracle("pyfixest").feols("y ~ effect | unit + week", data.dropna(), vcov="iid")
    monkeypatch.setattr("takeup.effects.panel.RATIOS", np.array([0.0]))
    fit = fit_panel(log_rates, panel.treatment, panel.weeks)
    assert fit.effect == pytest.approx(other.coef()["effect"], abs=1e-7)
    assert fit.standard_error == pytest.approx(other.se()["effect"], rel=1e-6)
