"""The funnel plot: what an administration's rate may be if only its size sets it apart.

Each administration is measured against the others: neither the common rate nor the scatter
contains the one that is judged, so an outlier widens no limit of its own. Limits are exact
(binomial, or Poisson per resident), and widened by the scatter between the others.

References
----------
Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
Medicine 24:1185: exact limits by interpolation (A.1.1), multiplicative overdispersion.
Leaving out the judged unit instead of winsorising: ADR 20, measured in docs/variation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import special

from takeup.effects.arrays import Floats
from takeup.variation.chance import Binomial, Poisson, highest, lowest

# Probability of a false alarm of one verdict, both sides together.
ALPHA: Final = 0.01
# With fewer others their scatter is not known.
MIN_OTHERS: Final = 4

# Keeps a division defined where a number of parts is next to impossible.
_TINY: Final = 1e-300

Family = Literal["binomial", "poisson"]


@dataclass(frozen=True)
class Units:
    """Administrations with ``parts`` of ``bases`` (cases, or residents in thousands)."""

    parts: Floats
    bases: Floats
    family: Family


@dataclass(frozen=True)
class Funnel:
    """What is usual for a unit beside the others.

    ``phi`` is the scatter between the others in units of chance, at least 1; ``stretch`` is
    by how much exact limits are widened for it and for the others being few; ``others`` is
    the sum of their bases.
    """

    family: Family
    centre: float
    phi: float
    stretch: float
    others: float

    def limits(self, base: float) -> tuple[float, float]:
        """Lowest and highest usual rate on a base."""
        low, high = exact_limits(self.family, self.centre, base, ALPHA)
        wider = self.stretch * np.sqrt(1 + base / self.others)
        ends = (self.centre + (end - self.centre) * wider for end in (low, high))
        most = 1.0 if self.family == "binomial" else np.inf
        lowest, highest = (float(np.clip(end, 0, most)) for end in ends)
        return lowest, highest


def funnel(units: Units, at: int) -> Funnel:
    """Funnel for the unit at a place, from all the others.

    Parameters
    ----------
    units
        All units; at least ``MIN_OTHERS`` besides the judged one.
    at
        Place of the judged unit.
    """
    others = np.arange(len(units.parts)) != at
    parts, bases = units.parts[others], units.bases[others]
    centre = float(parts.sum() / bases.sum())
    free = len(parts) - 1
    chance = centre * (1 - centre) if units.family == "binomial" else centre
    phi = 1.0
    if chance > 0:
        scatter = (parts / bases - centre) ** 2 * bases / chance
        phi = max(float(scatter.sum() / free), 1.0)
    # The scatter of a few others is known badly: Student's law instead of the normal one.
    few = special.stdtrit(free, ALPHA / 2) / special.ndtri(ALPHA / 2)
    stretch = np.sqrt(phi) * few
    return Funnel(units.family, centre, phi, float(stretch), float(bases.sum()))


def exact_limits(
    family: Family, centre: float, base: float, alpha: float
) -> tuple[float, float]:
    """Limits of a rate between whole numbers of parts, interpolated to the probability.

    The first number of parts whose tail is as probable as wanted is moved outwards by that
    part of its own probability which the tail has too much (Spiegelhalter 2005, A.1.1; the
    upper limit as the mirror of the lower one, so that both are on the safe side).
    """
    model = Binomial(base, centre) if family == "binomial" else Poisson(base * centre)
    tail = alpha / 2
    first, last = lowest(model, tail), highest(model, tail)
    below = (model.at_most(first) - tail) / max(model.exactly(first), _TINY)
    above = (model.above(last - 1) - tail) / max(model.exactly(last), _TINY)
    return max((first - below) / base, 0.0), (last + above) / base
