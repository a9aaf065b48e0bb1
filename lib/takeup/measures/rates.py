"""Rates: one division, from protected counts only, so that no rate can reveal a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from takeup.measures.inputs import KEYS
from takeup.measures.sidecar import Sidecar

# Two-sided 95 % of the normal distribution.
_Z_95: Final = 1.959963984540054
# First that holds on either side decides; a rate is never surer than its counts.
_INHERITED: Final = ("suppressed", "unknown", "not_applicable")
_COLUMNS: Final = [
    *KEYS,
    "measure",
    "numerator",
    "denominator",
    "value",
    "status",
    "data_maturity",
]


@dataclass(frozen=True)
class MinimumBase:
    """Smallest denominators that carry a published rate (domain.md §6).

    ``share``: below 10 cases one case moves a share by more than ten points;
    ``answers``: satisfaction from 5 answers on.
    """

    share: int = 10
    answers: int = 5


def share(numerator: pd.Series[float], denominator: pd.Series[float]) -> pd.Series[float]:
    """Divide; the only division of the measures.

    Returns
    -------
    Series
        Quotient as Float64; missing where a side is missing or the denominator is 0.
    """
    base = denominator.astype("Float64")
    return numerator.astype("Float64") / base.where((base != 0).fillna(False))


def wilson(numerator: pd.Series[float], denominator: pd.Series[float]) -> pd.DataFrame:
    """95 % interval of a share, for small bases.

    Returns
    -------
    DataFrame
        Same index: ``low``, ``high`` (0-1); missing where the share is.

    References
    ----------
    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    observed = share(numerator, denominator)
    base = denominator.astype("Float64").where(observed.notna())
    spread = _Z_95 * (observed * (1 - observed) / base + _Z_95**2 / (4 * base**2)) ** 0.5
    centre = observed + _Z_95**2 / (2 * base)
    scale = 1 + _Z_95**2 / base
    low = ((centre - spread) / scale).clip(lower=0)
    return pd.DataFrame({"low": low, "high": ((centre + spread) / scale).clip(upper=1)})


def smallest_base(sidecar: Sidecar, minimum: MinimumBase) -> int:
    """Smallest denominator for a rate; 1 for rates per 1,000 residents."""
    if sidecar.counts == "answers":
        return minimum.answers
    return minimum.share if sidecar.scale == 1 else 1


def _status(pairs: pd.DataFrame, base: int) -> pd.Series[str]:
    """Status of a rate from the statuses of both counts and the size of its base."""
    sides = [pairs["status"], pairs["status_base"]]
    holds = [(sides[0] == name) | (sides[1] == name) for name in _INHERITED]
    # A count may itself be hidden for its size: answers under the minimum.
    too_small = (sides[0] == "too_small") | (sides[1] == "too_small")
    too_small |= (pairs["denominator"] < base).fillna(False).astype(bool)
    partial = (sides[0] == "partial") | (sides[1] == "partial")
    conditions = [each.to_numpy() for each in (*holds, too_small, partial)]
    names = [*_INHERITED, "too_small", "partial"]
    return pd.Series(np.select(conditions, names, default="ok"), index=pairs.index, dtype="str")


def _rate(counts: pd.DataFrame, name: str, sidecar: Sidecar, base: int) -> pd.DataFrame:
    """One rate wherever both of its counts have a row."""
    above = counts[counts["measure"] == sidecar.numerator].drop(columns="denominator")
    below = counts.loc[counts["measure"] == sidecar.denominator, [*KEYS, "numerator", "status"]]
    below = below.rename(columns={"numerator": "denominator", "status": "status_base"})
    pairs = above.merge(below, on=KEYS)
    status = _status(pairs, base)
    value = share(pairs["numerator"], pairs["denominator"]) * (sidecar.scale or 1)
    # A count beside a hidden one would invite to compute it back.
    shown = ~status.isin(_INHERITED)
    pairs = pairs.assign(
        measure=name,
        numerator=pairs["numerator"].where(shown),
        denominator=pairs["denominator"].where(shown),
        value=value.where(status.isin(["ok", "partial"])),
        status=status,
    )
    return pairs[_COLUMNS]


def rates(
    counts: pd.DataFrame, sidecars: Mapping[str, Sidecar], minimum: MinimumBase
) -> pd.DataFrame:
    """All rates, from counts as they are published.

    Parameters
    ----------
    counts
        Protected counts, the long table of :func:`takeup.measures.definition.all_counts`.
    sidecars
        Meaning of all measures; those of kind ``rate`` are computed.
    minimum
        Smallest denominators.

    Returns
    -------
    DataFrame
        The long table of the rates. A rate is ``suppressed``, ``unknown`` or
        ``not_applicable`` if one of its counts is; ``too_small`` without value if its
        denominator is under the minimum; ``partial`` if one of its counts is.
    """
    tables = [
        _rate(counts, name, sidecar, smallest_base(sidecar, minimum))
        for name, sidecar in sidecars.items()
        if sidecar.kind == "rate"
    ]
    return pd.concat(tables).sort_values(["measure", *KEYS], ignore_index=True)
