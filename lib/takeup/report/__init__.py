"""What notebooks call: one method per figure, table or sentence of a page.

A method returns a block; nothing here can see an unprotected number, because all of it reads
the published tables only.
"""

from __future__ import annotations

from takeup.errors import UsageError
from takeup.regions import ALL
from takeup.render.blocks import Block, Figure, Folds, Letter, Note, Table, Text, Tiles
from takeup.report import (
    campaigns,
    circular,
    costs,
    days,
    deliveries,
    dictionary,
    district,
    ewa,
    goals,
    lookup,
    manual,
    method,
    overview,
    revisions,
    services,
    standards,
    tasks,
    uniform,
    use,
    variation,
)
from takeup.report.campaign_facts import Facts
from takeup.report.campaign_page import CampaignReport
from takeup.report.data import PageData
from takeup.report.opening import month_data
from takeup.report.status_page import StatusReport


class Report:
    """The story of one month and one administration, block by block."""

    def __init__(self, data: PageData) -> None:
        self._data = data

    def summary(self) -> Text:
        """One sentence and at most five points."""
        return overview.summary(self._data)

    def key_figures(self) -> Tiles:
        """Key figures with their change and a small line."""
        return overview.tiles(self._data)

    def four_lines(self) -> Table:
        """Visits, accounts, started and submitted cases against earlier months."""
        return use.four_lines(self._data)

    def visits_history(self) -> Block:
        """Course of the visits."""
        return use.visits_history(self._data)

    def submissions_history(self) -> Block:
        """Course of started and submitted cases."""
        return use.submissions_history(self._data)

    def takeup_by_service(self) -> Block:
        """Digital take-up per Leistung."""
        return services.takeup_by_service(self._data)

    def services_table(self) -> Table:
        """Counts and rates of every Leistung."""
        return services.services_table(self._data)

    def takeup_scope(self) -> Text:
        """Services that the take-up leaves out, and why."""
        return services.takeup_scope(self._data)

    def completion_by_service(self) -> Block:
        """Completion rate per Leistung."""
        return services.completion_by_service(self._data)

    def variation(self) -> Text:
        """Which figures of the month exceed ordinary variation."""
        return variation.sentences(self._data)

    def variation_course(self) -> Block:
        """Course of the submissions in front of their expected range."""
        return variation.course(self._data)

    def beside_others(self) -> Block:
        """Digital take-up beside the other administrations, as a funnel."""
        return variation.beside_others(self._data)

    def rates_side_by_side(self) -> Table:
        """Rates of all administrations with what is usual for each."""
        return variation.side_by_side(self._data)

    def campaigns(self) -> Block:
        """Campaigns as a table."""
        return campaigns.overview(self._data)

    def campaign_effects(self) -> Block:
        """What the campaigns did, in words with intervals."""
        return campaigns.effects(self._data)

    def ewa(self) -> Note:
        """State of the elektronische Wohnsitzanmeldung."""
        return ewa.note(self._data)

    def ewa_rollout(self) -> Table:
        """Roll-out of the elektronische Wohnsitzanmeldung."""
        return ewa.rollout(self._data)

    def tasks_summary(self) -> Text:
        """Number of tasks by kind."""
        return tasks.summary(self._data)

    def tasks(self) -> Block:
        """What to do about the portal, service by service."""
        return tasks.tasks(self._data)

    def next_services(self) -> Block:
        """Three services to bring online next."""
        return tasks.next_services(self._data)

    def uniformity(self) -> Text:
        """How far the portal is uniform, and what holds it back."""
        return uniform.summary(self._data)

    def uniformity_components(self) -> Table:
        """Components E1 to E12."""
        return uniform.components(self._data)

    def likeness(self) -> Figure:
        """How alike the offers of every two administrations are."""
        return uniform.pairs(self._data)

    def maturity(self) -> Figure:
        """Levels of maturity."""
        return uniform.maturity(self._data)

    def takeover(self) -> Block:
        """Services that one administration can take over from another."""
        return uniform.takeover(self._data)

    def side_by_side(self) -> Table:
        """Key figures of all administrations."""
        return district.side_by_side(self._data)

    def courses(self) -> Figure:
        """Course of the submissions of each administration."""
        return district.courses(self._data)

    def goal(self) -> Figure:
        """Use against its path, with the forecast to the project's end."""
        return goals.use(self._data)

    def outlook(self) -> Text:
        """Where the project will stand at its end."""
        return goals.summary(self._data)

    def circular(self) -> Letter:
        """Text of the mail to all administrations."""
        return circular.circular(self._data)

    def deliveries(self) -> Figure:
        """Which deliveries arrived."""
        return deliveries.grid(self._data)

    def days(self) -> Figure:
        """Days of the month that were counted, and those that were not."""
        return days.strips(self._data)

    def findings(self) -> Block:
        """What stood out in the deliveries."""
        return deliveries.findings(self._data)

    def balance(self) -> Table:
        """Where every delivered row went."""
        return deliveries.balance(self._data)

    def revisions(self) -> Block:
        """What later deliveries changed: before, now, and which delivery."""
        return revisions.table(self._data)

    def protection(self) -> Note:
        """How many figures are hidden, and why."""
        return method.protection(self._data)

    def definitions(self) -> Table:
        """What each figure means."""
        return method.definitions(self._data)

    def trace(self) -> Text:
        """How to follow a figure to the rows of a delivery."""
        return method.trace(self._data)

    def costs(self) -> Block:
        """Costs per case, and at the take-up that is wanted."""
        return costs.table(self._data)

    def din_spec(self) -> Table:
        """What DIN SPEC 66336 wants measured, and what is."""
        return standards.din_spec(self._data)

    def lookup(self) -> Folds:
        """Every figure with definition, parts, state, maturity, revision and source."""
        return lookup.lookup(self._data)

    def rates_in_full(self) -> Folds:
        """Every rate with its worked example."""
        return manual.measures(self._data, "rate")

    def counts_in_full(self) -> Folds:
        """Every count with its worked example."""
        return manual.measures(self._data, "count")

    def signs(self) -> Table:
        """Signs that stand in place of a number or beside it."""
        return manual.signs(self._data)

    def protection_rules(self) -> Text:
        """How small counts are protected."""
        return manual.protection_rules(self._data)

    def minimum_counts(self) -> Table:
        """Minimum counts with their reasons."""
        return manual.minimum_counts(self._data)

    def limits(self) -> Text:
        """What the data cannot tell."""
        return manual.limits(self._data)

    def published_tables(self) -> Folds:
        """Fields of the published tables."""
        return dictionary.published_tables()

    def sources(self) -> Folds:
        """Fields of the delivered sources."""
        return dictionary.sources()


def open_report(month: str, verwaltung: str = ALL) -> Report:
    """Open the published tables of a month, seen from one administration.

    Parameters
    ----------
    month
        Report month, ``yyyy-mm``.
    verwaltung
        Slug of an administration; all nine if left out.

    Raises
    ------
    UsageError
        If the month is malformed or was not published, or the administration is unknown.
    ParameterError
        If a file under ``params/`` is broken.
    """
    return Report(month_data(month, verwaltung))


def open_status(month: str) -> StatusReport:
    """Open the published tables of a month (``yyyy-mm``), seen from the project.

    It refuses the same months as :func:`open_report`.
    """
    return StatusReport(month_data(month))


def open_campaign(month: str, kampagne: str) -> CampaignReport:
    """Open the published tables of a month, seen from one campaign.

    Parameters
    ----------
    month
        Report month, ``yyyy-mm``.
    kampagne
        Slug of a campaign: its file under ``params/kampagnen`` without ``.yml``.

    Raises
    ------
    UsageError
        If the month is malformed or was not published, or there is no such campaign, or none
        among these data.
    ParameterError
        If a file under ``params/`` is broken.
    """
    data = month_data(month)
    data.params.require_kampagne(kampagne)
    if kampagne not in data.params.campaigns(sample=data.sample):
        raise UsageError("campaign_of_the_sample", slug=kampagne)
    return CampaignReport(Facts(data, kampagne))
