"""Components E1 to E12 as counts: yes, known, and unknown by itself."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd

from takeup.agreement import COMPONENTS, Einheitlich
from takeup.regions import ALL
from takeup.uniformity.cells import NO, UNKNOWN, YES
from takeup.uniformity.facts import PARTS, Facts

States = np.ndarray[Any, np.dtype[np.object_]]

# The component itself, beside its parts.
WHOLE: Final = "whole"
KEY: Final = ["component", "part", "verwaltung"]
_COUNTS: Final = ["numerator", "denominator", "unknown"]
_PAIR: Final = ["verwaltung", "other"]
_LEVELS: Final = range(5)
# Of single services; the other components are about pairs, points of a list, or the Kreis.
_BY_CELL: Final = ("E1", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "E12")


def components(judged: pd.DataFrame, pairs: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Count the components for every administration and for all.

    Parameters
    ----------
    judged
        Verdicts per service (:func:`takeup.uniformity.cells.judge`).
    pairs
        Likeness of administrations (:func:`likeness`).
    facts
        Administrations and checklist.

    Returns
    -------
    DataFrame
        One row per ``component``, ``part`` (:data:`WHOLE`: the component itself) and
        ``verwaltung`` (``alle``: all of them): ``numerator`` and ``denominator`` (known ones
        only), ``unknown`` (counted beside them), ``value``, ``status`` (ok, unknown if nothing
        is known, not_applicable if there is nothing to know). Values are shares (0-1), but
        days for the parts median_age_days and oldest_age_days.
    """
    core = judged[judged["core"]]
    of_cells = [core[core["component"].isin(_BY_CELL)].assign(part=WHOLE), *_parts(core)]
    tables = [
        _counted(pd.concat([*of_cells, _points(facts)])),
        _tally(_everywhere(core)),
        _alike(pairs),
    ]
    slugs = [*facts.verwaltungen["verwaltung"], ALL]
    frame = pd.DataFrame(
        [(name, WHOLE, slug) for name in COMPONENTS for slug in slugs], columns=KEY
    )
    counts = pd.concat(tables, ignore_index=True)
    frame = frame.merge(counts, on=KEY, how="outer")
    filled = frame.assign(**{name: frame[name].fillna(0).astype(float) for name in _COUNTS})
    rows = pd.concat([_with_value(filled), _ages(core, facts)], ignore_index=True)
    return rows.sort_values(KEY, ignore_index=True)


def _with_value(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows["denominator"] > 0
    value = (rows["numerator"] / rows["denominator"].where(known)).astype("Float64")
    status = np.select([known, rows["unknown"] > 0], ["ok", "unknown"], "not_applicable")
    return rows.assign(value=value, status=pd.Series(status, index=rows.index, dtype="str"))


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Count states by component, part and administration, and over all administrations."""
    return _tally(pd.concat([rows, rows.assign(verwaltung=ALL)]))


def _tally(rows: pd.DataFrame) -> pd.DataFrame:
    flags = rows.assign(
        numerator=rows["state"] == YES,
        denominator=rows["state"] != UNKNOWN,
        unknown=rows["state"] == UNKNOWN,
    )
    return flags.groupby(KEY)[_COUNTS].sum().reset_index()


def _everywhere(core: pd.DataFrame) -> pd.DataFrame:
    """E2: services online in every zuständige administration, and in at least one."""
    coverage = core[core["component"] == "E1"]
    has = {
        state: (coverage["state"] == state).groupby(coverage["leistung_id"]).any()
        for state in (YES, NO, UNKNOWN)
    }
    # A "no" settles the one question whatever else is unknown, a "yes" the other.
    every = np.select([has[NO], has[UNKNOWN]], [NO, UNKNOWN], YES)
    some = np.select([has[YES], has[UNKNOWN]], [YES, UNKNOWN], NO)
    services = pd.DataFrame({"component": "E2", "verwaltung": ALL}, index=has[YES].index)
    parts = {WHOLE: every, "at_least_one": some}
    return pd.concat([services.assign(part=part, state=each) for part, each in parts.items()])


def likeness(judged: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """E3: how alike two administrations' offers are.

    Returns
    -------
    DataFrame
        One row per pair (``verwaltung`` before ``other``): services both are zuständig for
        that ``both`` or ``either`` have online, ``unknown`` ones, ``value`` (Jaccard
        coefficient both / either), ``status`` (ok, unknown, not_applicable: nothing in
        common, or neither has anything online).
    """
    coverage = judged[judged["core"] & (judged["component"] == "E1")]
    states = coverage.pivot_table(
        index="verwaltung", columns="leistung_id", values="state", aggfunc="first"
    )
    slugs = sorted(facts.verwaltungen["verwaltung"])
    offers = dict(zip(slugs, states.reindex(slugs).fillna("").to_numpy(), strict=True))
    rows = [
        (one, other, *_pair(offers[one], offers[other]))
        for one, other in combinations(slugs, 2)
    ]
    frame = pd.DataFrame(rows, columns=[*_PAIR, "numerator", "denominator", "unknown"])
    renamed = {"numerator": "both", "denominator": "either"}
    table = _with_value(frame).rename(columns=renamed)
    return table.astype({"verwaltung": "str", "other": "str"})


def _pair(left: States, right: States) -> tuple[int, int, int]:
    """Services online at both and at either, and unknown ones, of what is both their duty."""
    shared = (left != "") & (right != "")
    unknown = shared & ((left == UNKNOWN) | (right == UNKNOWN))
    known = shared & ~unknown
    both = known & (left == YES) & (right == YES)
    either = known & ((left == YES) | (right == YES))
    return int(both.sum()), int(either.sum()), int(unknown.sum())


def _alike(pairs: pd.DataFrame) -> pd.DataFrame:
    """E3: mean of the pairs of each administration and of all; unknown pairs beside it."""
    sides = [pairs.assign(verwaltung=pairs[side]) for side in _PAIR]
    long = pd.concat([*sides, pairs.assign(verwaltung=ALL)])
    flags = long.assign(
        component="E3",
        part=WHOLE,
        numerator=long["value"].fillna(0).astype(float),
        denominator=long["status"] == "ok",
        unknown=long["status"] == "unknown",
    )
    return flags.groupby(KEY)[_COUNTS].sum().reset_index()


def _points(facts: Facts) -> pd.DataFrame:
    """E11: points of the checklist that hold; who gave no answer is unknown."""
    answers = checklist(facts.agreement, facts.verwaltungen["verwaltung"])
    states = {"ja": YES, "nein": NO, "unbekannt": UNKNOWN}
    return answers.assign(component="E11", part=WHOLE, state=answers["answer"].replace(states))


def checklist(agreement: Einheitlich, verwaltungen: pd.Series) -> pd.DataFrame:
    """Answers to the checklist: one row per ``verwaltung`` and ``point``, with ``answer``."""
    rows = [
        (slug, point, each.antworten.get(slug, "unbekannt"))
        for slug in verwaltungen
        for point, each in agreement.pruefliste.items()
    ]
    return pd.DataFrame(rows, columns=["verwaltung", "point", "answer"], dtype="str")


def _parts(core: pd.DataFrame) -> list[pd.DataFrame]:
    """What stands beside a component: other details, parts of a text, levels of maturity."""
    by_name = {name: core[core["component"] == name] for name in ("E4", "E8", "E10")}
    keys, texts, levels = by_name.values()
    lacking = texts["detail"].str.split(",")
    return [
        _yes_where(keys, keys["task"] == "other_detail", "other_detail"),
        *(_yes_where(texts, [part not in each for each in lacking], part) for part in PARTS),
        *(
            _yes_where(levels, levels["detail"] == str(each), f"level_{each}")
            for each in _LEVELS
        ),
    ]


def _yes_where(rows: pd.DataFrame, holds: Any, part: str) -> pd.DataFrame:
    """Known rows of a component, judged by another question."""
    state = np.where(rows["state"] == UNKNOWN, UNKNOWN, np.where(holds, YES, NO))
    return rows.assign(part=part, state=state)


def _ages(core: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """E7: median and oldest age of the checks in days; the denominator counts them."""
    texts = core[core["component"] == "E7"]
    # A check dated after the month is unknown, and no age.
    dated = texts[texts["state"] != UNKNOWN]
    day = pd.to_datetime(dated["detail"].where(dated["detail"] != ""), format="%Y-%m-%d")
    rows = dated.assign(age=(facts.last_day - day).dt.days)
    both = pd.concat([rows, rows.assign(verwaltung=ALL)])
    ages = both.groupby("verwaltung")["age"]
    found = {"median_age_days": ages.median(), "oldest_age_days": ages.max()}
    tables = [
        pd.DataFrame({"value": values, "denominator": ages.count()})
        .reset_index()
        .assign(component="E7", part=part, status="ok", unknown=0.0)
        for part, values in found.items()
    ]
    return pd.concat(tables).assign(numerator=np.nan)
