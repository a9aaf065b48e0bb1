"""Fake starts: how often the method finds campaigns that never were."""

from __future__ import annotations

from takeup.effects.arrays import Floats, Integers
from takeup.effects.design import MIN_WEEKS_BEFORE
from takeup.effects.panel import fit_panel
from takeup.effects.result import FakeStarts

# Every 4th earlier week (methods.md §2b): closer ones share most of their weeks.
STEP = 4


def fake_treatments(treatment: Floats) -> list[Floats]:
    """Move the campaign back in time, to where nothing happened.

    Parameters
    ----------
    treatment
        Units x weeks, 0 before the campaign.

    Returns
    -------
    list of arrays
        One fake treatment per invented start, latest first: units x the first weeks of the
        panel, ending with the last fake week. None of them sees a week of the real campaign,
        and each has as many weeks before it as a real one needs.
    """
    n_weeks = treatment.shape[1]
    first = int(treatment.any(axis=0).argmax())
    shifts = range(n_weeks - first, first - MIN_WEEKS_BEFORE + 1, STEP)
    return [treatment[:, shift:] for shift in shifts]


def panel_fake_starts(log_rates: Floats, treatment: Floats, weeks: Integers) -> FakeStarts:
    """Refit the panel at every invented start and count those whose interval excludes zero.

    Arguments as in :func:`takeup.effects.panel.fit_panel`.

    References
    ----------
    Bertrand, Duflo & Mullainathan (2004), QJE 119:249 (placebo laws); Abadie, Diamond &
    Hainmueller (2015), American Journal of Political Science 59:495 (placebo in time).
    """
    flags = []
    for fake in fake_treatments(treatment):
        n_weeks = fake.shape[1]
        low, high = fit_panel(log_rates[:, :n_weeks], fake, weeks[:n_weeks]).interval
        flags.append(low > 0 or high < 0)
    return FakeStarts(len(flags), sum(flags))
