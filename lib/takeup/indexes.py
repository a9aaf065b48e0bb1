"""What stands around pages: their frames, the index of a month, the index of all months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from takeup import exports
from takeup.measures.sidecar import load_sidecars
from takeup.pages import Page
from takeup.params import Params
from takeup.periods import Month
from takeup.publication import Published
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.exporter import Card, IndexPage, Link, PageFrame, Section, render_index
from takeup.render.texts import text
from takeup.report.campaign_facts import Facts
from takeup.report.campaigns import campaigns
from takeup.report.data import PageData

_KREIS: Final = "kreis.html"


@dataclass(frozen=True)
class PageState:
    """How a page stands in the published month: ok, failed or stale, and why."""

    page: Page
    state: str
    reason: str
    exists: bool


def page_frame(
    page: Page, params: Params, published: Published, beside: Sequence[Link] = ()
) -> PageFrame:
    """Frame of a report page: links to its month, the Kreis, campaigns and those beside it."""
    return PageFrame(
        title=_page_title(page, params),
        kicker=params.settings.projekt,
        period=_period(page, published),
        status=text("pages.status"),
        sample=bool(published.run["sample"]),
        navigation=(
            Link(text("pages.to_month"), "index.html"),
            *([Link(text("pages.to_kreis"), _KREIS)] if page.file != _KREIS else []),
            *_to_campaigns(page, params, published),
        ),
        beside=tuple(beside),
        meta=_meta(params, published),
        barriers=params.settings.kontakt_barrieren,
    )


def _to_campaigns(page: Page, params: Params, published: Published) -> list[Link]:
    """Links from a page about an administration, or all of them, to its campaigns."""
    pages = [name for name, each in params.berichte.items() if each.per == "kampagne"]
    about = params.berichte[page.bericht]
    if not pages or about.per == "kampagne" or not about.karte:
        return []
    slug = page.parameters.get("verwaltung", ALL)
    data = PageData(Month.parse(page.parameters["month"]), slug, published, params, {})
    return [
        Link(
            text("pages.to_campaign", title=each.campaign.titel), f"{pages[0]}-{each.slug}.html"
        )
        for each in campaigns(data)
    ]


def _period(page: Page, published: Published) -> str:
    """Month of a page; of one made for an earlier day, that day as well."""
    month, run = numbers.month_long(page.parameters["month"]), published.run
    if not run.get("as_known"):
        return month
    stand = numbers.date(date.fromisoformat(run["stand"]))
    return text("pages.month_as_known", month=month, stand=stand)


def _page_title(page: Page, params: Params) -> str:
    title = params.berichte[page.bericht].titel
    if campaign := page.parameters.get("kampagne", ""):
        name = params.kampagnen[campaign].titel
        return text("pages.title_campaign", title=title, name=name)
    slug = page.parameters.get("verwaltung", "")
    return (
        text("pages.title", title=title, name=params.verwaltungen[slug].name) if slug else title
    )


def _meta(params: Params, published: Published) -> tuple[tuple[str, str], ...]:
    """Facts in the foot of a page: who is responsible, and what the page rests on."""
    run = published.run
    facts = {
        "publisher": params.settings.herausgeber,
        "contact": params.settings.kontakt,
        "data": text(
            "pages.data_value",
            month=numbers.month_long(run["month"]),
            stand=numbers.date(date.fromisoformat(run["stand"])),
        ),
        "tables": text("pages.tables_value"),
        "version": run["commit"] or text("pages.no_commit"),
    }
    return tuple((text(f"pages.{name}"), value) for name, value in facts.items())


def month_index(
    month: Month, states: Sequence[PageState], params: Params, published: Published
) -> str:
    """Index of a month: one card per page, with its key figure or what went wrong."""
    title = text("pages.month_title")
    frame = PageFrame(
        title=title,
        kicker=params.settings.projekt,
        period=numbers.month_long(str(month)),
        status=text("pages.status"),
        sample=bool(published.run["sample"]),
        navigation=(Link(text("pages.to_months"), "../index.html"),),
        meta=_meta(params, published),
        barriers=params.settings.kontakt_barrieren,
    )
    sections = tuple(
        Section(
            title=text(f"pages.section_{name}"),
            note=text(f"pages.note_{name}"),
            cards=tuple(
                _card(each, params, published, month)
                for each in states
                if each.page.bericht == name
            ),
        )
        for name in reversed(params.berichte)
    )
    pages = (*sections, exports.section(month))
    return render_index(IndexPage(frame, text("pages.lead"), pages))


def _card(each: PageState, params: Params, published: Published, month: Month) -> Card:
    slug = each.page.parameters.get("verwaltung", ALL)
    data = PageData(month, slug, published, params, load_sidecars())
    value, label = _card_words(each.page, data)
    return Card(
        title=_card_title(each.page, data, params),
        href=each.page.file if each.exists else "",
        value=value,
        label=label,
        state=each.state,
        reason=each.reason,
    )


def _card_words(page: Page, data: PageData) -> tuple[str, str]:
    """Key figure of a page with its name, or how far a campaign is."""
    if campaign := page.parameters.get("kampagne", ""):
        state = Facts(data, campaign).result["state"]
        return text(f"report.campaign_states.{state}"), text("report.columns.state")
    measure = data.params.berichte[page.bericht].karte
    if not measure:
        return "", ""
    cell = data.cell(measure)
    return cell.shown, data.sidecars[measure].name if cell.has_value else cell.said


def _card_title(page: Page, data: PageData, params: Params) -> str:
    """Name of whom the page is about; of a page about nobody, its own."""
    bericht = params.berichte[page.bericht]
    if campaign := page.parameters.get("kampagne", ""):
        return params.kampagnen[campaign].titel
    if not bericht.karte:
        return bericht.titel
    slug = data.verwaltung
    return data.short_name(slug) if slug != ALL else data.name(slug)


def months_index(manifests: Mapping[str, Mapping[str, Any]], params: Params) -> str:
    """Index over all published months by their folders, newest first.

    A month as it was known on a day (STAND) has a folder and a card of its own.
    """
    newest = max(str(each["month"]) for each in manifests.values())
    sample = all(bool(each["sample"]) for each in manifests.values())
    frame = PageFrame(
        title=text("pages.months_title"),
        kicker=params.settings.projekt,
        period="",
        status="",
        sample=sample,
        navigation=(),
        meta=((text("pages.publisher"), params.settings.herausgeber),),
        barriers=params.settings.kontakt_barrieren,
    )
    cards = tuple(
        _month_card(name, manifests[name]) for name in sorted(manifests, reverse=True)
    )
    lead = text("pages.months_lead", month=numbers.month_long(newest))
    return render_index(IndexPage(frame, lead, (Section(text("pages.months"), "", cards),)))


def _month_card(folder: str, manifest: Mapping[str, Any]) -> Card:
    failed = [name for name, each in manifest["pages"].items() if each["state"] == "failed"]
    month = numbers.month_long(manifest["month"])
    if folder != manifest["month"]:
        day = numbers.date(date.fromisoformat(manifest["stand"]))
        month = text("pages.month_as_known", month=month, stand=day)
    return Card(
        title=month,
        href=f"{folder}/index.html",
        value=numbers.integer(len(manifest["pages"])),
        label=text("pages.sample_pages" if manifest["sample"] else "pages.count"),
        state="failed" if failed else "ok",
        reason=", ".join(failed),
    )
