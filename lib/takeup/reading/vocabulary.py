"""Dictionaries: which words name a month, an administration, a Leistung or a measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from takeup.measures.sidecar import Sidecar
from takeup.params import Params
from takeup.periods import Month
from takeup.reading.figures import has_digit
from takeup.regions import ALL, long_ars
from takeup.render import numbers
from takeup.render.texts import text

_DATE: Final = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\d-])"
)
# Spellings of months looked for before and after the report month.
_YEARS_AROUND: Final = 6
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True)
class Meaning:
    """What words say: each part is empty if they do not name it."""

    month: str = ""
    verwaltung: str = ""
    leistung_id: str = ""
    measure: str = ""
    quantity: str = ""

    def or_else(self, other: Meaning) -> Meaning:
        """Own parts first, the other's where these are empty."""
        return Meaning(
            self.month or other.month,
            self.verwaltung or other.verwaltung,
            self.leistung_id or other.leistung_id,
            self.measure or other.measure,
            self.quantity or other.quantity,
        )


NOTHING: Final = Meaning()


def plain(words: str) -> str:
    """Words without soft hyphens and with ordinary single spaces."""
    return " ".join(words.replace("\u00ad", "").split())


@dataclass(frozen=True)
class Vocabulary:
    """Words of the pages.

    Attributes
    ----------
    meanings
        Exact wording → what it names.
    names
        Names that hold digits, longest first: their digits are no numbers.
    """

    meanings: Mapping[str, Meaning]
    names: tuple[str, ...]
    _months: re.Pattern[str] = field(repr=False)

    def exactly(self, words: str) -> Meaning:
        """What words mean as a whole; nothing if they are no name."""
        return self.meanings.get(plain(words), NOTHING)

    def within(self, words: str) -> Meaning:
        """Return what a sentence names: of each kind the longest name in it; the last month."""
        found = NOTHING
        said = plain(words)
        for name, meaning in self.meanings.items():
            # Longest first, so a part already named is named better.
            if not meaning.month and name in said:
                found = found.or_else(meaning)
        months = self._months.findall(said)
        return replace(found, month=self.meanings[months[-1]].month) if months else found

    def erased(self, words: str) -> str:
        """Words with dates, months and names blanked out, at the same length."""
        if not has_digit(words):
            return words
        for name in self.names:
            if name in words:
                words = words.replace(name, " " * len(name))
        for pattern in (self._months, _DATE):
            words = pattern.sub(lambda match: " " * len(match[0]), words)
        return words


def _measure_words(sidecars: Mapping[str, Sidecar]) -> dict[str, Meaning]:
    shorts = {plain(each.short): Meaning(measure=key) for key, each in sidecars.items()}
    return shorts | {plain(each.name): Meaning(measure=key) for key, each in sidecars.items()}


def _place_words(params: Params) -> dict[str, Meaning]:
    found = {text("report.all_verwaltungen"): ALL, text("report.all_short"): ALL}
    for slug, each in params.verwaltungen.items():
        keys = (slug, each.schluessel, long_ars(each.schluessel))
        found |= dict.fromkeys((*keys, *each.aliase, each.kurzname, each.name), slug)
    return {plain(name): Meaning(verwaltung=slug) for name, slug in found.items()}


def _service_words(params: Params) -> dict[str, Meaning]:
    pairs = [
        (name, key)
        for key, each in params.leistungen.items()
        for name in (key, *each.namen, each.katalogname, each.name)
    ]
    every = {plain(text("costs.all_counted")): Meaning(leistung_id=ALL)}
    return every | {plain(name): Meaning(leistung_id=key) for name, key in pairs}


def _month_words(month: Month) -> dict[str, Meaning]:
    span = _YEARS_AROUND * _MONTHS_A_YEAR
    months = [str(each) for each in Month.range(month.shift(-span), month.shift(span))]
    short = {numbers.month_short(each): Meaning(month=each) for each in months}
    short |= {each: Meaning(month=each) for each in months}
    return short | {numbers.month_long(each): Meaning(month=each) for each in months}


def _other_names(params: Params) -> list[str]:
    campaigns = [each.titel for each in params.kampagnen.values()]
    events = [each.name for each in params.ereignisse]
    settings = params.settings
    people = [settings.herausgeber, settings.kontakt, settings.kontakt_barrieren]
    return [*campaigns, *events, settings.projekt, *people]


def vocabulary(
    params: Params, sidecars: Mapping[str, Sidecar], month: Month, headings: Iterable[str] = ()
) -> Vocabulary:
    """Words of the pages of a month.

    Parameters
    ----------
    params
        Names of administrations, services, campaigns and events.
    sidecars
        Names of the measures.
    month
        Report month.
    headings
        Further names with digits in them, such as columns.
    """
    months = _month_words(month)
    words = _service_words(params) | _place_words(params) | _measure_words(sidecars)
    longest = sorted(words, key=lambda name: (-len(name), name))
    with_digits = {
        name for name in (*words, *_other_names(params), *headings) if has_digit(name)
    }
    spelled = "|".join(re.escape(each) for each in sorted(months, key=len, reverse=True))
    return Vocabulary(
        meanings={name: words[name] for name in longest} | months,
        names=tuple(sorted(with_digits, key=lambda name: (-len(name), name))),
        _months=re.compile(rf"\b(?:{spelled})(?!\d)"),
    )
