"""Yes, no or unknown: what each component says of every administration and service.

Every function takes the grid of :func:`takeup.uniformity.facts.grid` and gives a verdict per
row; what is no "yes" names the task that follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from takeup.regions import key_stem
from takeup.uniformity.facts import CELL, PARTS, Facts, grid, told

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"
# The component does not apply to the cell.
NONE: Final = ""
# One alone has nobody to differ from.
_TWO: Final = 2

Flags = pd.Series
# State, task ("" if none) and detail of the cells a condition holds for.
Verdict = tuple[Flags, str, str, "pd.Series[str] | str"]


class _Context(NamedTuple):
    """Grid, what is known of being online, and the facts behind both."""

    cells: pd.DataFrame
    online: pd.DataFrame
    facts: Facts


def judge(facts: Facts) -> pd.DataFrame:
    """Judge every cell by every component that is about single services.

    Returns
    -------
    DataFrame
        One row per component (E1, E4 to E10, E12), verwaltung and leistung_id that it applies
        to: ``core`` (whether it counts in the components), ``state`` (yes, no, unknown),
        ``task`` (empty if nothing follows) and ``detail``.
    """
    cells = grid(facts)
    context = _Context(cells, _online(cells, facts.agreement.reifegrad_ab), facts)
    parts = []
    for component, rule in _RULES.items():
        found = _first(cells, rule(context)).assign(component=component)
        parts.append(pd.concat([cells[[*CELL, "core"]], found], axis=1))
    table = pd.concat(parts, ignore_index=True)
    table = table[table["state"] != NONE]
    return table[["component", *CELL, "core", "state", "task", "detail"]].reset_index(drop=True)


def _first(cells: pd.DataFrame, verdicts: list[Verdict]) -> pd.DataFrame:
    """First verdict that holds for each cell."""
    holds = [each[0].fillna(False).to_numpy(dtype=bool) for each in verdicts]
    columns = {}
    for at, name in enumerate(("state", "task", "detail"), start=1):
        values = [np.asarray(each[at], dtype=object) for each in verdicts]
        columns[name] = np.select(holds, values, default=NONE)
    return pd.DataFrame(columns, index=cells.index).astype("str")


def _online(cells: pd.DataFrame, at_least: int) -> pd.DataFrame:
    """Whether a service is online, whoever is zuständig: by flag and maturity together."""
    maturity = cells["maturity"]
    level = maturity.astype("str").fillna("")
    verdicts: list[Verdict] = [
        (cells["listed"].isna(), UNKNOWN, "clarify_catalogue", ""),
        (~cells["listed"], NO, "missing_online", ""),
        (cells["online"].isna(), UNKNOWN, "clarify_online", ""),
        (~cells["online"] & (maturity >= at_least), UNKNOWN, "clarify_online", level),
        (~cells["online"], NO, "missing_online", ""),
        (maturity.isna(), UNKNOWN, "clarify_maturity", ""),
        (maturity < at_least, NO, "below_maturity", level),
        (cells["online"], YES, "", ""),
    ]
    return _first(cells, verdicts)


def _coverage(context: _Context) -> list[Verdict]:
    """E1: online where the administration is zuständig; the detail names who has it online."""
    cells, online = context.cells, context.online
    has_it = (cells["duty"] == "ja") & (online["state"] == YES)
    donors = cells[has_it].groupby("leistung_id")["verwaltung"].agg(",".join)
    elsewhere = told(cells["leistung_id"], donors)
    missing = online["task"] == "missing_online"
    return [
        (cells["duty"] == "nein", NONE, "", ""),
        (cells["duty"] == "unbekannt", UNKNOWN, "clarify_duty", ""),
        (missing, NO, "missing_online", elsewhere),
        *(
            (online["task"] == task, state, task, online["detail"])
            for state, task in (
                (NO, "below_maturity"),
                (UNKNOWN, "clarify_catalogue"),
                (UNKNOWN, "clarify_online"),
                (UNKNOWN, "clarify_maturity"),
            )
        ),
        (online["state"] == YES, YES, "", ""),
    ]


def _entry(context: _Context) -> list[Verdict]:
    """What all components about an entry share: there is one, and it matters here."""
    cells = context.cells
    return [
        (cells["listed"].isna() & (cells["duty"] == "ja"), UNKNOWN, "", ""),
        (cells["listed"].isna() | ~cells["listed"].fillna(False), NONE, "", ""),
    ]


def _key(context: _Context) -> list[Verdict]:
    """E4: the delivered key is the agreed one; other details count and are told."""
    cells = context.cells
    given, agreed = cells["delivered_key"], cells["leistung_id"]
    return [
        *_entry(context),
        (given == agreed, YES, "", ""),
        (given.map(key_stem) == agreed.map(key_stem), YES, "other_detail", given),
        (given != "", NO, "deviating_key", given),
    ]


def _name(context: _Context) -> list[Verdict]:
    """E5: the name in the portal is the agreed one; the detail is the name as it stands."""
    cells = context.cells
    return [
        *_entry(context),
        (cells["name"] == "", UNKNOWN, "clarify_name", ""),
        (cells["name"] == cells["agreed"], YES, "", ""),
        (cells["listed"], NO, "deviating_name", cells["name"]),
    ]


def _service(context: _Context) -> list[Verdict]:
    """E6: the online service most administrations use; alone there is nothing to compare.

    The detail names it. If two services are used equally often, none is the common one.
    """
    cells, online = context.cells, context.online["state"]
    services = cells["leistung_id"]
    offered = services[(online == YES) & cells["core"]].value_counts()
    used = cells[(online == YES) & cells["core"] & (cells["online_dienst"] != "")]
    users = used["leistung_id"].value_counts()
    wanted = told(services, used.groupby("leistung_id")["online_dienst"].agg(_only_mode))
    return [
        *_entry(context),
        (online == UNKNOWN, UNKNOWN, "", ""),
        (online != YES, NONE, "", ""),
        (services.map(offered).fillna(0) < _TWO, NONE, "", ""),
        (cells["online_dienst"] == "", UNKNOWN, "clarify_service", ""),
        (services.map(users).fillna(0) < _TWO, UNKNOWN, "", ""),
        (wanted == cells["online_dienst"], YES, "", wanted),
        (online == YES, NO, "other_service", wanted),
    ]


def _only_mode(names: pd.Series[str]) -> str:
    """Most frequent name; empty if several are."""
    modes = names.mode()
    return str(modes.iloc[0]) if len(modes) == 1 else ""


def _age(context: _Context) -> list[Verdict]:
    """E7: checked within the valid days; the detail is the day of the check, if it passed."""
    cells, facts = context.cells, context.facts
    age = (facts.last_day - cells["checked_on"]).dt.days
    day = cells["checked_on"].dt.strftime("%Y-%m-%d").astype("str")
    return [
        *_entry(context),
        (age.isna(), UNKNOWN, "unchecked", ""),
        (age < 0, UNKNOWN, "clarify_check", day),
        (age <= facts.valid_days, YES, "", day),
        (age > facts.valid_days, NO, "outdated", day),
    ]


def _completeness(context: _Context) -> list[Verdict]:
    """E8: all five parts are there; the detail names those that are not."""
    cells = context.cells
    flags = cells[[f"has_{part}" for part in PARTS]]
    lacking = pd.Series("", index=cells.index, dtype="str")
    for part in PARTS:
        is_lacking = cells[f"has_{part}"].eq(False).fillna(False).astype(bool)
        lacking = lacking + np.where(is_lacking, f"{part},", "")
    lacking = lacking.str.rstrip(",")
    return [
        *_entry(context),
        (lacking != "", NO, "incomplete", lacking),
        (flags.isna().any(axis=1), UNKNOWN, "clarify_parts", ""),
        (cells["listed"], YES, "", ""),
    ]


def _link(context: _Context) -> list[Verdict]:
    """E9: the address in the catalogue works; only a check of this very address counts."""
    cells, online = context.cells, context.online["state"]
    return [
        *_entry(context),
        ((cells["url"] == "") & (online == NO), NONE, "", ""),
        (cells["url"] == "", UNKNOWN, "clarify_link", ""),
        (cells["link"] == "ok", YES, "", ""),
        (cells["link"] == "broken", NO, "broken_link", cells["url"]),
        (cells["listed"], UNKNOWN, "clarify_link_check", ""),
    ]


def _maturity(context: _Context) -> list[Verdict]:
    """E10: the level, as detail; yes from the level on that counts as online."""
    cells = context.cells
    level = cells["maturity"].astype("str").fillna("")
    at_least = context.facts.agreement.reifegrad_ab
    return [
        *_entry(context),
        (cells["maturity"].isna(), UNKNOWN, "", ""),
        (cells["maturity"] >= at_least, YES, "", level),
        (cells["maturity"] < at_least, NO, "", level),
    ]


def _pvog(context: _Context) -> list[Verdict]:
    """E12: PVOG and portal both list the service, under the agreed or the formal name."""
    cells = context.cells
    same = (cells["pvog_name"] == cells["agreed"]) | (
        cells["pvog_name"] == cells["formal_name"]
    )
    return [
        (cells["duty"] == "nein", NONE, "", ""),
        (cells["duty"] == "unbekannt", UNKNOWN, "", ""),
        (cells["found"].isna(), UNKNOWN, "clarify_pvog", ""),
        (~cells["found"], NO, "missing_in_pvog", ""),
        (cells["listed"].isna(), UNKNOWN, "", ""),
        (~cells["listed"], NO, "missing_in_portal", ""),
        (same | (cells["pvog_name"] == ""), YES, "", ""),
        (cells["found"], NO, "other_name_in_pvog", cells["pvog_name"]),
    ]


_RULES: Final[dict[str, Callable[[_Context], list[Verdict]]]] = {
    "E1": _coverage,
    "E4": _key,
    "E5": _name,
    "E6": _service,
    "E7": _age,
    "E8": _completeness,
    "E9": _link,
    "E10": _maturity,
    "E12": _pvog,
}
