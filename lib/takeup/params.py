"""The facts that a human edits: ``params/`` as frozen, checked models.

Every file is read strictly: an unknown key, a duplicate key or a YAML alias is refused with
file and place, names are checked across files, and near misses get a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pandas as pd
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from takeup.agreement import Einheitlich, read_zustaendigkeit
from takeup.errors import ParameterError, UsageError
from takeup.mapping import Quelle
from takeup.project import Projekt, Ziele
from takeup.regions import check_ars
from takeup.registration import (
    SUFFIX,
    Kampagne,
    Leika,
    Registrierung,
    Slug,
    check_design,
    require_registered,
)
from takeup.servers import Site, check_sites
from takeup.settings import Model, Settings
from takeup.strict_yaml import read_yaml

Ars = Annotated[str, AfterValidator(check_ars)]
T = TypeVar("T")


class Verwaltung(Model):
    """An Amt, a Stadt or the Kreis, with the names it goes by."""

    name: str
    kurzname: str
    typ: Literal["Amt", "Stadt", "Kreis"]
    schluessel: Ars
    aliase: tuple[str, ...] = ()
    matomo: Site | None = None


class Leistung(Model):
    """An administrative service.

    ``aliase`` are former keys, ``namen`` further spellings of its name; ``ungeprueft`` names
    fields nobody has verified yet.
    """

    name: str
    katalogname: str
    ozg_id: str
    gruppe: str
    persoenlich: bool
    ebene: Literal["amt", "kreis"]
    gilt_ab: date | None = None
    gilt_bis: date | None = None
    aliase: tuple[str, ...] = ()
    namen: tuple[str, ...] = ()
    ungeprueft: tuple[str, ...] = ()


class Ereignis(Model):
    """A date to know when a series moves; ``muster`` marks invented ones."""

    name: str
    art: Literal[
        "wahl", "feiertage", "ferien", "saison", "ewa", "portal", "messung", "ausfall", "recht"
    ]
    datum: date | None = None
    von: date | None = None
    bis: date | None = None
    verwaltungen: tuple[Slug, ...] = ()
    muster: bool = False
    ungeprueft: bool = False

    @property
    def first_day(self) -> date:
        """First day of the event."""
        first = self.datum or self.von
        if first is None:
            raise ValueError(self.name)
        return first


class Bericht(Model):
    """A report page: notebook, what it is built for, parameters, measure on its card."""

    titel: str
    notebook: str = Field(pattern=r"^[a-z_]+\.ipynb$")
    per: Literal["verwaltung", "month", "kampagne"]
    parameters: tuple[Literal["month", "verwaltung", "kampagne"], ...]
    karte: Literal["submitted", ""] = "submitted"


@dataclass(frozen=True)
class Params:
    """All of ``params/``; ``zustaendigkeit`` has leistung_id, verwaltung, zustaendig."""

    settings: Settings
    verwaltungen: dict[str, Verwaltung]
    leistungen: dict[str, Leistung]
    zustaendigkeit: pd.DataFrame
    einheitlich: Einheitlich
    projekt: Projekt
    ziele: Ziele
    quellen: dict[str, Quelle]
    kampagnen: dict[str, Kampagne]
    registrierungen: dict[str, Registrierung]
    ereignisse: tuple[Ereignis, ...]
    berichte: dict[str, Bericht]

    def require_verwaltung(self, slug: str) -> str:
        """Return the slug if such an administration exists.

        Raises
        ------
        UsageError
            If not, with the nearest known name.
        """
        if slug not in self.verwaltungen:
            known = sorted(self.verwaltungen)
            names = ", ".join(known)
            near = suggest(slug, known)
            code = "verwaltung_unknown_near" if near else "verwaltung_unknown"
            raise UsageError(code, value=slug, near=near, known=names)
        return slug

    def require_kampagne(self, slug: str) -> Kampagne:
        """Return the campaign of this slug.

        Raises
        ------
        UsageError
            If there is none, with the nearest known name.
        """
        if slug not in self.kampagnen:
            near = suggest(slug, self.kampagnen) or "-"
            raise UsageError("campaign_unknown", value=slug, near=near)
        return self.kampagnen[slug]

    def require_registered(self) -> None:
        """Insist that every campaign reads as it was registered.

        Raises
        ------
        ParameterError
            For the first one that does not.
        """
        require_registered(self.kampagnen, self.registrierungen)

    @property
    def offices(self) -> tuple[str, ...]:
        """Ämter and towns: the residents of a Kreis are theirs."""
        return tuple(s for s, each in self.verwaltungen.items() if each.typ != "Kreis")

    def campaigns(self, *, sample: bool) -> dict[str, Kampagne]:
        """Campaigns of this origin of data: invented ones belong to the sample only."""
        return {slug: each for slug, each in self.kampagnen.items() if each.muster == sample}

    def events(self, *, sample: bool) -> tuple[Ereignis, ...]:
        """Events in order of time; invented ones belong to the sample only."""
        known = [each for each in self.ereignisse if sample or not each.muster]
        return tuple(sorted(known, key=lambda each: (each.first_day, each.name)))


def suggest(word: str, known: Iterable[str]) -> str:
    """Nearest known word, or the empty text if none is near."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def _read(path: Path, root: Path, kind: type[T]) -> T:
    place = path.relative_to(root.parent).as_posix()
    content = read_yaml(path, place)
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        problems = "; ".join(_problem(each) for each in error.errors())
    # Outside of the handler: the library's error holds the whole input.
    raise ParameterError("params_invalid", file=place, problems=problems)


def _problem(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "."
    return f"{where}: {error['msg']} ({_shown(error)})"


def _shown(error: Any) -> str:
    """Value of a known field; whoever pastes a token anywhere must not see it in a message."""
    about_matomo = any(str(part).startswith("matomo") for part in error["loc"])
    value = error["input"]
    if about_matomo or error["type"] == "extra_forbidden" or isinstance(value, dict | list):
        return "…"
    return f"{value!r:.60}"


def _read_folder(root: Path, folder: str, kind: type[T]) -> dict[str, T]:
    paths = sorted((root / folder).glob("*.yml"))
    # A shell empties the file a draft is written to before the draft is made.
    written = [path for path in paths if folder != "quellen" or path.stat().st_size]
    own = [path for path in written if (kind is Registrierung) == path.stem.endswith(SUFFIX)]
    return {path.stem.removesuffix(SUFFIX): _read(path, root, kind) for path in own}


def load_params(root: Path) -> Params:
    """Read and check all of ``params/``.

    Parameters
    ----------
    root
        The folder ``params``.

    Raises
    ------
    ParameterError
        With file, place and problem, at the first file that is broken.
    """
    params = Params(
        settings=_read(root / "settings.yml", root, Settings),
        verwaltungen=_read_folder(root, "verwaltungen", Verwaltung),
        leistungen=_read(root / "leistungen.yml", root, dict[Leika, Leistung]),
        zustaendigkeit=read_zustaendigkeit(root),
        einheitlich=_read(root / "einheitlich.yml", root, Einheitlich),
        projekt=_read(root / "projekt.yml", root, Projekt),
        ziele=_read(root / "ziele.yml", root, Ziele),
        quellen=_read_folder(root, "quellen", Quelle),
        kampagnen=_read_folder(root, "kampagnen", Kampagne),
        registrierungen=_read_folder(root, "kampagnen", Registrierung),
        ereignisse=_read(root / "ereignisse.yml", root, tuple[Ereignis, ...]),
        berichte=_read(root / "berichte.yml", root, dict[str, Bericht]),
    )
    _check_across(params)
    return params


def _check_across(params: Params) -> None:
    """Names used in one file must exist in the file that defines them."""
    uses = [
        (f"kampagnen/{slug}.yml", name)
        for slug, each in params.kampagnen.items()
        for name in (*each.verwaltungen, *each.vergleich)
    ]
    uses += [
        ("ereignisse.yml", name) for each in params.ereignisse for name in each.verwaltungen
    ]
    uses += [
        ("zustaendigkeit.csv", name) for name in params.zustaendigkeit["verwaltung"].unique()
    ]
    uses += [("einheitlich.yml", name) for name in params.einheitlich.answering]
    for file, name in uses:
        if name not in params.verwaltungen:
            near = suggest(name, params.verwaltungen)
            raise ParameterError(
                "params_reference", file=f"params/{file}", name=name, near=near
            )
    _check_campaigns(params)
    _check_core(params)
    _check_unique_keys(params)
    sites = {slug: each.matomo for slug, each in params.verwaltungen.items()}
    check_sites(params.settings.matomo, sites)


def _check_campaigns(params: Params) -> None:
    districts = [slug for slug, each in params.verwaltungen.items() if each.typ == "Kreis"]
    for slug, each in params.kampagnen.items():
        check_design(slug, each, districts)
        unknown = set(each.leistungen) - set(params.leistungen)
        if each.leistungen != "alle" and unknown:
            key = min(unknown)
            near = suggest(key, params.leistungen)
            raise ParameterError("campaign_service", slug=slug, key=key, near=near)


def _check_core(params: Params) -> None:
    seen: set[str] = set()
    for key in params.einheitlich.kernkatalog:
        if key not in params.leistungen:
            near = suggest(key, params.leistungen)
            raise ParameterError("core_unknown", key=key, near=near)
        if key in seen or params.leistungen[key].persoenlich:
            code = "core_twice" if key in seen else "core_personal"
            raise ParameterError(code, key=key, name=params.leistungen[key].name)
        seen.add(key)


def _check_unique_keys(params: Params) -> None:
    seen: dict[str, str] = {}
    for slug, each in params.verwaltungen.items():
        other = seen.setdefault(each.schluessel, slug)
        if other != slug:
            raise ParameterError("ars_twice", key=each.schluessel, first=other, second=slug)
