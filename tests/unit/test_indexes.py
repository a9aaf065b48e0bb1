"""The index of all months."""

from pathlib import Path

from takeup.indexes import months_index, page_frame
from takeup.pages import Page
from takeup.params import load_params
from takeup.publication import Published
from takeup.render.exporter import PageFrame

PARAMS = load_params(Path(__file__).parents[2] / "params")


def test_a_month_as_known_on_a_day_is_listed_beside_the_month_itself() -> None:
    manifest = {"month": "2024-09", "stand": "2024-10-15", "sample": False, "pages": {}}

    page = months_index({"2024-09": manifest, "2024-09-stand-2024-10-15": manifest}, PARAMS)

    assert "September 2024, Stand 15.10.2024" in page
    assert 'href="2024-09-stand-2024-10-15/index.html"' in page
    assert 'href="2024-09/index.html"' in page


def test_a_month_as_known_on_a_day_may_stand_alone() -> None:
    manifest = {"month": "2024-09", "stand": "2024-10-15", "sample": False, "pages": {}}

    assert "September 2024" in months_index({"2024-09-stand-2024-10-15": manifest}, PARAMS)


def frame(bericht: str, **parameters: str) -> PageFrame:
    run = {
        "month": "2024-09",
        "stand": "2024-10-15",
        "sample": True,
        "commit": "",
        "as_known": False,
    }
    page = Page(bericht, Path("x"), {"month": "2024-09", **parameters}, f"{bericht}.html")
    return page_frame(page, PARAMS, Published({}, run))


def test_pages_of_administrations_lead_to_the_campaigns_they_took_part_in() -> None:
    spring, autumn = (f"kampagne-muster-{each}-2024.html" for each in ("fruehjahr", "herbst"))
    own = frame("monatsbericht", verwaltung="stadt-brunsbuettel")
    other = frame("monatsbericht", verwaltung="stadt-heide")
    assert [link.href for link in own.navigation][-2:] == [spring, autumn]
    assert [link.href for link in other.navigation][-1:] == [autumn]
    assert spring not in [link.href for link in other.navigation]
    assert autumn in [link.href for link in frame("kreis").navigation]
    assert [link.href for link in frame("methodik").navigation] == ["index.html", "kreis.html"]


def test_the_page_of_a_campaign_bears_its_name_and_leads_back() -> None:
    page = frame("kampagne", kampagne="muster-herbst-2024")
    assert page.title == "Kampagne: Musterkampagne Herbst 2024"
    assert [link.href for link in page.navigation] == ["index.html", "kreis.html"]
