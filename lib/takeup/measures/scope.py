"""Which services the digital take-up counts, where and when, and why not the others."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from takeup.measures.inputs import KEYS, Inputs
from takeup.regions import EWA_LEIKA

CHANNELS: Final = ("online", "assisted", "counter", "post", "phone")
_CELL: Final = ["verwaltung", "leistung_id"]
_REASONS: Final = (
    "attendance_required",
    "not_zustaendig",
    "catalogue_missing",
    "not_online",
    "offline_unknown",
)


def _ordinal(months: pd.Series[str]) -> pd.Series[int]:
    """Order of months as a number, for searching the last earlier one."""
    return months.str.replace("-", "", regex=False).astype("int64")


@lru_cache(maxsize=1)
def catalogue_in_force(inputs: Inputs) -> pd.DataFrame:
    """Catalogue of each month, or the last earlier one if that month's is missing.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and catalogue entry: leistung_id, ``online``. Months
        before the first catalogue of an administration have no rows.
    """
    catalogue = inputs.frames["katalog"][["verwaltung", "month", "leistung_id", "online"]]
    snapshots = catalogue[["verwaltung", "month"]].drop_duplicates()
    snapshots = snapshots.assign(order=_ordinal(snapshots["month"])).sort_values("order")
    wanted = pd.DataFrame({"month": pd.Series(inputs.months, dtype="str")})
    wanted = wanted.merge(inputs.verwaltungen[["verwaltung"]], how="cross")
    wanted = wanted.assign(order=_ordinal(wanted["month"])).sort_values("order")
    in_force = pd.merge_asof(
        wanted,
        snapshots.rename(columns={"month": "snapshot"}),
        on="order",
        by="verwaltung",
    ).dropna(subset=["snapshot"])
    entries = catalogue.rename(columns={"month": "snapshot"})
    return in_force.merge(entries, on=["verwaltung", "snapshot"])[[*KEYS, "online"]]


def ewa_months(inputs: Inputs) -> pd.DataFrame:
    """Full months with elektronische Wohnsitzanmeldung: one row per month and verwaltung.

    A month in which it started after the first day does not count: its eligible cases
    would include those from before the start.
    """
    months = pd.DataFrame({"month": pd.Series(inputs.months, dtype="str")})
    running = months.merge(inputs.ewa_start, how="cross")
    first_days = pd.to_datetime(running["month"], format="%Y-%m")
    return running.loc[first_days >= running["date"], ["month", "verwaltung"]]


def _channels_known(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell rows in which every channel is a number or does not exist for the service."""
    states = rows[[f"{name}_state" for name in CHANNELS]]
    return states.isin(["value", "not_applicable"]).all(axis=1)


def _observed_cells(inputs: Inputs, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Cells named by a catalogue or a case list, with the catalogue's word on each."""
    cases = inputs.frames["faelle"]
    cases = cases.assign(channels_known=_channels_known(cases))[[*KEYS, "channels_known"]]
    cases = cases[cases["month"].isin(inputs.months)]
    cells = catalogue.merge(cases, on=KEYS, how="outer")
    listed = catalogue[["month", "verwaltung"]].drop_duplicates().assign(catalogue=True)
    cells = cells.merge(listed, on=["month", "verwaltung"], how="left")
    flags = ["online", "channels_known", "catalogue"]
    filled = cells[flags].astype("boolean").fillna(False).astype(bool)
    return cells[KEYS].assign(**{name: filled[name] for name in flags})


def _with_parameters(cells: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add attendance, Zuständigkeit (an unknown one stays in) and the start of the eWA."""
    attendance = inputs.leistungen.loc[inputs.leistungen["attendance_required"], "leistung_id"]
    outside = inputs.zustaendigkeit[inputs.zustaendigkeit["zustaendig"] == "nein"]
    running = pd.MultiIndex.from_frame(ewa_months(inputs)[["month", "verwaltung"]])
    started = pd.MultiIndex.from_frame(cells[["month", "verwaltung"]]).isin(running)
    ready = (cells["leistung_id"] != EWA_LEIKA) | started
    return cells.assign(
        attendance=cells["leistung_id"].isin(attendance),
        outside=pd.MultiIndex.from_frame(cells[_CELL]).isin(
            pd.MultiIndex.from_frame(outside[_CELL])
        ),
        online=cells["online"] & ready,
    )


@lru_cache(maxsize=1)
def case_scope(inputs: Inputs) -> pd.DataFrame:
    """Every cell that could count in the digital take-up, and why it does not.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id that a catalogue or a case list
        names: ``reason``, empty if the cell counts; else, first that holds,
        ``attendance_required``, ``not_zustaendig``, ``catalogue_missing`` (no catalogue so
        far), ``not_online``, ``offline_unknown`` (a channel has no number).

    Notes
    -----
    Before the eWA starts, "Wohnsitz anmelden" is not online, whatever the catalogue says.
    """
    cells = _with_parameters(_observed_cells(inputs, catalogue_in_force(inputs)), inputs)
    holds = [
        cells["attendance"],
        cells["outside"],
        ~cells["catalogue"],
        ~cells["online"],
        ~cells["channels_known"],
    ]
    reason = np.select([each.to_numpy() for each in holds], list(_REASONS), default="")
    return cells[KEYS].assign(reason=pd.Series(reason, index=cells.index, dtype="str"))


@lru_cache(maxsize=1)
def cases_in_scope(inputs: Inputs) -> pd.DataFrame:
    """Case lists of the cells that count; a channel that does not exist holds 0.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id with the channels, ``eligible`` and
        ``eligible_state``.
    """
    scope = case_scope(inputs)
    rows = inputs.frames["faelle"].merge(scope.loc[scope["reason"] == "", KEYS], on=KEYS)
    return rows.assign(**{name: rows[name].fillna(0) for name in CHANNELS})


def excluded_from_takeup(inputs: Inputs) -> pd.DataFrame:
    """Services that the digital take-up leaves out, each with its reason.

    Returns
    -------
    DataFrame
        One row per month, verwaltung and leistung_id: ``reason`` as in :func:`case_scope`.
        Months without a delivered case list are absent: there everything is unknown.
    """
    scope = case_scope(inputs)
    coverage = inputs.coverage[inputs.coverage["source"] == "faelle"]
    delivered = coverage.loc[coverage["days_present"] > 0, ["month", "verwaltung"]]
    excluded = scope[scope["reason"] != ""].merge(delivered, on=["month", "verwaltung"])
    return excluded.sort_values(KEYS, ignore_index=True)
