"""Fake starts: how often the method finds campaigns that never were."""

from __future__ import annotations

import numpy as np

from takeup.effects.arrays import Floats
from takeup.effects.panel import fit_panel
from takeup.effects.phases import fading
from takeup.effects.result import FakeStarts
from takeup.effects.soundness import MIN_WEEKS_BEFORE
from takeup.effects.weekly import WeeklyPanel

# Every 4th earlier week (methods.md §2b): closer ones share most of their weeks.
STEP = 4


def fake_treatments(treatment: Floats, width: int = 1) -> list[Floats]:
    """Move the campaign back in time, to where nothing happened.

    Parameters
    ----------
    treatment
        Units x columns, 0 before the campaign.
    width
        Weeks that stand in one column.

    Returns
    -------
    list of arrays
        One fake treatment per invented start, latest first: units x the first columns of the
        panel, ending with the last fake week. None of them sees a week of the real campaign,
        and each has as many weeks before it as a real one needs.
    """
    first = int(treatment.any(axis=0).argmax())
    needed = -(-MIN_WEEKS_BEFORE // width)
    shifts = range(treatment.shape[1] - first, first - needed + 1, max(1, STEP // width))
    return [treatment[:, shift:] for shift in shifts]


def panel_fake_starts(panel: WeeklyPanel) -> FakeStarts:
    """Refit the panel at every invented start and count those whose interval excludes zero.

    The weeks after an invented end are left out as those after a real one are.

    References
    ----------
    Bertrand, Duflo & Mullainathan (2004), QJE 119:249 (placebo laws); Abadie, Diamond &
    Hainmueller (2015), American Journal of Political Science 59:495 (placebo in time).
    """
    flags = []
    noise, log_rates = panel.noise, panel.log_rates
    for fake in fake_treatments(panel.treatment, panel.width):
        n = fake.shape[1]
        rates = np.where(fading(fake, panel.weeks[:n]), np.nan, log_rates[:, :n])
        low, high = fit_panel(rates, fake, panel.weeks[:n], noise[:, :n]).interval
        flags.append(low > 0 or high < 0)
    return FakeStarts(len(flags), sum(flags))
