"""A run builds what would come out different, and the result is that of building all."""

import hashlib
import re

import pytest

from .conftest import MONTH, Place, content

REPORT = ("report", "--month", MONTH)
HEIDE, OTHER = "monatsbericht-stadt-heide.html", "monatsbericht-amt-mitteldithmarschen.html"


def visible(place: Place) -> dict[str, bytes]:
    return {k: v for k, v in content(place.outputs).items() if not k.startswith(".")}


def edit_catalogue(place: Place, before: str, after: str) -> None:
    """Heide checked one of its texts on another day."""
    path = place.data / "deliveries" / MONTH / "stadt-heide" / f"katalog_{MONTH}.csv"
    content = path.read_bytes()
    assert before.encode() in content, "the text of that day is gone"
    path.write_bytes(content.replace(before.encode(), after.encode(), 1))


def forge_readings(place: Place) -> None:
    """Somebody wrote other numbers into all that was kept of the files, with the right hash."""
    paths = list((place.data / "staged/readings").iterdir())
    assert paths
    for path in paths:
        told = path.read_bytes().partition(b"\n")[2].replace(b'"1"', b'"2"')
        seal = hashlib.sha256(path.name.encode() + told).hexdigest()
        path.write_bytes(seal.encode() + b"\n" + told)


def pages_told(place: Place) -> tuple[dict[str, str], set[str]]:
    """Pages that a run built, each with its reason, and those it kept."""
    done = place.run(*REPORT, "--why")
    assert done.returncode == 0, done.stderr
    told = re.findall(r"^fertig (\S+) \((.*)\)$", done.stderr, re.MULTILINE)
    kept = re.findall(r"^unverändert (\S+)$", done.stderr, re.MULTILINE)
    return dict(told), set(kept)


@pytest.fixture
def before(published: Place) -> dict[str, bytes]:
    return visible(published)


def test_a_month_of_which_nothing_changed_is_not_run_again(published, before):
    marks = {path: path.stat().st_mtime_ns for path in published.outputs.rglob("*")}
    done = published.run(*REPORT)
    assert done.returncode == 0
    assert "hat sich nichts geändert" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in published.outputs.rglob("*")} == marks
    assert visible(published) == before


def test_a_page_changed_by_hand_is_built_again_and_alone(published, before):
    page = published.outputs / MONTH / HEIDE
    page.write_text("<p>von Hand</p>", encoding="utf-8")
    built, kept = pages_told(published)
    assert built == {HEIDE: "die Datei wurde von Hand geändert"}
    assert len(kept) == sum(name.count(".html") for name in before) - 3  # two indexes
    assert visible(published) == before


def test_one_changed_delivery_builds_what_depends_on_it_as_building_all_would(published):
    edit_catalogue(published, "23.11.2023", "24.11.2023")
    published.succeed(*REPORT)
    before = visible(published)
    # The day of the last receipt stands at the foot of every page; now it stays the same.
    edit_catalogue(published, "24.11.2023", "25.11.2024")
    built, kept = pages_told(published)
    assert built[HEIDE].startswith("andere Zahlen in ")
    # What does not look at that catalogue stays.
    assert {OTHER, "methodik.html"} <= kept
    after, staged = visible(published), content(published.data / "staged")
    assert after[f"{MONTH}/{HEIDE}"] != before[f"{MONTH}/{HEIDE}"]
    forge_readings(published)
    published.succeed(*REPORT, "--force")
    assert visible(published) == after
    # The rows too, and what was kept of the files: read anew, they are what they were.
    assert content(published.data / "staged") == staged
