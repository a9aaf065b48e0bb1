"""From delivered numbers to complete counts: zeros, states and totals, for every measure alike.

Counts are computed raw here; they leave the house only through disclosure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Final

import numpy as np
import pandas as pd

from takeup.measures import COUNTS
from takeup.measures.grids import GRIDS, administration_cells
from takeup.measures.inputs import KEYS, Inputs
from takeup.measures.sidecar import Sidecar, load_sidecars
from takeup.periods import Month
from takeup.regions import ALL

# Delivered for as long as they say, so no month of theirs is delivered or missing as such.
_STANDING: Final = frozenset({"bevoelkerung", "kosten"})
# Counts whose cells are the services that rows name: a row set aside may be the only one.
_OPEN_GRID: Final = "activity"
_PLACE: Final = ["month", "verwaltung"]
_FLAGS: Final = ["known", "unknown", "partial"]


def count_function(measure: str) -> Callable[[Inputs], pd.DataFrame]:
    """Find the function of a count: it has the name of its module."""
    module = import_module(f"takeup.measures.{measure}")
    function: Callable[[Inputs], pd.DataFrame] = getattr(module, measure)
    return function


def delivery_states(inputs: Inputs, source: str) -> pd.DataFrame:
    """How completely a source was delivered.

    Returns
    -------
    DataFrame
        One row per month and verwaltung with a delivery: ``delivery`` (complete, partial:
        days are lacking, or all services are in doubt). Without a row nothing was delivered.
    """
    coverage = inputs.coverage[inputs.coverage["source"] == source]
    coverage = coverage[coverage["days_present"] > 0]
    partial = coverage["days_present"] < coverage["days_expected"]
    gaps = inputs.gaps[(inputs.gaps["source"] == source) & (inputs.gaps["leistung_id"] == ALL)]
    doubtful = pd.MultiIndex.from_frame(gaps[_PLACE])
    partial |= pd.MultiIndex.from_frame(coverage[_PLACE]).isin(doubtful)
    return coverage[_PLACE].assign(delivery=np.where(partial, "partial", "complete"))


def _cell_status(cells: pd.DataFrame) -> pd.Series[str]:
    """Status of each cell; ``found`` tells whether a delivery has a row for it."""
    has_value = cells["numerator"].notna()
    holds = {
        "not_applicable": ~cells["found"] & (cells["empty"] == "not_applicable"),
        "unknown": ~has_value | (~cells["found"] & (cells["delivery"] == "missing")),
        # A row whose month is not in the coverage at all is evidence of a part of it.
        "partial": cells["delivery"] != "complete",
    }
    conditions = [each.to_numpy() for each in holds.values()]
    return pd.Series(np.select(conditions, list(holds), default="ok"), index=cells.index)


def complete(delivered: pd.DataFrame, grid: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Lay delivered numbers over the cells that a delivery should fill.

    Parameters
    ----------
    delivered
        Numbers per month, verwaltung and leistung_id: ``numerator``.
    grid
        Expected cells: ``empty`` (:mod:`takeup.measures.grids`).
    states
        ``delivery`` (complete, partial, missing) of every month and verwaltung.

    Returns
    -------
    DataFrame
        One row per cell of either: ``numerator``, ``status``, ``delivery``. A zero is
        written only where a month was delivered and its silence means zero.
    """
    cells = grid.merge(delivered.assign(found=True), on=KEYS, how="outer")
    cells = cells.assign(found=cells["found"].notna()).merge(states, on=_PLACE)
    silent = ~cells["found"] & (cells["empty"] == "ok") & (cells["delivery"] != "missing")
    cells = cells.assign(numerator=cells["numerator"].mask(silent, 0).astype("Float64"))
    status = _cell_status(cells)
    numerator = cells["numerator"].where(status.isin(["ok", "partial"]))
    return cells[KEYS].assign(numerator=numerator, status=status, delivery=cells["delivery"])


def _with_gaps(cells: pd.DataFrame, gaps: pd.DataFrame, *, is_open: bool) -> pd.DataFrame:
    """Mark cells of which a part was set aside; in an open grid, of the whole month if need be.

    Without a cell of its own a service of a closed grid does not count at all.
    """
    keys, doubtful = (pd.MultiIndex.from_frame(each[KEYS]) for each in (cells, gaps))
    marked = keys.isin(doubtful)
    if is_open:
        homeless = gaps.loc[~doubtful.isin(keys), _PLACE]
        places = pd.MultiIndex.from_frame(cells[_PLACE])
        marked |= places.isin(pd.MultiIndex.from_frame(homeless))
    status = cells["status"].mask(marked & (cells["status"] == "ok"), "partial")
    return cells.assign(status=status)


def total(cells: pd.DataFrame, over: str) -> pd.DataFrame:
    """Sum counts over ``verwaltung`` or ``leistung_id``.

    Parameters
    ----------
    cells
        ``numerator``, ``status`` and ``gap`` (the cell's unknown makes the total partial).
    over
        Key column that becomes ``alle``.

    Returns
    -------
    DataFrame
        One row per remaining key: ``numerator`` (sum of what is known), ``status`` (ok;
        partial if something is missing or was partial; unknown or not_applicable if nothing
        is known).
    """
    keys = [name for name in KEYS if name != over]
    flagged = cells[keys].assign(
        numerator=cells["numerator"],
        known=cells["numerator"].notna(),
        unknown=cells["status"] == "unknown",
        partial=(cells["status"] == "partial") | cells["gap"],
    )
    groups = flagged.groupby(keys)
    known = groups["numerator"].sum(min_count=1)
    sums = pd.concat([known, groups[_FLAGS].max()], axis=1).reset_index()
    conditions = [sums["known"] & sums["partial"], sums["known"], sums["unknown"]]
    names = ["partial", "ok", "unknown"]
    status = np.select([each.to_numpy() for each in conditions], names, "not_applicable")
    return sums[keys].assign(
        numerator=sums["numerator"], status=pd.Series(status, dtype="str"), **{over: ALL}
    )


def _service_totals(cells: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Total over services; one excluded by rule in a delivered month leaves no gap.

    ``places`` has every month and administration with ``delivery``: one of which no service
    is known is unknown as a whole, or has none that counts.
    """
    gap = (cells["status"] == "unknown") & (cells["delivery"] == "missing")
    totals = total(cells.assign(gap=gap), "leistung_id")
    totals = places.merge(totals, on=_PLACE, how="left").assign(leistung_id=ALL)
    bare = pd.Series("not_applicable", index=totals.index, dtype="str")
    bare = bare.mask(totals["delivery"] == "missing", "unknown")
    return totals.assign(status=totals["status"].fillna(bare))


def _blind_months(cells: pd.DataFrame, totals: pd.DataFrame) -> pd.Series[str]:
    """Months in which an administration is unknown without even a list of its services."""
    seen = pd.MultiIndex.from_frame(cells[_PLACE])
    blind = ~pd.MultiIndex.from_frame(totals[_PLACE]).isin(seen)
    return totals.loc[blind & (totals["status"] == "unknown"), "month"]


def _kreis_totals(cells: pd.DataFrame, *, complete_only: bool) -> pd.DataFrame:
    """Total over administrations; each unknown one leaves a gap."""
    totals = total(cells.assign(gap=cells["status"] == "unknown"), "verwaltung")
    if not complete_only:
        return totals
    incomplete = totals["status"] == "partial"
    return totals.assign(
        numerator=totals["numerator"].mask(incomplete),
        status=totals["status"].mask(incomplete, "unknown"),
    )


def _with_service_totals(cells: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Cells, their totals over services, and the Kreis totals of both."""
    totals = _service_totals(cells, places)
    blind = _blind_months(cells, totals)
    kreis = _kreis_totals(pd.concat([cells, totals]), complete_only=False)
    hollow = (kreis["status"] == "ok") & kreis["month"].isin(blind)
    kreis = kreis.assign(status=kreis["status"].mask(hollow, "partial"))
    return pd.concat([cells, totals, kreis], ignore_index=True)


def _no_kreis_totals(cells: pd.DataFrame) -> pd.DataFrame:
    """Say that a total does not exist, unless it was delivered as such."""
    rows = cells[["month", "leistung_id"]].drop_duplicates()
    rows = rows.assign(verwaltung=ALL, status="not_applicable")
    delivered = cells.loc[cells["verwaltung"] == ALL, KEYS]
    known = pd.MultiIndex.from_frame(rows[KEYS]).isin(pd.MultiIndex.from_frame(delivered))
    return rows[~known]


def _states(sidecar: Sidecar, inputs: Inputs, grid: pd.DataFrame) -> pd.DataFrame:
    """Delivery of every month and administration of a grid: complete, partial or missing."""
    source = sidecar.sources[0]
    if source in _STANDING:
        return grid[_PLACE].drop_duplicates().assign(delivery="complete")
    places = administration_cells(inputs, grid)[_PLACE]
    states = places.merge(delivery_states(inputs, source), on=_PLACE, how="left")
    return states.assign(delivery=states["delivery"].fillna("missing"))


def count_rows(measure: str, inputs: Inputs) -> pd.DataFrame:
    """One count with its states and totals, unprotected.

    Parameters
    ----------
    measure
        Name in :data:`takeup.measures.COUNTS`.
    inputs
        Staged rows, coverage and parameters.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id, totals ``alle`` included:
        ``numerator``, ``status``. Totals come from raw values. A cell that does not exist
        (a service outside the Zuständigkeit) has no row.
    """
    sidecar, grid = load_sidecars()[measure], GRIDS[COUNTS[measure]]
    delivered = count_function(measure)(inputs)
    delivered = delivered[delivered["month"].isin(inputs.months)]
    expected = grid.cells(inputs, delivered)
    states = _states(sidecar, inputs, expected)
    gaps = inputs.gaps[inputs.gaps["source"] == sidecar.sources[0]]
    cells = complete(delivered, expected, states)
    cells = _with_gaps(cells, gaps, is_open=COUNTS[measure] == _OPEN_GRID)
    if "leistungen" in sidecar.additive:
        rows = _with_service_totals(cells, states)
    elif "verwaltungen" in sidecar.additive:
        totals = _kreis_totals(cells, complete_only=grid.complete_totals)
        rows = pd.concat([cells, totals], ignore_index=True)
    else:
        rows = pd.concat([cells, _no_kreis_totals(cells)], ignore_index=True)
    return rows[[*KEYS, "numerator", "status"]]


def first_provisional(stand: date, days: int) -> str:
    """First month whose figures are provisional: not so many days over by then (ADR 10)."""
    return str(Month.of(stand - timedelta(days=days - 1)))


def all_counts(inputs: Inputs, first_provisional: str) -> pd.DataFrame:
    """All counts in the long table, unprotected.

    Parameters
    ----------
    inputs
        Staged rows, coverage and parameters.
    first_provisional
        Figures of this month and later ones are provisional, earlier ones final.

    Returns
    -------
    DataFrame
        One row per month, verwaltung, leistung_id and measure: ``numerator`` and ``value``
        (equal), ``denominator`` (missing), ``status``, ``data_maturity``; sorted by measure,
        month, verwaltung, leistung_id.
    """
    tables = [count_rows(name, inputs).assign(measure=name) for name in COUNTS]
    rows = pd.concat(tables, ignore_index=True)
    # Money has cents: in which order they were added must not show in the last digit.
    rows = rows.assign(numerator=rows["numerator"].round(2))
    counts = rows[[*KEYS, "measure", "numerator"]].assign(
        denominator=pd.Series(pd.NA, index=rows.index, dtype="Float64"),
        value=rows["numerator"],
        status=rows["status"].astype("str"),
        data_maturity=np.where(rows["month"] < first_provisional, "final", "provisional"),
    )
    counts = counts.astype({"data_maturity": "str"})
    return counts.sort_values(["measure", *KEYS], ignore_index=True)
