"""What is published about a campaign, and how its numbers are printed, the same everywhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import pandas as pd

from takeup.effects.planning import break_even_effect
from takeup.effects.result import ALPHA, FakeStarts
from takeup.registration import Kampagne, Registered
from takeup.render import numbers
from takeup.render.texts import text
from takeup.report.data import PageData
from takeup.report.wording import enumerate_words

_PERCENTS: Final = ("effect", "low", "high", "second_low", "second_high", "mde")
_INTEGERS: Final = (
    "additional",
    "additional_low",
    "additional_high",
    "fake_starts",
    "fake_starts_flagged",
    "observed",
    "n_before",
    "n_during",
    "n_units",
    "dark_days",
    "cost_per_additional",
    "cost_low",
    "cost_high",
)
_TINY_P: Final = 0.001
# The published ones end here.
_LEAST_P: Final = 0.0001
# More than this is no advice any more.
_MOST_TIMES: Final = 20


@dataclass(frozen=True)
class Facts:
    """One campaign as its page sees it."""

    data: PageData
    slug: str

    @property
    def campaign(self) -> Kampagne:
        """Registered design."""
        return self.data.params.kampagnen[self.slug]

    @property
    def registered(self) -> Registered | None:
        """Campaign with its registration; None if it has none."""
        found = self.data.params.registrierungen.get(self.slug)
        return None if found is None else Registered(self.campaign, found)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All outcomes and periods of the campaign."""
        return self.data.rows("effects", campaign=self.slug)

    @cached_property
    def result(self) -> Any:
        """Row that the campaign is judged by."""
        rows = self.rows
        return rows[(rows["role"] == "primary") & (rows["part"] == "campaign")].iloc[0]

    @cached_property
    def explored(self) -> list[Mapping[str, Any]]:
        """Other outcomes and periods, the campaign itself first."""
        rows = self.rows.drop(index=self.result.name)
        order = {part: at for at, part in enumerate(("campaign", "after", "anticipation"))}
        places = rows["part"].map(order)
        return _records(rows.assign(place=places).sort_values(["place", "outcome"]))

    def outcome(self, measure: str) -> Mapping[str, Any] | None:
        """Row of an outcome during the campaign, if one was estimated."""
        rows = self.rows[(self.rows["part"] == "campaign") & (self.rows["outcome"] == measure)]
        found = [each for each in _records(rows) if not pd.isna(each["effect"])]
        return found[0] if found else None

    @cached_property
    def checks(self) -> list[Mapping[str, Any]]:
        """What every method said, the one that counts first."""
        rows = self.data.rows("effect_checks", campaign=self.slug)
        order = {use: at for at, use in enumerate(("primary", "second", "check", "picture"))}
        return _records(rows.assign(place=rows["used_for"].map(order)).sort_values("place"))

    @property
    def is_evaluated(self) -> bool:
        """Whether there is an estimate."""
        return bool(self.result["state"] == "evaluated")

    @property
    def cannot_prove(self) -> bool:
        """Whether the randomisation could not have reached 5 percent whatever happened."""
        least = self.result["smallest_p"]
        return bool(not pd.isna(least) and least > ALPHA)

    @property
    def cannot_hint(self) -> bool:
        """Whether the explored rows are too many for so few administrations."""
        evaluated = [row for row in self.explored if not pd.isna(row["effect"])]
        least = self.result["smallest_p"]
        return bool(not pd.isna(least) and least * len(evaluated) > ALPHA)

    @property
    def is_discredited(self) -> bool:
        """Whether so many fake starts flag that no effect would count as proven."""
        row = self.result
        return FakeStarts(int(row["fake_starts"]), int(row["fake_starts_flagged"])).discredit

    @cached_property
    def told(self) -> dict[str, str]:
        """Values for every sentence about the campaign; estimates only where there are some."""
        campaign = self.campaign
        return {
            "title": campaign.titel,
            "start": numbers.date(campaign.beginn),
            "end": numbers.date(campaign.ende),
            "areas": areas(self.data, campaign.verwaltungen),
            "comparison": areas(self.data, campaign.vergleich),
            "cost": numbers.integer(campaign.cost_eur),
            "services": self._services(),
            "spill": campaign.ausstrahlung,
            "treated": numbers.integer(len(campaign.verwaltungen)),
            **estimate_words(self.result),
        }

    def _services(self) -> str:
        if self.campaign.leistungen == "alle":
            return text("report.campaign.all_services")
        return numbers.integer(len(self.campaign.leistungen))

    def say(self, key: str, **more: str) -> str:
        """Sentence about the campaign."""
        return text(f"report.campaign.{key}", **(self.told | more))


def _records(rows: pd.DataFrame) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", rows.to_dict("records"))


def areas(data: PageData, slugs: Sequence[str]) -> str:
    """Names of administrations in a sentence."""
    if len(slugs) == len(data.params.verwaltungen):
        return text("report.campaign.everywhere")
    return enumerate_words([data.short_name(slug) for slug in slugs])


def estimate_words(row: Any) -> dict[str, str]:
    """Estimates of a row of ``effects`` or ``effect_checks`` as printed; none where missing."""
    percents = {name: row.get(name) for name in _PERCENTS}
    counts = {name: row.get(name) for name in _INTEGERS}
    levels = {name: row.get(name) for name in ("p_value", "p_adjusted", "smallest_p")}
    return {
        **{name: change(value) for name, value in percents.items() if _known(value)},
        **{name: numbers.integer(value) for name, value in counts.items() if _known(value)},
        **{name: level(value) for name, value in levels.items() if _known(value)},
    }


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def change(share: float) -> str:
    """Relative change in whole percent: in all sentences, tables and charts alike."""
    return numbers.signed_percent(share, 0)


def level(p: float) -> str:
    """P-value: three decimals, four where three would be zero; the least one is a bound."""
    if p <= _LEAST_P:
        return text("report.campaign.least_p", p=numbers.decimal(p, 4))
    return numbers.decimal(p, 4 if p < _TINY_P else 3)


def shown(row: Mapping[str, Any], name: str) -> str:
    """Number of a row for a table; a dash where there is none."""
    return estimate_words(row).get(name, text("report.campaign.none"))


def reach(row: Mapping[str, Any]) -> str:
    """95 % interval for a table; an open end in words."""
    if not _known(row["effect"]):
        return text("report.campaign.none")
    is_open = not (_known(row["low"]) and _known(row["high"]))
    if is_open:
        return text("report.campaign.open_ends")
    return text("charts.interval_range", low=change(row["low"]), high=change(row["high"]))


def registered_numbers(campaign: Kampagne) -> list[float]:
    """Numbers that a registration holds, or that are counted in it."""
    counted = [campaign.verwaltungen, campaign.vergleich, campaign.leistungen]
    return [
        *campaign.kosten_eur.values(),
        campaign.cost_eur,
        campaign.wert_je_vorgang_eur or 0.0,
        campaign.auswertungsfenster_wochen,
        *(len(each) for each in counted),
    ]


def needed_effect(row: Any, campaign: Kampagne) -> float | None:
    """Relative change from which a campaign is worth its cost; None if that is unknown.

    Parameters
    ----------
    row
        Its row of the published ``effects``.
    campaign
        With what one more submission is worth.
    """
    worth = campaign.wert_je_vorgang_eur
    if worth is None or pd.isna(row["effect"]) or pd.isna(row["observed"]):
        return None
    base = float(row["observed"]) / (1 + float(row["effect"]))
    return break_even_effect(campaign.cost_eur, worth, base) if base > 0 else None


def times_larger(row: Any) -> int | None:
    """How many times as much campaign would show an effect of the size that was estimated.

    The smallest detectable effect shrinks with the root of administrations times weeks, so
    the factor is the square of its ratio to the estimate (log points); None where the
    estimate is no gain, is detectable already, or the factor would be no advice.
    """
    if pd.isna(row["effect"]) or pd.isna(row["mde"]) or row["effect"] <= 0:
        return None
    ratio = math.log1p(float(row["mde"])) / math.log1p(float(row["effect"]))
    times = math.ceil(ratio**2 - 1e-9)
    return times if 1 < times <= _MOST_TIMES else None
