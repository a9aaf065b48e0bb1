"""Links to the administrations and months beside a page."""

from pathlib import Path

from takeup.neighbours import Surroundings, neighbours
from takeup.pages import plan_pages
from takeup.params import load_params

PARAMS = load_params(Path(__file__).parents[2] / "params")
PAGES = plan_pages(PARAMS, Path("notebooks"), "2024-09", sample=True)


def links(file: str, published: dict[str, list[str]] | None = None) -> list[tuple[str, str]]:
    page = next(each for each in PAGES if each.file == file)
    manifests = {
        folder: {"month": folder[:7], "pages": {file: {} for file in files}}
        for folder, files in (published or {}).items()
    }
    found = neighbours(page, Surroundings(PAGES, manifests), PARAMS)
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
    published = {
        "2024-07": have,
        "2024-08": lack,
        "2024-08-stand-2024-09-30": have,
        "2024-09": have,
        "2024-12": have,
    }
    assert links("kreis.html", published) == [
        ("Früher: Juli 2024", "../2024-07/kreis.html"),
        ("Später: Dezember 2024", "../2024-12/kreis.html"),
    ]
