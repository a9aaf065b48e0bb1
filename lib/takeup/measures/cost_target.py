"""What a transaction would cost at another take-up: the target formula of GOV.UK."""

from __future__ import annotations


def cost_at_takeup(
    cost_now_eur: float, digital_cost_eur: float, takeup_now: float, takeup_then: float
) -> float:
    """Cost per transaction if the digital take-up were another one.

    A + ((B - A) / (1 - X)) * (Y - X): a straight line from today's cost at today's take-up
    to the cost of a purely digital service at a take-up of 1.

    Parameters
    ----------
    cost_now_eur
        A, cost per transaction over all channels today, EUR.
    digital_cost_eur
        B, cost per transaction if all came in digitally, EUR.
    takeup_now
        X, digital take-up today (0-1, below 1).
    takeup_then
        Y, digital take-up in question (0-1).

    Returns
    -------
    float
        EUR per transaction.

    Raises
    ------
    ValueError
        If the take-up is 1 already: there is no line.

    References
    ----------
    GOV.UK Service Manual, Measuring cost per transaction. Its example: A 2, B 0.5, X 0.4,
    Y 0.8 gives 1.
    """
    if takeup_now >= 1:
        msg = "at a take-up of 1 there is nothing to extrapolate from"
        raise ValueError(msg)
    slope = (digital_cost_eur - cost_now_eur) / (1 - takeup_now)
    return cost_now_eur + slope * (takeup_then - takeup_now)
