"""An invented Kreis as a project of its own: every file of ``params/``, valid and labelled."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from takeup.muster import OWN_FILE, Order
from takeup.params import Params
from takeup.periods import Month
from takeup.registration import SUFFIX, register, to_yaml
from takeup.rehearsal.dates import campaigns, events
from takeup.rehearsal.kreis import SAMPLE, Kreis, Office, facts, seed
from takeup.rehearsal.world import own_world

# What is the same in every Kreis.
_SHARED: Final = ("leistungen.yml", "berichte.yml", "quellen")


@dataclass(frozen=True)
class Base:
    """The project that the others are made after: its folder, its facts, its sample.

    ``first`` and ``last`` are the months that the others' samples shall span.
    """

    root: Path
    params: Params
    order: Order
    first: Month
    last: Month

    def kinds(self) -> dict[Any, tuple[str, ...]]:
        """Administrations by kind."""
        known = self.params.verwaltungen
        kinds = {each.typ for each in known.values()}
        return {kind: tuple(s for s, v in known.items() if v.typ == kind) for kind in kinds}


def write_params(folder: Path, base: Base, kreis: Kreis) -> None:
    """Write the facts of a Kreis into a new folder.

    Parameters
    ----------
    folder
        The folder ``params`` to make.
    base
        The project it is made after.
    kreis
        The Kreis, as drawn; its generator is used up.
    """
    (folder / "verwaltungen").mkdir(parents=True)
    (folder / "kampagnen").mkdir()
    source = base.root / "params"
    for name in _SHARED:
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy
        copy(source / name, folder / name)
    invented = campaigns(base.params, kreis)
    documents = {
        **{f"verwaltungen/{each.slug}.yml": _administration(each) for each in kreis.offices},
        **{f"kampagnen/{slug}.yml": _plain(each) for slug, each in invented.items()},
        "settings.yml": _settings(base.params, kreis),
        "einheitlich.yml": _agreement(base.params),
        "projekt.yml": _project(base.params, kreis),
        "ziele.yml": _targets(base, kreis),
        "ereignisse.yml": [_plain(each) for each in events(base.params, kreis)],
        OWN_FILE: {
            "von": str(base.first),
            "bis": str(base.last),
            "saat": list(seed(kreis.number, SAMPLE)),
            "welt": own_world(base.order.settings, kreis, set(invented)),
        },
    }
    for name, content in documents.items():
        _write(folder / name, facts()["head"] + _yaml(content))
    for slug, each in invented.items():
        registered = register(slug, each, None, base.params.registrierungen[slug].first.am)
        _write(folder / "kampagnen" / f"{slug}{SUFFIX}.yml", to_yaml(registered))
    _write(folder / "zustaendigkeit.csv", _duties(base.params, kreis))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


class _Dumper(yaml.SafeDumper):
    """No aliases: the files of ``params/`` have none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(content: Any) -> str:
    text: str = yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return text


def _plain(model: Any) -> dict[str, Any]:
    """Facts of a model as YAML writes them: no tuples, nothing that is said by silence."""
    found: dict[str, Any] = _listed(model.model_dump(mode="python", exclude_defaults=True))
    return found


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, list | tuple) else value


def _administration(office: Office) -> dict[str, Any]:
    return {
        "name": office.name,
        "kurzname": office.short_name,
        "typ": office.kind,
        "schluessel": office.key,
    }


def _said(section: str, kreis: Kreis) -> dict[str, Any]:
    """Words of ours about a project, with the Kreis filled in."""
    words: dict[str, Any] = facts()[section]
    fill = kreis.number
    return {k: v.format(kreis=fill) if isinstance(v, str) else v for k, v in words.items()}


def _settings(params: Params, kreis: Kreis) -> dict[str, Any]:
    found = _plain(params.settings) | _said("settings", kreis)
    # Nobody fetches what does not exist.
    found.pop("matomo", None)
    return found


def _agreement(params: Params) -> dict[str, Any]:
    found = params.einheitlich.model_dump(mode="python")
    for point in found["pruefliste"].values():
        point["antworten"] = {}
    plain: dict[str, Any] = _listed(found)
    return plain


def _project(params: Params, kreis: Kreis) -> dict[str, Any]:
    return _plain(params.projekt) | _said("project", kreis)


def _targets(base: Base, kreis: Kreis) -> dict[str, Any]:
    """Target paths; the one about use grows with the residents."""
    found = base.params.ziele.model_dump(mode="python")
    (district,) = base.kinds()["Kreis"]
    times = kreis.residents / base.order.settings.administrations[district].residents
    path = found["nutzung"]["pfad"]
    found["nutzung"]["pfad"] = {month: round(value * times) for month, value in path.items()}
    plain: dict[str, Any] = _listed(found)
    return plain


def _duties(params: Params, kreis: Kreis) -> str:
    """The Zuständigkeitsmatrix: everyone answers as the administration it takes after."""
    answers = params.zustaendigkeit.set_index(["leistung_id", "verwaltung"])["zustaendig"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(params.zustaendigkeit.columns)
    for key in params.leistungen:
        for office in kreis.offices:
            writer.writerow((key, office.slug, answers.get((key, office.like), "unbekannt")))
    return text.getvalue()
