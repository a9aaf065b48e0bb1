"""Count ``population``; its meaning is in ``population.yml``."""

from __future__ import annotations

import pandas as pd

from takeup.measures.inputs import KEYS, Inputs
from takeup.regions import ALL, kreis_key


def population(inputs: Inputs) -> pd.DataFrame:
    """Residents of each administration and of the Kreis.

    Returns
    -------
    DataFrame
        One row per month and verwaltung, and one for ``alle``: ``numerator`` (residents).

    Notes
    -----
    The latest reference date serves all months: a new census must not look like a change in
    use. The residents of the Kreis are those of the others, so its own row is also the
    total; nothing is summed.
    """
    rows = inputs.frames["bevoelkerung"]
    latest = rows[rows["reference_date"] == rows["reference_date"].max()]
    known = inputs.verwaltungen[["verwaltung", "ars"]]
    kreis = pd.DataFrame({"verwaltung": [ALL], "ars": [kreis_key(known["ars"])]})
    places = pd.concat([known, kreis])
    residents = places.merge(latest, on="ars").assign(leistung_id=ALL)
    months = pd.DataFrame({"month": pd.Series(inputs.months, dtype="str")})
    cells = months.merge(residents, how="cross")
    return cells[KEYS].assign(numerator=cells["population"].astype("Float64"))
