"""What checks of the portals find at the end of a quarter: links, and entries of the PVOG.

The draws have a stream of their own: they change nothing else of the sample.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from takeup.periods import Month
from takeup.sample.plan import Floats, Scene

_QUARTER: Final = 3


def is_checked(month: Month) -> bool:
    """Whether a month ends a quarter."""
    return month.month % _QUARTER == 0


def simulate_links(scene: Scene, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Draw the checks of the links that the catalogue names.

    Returns
    -------
    DataFrame
        One row per administration, service and quarter with a link: verwaltung, leistung_id,
        month, url, result (ok, broken or unknown).
    """
    rules = scene.settings.checks
    entries = _at_quarters(catalogue)
    entries = entries[(entries["url"] != "") & ~entries["verwaltung"].isin(rules.unchecked)]
    chance = _chances(scene, len(entries))
    cases = [chance < rules.broken, chance < rules.broken + rules.inconclusive]
    result = np.select(cases, ["broken", "unknown"], "ok")
    columns = ["verwaltung", "leistung_id", "month", "url"]
    return entries[columns].assign(result=result).reset_index(drop=True)


def simulate_pvog(scene: Scene, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Draw what the PVOG lists of the services in the catalogue.

    Returns
    -------
    DataFrame
        One row per administration, service and quarter: verwaltung, leistung_id, month,
        ars, found, name (empty if not found).
    """
    rules, params = scene.settings.checks, scene.plan.params
    entries = _at_quarters(catalogue)[["verwaltung", "leistung_id", "month"]]
    chance = _chances(scene, len(entries))
    found = chance >= rules.not_in_pvog
    formal = entries["leistung_id"].map(lambda key: params.leistungen[key].katalogname)
    other = formal.map(lambda name: rules.other_name.format(name=name))
    is_renamed = chance < rules.not_in_pvog + rules.renamed_in_pvog
    return entries.assign(
        ars=entries["verwaltung"].map(lambda slug: params.verwaltungen[slug].schluessel),
        found=found,
        name=formal.mask(is_renamed, other).where(found, ""),
    ).reset_index(drop=True)


def _at_quarters(catalogue: pd.DataFrame) -> pd.DataFrame:
    checked = catalogue["month"].map(lambda month: is_checked(Month.parse(month)))
    return catalogue[checked.astype(bool)]


def _chances(scene: Scene, count: int) -> Floats:
    (rng,) = scene.plan.rng.spawn(1)
    return np.asarray(rng.random(count))
