"""Every finding becomes a to-do for one administration: which service, what to change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, cast

import pandas as pd

from takeup.facts import read_facts
from takeup.regions import ALL
from takeup.uniformity.components import checklist
from takeup.uniformity.facts import Facts, told

_COLUMNS: Final = (
    "verwaltung", "leistung_id", "task", "component", "service", "detail", "text",
)  # fmt: skip
# About texts of the portal: also those outside the core catalogue shall be right.
_OF_TEXTS: Final = ("E4", "E5", "E7", "E8", "E9")
# One delivery answers them all: where nothing is known they are one task.
_BY_DELIVERY: Final = (
    "clarify_catalogue", "clarify_service", "clarify_link_check", "clarify_pvog",
)  # fmt: skip
_CELL: Final = ["verwaltung", "component"]


@cache
def _texts() -> dict[str, Any]:
    return cast("dict[str, Any]", read_facts("takeup.uniformity", "tasks.yml"))


def task_kinds() -> Mapping[str, str]:
    """Kinds of tasks with their German titles, the most important first."""
    return {kind: str(each["title"]) for kind, each in _texts()["kinds"].items()}


def tasks(judged: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """List what to do.

    Parameters
    ----------
    judged
        Verdicts per service (:func:`takeup.uniformity.cells.judge`).
    facts
        Names of services and administrations, and the checklist.

    Returns
    -------
    DataFrame
        One row per ``verwaltung``, ``leistung_id`` (``alle``: no single service) and ``task``:
        ``component`` it belongs to, ``service`` (name), ``detail`` (for machines) and
        ``text`` (what to do, German).
    """
    shown = judged[judged["core"] | judged["component"].isin(_OF_TEXTS)]
    found = _joined(shown)[[*_CELL, "leistung_id", "task", "detail"]]
    rows = pd.concat([found, _points(facts)], ignore_index=True)
    names = _pairs(facts.leistungen, "leistung_id")
    rows = rows.assign(
        service=told(rows["leistung_id"], {**names, ALL: _texts()["all_services"]})
    )
    slugs = _pairs(facts.verwaltungen, "verwaltung")
    said = [_text(row, slugs) for row in rows.itertuples()]
    table = rows.assign(text=pd.Series(said, index=rows.index, dtype="str"))
    order = ["verwaltung", "leistung_id", "task"]
    return table[list(_COLUMNS)].astype("str").sort_values(order, ignore_index=True)


def _pairs(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Name by key."""
    return dict(zip(frame[key], frame["name"], strict=True))


def _joined(shown: pd.DataFrame) -> pd.DataFrame:
    """Rows with a task; those that one delivery answers are one row without a service."""
    nothing_known = (shown["state"] == "unknown").groupby([shown[c] for c in _CELL])
    dark = nothing_known.transform("all") & shown["task"].isin(_BY_DELIVERY)
    whole = shown[dark].drop_duplicates([*_CELL, "task"]).assign(leistung_id=ALL)
    return pd.concat([shown[(shown["task"] != "") & ~dark], whole])


def _points(facts: Facts) -> pd.DataFrame:
    """Points of the checklist that do not hold, and those nobody answered."""
    answers = checklist(facts.agreement, facts.verwaltungen["verwaltung"])
    kinds = {"nein": "checklist", "unbekannt": "clarify_checklist"}
    lacking = answers[answers["answer"].isin(list(kinds))]
    lacking = lacking.assign(task=lacking["answer"].map(kinds))
    joined = lacking.groupby(["verwaltung", "task"], sort=False)["point"].agg(",".join)
    rows = joined.rename("detail").reset_index().assign(component="E11", leistung_id=ALL)
    titles = {point: each.titel for point, each in facts.agreement.pruefliste.items()}
    return rows.assign(titles=[_titles(detail, titles) for detail in rows["detail"]])


def _titles(points: str, titles: Mapping[str, str]) -> str:
    return "; ".join(titles[point] for point in points.split(","))


def _text(row: Any, slugs: Mapping[str, str]) -> str:
    """What to do, with everything the pattern of its kind asks for."""
    kind = _texts()["kinds"][row.task]
    pattern = kind["text"] if row.detail else kind.get("without", kind["text"])
    return str(pattern).format(
        service=row.service,
        detail=row.detail,
        agreed_key=row.leistung_id,
        day=_day(row.detail),
        parts=_listed([_texts()["parts"].get(each, "") for each in row.detail.split(",")]),
        names=_listed(sorted(slugs.get(each, "") for each in row.detail.split(","))),
        points=row.titles,
    )


def _day(text: str) -> str:
    """Day in German notation; empty for a detail that is none."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return ""


def _listed(words: list[str]) -> str:
    """Join words as German does."""
    if len(words) < 2:  # noqa: PLR2004  one word needs no conjunction
        return "".join(words)
    return str(_texts()["and"]).join([", ".join(words[:-1]), words[-1]])
