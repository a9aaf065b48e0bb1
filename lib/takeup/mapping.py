"""How one sender's export maps to a source's contract: the model of ``params/quellen/``."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from takeup.formats import DAY_NUMBERS, Formats, Unit

# YAML knows lists only; the items stay strict.
Words = Annotated[tuple[str, ...], Field(strict=False)]

Encoding = Literal["utf-8", "utf-16", "cp1252", "iso-8859-15", "cp850", "mac-roman"]


ISO_DAY: Final = "%Y-%m-%d"


def check_network(text: str) -> str:
    """Return the text if it is a network in CIDR form, its own first address."""
    ip_network(text)
    return text


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Woerter(_Model):
    """Words that stand for a kind of missing value; "null" stands for the number 0."""

    null: Words = ()
    entfaellt: Words = ()
    unbekannt: Words = ()
    geheim: Words = ()


class Summen(_Model):
    """Which rows are totals: one of the words stands in one of the columns."""

    spalten: Words
    woerter: Words


class Vorspann(_Model):
    """Labels of the lines above the header that say whose and which period it is."""

    verwaltung: Words = ()
    zeitraum: Words = ()
    stichtag: Words = ()


class Ausschluss(_Model):
    """Events that are no citizen's: programs by words in their names, networks by CIDR."""

    programme: tuple[Annotated[str, Field(pattern=r"^[!-@\[-~][ -@\[-~]+$")], ...] = ()
    netze: tuple[Annotated[str, AfterValidator(check_network)], ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Abruf(_Model):
    """One report that ``takeup fetch`` asks Matomo for.

    ``sprache`` only where the labels of the answer are mapped by ``werte``.
    """

    bericht: str = Field(pattern=r"^[A-Za-z]+\.[A-Za-z]+$")
    zeitraum: Literal["day", "month"]
    sprache: str | None = Field(default=None, pattern=r"^[a-z]{2}(-[a-z]{2})?$")


class Quelle(_Model):
    """One sender's export, described without code.

    ``spalten`` maps a field of the contract to the header texts accepted for it;
    ``beiwerk`` names columns that are known but not staged (for totals and suggestions).
    A header over two lines is written "group / column". ``fest`` holds fields that are the
    same in every row and stand in no column. ``datum`` is a strptime form, or the epoch of
    day numbers. ``einheiten`` says how shares are written: 0.359, 35.9 or "35,9 %".
    ``sammellieferung``: a row may be about another administration than its folder.
    """

    quelle: str
    dateien: str
    format: Literal["csv", "xlsx", "matomo-json", "ereignisprotokoll"]
    blatt: str | None = None
    kopfzeilen: Literal[1, 2] = 1
    spalten: Annotated[dict[str, Words], Field(strict=False)]
    pflicht: Words
    beiwerk: Annotated[dict[str, Words], Field(strict=False)] = Field(default_factory=dict)
    dezimal: Literal[",", "."] = ","
    # A blank as separator also stands for the no-break blanks, which are always accepted.
    tausender: Literal[".", ",", " ", "'"] = " "
    datum: str = "%d.%m.%Y"
    einheiten: dict[str, Unit] = Field(default_factory=dict)
    fest: dict[str, str] = Field(default_factory=dict)
    sammellieferung: bool = False
    ja: Words = ("ja",)
    nein: Words = ("nein",)
    woerter: Woerter = Woerter()
    werte: dict[str, dict[str, str]] = Field(default_factory=dict)
    summen: Summen | None = None
    fuss: Words = ()
    kodierung: Encoding | None = None
    vorspann: Vorspann = Vorspann()
    berichte: dict[str, str] = Field(default_factory=dict)
    abruf: Annotated[tuple[Abruf, ...], Field(strict=False)] = ()
    gesperrt: Words = ()
    ausschluss: Ausschluss = Ausschluss()
    # Of rows that differ in one month's folder: none (a conflict), or the one received last.
    korrektur: Literal["monatsordner", "neueste"] = "monatsordner"

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if problem := next(self._problems(), ""):
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        """Say what contradicts itself."""
        known = self.spalten | self.beiwerk
        totals = self.summen.spalten if self.summen else ()
        for name in (*self.pflicht, *totals, *self.einheiten):
            if name not in known:
                yield f"{name!r} is not a column of this mapping"
        for name in sorted(self.fest.keys() & known):
            yield f"{name!r} is both fixed and a column"
        for each in self.abruf:
            if each.bericht not in self.berichte:
                yield f"{each.bericht!r} is not one of berichte"
        if self.dezimal == self.tausender:
            yield "dezimal and tausender must differ"
        yield from self._problems_of_days()

    def _problems_of_days(self) -> Iterator[str]:
        if self.is_log and self.datum != ISO_DAY:
            yield f"the days of a log are written {ISO_DAY!r}"
        if "%" not in self.datum and self.datum not in DAY_NUMBERS:
            yield f"datum {self.datum!r} is neither a strptime form nor {list(DAY_NUMBERS)}"

    @property
    def is_log(self) -> bool:
        """Whether a row is an event: such files hold personal data, and are never kept."""
        return self.format == "ereignisprotokoll"

    @property
    def formats(self) -> Formats:
        """How this sender writes numbers, dates and missing values."""
        words = {
            "zero": self.woerter.null,
            "not_applicable": self.woerter.entfaellt,
            "unknown": self.woerter.unbekannt,
            "suppressed": self.woerter.geheim,
        }
        return Formats(
            self.dezimal,
            self.tausender,
            self.datum,
            words=words,
            true=self.ja,
            false=self.nein,
            units=self.einheiten,
        )
