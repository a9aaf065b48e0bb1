"""What a panel must hold before anything is estimated from it."""

import numpy as np

from takeup.effects.result import Reason
from takeup.effects.soundness import inspect


def test_deliveries_that_begin_after_the_campaign_leave_no_full_week() -> None:
    nothing = np.zeros((3, 0))

    sound = inspect(nothing, nothing, nothing.astype(bool))

    assert sound.reason is Reason.NO_FULL_WEEK
