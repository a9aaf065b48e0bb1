"""Counts that only chance sets apart: how probable one is, and where a tail begins.

``scipy.stats`` knows more, and takes as long to import as half a page takes to be made.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import special


class Count(Protocol):
    """Distribution of a whole number from 0 on."""

    @property
    def most(self) -> int:
        """A number with next to nothing above it."""

    def at_most(self, count: int) -> float:
        """Probability of a number or less."""

    def above(self, count: int) -> float:
        """Probability of more than a number."""

    def exactly(self, count: int) -> float:
        """Probability of a number."""


@dataclass(frozen=True)
class Binomial:
    """Parts of a ``total`` of which each is one with a probability of ``share``."""

    total: float
    share: float

    @property
    def most(self) -> int:
        """All of them."""
        return int(self.total)

    def at_most(self, count: int) -> float:
        """Probability of so many parts or fewer."""
        if not 0 <= count < self.most:
            return float(count >= 0)
        return float(special.betaincc(count + 1, self.most - count, self.share))

    def above(self, count: int) -> float:
        """Probability of more parts."""
        if not 0 <= count < self.most:
            return float(count < 0)
        return float(special.betainc(count + 1, self.most - count, self.share))

    def exactly(self, count: int) -> float:
        """Probability of so many parts."""
        ways = special.gammaln([self.total + 1, count + 1, self.total - count + 1])
        chosen = special.xlogy(count, self.share)
        left = special.xlog1py(self.total - count, -self.share)
        return float(np.exp(ways[0] - ways[1] - ways[2] + chosen + left))


@dataclass(frozen=True)
class Poisson:
    """Events that are ``mean`` on average."""

    mean: float

    @property
    def most(self) -> int:
        """Ten times the mean, and some for a small one: beyond is less than 1e-300."""
        return int(10 * self.mean) + 1000

    def at_most(self, count: int) -> float:
        """Probability of so many events or fewer."""
        return float(special.pdtr(count, self.mean)) if count >= 0 else 0.0

    def above(self, count: int) -> float:
        """Probability of more events."""
        return float(special.pdtrc(count, self.mean)) if count >= 0 else 1.0

    def exactly(self, count: int) -> float:
        """Probability of so many events."""
        log = special.xlogy(count, self.mean) - special.gammaln(count + 1) - self.mean
        return float(np.exp(log))


def lowest(model: Count, tail: float) -> int:
    """Smallest number that, with all below it, is at least as probable as the tail."""
    return bisect_left(range(model.most), tail, key=model.at_most)


def highest(model: Count, tail: float) -> int:
    """Smallest number above which there is no more than the tail."""
    return bisect_left(range(model.most), -tail, key=lambda count: -model.above(count))
