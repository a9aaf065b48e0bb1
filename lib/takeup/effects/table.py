"""Results of campaigns as the published table ``effects.csv``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

import pandas as pd

from takeup.effects.result import (
    Additional,
    CampaignResult,
    Cost,
    FakeStarts,
    Role,
    additional_submissions,
    cost_per_additional,
    relative,
)

# What leaves the house of numbers that were estimated on exact counts: relative changes to a
# tenth of a percent, counts to the nearest five, their consequences to three digits, p-values
# to four decimals and none below them: no tail is known that well.
_DECIMALS: Final = 3
_P_DECIMALS: Final = 4
_DIGITS: Final = 3
_ROUNDED_TO: Final = 5

COLUMNS = {
    **dict.fromkeys(("campaign", "outcome", "role", "part"), "str"),
    **dict.fromkeys(("state", "reason", "estimator"), "str"),
    **dict.fromkeys(("effect", "low", "high", "p_value", "p_adjusted"), "Float64"),
    "smallest_p": "Float64",
    **dict.fromkeys(("second_low", "second_high"), "Float64"),
    "confirmed": "boolean",
    **dict.fromkeys(("n_before", "n_during", "n_units"), "Int64"),
    **dict.fromkeys(("fake_starts", "fake_starts_flagged", "observed"), "Int64"),
    **dict.fromkeys(("additional", "additional_low", "additional_high"), "Float64"),
    **dict.fromkeys(("cost_eur", "cost_per_additional", "cost_low", "cost_high"), "Float64"),
    "mde": "Float64",
    "verdict": "str",
}
CHECK_COLUMNS = {
    **dict.fromkeys(("campaign", "method", "used_for"), "str"),
    **dict.fromkeys(("effect", "low", "high", "p_value", "smallest_p"), "Float64"),
    "reason": "str",
}


def effects_table(results: Sequence[CampaignResult]) -> pd.DataFrame:
    """One row per campaign, outcome and period, columns as in :data:`COLUMNS`.

    ``effect``, ``low``, ``high``, their ``second_`` companions and ``mde`` are relative
    changes (0.25 is +25 %), counts are submissions, costs EUR. NA without an estimate, and
    where an interval has no end.

    Notes
    -----
    The effect is estimated on exact counts. Additional submissions and their cost are computed
    from the rounded effect and the rounded count beside it: they say nothing that these two
    do not, so no exact count follows from them.
    """
    rows = [_row(_coarse(result)) for result in results]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def checks_table(results: Sequence[CampaignResult]) -> pd.DataFrame:
    """One row per campaign and method, columns as in :data:`CHECK_COLUMNS`.

    ``effect``, ``low`` and ``high`` are relative changes, rounded like those of the result;
    NA where the method says nothing (``reason``) or sets no bound.
    """
    rows = [
        {
            "campaign": result.campaign,
            **asdict(check),
            **{name: _relative(getattr(check, name)) for name in ("effect", "low", "high")},
            **{name: _p_value(getattr(check, name)) for name in ("p_value", "smallest_p")},
        }
        for result in results
        for check in result.checks
    ]
    return pd.DataFrame(rows, columns=list(CHECK_COLUMNS)).astype(CHECK_COLUMNS)


def _coarse(result: CampaignResult) -> CampaignResult:
    """Round what is published, and compute from that what depends on it."""
    if result.estimate is None or result.observed is None:
        return result
    observed = _ROUNDED_TO * math.floor(result.observed / _ROUNDED_TO + 0.5)
    if result.cost_eur is None:
        return replace(result, observed=observed)
    exact = result.estimate
    estimate = replace(
        exact,
        effect=_to_decimals(exact.effect),
        low=_to_decimals(exact.low),
        high=_to_decimals(exact.high),
        second_low=_to_decimals(exact.second_low),
        second_high=_to_decimals(exact.second_high),
    )
    additional = additional_submissions(observed, estimate)
    cost = cost_per_additional(result.cost_eur, additional)
    return replace(
        result,
        estimate=estimate,
        observed=observed,
        additional=Additional(**_to_digits(additional)),
        cost=Cost(**_to_digits(cost)),
    )


def _to_decimals(log_points: float) -> float:
    """Log points of the relative change, rounded."""
    if not math.isfinite(log_points):
        return log_points
    change = round(relative(log_points), _DECIMALS)
    return math.log1p(max(change, 10**-_DECIMALS - 1))


def _to_digits(numbers: Additional | Cost) -> dict[str, Any]:
    """Fields with as many digits as they are sure of; None stays."""
    fields = asdict(numbers).items()
    return {
        name: None if each is None else float(f"{each:.{_DIGITS}g}") for name, each in fields
    }


def _row(result: CampaignResult) -> dict[str, object]:
    """One row of ``effects.csv``."""
    return {
        "campaign": result.campaign,
        "outcome": result.outcome,
        "role": result.role.value,
        "part": result.part.value,
        "p_adjusted": _p_value(result.p_adjusted),
        "state": result.state.value,
        "reason": result.reason.value if result.reason else None,
        "estimator": result.estimator,
        "cost_eur": result.cost_eur,
        "verdict": result.verdict.value,
        "observed": result.observed,
        **_estimate_columns(result),
        **_count_columns(result.fake_starts, result.additional, result.cost),
    }


def _estimate_columns(result: CampaignResult) -> dict[str, object]:
    """Columns of the estimate, log points turned into relative changes.

    What supports a verdict beyond a hint stands in the primary row only.
    """
    estimate = result.estimate
    if estimate is None:
        return {}
    changes = ["effect", "low", "high"]
    shared, levels = ["n_before", "n_during", "n_units"], ["p_value"]
    if result.role is Role.PRIMARY:
        changes += ["second_low", "second_high"]
        shared += ["confirmed"]
        levels += ["smallest_p"]
    columns: dict[str, object] = {name: getattr(estimate, name) for name in shared}
    columns |= {name: _relative(getattr(estimate, name)) for name in changes}
    columns |= {name: _p_value(getattr(estimate, name)) for name in levels}
    if result.role is Role.PRIMARY:
        columns["mde"] = round(estimate.minimum_detectable, _DECIMALS)
    return columns


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


def _p_value(p: float | None) -> float | None:
    """P-value as it is published."""
    return None if p is None else max(round(p, _P_DECIMALS), 10**-_P_DECIMALS)


def _relative(log_points: float | None) -> float | None:
    """Relative change, None for an end that is open."""
    if log_points is None or not math.isfinite(log_points):
        return None
    return round(relative(log_points), _DECIMALS)
