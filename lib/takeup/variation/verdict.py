"""A verdict as a row of the published table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from takeup.variation.ranges import Range

USUAL: Final = "usual"
NOTICEABLE: Final = "noticeable"
NONE: Final = "none"


def verdict(now: Mapping[Any, Any], found: Range) -> dict[str, Any]:
    """Compare a published figure with its range; both limits are usual.

    Shares and rates are compared as the counts they come from: a share equal to a limit must
    not fall outside by rounding.
    """
    value = float(now["value"])
    # One part in a million million: far less than one case, far more than rounding.
    slack = 1e-12 * max(1.0, abs(value))
    inside = found.low - slack <= value <= found.high + slack
    return {
        "value": value,
        "status": now["status"],
        "centre": found.centre,
        "low": found.low,
        "high": found.high,
        "verdict": USUAL if inside else NOTICEABLE,
        "reason": "",
        "phi": found.phi,
        "compared": found.months,
    }


def without(now: Mapping[Any, Any], reason: str) -> dict[str, Any]:
    """No verdict, and why."""
    return {
        "value": now["value"],
        "status": now["status"],
        **dict.fromkeys(("centre", "low", "high", "phi"), np.nan),
        "verdict": NONE,
        "reason": reason,
        "compared": 0,
    }
