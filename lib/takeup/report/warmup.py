"""What every page does in its first second, done beforehand and without any data."""

from __future__ import annotations

from typing import Final

import pandas as pd

import takeup.report  # noqa: F401  it imports all that a notebook calls
from takeup.measures.sidecar import load_sidecars
from takeup.render.charts import Event, Keys, Words, line_chart

_WORDS: Final = Words("Ab", "ab", "n", "-", "-", "-")
_MONTHS: Final = ("2000-01", "2000-02", "2000-03")


def warm_up() -> None:
    """Fill the caches: fonts, marks, locale, texts, templates, sidecars.

    The chart is one of our own, its numbers mean nothing; what it leaves behind are widths of
    letters and forms of numbers.
    """
    load_sidecars()
    frame = pd.DataFrame(
        {"month": _MONTHS, "key": "a", "value": [1.0, 2000.0, 3.0], "status": "ok"}
    )
    keys = Keys("key", {"a": "Ab"})
    figure = line_chart(frame, keys, "integer", _WORDS, [Event(_MONTHS[1], "ab")])
    figure._repr_mimebundle_()
