"""Links to the administrations and months beside a page."""

from pathlib import Path

from takeup.neighbours import Surroundings, neighbours
from takeup.pages import plan_pages
from takeup.params import load_params

PARAMS = load_params(Path(__file__).parents[2] / "params")
PAGES = plan_pages(PARAMS, Path("notebooks"), "2024-09", sample=True)


def links(file: str, **months: list[str]) -> list[tuple[str, str]]:
    page = next(each for each in PAGES if each.file == file)
    known = {month.replace("_", "-")[1:]: files for month, files in months.items()}
    found = neighbours(page, Surroundings(PAGES, known), PARAMS)
    return [(link.label, link.href) for link in found]


def test_an_administration_leads_to_those_before_and_after_it_in_the_alphabet() -> None:
    assert links("monatsbericht-stadt-brunsbuettel.html") == [
        ("Zurück: Kreis Dithmarschen", "monatsbericht-kreis-dithmarschen.html"),
        ("Weiter: Stadt Heide", "monatsbericht-stadt-heide.html"),
    ]


def test_the_first_and_the_last_administration_lead_one_way_only() -> None:
    of_reports = [each.file for each in PAGES if each.bericht == "monatsbericht"]
    assert [len(links(of_reports[0])), len(links(of_reports[-1]))] == [1, 1]


def test_a_page_leads_to_the_nearest_months_that_have_it() -> None:
    have, lack = ["kreis.html"], ["index.html"]
    found = links("kreis.html", _2024_07=have, _2024_08=lack, _2024_09=have, _2024_12=have)
    assert found == [
        ("Früher: Juli 2024", "../2024-07/kreis.html"),
        ("Später: Dezember 2024", "../2024-12/kreis.html"),
    ]
