"""Which cells a delivery should fill, and what an empty one means.

A grid has one row per month, verwaltung and leistung_id; ``empty`` is the status of the cell
if its month was delivered without a row for it: ``ok`` (nothing happened, so 0), ``unknown``
or ``not_applicable``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from takeup.measures.inputs import KEYS, Inputs
from takeup.measures.scope import case_scope, catalogue_in_force
from takeup.regions import ALL, EWA_LEIKA

_CELL: Final = ["verwaltung", "leistung_id"]


@dataclass(frozen=True)
class Grid:
    """Expected cells, and whether a total needs every administration.

    ``cells`` takes the inputs and the delivered cells. ``complete_totals``: a total over
    administrations is unknown, not partial, as long as one of them is unknown.
    """

    cells: Callable[[Inputs, pd.DataFrame], pd.DataFrame]
    complete_totals: bool = False


def administration_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """One cell per month and administration, without services."""
    del delivered
    months = pd.DataFrame({"month": pd.Series(inputs.months, dtype="str")})
    cells = months.merge(inputs.verwaltungen[["verwaltung"]], how="cross")
    return cells.assign(leistung_id=ALL, empty="unknown")


def traffic_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """As for administrations, but silence is a zero.

    Matomo answers a day without campaign visits with nothing at all.
    """
    return administration_cells(inputs, delivered).assign(empty="ok")


def resident_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """As for administrations, and the Kreis total, which is delivered and never summed."""
    cells = administration_cells(inputs, delivered)
    months = cells[["month"]].drop_duplicates()
    return pd.concat(
        [cells, months.assign(verwaltung=ALL, leistung_id=ALL, empty="unknown")],
        ignore_index=True,
    )


def activity_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """Every service ever active at an administration or online there that month.

    Sources of activity list only what happened, so an empty cell is a zero, except where
    the catalogue says that the service was not online.
    """
    months = pd.DataFrame({"month": pd.Series(inputs.months, dtype="str")})
    active = months.merge(delivered[_CELL].drop_duplicates(), how="cross")
    catalogue = catalogue_in_force(inputs)
    listed = catalogue[["month", "verwaltung"]].drop_duplicates().assign(listed=True)
    online = catalogue.loc[catalogue["online"].fillna(False), KEYS].assign(online=True)
    cells = active.merge(online, on=KEYS, how="outer")
    cells = cells.merge(listed, on=["month", "verwaltung"], how="left")
    offline = cells["listed"].notna() & cells["online"].isna()
    return cells[KEYS].assign(empty=np.where(offline, "not_applicable", "ok"))


_EMPTY_CASES: Final = {
    "": "unknown",
    "offline_unknown": "unknown",
    "catalogue_missing": "unknown",
    "not_online": "not_applicable",
}


def case_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """Services that could count in the digital take-up.

    Services that require personal attendance or lie outside the administration's
    Zuständigkeit have no cell.
    """
    del delivered
    scope = case_scope(inputs)
    cells = scope[scope["reason"].isin(list(_EMPTY_CASES))]
    return cells[KEYS].assign(empty=cells["reason"].map(_EMPTY_CASES))


def ewa_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """Expect the eWA at every administration; before its start it does not apply."""
    cases = case_cells(inputs, delivered)
    cases = cases[cases["leistung_id"] == EWA_LEIKA]
    everywhere = administration_cells(inputs, delivered)[["month", "verwaltung"]]
    cells = everywhere.assign(leistung_id=EWA_LEIKA).merge(cases, on=KEYS, how="left")
    return cells.assign(empty=cells["empty"].fillna("not_applicable"))


def cost_cells(inputs: Inputs, delivered: pd.DataFrame) -> pd.DataFrame:
    """Every administration, and the services with a cost wherever they count.

    A service priced by one administration only must not make up the total of all.
    """
    cases = case_cells(inputs, delivered)
    priced = cases[cases["leistung_id"].isin(inputs.frames["kosten"]["leistung_id"])]
    return pd.concat([priced, administration_cells(inputs, delivered)], ignore_index=True)


GRIDS: Final[dict[str, Grid]] = {
    "administrations": Grid(administration_cells),
    "traffic": Grid(traffic_cells),
    "residents": Grid(resident_cells),
    "activity": Grid(activity_cells),
    "cases": Grid(case_cells),
    # The eWA-Quote divides by these: both sides must stand for the same administrations.
    "ewa": Grid(ewa_cells, complete_totals=True),
    # So must the costs and the cases that they are divided by.
    "costs": Grid(cost_cells, complete_totals=True),
}
