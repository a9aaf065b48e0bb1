"""What is asked for: which reports, of which sites, with which token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pydantic import SecretStr

from takeup.errors import FetchError, ParameterError, UsageError
from takeup.fetch.client import Question
from takeup.params import Params
from takeup.periods import Month
from takeup.servers import Site

_VARIABLE: Final = "MATOMO_TOKEN"
# Matomo's own are 32 hexadecimal digits; what is shorter could not be masked in a text.
_TOKEN_FORM: Final = re.compile(r"[\w-]{12,128}", re.ASCII)
SITES: Final = "SitesManager.getSitesWithAtLeastViewAccess"
GOALS: Final = "Goals.getGoals"


@dataclass(frozen=True)
class Order:
    """One report by one kind of period; ``kind`` is what its rows are for the reader."""

    report: str
    period: str
    kind: str
    language: str | None = None

    @property
    def name(self) -> str:
        """Name in messages and in the record."""
        return f"{self.report} ({self.period})"

    def question(self, site: int, month: Month) -> Question:
        """Ask for a month: by range, so that the answer names its periods."""
        parameters = {
            "idSite": str(site),
            "period": self.period,
            "date": f"{month.first_day},{month.last_day}",
        }
        spoken = {"language": self.language} if self.language else {}
        return Question(self.report, parameters | spoken)

    def labels(self, month: Month) -> tuple[str, ...]:
        """Labels of the periods of a month."""
        if self.period == "month":
            return (str(month),)
        days = range(month.days)
        return tuple(str(month.first_day + timedelta(days=number)) for number in days)


@dataclass(frozen=True)
class Access:
    """One administration's site, and the token that may read it."""

    verwaltung: str
    address: str
    site: int
    goals: tuple[int, ...]
    token: SecretStr


@dataclass(frozen=True)
class Plan:
    """All that is asked, and of whom; ``without`` have no site, ``failures`` no token."""

    orders: tuple[Order, ...]
    accesses: tuple[Access, ...]
    without: tuple[str, ...]
    failures: tuple[FetchError, ...]
    time_zone: str


def make_plan(params: Params, environ: Mapping[str, str], verwaltung: str) -> Plan:
    """Gather what the parameters and the environment say.

    Parameters
    ----------
    params
        All of ``params/``.
    environ
        Environment variables: the tokens.
    verwaltung
        The only administration to ask for, or the empty text for all.

    Raises
    ------
    ParameterError
        If nobody has a site, or a site has no server.
    UsageError
        If no administration has a token.
    """
    chosen = {verwaltung} if verwaltung else set(params.verwaltungen)
    blocks = {slug: each.matomo for slug, each in params.verwaltungen.items() if slug in chosen}
    sites = {slug: site for slug, site in blocks.items() if site}
    if not sites:
        raise ParameterError("matomo_site_missing", verwaltung=verwaltung or "<verwaltung>")
    orders = tuple(_orders(params))
    if not orders:
        raise ParameterError("matomo_nothing_listed")
    accesses: list[Access] = []
    failures: list[FetchError] = []
    for slug, site in sites.items():
        address, names = _server(params, slug, site)
        token = next((environ[name].strip() for name in names if environ.get(name)), "")
        if _TOKEN_FORM.fullmatch(token):
            secret = SecretStr(token)
            accesses.append(Access(slug, address, site.site, site.ziele, secret))
        else:
            code = "matomo_token_malformed" if token else "matomo_token_missing"
            failures.append(FetchError(code, verwaltung=slug, names=" / ".join(names)))
    if not accesses:
        raise UsageError("matomo_no_token", reasons=" ".join(each.what for each in failures))
    server = params.settings.matomo
    zone = server.zeitzone if server else "Europe/Berlin"
    without = tuple(slug for slug, site in blocks.items() if not site)
    return Plan(orders, tuple(accesses), without, tuple(failures), zone)


def _orders(params: Params) -> list[Order]:
    return [
        Order(each.bericht, each.zeitraum, quelle.berichte[each.bericht], each.sprache)
        for quelle in params.quellen.values()
        for each in quelle.abruf
    ]


def _server(params: Params, slug: str, site: Site) -> tuple[str, list[str]]:
    """Address of a site's server, and the variables that may hold its token.

    The shared token is for the shared server: to any other it would be given away.
    """
    shared = params.settings.matomo
    own = f"{_VARIABLE}_{slug.upper().replace('-', '_')}"
    if site.adresse and not (shared and shared.adresse == site.adresse):
        return site.adresse, [own]
    if shared is None:
        raise ParameterError("matomo_address_missing", verwaltung=slug)
    return shared.adresse, [own, _VARIABLE]
