"""Every finished page, looked at as a reader would and by the public tools: nothing to find."""

import pytest

from ..pages.adverse import HOSTILE, OFFICE, hide_everything
from ..pages.audit import audit
from .conftest import MONTH, OTHER_MONTHS, html_pages

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("checkers")]


def test_the_pages_of_a_month_have_no_findings(browser, pages):
    assert audit(browser, pages) == []


@pytest.mark.parametrize("month", OTHER_MONTHS)
def test_nor_have_those_of_an_early_and_of_a_late_month(browser, other_months, month):
    pages = html_pages(other_months, month)
    assert len(pages) > 10
    beside = f'href="../{MONTH}/kreis.html"'
    assert beside in (other_months.outputs / month / "kreis.html").read_text(encoding="utf-8")
    assert audit(browser, pages) == []


def test_nor_with_hostile_and_endless_names_and_a_missing_administration(browser, template):
    words = (template.outputs / MONTH / "kreis.html").read_text(encoding="utf-8")
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in words
    assert OFFICE in words
    assert audit(browser, html_pages(template)) == []


def test_nor_if_no_count_may_be_shown(browser, published):
    hide_everything(published.root / "params")
    published.succeed("report", "--month", MONTH, "--verwaltung", "stadt-heide")
    page = published.outputs / MONTH / "monatsbericht-stadt-heide.html"
    assert "die Angabe bleibt geheim" in page.read_text(encoding="utf-8")
    assert audit(browser, [page]) == []
