"""The page of a campaign is read back: every number on it, and every point of its chart."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from takeup.indexes import page_frame
from takeup.making import Executed, finish
from takeup.measures.sidecar import load_sidecars
from takeup.pages import Page
from takeup.params import load_params
from takeup.periods import Month
from takeup.publication import Published, contract
from takeup.reading import Mailing, audit_pages
from takeup.regions import ALL
from takeup.registration import Aenderung, Eintrag, Registrierung
from takeup.render.blocks import MIME, to_dict
from takeup.report.campaign_facts import Facts
from takeup.report.campaign_page import CampaignReport
from takeup.report.data import PageData

ROOT = Path(__file__).parents[3]
SPRING = "muster-fruehjahr-2024"
FILE = f"kampagne-{SPRING}.html"
HASH = "12" * 32
ROW = {
    "campaign": SPRING, "outcome": "submitted", "role": "primary", "part": "campaign",
    "state": "evaluated", "estimator": "panel_llr", "cost_eur": 7000.0, "effect": 0.254,
    "low": 0.061, "high": 0.478, "p_value": 0.0179, "smallest_p": 0.0179, "second_low": 0.028,
    "second_high": 0.513, "confirmed": True, "n_before": 91, "n_during": 7, "n_units": 8,
    "dark_days": 48, "fake_starts": 11, "fake_starts_flagged": 1, "observed": 600,
    "additional": 121.0, "additional_low": 34.5, "additional_high": 194.0, "mde": 0.273,
    "cost_per_additional": 57.9, "cost_low": 36.1, "cost_high": 203.0, "verdict": "hint",
}  # fmt: skip
EXPLORED = {
    **ROW, "outcome": "visits", "role": "exploratory", "effect": 0.331, "low": -0.143,
    "high": 0.555, "p_value": 0.02, "p_adjusted": 0.04, "verdict": "hint",
}  # fmt: skip
CHECKS = [
    {
        "method": "panel_llr",
        "used_for": "primary",
        "effect": 0.254,
        "low": 0.061,
        "high": 0.478,
    },
    {"method": "randomisation", "used_for": "second", "effect": 0.254, "smallest_p": 0.0179},
    {"method": "unit_t_test", "used_for": "check", "effect": 0.222, "low": -0.024, "high": 0.5},
]


def typed(name, rows):
    dtypes = contract(name).dtypes
    return pd.DataFrame(rows, columns=list(dtypes), dtype="object").astype(dtypes)


@pytest.fixture(scope="module")
def mailing(month):
    """A month with one campaign that was changed, for a reason with a number in it."""
    params = load_params(ROOT / "params")
    change = Aenderung(am=date(2024, 3, 20), was="Ende", warum="Lieferung 4711 kam später")
    campaign = params.kampagnen[SPRING].model_copy(update={"geaendert": (change,)})
    entries = (
        Eintrag(am=date(2024, 3, 15), sha256="ab" * 32),
        Eintrag(am=date(2024, 3, 21), sha256=HASH),
    )
    params = replace(
        params,
        kampagnen={SPRING: campaign},
        registrierungen={SPRING: Registrierung(eintraege=entries)},
    )
    before = month.mailing
    checks = [{"campaign": SPRING, **each} for each in CHECKS]
    tables = {
        **before.published.tables,
        "effects": typed("effects", [ROW, EXPLORED]),
        "effect_checks": typed("effect_checks", checks),
    }
    run = {**before.published.run, "month": "2024-09"}
    return Mailing(Published(tables, run), params, before.narrative)


@pytest.fixture(scope="module")
def html(mailing):
    data = PageData(Month(2024, 9), ALL, mailing.published, mailing.params, load_sidecars())
    node = nbformat.read(ROOT / "notebooks/kampagne.ipynb", as_version=4)
    report = CampaignReport(Facts(data, SPRING))
    for cell in node.cells:
        if cell.source.startswith("report."):
            name = cell.source.removeprefix("report.").removesuffix("()")
            bundle = {MIME: to_dict(getattr(report, name)())}
            cell.outputs = [nbformat.v4.new_output("display_data", bundle)]
    page = Page("kampagne", Path("x"), {"month": "2024-09", "kampagne": SPRING}, FILE)
    built = finish(Executed(page, node), page_frame(page, mailing.params, mailing.published))
    assert built.html, built.reason
    return built.html.replace("\u00a0%", " %")


def findings(mailing, html):
    return audit_pages(mailing, {FILE: (ALL, html)}).findings


def test_every_number_of_the_page_is_known(mailing, html):
    audit = audit_pages(mailing, {FILE: (ALL, html)})
    assert audit.findings == ()
    assert audit.licensed["estimates"] >= 9
    assert "4711" in html
    assert HASH[:12] in html


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nachweis: +25 % (zwischen", "Nachweis: +26 % (zwischen"),
        ("zwischen +6 % und", "zwischen +7 % und"),
        ("Von 11 erfundenen", "Von 19 erfundenen"),
        ("p = 0,018;", "p = 0,019;"),
        ("rund 58\N{NO-BREAK SPACE}€ je", "rund 59\N{NO-BREAK SPACE}€ je"),
        ("etwa +59 % gedeckt", "etwa +57 % gedeckt"),
        ("Vorgang 25\N{NO-BREAK SPACE}€ wert", "Vorgang 26\N{NO-BREAK SPACE}€ wert"),
        ("2.100\N{NO-BREAK SPACE}€", "2.101\N{NO-BREAK SPACE}€"),
        ("Lieferung 4711", "Lieferung 4712"),
        (f"Prüfsumme {HASH[:12]}", "Prüfsumme 121212121213"),
        ("+56 %</td>", "+61 %</td>"),
    ],
)  # fmt: skip
def test_another_number_than_the_published_one_is_found(mailing, html, old, new):
    assert old in html
    changed = html.replace(old, new, 1)
    assert "unlicensed" in {each.reason for each in findings(mailing, changed)}


def moved(html, pattern, shift):
    """Page with the first number of a pattern moved by some pixels."""
    found = re.search(pattern, html)
    assert found, pattern
    new = f"{float(found[1]) + shift:g}"
    return html[: found.start(1)] + new + html[found.end(1) :]


def test_a_point_beside_its_estimate_is_found(mailing, html):
    leaky = moved(html, r'<use[^>]* x="([\d.]+)"', 12)
    assert "mark" in {each.reason for each in findings(mailing, leaky)}


def test_a_bar_that_reaches_further_than_its_interval_is_found(mailing, html):
    bar = r'<path d="M[\d.]+ [\d.]+H([\d.]+)"[^>]*#a5b4dd'
    leaky = moved(html, bar, 12)
    assert "mark" in {each.reason for each in findings(mailing, leaky)}
