"""What the project leader and the steering group say: ``projekt.yml`` and ``ziele.yml``."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from takeup.periods import Month
from takeup.settings import Model


def _check_month(text: str) -> str:
    try:
        return str(Month.parse(text))
    except Exception as error:
        raise ValueError("JJJJ-MM") from error


YearMonth = Annotated[str, AfterValidator(_check_month)]


class Sachstand(Model):
    """What the project leader wrote for the status of a month, sentence by sentence."""

    sachstand: tuple[str, ...] = Field(min_length=1)
    fortschritt: tuple[str, ...] = ()


class Meilenstein(Model):
    """A milestone; ``gemeldet``: month whose status first called it done, its day unknown."""

    name: str
    plan: date | None = None
    prognose: date | None = None
    ist: date | None = None
    gemeldet: YearMonth | None = None

    def is_done(self, month: Month) -> bool:
        """Whether it was reached by the end of a month."""
        reached = self.ist is not None and self.ist <= month.last_day
        return reached or (self.gemeldet is not None and self.gemeldet <= str(month))

    @property
    def expected(self) -> date | None:
        """Day on which it is expected now: the forecast, or the plan if there is none."""
        return self.prognose or self.plan


class Risiko(Model):
    """A risk, with what is open about it left out."""

    name: str
    verantwortlich: str | None = None
    massnahme: str | None = None
    faellig: date | None = None


class Entscheidung(Model):
    """A decision somebody has to take; open from the status of a month until it is taken."""

    was: str
    warum: str
    wer: str | None = None
    bis: date | None = None
    offen_seit: YearMonth
    entschieden: date | None = None

    def is_open(self, month: Month) -> bool:
        """Whether it was open at the end of a month."""
        taken = self.entschieden is not None and self.entschieden <= month.last_day
        return self.offen_seit <= str(month) and not taken


class Kosten(Model):
    """Budget, and what had been spent by the end of a month."""

    budget_eur: float = Field(gt=0)
    ausgegeben_eur: dict[YearMonth, float]


class Grenzen(Model):
    """From where on a light is green, and yellow; beyond it is red.

    The better direction follows from the two: towards green.
    """

    gruen: float
    gelb: float

    @model_validator(mode="after")
    def _tell_apart(self) -> Self:
        if self.gruen == self.gelb:
            raise ValueError("gruen = gelb")
        return self

    @property
    def more_is_better(self) -> bool:
        """Whether high values are good."""
        return self.gruen > self.gelb


class Ampeln(Model):
    """Thresholds of the lights, criterion by criterion."""

    verzug_tage: Grenzen
    resttage_ohne_termin: Grenzen
    kosten: Grenzen
    nutzung: Grenzen
    einheitlichkeit: Grenzen
    vollstaendig: Grenzen
    zurueckgestellt: Grenzen
    puenktlich: Grenzen


class Projekt(Model):
    """Head, statements, milestones, risks, decisions and rules of the project."""

    name: str
    leitung: str
    partner: tuple[str, ...]
    stakeholder: tuple[str, ...]
    start: date
    ende: date
    ziel: str
    inhalt: tuple[str, ...] = Field(min_length=1)
    risiken: tuple[Risiko, ...]
    staende: dict[YearMonth, Sachstand]
    meilensteine: tuple[Meilenstein, ...]
    entscheidungen: tuple[Entscheidung, ...]
    kosten: Kosten | None = None
    lieferfrist_tag: int = Field(ge=1, le=28)
    ampeln: Ampeln

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        if self.ende <= self.start:
            raise ValueError(f"ende {self.ende} <= start {self.start}")
        return self

    @property
    def last_month(self) -> Month:
        """Month in which the project ends."""
        return Month.of(self.ende)

    def deadline(self, month: Month) -> date:
        """Day by which the deliveries of a month are due."""
        return month.shift(1).first_day.replace(day=self.lieferfrist_tag)

    def latest_statement(self, month: Month) -> str:
        """Latest month up to this one for which there is a statement; empty if none."""
        return max((each for each in self.staende if each <= str(month)), default="")


class Ziel(Model):
    """A target path: months with the value wanted; on a straight line between them.

    ``muster`` marks a path that fits the sample data only.
    """

    pfad: dict[YearMonth, float] = Field(min_length=2)
    muster: bool = False

    def wanted(self, month: Month) -> float | None:
        """Value wanted in a month; None before the first and after the last one named."""
        points = [(Month.parse(each), value) for each, value in sorted(self.pfad.items())]
        for (first, start), (last, end) in pairwise(points):
            if first <= month <= last:
                whole = len(Month.range(first, last)) - 1
                return start + (end - start) * (len(Month.range(first, month)) - 1) / whole
        return None


class Ziele(Model):
    """Target paths for use and for uniformity; an assumption until they are decided."""

    beschlossen_am: date | None
    nutzung: Ziel
    einheitlichkeit: Ziel
