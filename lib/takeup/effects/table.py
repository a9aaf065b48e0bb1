"""Results of campaigns as the published table ``effects.csv``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from takeup.effects.result import (
    Additional,
    CampaignResult,
    Cost,
    EffectEstimate,
    FakeStarts,
    relative,
)

COLUMNS = {
    **dict.fromkeys(("campaign", "state", "reason", "estimator"), "str"),
    **dict.fromkeys(("effect", "low", "high", "p_value", "smallest_p"), "Float64"),
    **dict.fromkeys(("second_low", "second_high"), "Float64"),
    "confirmed": "boolean",
    **dict.fromkeys(("n_before", "n_during", "n_units"), "Int64"),
    **dict.fromkeys(("fake_starts", "fake_starts_flagged", "observed"), "Int64"),
    **dict.fromkeys(("additional", "additional_low", "additional_high"), "Float64"),
    **dict.fromkeys(("cost_eur", "cost_per_additional", "cost_low", "cost_high"), "Float64"),
    "mde": "Float64",
    "verdict": "str",
}


def effects_table(results: Sequence[CampaignResult]) -> pd.DataFrame:
    """One row per campaign, columns as in :data:`COLUMNS`.

    ``effect``, ``low``, ``high``, their ``second_`` companions and ``mde`` are relative
    changes (0.25 is +25 %), counts are submissions, costs EUR. NA without an estimate, and
    where an interval has no end.
    """
    rows = [_row(result) for result in results]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _row(result: CampaignResult) -> dict[str, object]:
    """One row of ``effects.csv``."""
    return {
        "campaign": result.campaign,
        "state": result.state.value,
        "reason": result.reason.value if result.reason else None,
        "estimator": result.estimator,
        "cost_eur": result.cost_eur,
        "verdict": result.verdict.value,
        "observed": result.observed,
        **_estimate_columns(result.estimate),
        **_count_columns(result.fake_starts, result.additional, result.cost),
    }


def _estimate_columns(estimate: EffectEstimate | None) -> dict[str, object]:
    """Columns of the estimate, log points turned into relative changes."""
    if estimate is None:
        return {}
    changes = ("effect", "low", "high", "second_low", "second_high")
    plain = {name: value for name, value in asdict(estimate).items() if name not in changes}
    return {
        **plain,
        **{name: _relative(getattr(estimate, name)) for name in changes},
        "mde": estimate.minimum_detectable,
    }


def _count_columns(
    fake_starts: FakeStarts | None, additional: Additional | None, cost: Cost | None
) -> dict[str, object]:
    """Columns of fake starts, additional submissions and their cost."""
    if fake_starts is None or additional is None or cost is None:
        return {}
    return {
        "fake_starts": fake_starts.total,
        "fake_starts_flagged": fake_starts.flagged,
        "additional": additional.value,
        "additional_low": additional.low,
        "additional_high": additional.high,
        "cost_per_additional": cost.value,
        "cost_low": cost.low,
        "cost_high": cost.high,
    }


def _relative(log_points: float) -> float | None:
    """Relative change, None for an end that is open."""
    return relative(log_points) if math.isfinite(log_points) else None
