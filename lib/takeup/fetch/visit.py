"""All questions about one administration's month: its site first, then the reports."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from takeup.errors import FetchError
from takeup.fetch.answers import Known, in_doubt, objections, visits_in
from takeup.fetch.archive import Archive, Place, newest
from takeup.fetch.client import Client, Question
from takeup.fetch.journal import Journal, Remark
from takeup.fetch.limits import Limits
from takeup.fetch.plan import GOALS, SITES, Access, Order, Plan
from takeup.fetch.site import facts, goals_in, site_in
from takeup.fetch.verdict import Answer, plain
from takeup.periods import Month

# The file about a site; the method of that name would show more than is stored.
_SITE_REPORT: Final = "SitesManager.getSite"
UNREACHABLE: Final = "matomo_unreachable"
# After these the other questions of an administration would fail the same way, slowly.
_HOPELESS: Final = {
    "matomo_refused",
    "matomo_redirect",
    UNREACHABLE,
    "matomo_timeout",
    "matomo_certificate",
}


@dataclass(frozen=True)
class Errand:
    """What to ask about: a month, the reports of the plan, one administration's site."""

    month: Month
    plan: Plan
    access: Access
    limits: Limits

    @property
    def dates(self) -> dict[str, str]:
        """Parameters that name the site and the month as one period."""
        dates = f"{self.month.first_day},{self.month.last_day}"
        return {"idSite": str(self.access.site), "period": "month", "date": dates}


def visit(errand: Errand, archive: Archive, journal: Journal) -> bool:
    """Ask one administration's site for all reports of a month and keep the answers.

    Parameters
    ----------
    errand
        What to ask.
    archive
        Keeps the answers.
    journal
        Learns what was kept, what is odd, and what failed: nothing is raised.

    Returns
    -------
    bool
        Whether the server could be reached.
    """
    guest = _Guest(errand, archive, journal)
    site = guest.see_site()
    if site is not None:
        guest.check_goals()
        guest.collect()
        guest.keep_site(site)
    return guest.end != UNREACHABLE


@dataclass
class _Guest:
    """Asks, and knows when it makes no sense to go on asking."""

    errand: Errand
    archive: Archive
    journal: Journal
    end: str = ""  # code of the error after which it makes none

    def __post_init__(self) -> None:
        access = self.errand.access
        self.slug = access.verwaltung
        self.client = Client(access.address, access.token, self.slug, self.errand.limits)

    def see_site(self) -> Answer | None:
        """Facts about the site; a wrong time zone is odd, an invisible site is the end."""
        answer = self._ask(SITES, Question(SITES, {}))
        if answer is None:
            return None
        number = self.errand.access.site
        site = site_in(answer.value, number)
        if site is None:
            error = FetchError("matomo_site", verwaltung=self.slug, site=number)
            self.journal.failed(self.slug, SITES, error)
            return None
        zone = plain(site["timezone"]) or "-"
        if zone != self.errand.plan.time_zone:
            self._remark("time_zone", zone, self.errand.plan.time_zone)
        return Answer(answer.status, facts(site), site)

    def keep_site(self, site: Answer) -> None:
        """Keep the site's facts beside a report; alone they would pass for a delivery."""
        month = self.errand.month
        if any(self._place(order, month).versions() for order in self.errand.plan.orders):
            place = self.archive.place(self.slug, month, _SITE_REPORT, "month")
            self._keep(SITES, place, Question(SITES, self.errand.dates), site)
        else:
            self.journal.done(self.slug, SITES, "checked")

    def check_goals(self) -> None:
        """Name goals that do not exist: Matomo would report zeros for them."""
        wanted = self.errand.access.goals
        if not wanted or self.end:
            return
        answer = self._ask(GOALS, Question(GOALS, {"idSite": str(self.errand.access.site)}))
        if answer is None:
            return
        missing = [str(each) for each in wanted if each not in goals_in(answer.value)]
        if missing:
            self._remark("goals", ", ".join(missing))
        self.journal.done(self.slug, GOALS, "checked")

    def collect(self) -> None:
        """Ask for all reports; those that look unfinished get time, then are kept too."""
        got: dict[Order, Answer] = {}
        self._renew(got, self.errand.plan.orders)
        known = self._known(got)
        doubtful = in_doubt(known)
        waiting = [order for order in got if order in doubtful]
        for order in got:
            if order not in doubtful:
                self._keep_report(order, got[order], known[order].objection)
        for _ in range(self.errand.limits.archive_tries):
            if not doubtful or self.end:
                break
            time.sleep(self.errand.limits.archive_pause_s)
            self._renew(got, waiting)
            doubtful = in_doubt(self._known(got))
        codes = objections(self._known(got))
        for order in waiting:
            if self._keep_report(order, got[order], codes[order]) and order in doubtful:
                self._remark("unfinished", order.name)

    def _renew(self, got: dict[Order, Answer], orders: Iterable[Order]) -> None:
        """Take in answers to orders; an earlier answer stays where a new one fails."""
        for order in orders:
            if self.end:
                return
            question = order.question(self.errand.access.site, self.errand.month)
            answer = self._ask(order.name, question)
            if answer is None:
                continue
            if _visits(order, answer, self.errand.month) is None:
                strange = FetchError("matomo_shape", place=f"{self.slug}, {order.name}")
                self.journal.failed(self.slug, order.name, strange)
            else:
                got[order] = answer

    def _ask(self, name: str, question: Question) -> Answer | None:
        """Answer to a question, or None and a failure in the journal."""
        try:
            answer = self.client.ask(question)
        except FetchError as error:
            self.journal.failed(self.slug, name, error)
            self.end = error.code if error.code in _HOPELESS else ""
            return None
        return answer

    def _known(self, got: dict[Order, Answer]) -> dict[Order, Known]:
        month = self.errand.month
        return {
            order: Known(
                now=_visits(order, answer, month) or {},
                stored=self._stored(order, month),
                neighbours=sum(self._total(order, month.shift(step)) for step in (-1, 1)),
            )
            for order, answer in got.items()
        }

    def _place(self, order: Order, month: Month) -> Place:
        return self.archive.place(self.slug, month, order.report, order.period)

    def _stored(self, order: Order, month: Month) -> dict[str, int] | None:
        """Visits by period of the newest stored answer; empty if there is none.

        None if it is damaged or has another shape: what it knows can be lost, then.
        """
        place = self._place(order, month)
        if not place.versions():
            return {}
        stored = newest(place, self.errand.limits.size_bytes)
        return visits_in(stored, order.kind, order.labels(month))

    def _total(self, order: Order, month: Month) -> int:
        return sum((self._stored(order, month) or {}).values())

    def _keep_report(self, order: Order, answer: Answer, objection: str) -> bool:
        """Keep an answer, unless it knows nothing where an earlier one knew something."""
        if objection:
            self._remark(objection, order.name)
            self.journal.done(self.slug, order.name, "kept")
            return False
        month = self.errand.month
        question = order.question(self.errand.access.site, month)
        return self._keep(order.name, self._place(order, month), question, answer)

    def _keep(self, name: str, place: Place, question: Question, answer: Answer) -> bool:
        try:
            state = self.archive.keep(place, question, answer)
        except FetchError as error:
            self.journal.failed(self.slug, name, error)
            return False
        self.journal.done(self.slug, name, state)
        return True

    def _remark(self, code: str, what: str, expected: str = "") -> None:
        self.journal.remarks.append(Remark(code, self.slug, what, expected))


def _visits(order: Order, answer: Answer, month: Month) -> dict[str, int] | None:
    """Visits by period of an answer; None if one is missing, or by ``visits_in``."""
    labels = order.labels(month)
    visits = visits_in(answer.value, order.kind, labels)
    return visits if visits and len(visits) == len(labels) else None
