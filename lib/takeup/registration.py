"""A campaign as it was written down before it began, and the proof that it still reads so.

``params/kampagnen/<slug>.yml`` is what a person writes, ``<slug>.registriert.yml`` beside it
what ``takeup register`` writes: a day and a hash for the first version and one more for every
version after it. No clock is read here: the day is handed in once and then stands in the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import AfterValidator, Field, StringConstraints

from takeup.errors import ParameterError, UsageError
from takeup.regions import check_leika
from takeup.settings import Model

SUFFIX: Final = ".registriert"
Leika = Annotated[str, AfterValidator(check_leika)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Outcome = Literal["submitted", "started", "completed", "visits"]
_WEEK: Final = 7
# A hash in full is for files; a person compares the first signs of it.
_SHOWN: Final = 12
_HEAD: Final = "# Written by takeup register, not by hand; commit it with the campaign.\n"


class Welle(Model):
    """When a campaign runs in one administration, both days included."""

    beginn: date
    ende: date


class Aenderung(Model):
    """A change after the registration: on which day, of what, for what reason."""

    am: date
    was: Said
    warum: Said


class Kampagne(Model):
    """A campaign, written down before it starts.

    ``angekuendigt`` is the first day on which the public knew, if that was before the start;
    ``wellen`` says when it runs in each administration, where that differs;
    ``nebenzielgroessen`` are explored beside the primary ``zielgroesse``;
    ``ausstrahlung`` answers what may reach the comparison; ``wert_je_vorgang_eur`` is what one
    more submission is worth, for the break-even effect; ``geaendert`` lists every change
    since the first registration, oldest first.
    """

    titel: Said
    beginn: date
    ende: date
    angekuendigt: date | None = None
    verwaltungen: tuple[Slug, ...] = Field(min_length=1)
    wellen: dict[Slug, Welle] = Field(default_factory=dict)
    vergleich: tuple[Slug, ...]
    leistungen: Literal["alle"] | tuple[Leika, ...]
    zielgroesse: Literal["submitted"]
    nebenzielgroessen: tuple[Outcome, ...] = ()
    auswertungsfenster_wochen: int = Field(ge=1)
    schaetzer: Literal["panel_llr", "its"]
    kosten_eur: dict[str, Annotated[float, Field(ge=0)]]
    wert_je_vorgang_eur: Annotated[float, Field(gt=0)] | None = None
    matomo_kampagnen: tuple[str, ...]
    ausstrahlung: Said
    geaendert: tuple[Aenderung, ...] = ()
    muster: bool = False

    @property
    def cost_eur(self) -> float:
        """Cost over all channels."""
        return sum(self.kosten_eur.values())

    @property
    def announced_weeks(self) -> int:
        """Weeks before the week of the start in which the public knew, begun ones included."""
        first_week = self.beginn - timedelta(days=self.beginn.weekday())
        known = (first_week - (self.angekuendigt or first_week)).days
        return max(0, -(-known // _WEEK))


class Eintrag(Model):
    """One version of a campaign: registered on a day, with the hash of its content."""

    am: date
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def short(self) -> str:
        """First signs of the hash."""
        return self.sha256[:_SHOWN]


class Registrierung(Model):
    """All registered versions of a campaign, the first one first."""

    eintraege: tuple[Eintrag, ...] = Field(min_length=1)

    @property
    def first(self) -> Eintrag:
        """Version that was registered first."""
        return self.eintraege[0]

    @property
    def last(self) -> Eintrag:
        """Version that counts."""
        return self.eintraege[-1]


@dataclass(frozen=True)
class Registered:
    """A campaign with its registration, for whoever tells about it."""

    campaign: Kampagne
    registration: Registrierung

    @property
    def is_late(self) -> bool:
        """Whether it was not registered before its first day."""
        return self.registration.first.am >= self.campaign.beginn


def fingerprint(campaign: Kampagne) -> str:
    """SHA-256 of the canonical content, as hexadecimal text.

    Comments, layout, the order of keys and the order within a list do not count, nor does a
    key that says what holds without it: so a key that is invented later changes no hash.
    """
    content = campaign.model_dump(mode="json", exclude_defaults=True)
    canonical = {key: _ordered(key, value) for key, value in content.items()}
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _ordered(key: str, value: Any) -> Any:
    """Value of a field; lists in alphabetical order, but changes in their own."""
    is_set = isinstance(value, list) and key != "geaendert"
    return sorted(value) if is_set else value


def register(
    slug: str, campaign: Kampagne, before: Registrierung | None, day: date
) -> Registrierung:
    """Register a campaign as it reads now.

    Parameters
    ----------
    slug
        Name of its file, for messages.
    campaign
        Its content; :func:`check_design` found nothing in it.
    before
        Its registration so far, None if it has none.
    day
        Day of the registration.

    Returns
    -------
    Registrierung
        The same one if the content is registered already.

    Raises
    ------
    ParameterError
        If the content was changed without a new entry under ``geaendert``.
    UsageError
        If the day lies before the last registration, or before the change it is about.
    """
    digest = fingerprint(campaign)
    known = before.eintraege if before else ()
    if known and known[-1].sha256 == digest:
        return Registrierung(eintraege=known)
    if len(campaign.geaendert) != len(known):
        raise _unexplained(slug, campaign, known)
    days = [*(each.am for each in campaign.geaendert[-1:]), *(each.am for each in known[-1:])]
    if days and day < max(days):
        raise UsageError("register_before", slug=slug, day=day, last=max(days))
    return Registrierung(eintraege=(*known, Eintrag(am=day, sha256=digest)))


def _unexplained(
    slug: str, campaign: Kampagne, known: tuple[Eintrag, ...]
) -> ParameterError | UsageError:
    if not known:
        return ParameterError("campaign_changes_early", slug=slug)
    return ParameterError(
        "campaign_unexplained",
        slug=slug,
        day=known[-1].am,
        found=len(campaign.geaendert),
        expected=len(known),
    )


def require_registered(
    campaigns: Mapping[str, Kampagne], registrations: Mapping[str, Registrierung]
) -> None:
    """Insist that every campaign reads as it was registered, and that none has vanished.

    Raises
    ------
    ParameterError
        For the first campaign that is not registered, was changed since, or is gone.
    """
    for slug in sorted(registrations):
        if slug not in campaigns:
            raise ParameterError(
                "campaign_vanished", slug=slug, day=registrations[slug].last.am
            )
    for slug, campaign in sorted(campaigns.items()):
        if slug not in registrations:
            raise ParameterError("campaign_unregistered", slug=slug)
        _require_unchanged(slug, campaign, registrations[slug])


def _require_unchanged(slug: str, campaign: Kampagne, known: Registrierung) -> None:
    if len(campaign.geaendert) == len(known.eintraege):
        raise ParameterError("campaign_reregister", slug=slug, day=known.last.am)
    is_same = fingerprint(campaign) == known.last.sha256
    if not is_same or len(campaign.geaendert) != len(known.eintraege) - 1:
        raise ParameterError("campaign_changed", slug=slug, day=known.last.am)
    days = [each.am for each in known.eintraege]
    if days != sorted(days):
        raise ParameterError("registration_order", slug=slug)


def check_design(slug: str, campaign: Kampagne, districts: Iterable[str]) -> None:
    """Check what a campaign says against itself.

    Parameters
    ----------
    slug
        Name of its file.
    campaign
        Its content.
    districts
        Slugs of the Kreise: their residents are those of the others (ADR 9).

    Raises
    ------
    ParameterError
        With the first contradiction.
    """
    both = sorted(set(campaign.verwaltungen) & set(campaign.vergleich))
    if both:
        raise ParameterError("campaign_overlap", slug=slug, names=", ".join(both))
    if campaign.ende < campaign.beginn:
        raise ParameterError(
            "campaign_dates", slug=slug, start=campaign.beginn, end=campaign.ende
        )
    if campaign.angekuendigt and campaign.angekuendigt > campaign.beginn:
        raise ParameterError(
            "campaign_announced", slug=slug, day=campaign.angekuendigt, start=campaign.beginn
        )
    own = sorted(set(districts) & set(campaign.vergleich))
    if own:
        raise ParameterError("campaign_district", slug=slug, names=", ".join(own))
    if campaign.schaetzer == "panel_llr" and not campaign.vergleich:
        raise ParameterError("campaign_uncompared", slug=slug)
    if campaign.zielgroesse in campaign.nebenzielgroessen:
        raise ParameterError("campaign_outcome_twice", slug=slug, outcome=campaign.zielgroesse)
    _check_waves(slug, campaign)


def _check_waves(slug: str, campaign: Kampagne) -> None:
    waves = campaign.wellen
    if not waves:
        return
    if set(waves) != set(campaign.verwaltungen):
        odd = ", ".join(sorted(set(waves) ^ set(campaign.verwaltungen)))
        raise ParameterError("campaign_waves", slug=slug, names=odd)
    first = min(each.beginn for each in waves.values())
    last = max(each.ende for each in waves.values())
    is_sound = all(each.beginn <= each.ende for each in waves.values())
    if not is_sound or (first, last) != (campaign.beginn, campaign.ende):
        raise ParameterError("campaign_wave_dates", slug=slug)


def to_yaml(registration: Registrierung) -> str:
    """Registration as the file that is committed beside the campaign."""
    return _HEAD + yaml.safe_dump(registration.model_dump(mode="python"), sort_keys=False)
