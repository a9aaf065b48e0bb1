"""``params/settings.yml``: what holds for every report."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from takeup.servers import Server


class Model(BaseModel):
    """Frozen, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kostenziel(Model):
    """For what the cost per transaction at another take-up is worked out.

    ``nutzungsquote`` is the take-up in question (0-1), ``digital_eur`` the cost of a
    transaction if all came in digitally; ``muster`` marks invented ones.
    """

    nutzungsquote: float = Field(gt=0, le=1)
    digital_eur: float = Field(ge=0)
    muster: bool = False


class Geheimhaltung(Model):
    """Profile (ADR 17) and minimum counts; their reasons stand in ADR 7."""

    profil: Literal["intern", "oeffentlich"] = "intern"
    mindestzahl: int = Field(ge=2)
    mindestantworten: int = Field(ge=1)
    mindestbasis: int = Field(ge=1)
    kleine_basis: int = Field(ge=1)


class Settings(Model):
    """What holds for every report."""

    projekt: str
    herausgeber: str
    kontakt: str
    kontakt_barrieren: str = Field(min_length=1)
    lizenz: str
    lizenz_titel: str
    monate_rueckblick: int = Field(ge=13)
    texte_gueltig_tage: int = Field(ge=1)
    pflichtquellen: tuple[str, ...]
    vorlaeufig_tage: int = Field(ge=0)
    geheimhaltung: Geheimhaltung
    kostenziel: Kostenziel | None = None
    matomo: Server | None = None
