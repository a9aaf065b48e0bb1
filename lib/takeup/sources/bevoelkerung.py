"""Population of the administrations on a reference date."""

from __future__ import annotations

from typing import Final

import pandas as pd

from takeup.intake.names import nearest
from takeup.params import Params
from takeup.regions import kreis_key
from takeup.sources.source import Source, contract_beside, issues


def refuse(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Areas that are no administration of ours; the detail is the nearest one by name."""
    known = {each.schluessel: each.name for each in params.verwaltungen.values()}
    foreign = rows[~rows["ars"].isin(list(known))]
    near = foreign["name"].fillna("").map(lambda name: nearest(name, known.values()) or name)
    return issues(foreign, "ars", "unknown_area", near)


def remark(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Kreis figures that do not equal the sum of all its Ämter and towns."""
    keys = {each.schluessel for each in params.verwaltungen.values()}
    found = [_unequal(vintage, keys) for _, vintage in rows.groupby("file", sort=False)]
    return pd.concat([issues(rows[:0], "population", "population_sum_mismatch", ""), *found])


def _unequal(vintage: pd.DataFrame, keys: set[str]) -> pd.DataFrame:
    whole = kreis_key(keys)
    parts = keys - {whole}
    inside = vintage[vintage["ars"].isin(list(parts))]
    kreis = vintage[vintage["ars"] == whole]
    total = inside["population"].sum()
    complete = set(inside["ars"]) == parts
    wrong = kreis[(kreis["population"] != total) & complete]
    return issues(wrong, "population", "population_sum_mismatch", str(total))


SOURCE: Final = Source(
    contract_beside(__file__), time="reference_date", refuse=refuse, remark=remark
)
