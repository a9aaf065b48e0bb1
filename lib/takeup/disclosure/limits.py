"""What a published number tells of a count, and a missing one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from takeup.disclosure.linked import Flags, Numbers
from takeup.disclosure.rule import Relations, SuppressionRule, interval, is_rounded, rounded


@dataclass(frozen=True)
class Limits:
    """Lowest and highest number each count may have, as far as it alone tells.

    Attributes
    ----------
    low, high
        Equal where the count is shown exactly.
    reach
        The number a secret count must be able to have.
    rounds
        Counts that the profile rounds.
    """

    low: Numbers
    high: Numbers
    reach: Numbers
    rounds: Flags

    @classmethod
    def of(
        cls, counts: pd.DataFrame, shown: Flags, relations: Relations, rule: SuppressionRule
    ) -> Limits:
        """Know the numbers of those that are shown; of a hidden one, that it is not zero.

        Where counts are rounded, a hidden one may be zero: it is a total.
        """
        rounds = is_rounded(counts, relations, rule).to_numpy(dtype=bool)
        known = counts["numerator"].fillna(0)
        near = interval(rounded(known))
        low = np.where(rounds, near["low"], known)
        high = np.where(rounds, near["high"], known)
        least = np.where(rounds, 0.0, 1.0)
        return cls(
            low=np.where(shown, low, least),
            high=np.where(shown, high, np.inf),
            reach=np.where(rounds, 0.0, rule.reach),
            rounds=rounds,
        )

    @property
    def secret(self) -> Flags:
        """Counts that must keep several possible numbers."""
        secret: Flags = np.where(self.rounds, self.low < 1, self.low < self.high)
        return secret
