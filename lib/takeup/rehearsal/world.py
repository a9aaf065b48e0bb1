"""What is different in the sample of an invented Kreis: the entry ``welt`` of its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

import numpy as np

from takeup.rehearsal.kreis import Kreis, Office, facts
from takeup.sample.settings import Incident, SampleSettings

_MONTHS: Final = ("month", "folder")

T = TypeVar("T")


def own_world(
    sample: SampleSettings, kreis: Kreis, campaigns: Collection[str]
) -> dict[str, Any]:
    """World of a Kreis, in the form of ``sample.yml``; plain values.

    Parameters
    ----------
    sample
        The sample of ours: every administration has the habits of the one it takes after.
    kreis
        The Kreis; its generator is used up.
    campaigns
        Campaigns of ours that the Kreis has, too.
    """
    checks, catalogue = sample.checks, sample.catalogue
    return {
        "texts": {"readme": facts()["readme"]},
        "truth": _truth(sample, kreis, campaigns),
        "services": {
            key: each.model_dump(mode="json") | {"only": _alike(kreis, each.only)}
            for key, each in sample.services.items()
            if each.only and _alike(kreis, each.only)
        },
        "administrations": {each.slug: _habits(sample, each, kreis) for each in kreis.offices},
        "incidents": _incidents(sample.incidents, kreis),
        "catalogue": {
            "names": _of_models(kreis, catalogue.names),
            "keys": _of_models(kreis, catalogue.keys),
            "online_services": {
                "first": str(catalogue.online_services.first),
                "silent": _alike(kreis, catalogue.online_services.silent),
                "names": catalogue.online_services.names,
            },
        },
        "checks": {"unchecked": _alike(kreis, checks.unchecked)},
        "files": {
            "bevoelkerung": sample.files["bevoelkerung"].model_dump(mode="json")
            | facts()["population"]
        },
    }


def _alike(kreis: Kreis, models: Collection[str]) -> list[str]:
    """Who takes after one of these."""
    return [office.slug for office in kreis.offices if office.like in models]


def _of_models(kreis: Kreis, values: Mapping[str, T]) -> dict[str, T]:
    """Give everyone the value of whom it takes after, where there is one."""
    alike = (office for office in kreis.offices if office.like in values)
    return {office.slug: values[office.like] for office in alike}


def _truth(sample: SampleSettings, kreis: Kreis, campaigns: Collection[str]) -> dict[str, Any]:
    rule = facts()["silent_outage"]
    day = rule["first"] + timedelta(days=int(kreis.rng.integers(rule["days"])))
    where = kreis.offices[kreis.rng.integers(len(kreis.offices))].slug
    true = sample.truth.campaigns
    return {
        "campaigns": {slug: true[slug].model_dump() for slug in true if slug in campaigns},
        "silent_outages": [
            {"verwaltung": where, "first": day, "last": day + timedelta(days=1)}
        ],
    }


def _habits(sample: SampleSettings, office: Office, kreis: Kreis) -> dict[str, Any]:
    """Habits of the model, a little faster or slower, more or less visited."""
    model = sample.administrations[office.like]
    pace, visits = np.exp(kreis.rng.normal(0, facts()["spread"], 2))
    own = {
        "residents": office.residents,
        "pace": round(float(model.pace * pace), 2),
        "visits": round(float(model.visits * visits), 1),
    }
    kept = model.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    return kept | own


def _incidents(incidents: tuple[Incident, ...], kreis: Kreis) -> list[dict[str, Any]]:
    """Draw who of those alike has the same mishap."""
    found = []
    for each in incidents:
        plain = each.model_dump(exclude_defaults=True)
        months = {name: str(getattr(each, name)) for name in _MONTHS if name in plain}
        for office in kreis.offices:
            if office.like == each.verwaltung and kreis.rng.random() < facts()["incident"]:
                found.append(plain | months | {"verwaltung": office.slug})
    return found
