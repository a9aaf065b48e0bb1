"""What ``sample.yml`` says, as frozen models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from takeup.facts import read_facts
from takeup.periods import Month
from takeup.sample.upkeep import Catalogue, Checks

_OF_ONE_KREIS: Final = {"administrations", "incidents"}


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Texts(_Model):
    """German words that occur in more than one kind of file."""

    note: str
    corrected: str
    period: str
    administration: str
    created: str
    total: str
    readme_file: str
    readme: str


class CampaignTruth(_Model):
    """True effect: factor on submissions, relative lift of visits, labelled part of it."""

    submissions: float
    visit_lift: float
    labelled: float


class Growth(_Model):
    """Log growth of the online share a year, and its spread over administrations."""

    per_year: float
    spread: float


class DayFactor(_Model):
    """Factor of a public holiday."""

    online: float
    visits: float


class Wave(_Model):
    """Annual wave: relative height and day of the year of the peak."""

    amplitude: float
    peak_day: int


class Weekday(_Model):
    """Factors from Monday to Sunday."""

    submissions: tuple[float, ...]
    visits: tuple[float, ...]


class Noise(_Model):
    """Daily disturbances: correlation, and standard deviations of the logs."""

    memory: float
    common: float
    own: float
    walk: float


class Shift(_Model):
    """Level shift of an administration: chance, size (log) and when it may happen."""

    chance: float
    size: float
    first: date
    last: date


class Election(_Model):
    """Requests for postal votes before an election."""

    per_1000: dict[str, float]
    peak_days_before: int
    spread_days: int
    last_days_before: int
    visit_lift: float


class EventTruth(_Model):
    """Factors from the day of an event on."""

    completion: float = 1.0
    visits: float = 1.0


class Outage(_Model):
    """Days without the portal."""

    verwaltung: str
    first: date
    last: date


class Resumed(_Model):
    """Drafts taken up again: among the submitted ones, and among the abandoned ones."""

    share: float
    longest_delay_days: int
    given_up: float


class Answers(_Model):
    """Satisfaction survey: answers per submission, chances of the ratings 1 to 5."""

    share: float
    ratings: tuple[float, ...]
    likeness: float


class Accounts(_Model):
    """Accounts per 1,000 residents; new ones a month."""

    active_per_1000: float
    registered_per_1000: float
    new_per_1000: float


class Visits(_Model):
    """What a visit is like."""

    visitors_per_day: float
    visitors_per_month: float
    devices: dict[str, float]
    smartphone_gain: float
    actions: float
    seconds: float
    bounces: float
    conversions: float
    other_campaigns: dict[str, float]


class Costs(_Model):
    """Cost of a case by channel (EUR), its spread (log), since when it is accounted for."""

    since: str
    price_year: int
    per_case: dict[str, float]
    spread: float


class Truth(_Model):
    """The invented world."""

    campaigns: dict[str, CampaignTruth]
    reference_day: date
    growth: Growth
    ramp_days: float
    school_holidays: float
    public_holiday: DayFactor
    wave: Wave
    weekday: Weekday
    noise: Noise
    shift: Shift
    election: Election
    season_lift: float
    events: dict[str, EventTruth]
    silent_outages: tuple[Outage, ...]
    not_eligible: float
    resumed: Resumed
    assisted: float
    ewa_eligible: float
    answers: Answers
    accounts: Accounts
    visits: Visits
    costs: Costs


class Service(_Model):
    """Demand for a service and how it reaches the office."""

    per_1000: float
    share: float
    completion: float
    wave: Literal["1", "2", "3", "4", "ewa", "never"]
    channels: tuple[float, float, float]
    election: bool = False
    only: tuple[str, ...] = ()


class Style(_Model):
    """How an administration writes its files."""

    encoding: Literal["cp1252", "utf-8", "utf-8-sig"] = "cp1252"
    newline: str = "\r\n"
    thousands: str = ""
    zero: str = "-"
    month_words: bool = False
    decomposed: bool = False
    total_row: bool = False
    footer: bool = False
    cover_sheet: bool = False
    numbers_as_text: bool = False


class Administration(_Model):
    """Size, pace and habits of an administration."""

    residents: int
    pace: float
    visits: float
    delay_days: int
    not_online: tuple[str, ...]
    name: str = ""
    unknown_phone: tuple[str, ...] = ()
    costs: Literal["", "service", "all", "year"] = ""
    style: Style = Style()


class Incident(_Model):
    """A single thing that goes wrong with one delivery."""

    source: str
    verwaltung: str
    month: Month
    action: Literal["missing", "late", "corrected", "cell", "repeated", "total", "answer"]
    reason: str
    folder: Month | None = None
    row: int = 0
    column: str = ""
    text: str = ""

    @field_validator("month", "folder", mode="before")
    @classmethod
    def _as_month(cls, text: str) -> Month:
        return Month.parse(text)


class Layout(_Model):
    """Words of one kind of file; ``header`` maps our column names to German headers."""

    title: str = ""
    header: dict[str, str] = {}
    groups: dict[str, str] = {}
    spans: dict[str, int] = {}
    footer: str = ""
    sheet: str = ""
    cover: str = ""
    unknown: str = ""
    not_applicable: str = ""
    affirmed: str = ""
    denied: str = ""
    note: str = ""
    reference_date: str = ""
    rule: str = ""
    copyright: str = ""
    licence: str = ""
    devices: dict[str, str] = {}
    everything: str = ""
    includes: str = ""
    results: dict[str, str] = {}


class SampleSettings(_Model):
    """All of ``sample.yml``."""

    texts: Texts
    truth: Truth
    services: dict[str, Service]
    waves: dict[str, date]
    administrations: dict[str, Administration]
    incidents: tuple[Incident, ...]
    catalogue: Catalogue
    checks: Checks
    files: dict[str, Layout]


def load_settings(own: Mapping[str, Any] | None = None) -> SampleSettings:
    """Read ``sample.yml``, which lies beside this module.

    Parameters
    ----------
    own
        What is different in another Kreis, in the same form: administrations and
        incidents replace all of ours, entries of any other section the same ones there.
    """
    facts = read_facts("takeup.sample", "sample.yml")
    for section, entries in (own or {}).items():
        kept = {} if section in _OF_ONE_KREIS else facts.get(section, {})
        facts[section] = kept | entries if isinstance(entries, dict) else entries
    return SampleSettings.model_validate(facts)
