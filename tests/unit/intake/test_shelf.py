"""A file is parsed once, and what is kept of it is never anything but what parsing gives."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeup.intake import bulk
from takeup.intake.findings import FileRefusedError
from takeup.intake.folders import Delivery
from takeup.intake.readings import Raw, Reading, read, read_content
from takeup.intake.rows import Table
from takeup.intake.shelf import Shelf
from takeup.mapping import Quelle
from takeup.sources.source import read_tabular

# A preamble with every statement, a total that is wrong, rows that are refused or left out.
TEXT = """\
Verwaltung: Stadt Heide
Zeitraum: 01.09.2024 - 30.09.2024
Stichtag: 30.09.2024

Leistung;Anträge;Amt;Neu
Hund;3;x;1
Bü\u00adsum;'=4;;
zu;wenig
;;;
Summe;8;;
Leistung;Anträge;Amt;Neu
Stand: heute
"""
Parse = Callable[..., Reading]


class Parser:
    """Reads tables, and counts how often."""

    def __init__(self) -> None:
        self.parsed = 0

    def __call__(self, raw: Raw) -> Table:
        self.parsed += 1
        return read_tabular(raw)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "readings", "code 1")


@pytest.fixture
def take(tmp_path: Path, quelle: Quelle) -> Callable[..., tuple[Reading, int]]:
    """One run over one file: what was read, and how often it was parsed."""

    def run(
        shelf: Shelf, text: str = TEXT, name: str = "a.csv", quelle: Quelle = quelle
    ) -> tuple[Reading, int]:
        path, parser = tmp_path / name, Parser()
        path.write_text(text, encoding="utf-8")
        now = replace(shelf, _used=set(), _new={})
        delivery = Delivery(path, name, "stadt-heide", "2024-09")
        found = read(delivery, {"m": quelle}, {"antraege": parser}, no_log, now.read_content)
        now.write()
        return found, parser.parsed

    return run


def no_log(path: Path, quelle: Quelle) -> Table:
    raise AssertionError(path, quelle)


def entries(shelf: Shelf) -> list[Path]:
    return sorted(shelf.folder.iterdir())


def test_an_unchanged_file_is_parsed_once_and_reads_the_same(shelf, take):
    first, parsed = take(shelf)
    assert parsed == 1
    assert first.table is not None
    assert first.table.refused
    assert first.table.preamble.reference_date

    assert take(shelf) == (first, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"text": TEXT.replace("Hund;3", "Hund;5")},
        {"name": "b.csv"},
        {"shelf": {"software": "code 2"}},
        {"shelf": {"renew": True}},
        {"quelle": {"fuss": ()}},
        {"quelle": {"spalten": {"leistung": ("Leistung",), "count": ("Neu",)}}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_decides_a_reading_parses_again(shelf, take, quelle, change):
    before, _ = take(shelf)
    asked = dict(change)
    again = replace(shelf, **asked.pop("shelf", {}))
    if "quelle" in asked:
        asked["quelle"] = quelle.model_copy(update=asked["quelle"])

    now, parsed = take(again, **asked)

    assert parsed == 1
    anew, _ = take(replace(again, renew=True), **asked)
    assert now == anew
    assert (now == before) == ("shelf" in change)


def test_the_place_of_a_file_is_told_anew(shelf, quelle, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    parser, found = Parser(), []
    for slug in ("stadt-heide", "kreis-dithmarschen"):
        delivery = Delivery(path, f"2024-09/{slug}/a.csv", slug, "2024-09")
        by = shelf.read_content
        found.append(read(delivery, {"m": quelle}, {"antraege": parser}, no_log, by))
        shelf.write()

    assert parser.parsed == 1
    assert [each.origin.verwaltung for each in found] == ["stadt-heide", "kreis-dithmarschen"]
    assert found[0].table == found[1].table
    assert found[0].table is not found[1].table


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.replace(b'"3"', b'"9"'),
        lambda content: content[:-20],
        lambda _: b"",
        lambda _: b"\x80\x04N.",
    ],
    ids=["changed", "cut", "empty", "pickle"],
)
def test_a_damaged_entry_is_noticed_and_put_right(shelf, take, damage):
    whole, _ = take(shelf)
    (path,) = entries(shelf)
    content = path.read_bytes()
    path.write_bytes(damage(content))
    assert path.read_bytes() != content

    assert take(shelf) == (whole, 1)
    assert path.read_bytes() == content


def test_an_entry_under_the_name_of_another_is_noticed(shelf, take):
    whole, _ = take(shelf)
    (path,) = entries(shelf)
    other, _ = take(shelf, TEXT.replace("Hund;3", "Hund;5"))
    (other_path,) = entries(shelf)
    path.write_bytes(other_path.read_bytes())

    assert take(shelf) == (whole, 1)
    assert other != whole


def test_only_what_this_run_asked_for_stays(shelf, take):
    take(shelf)
    before = entries(shelf)
    (shelf.folder / ".killed.draft").write_bytes(b"x")
    take(shelf, TEXT.replace("Hund;3", "Hund;5"))

    assert len(entries(shelf)) == 1
    assert entries(shelf) != before


def test_nothing_is_kept_of_a_file_that_is_refused(shelf, take):
    refused, _ = take(shelf, "<html>")
    again, _ = take(shelf, "<html>")

    assert [each.rule for each in again.findings] == ["markup"]
    assert again == refused
    assert entries(shelf) == []


def test_a_large_file_is_read_anew(shelf, take, monkeypatch):
    monkeypatch.setattr(bulk, "FROM_CHARACTERS", 0)
    _, parsed = take(shelf)

    assert parsed == 1
    assert entries(shelf) == []
    assert take(shelf)[1] == 1


CELL = st.one_of(
    st.sampled_from(["12", "", "Summe", "'=1", "BÃ¼sum", "\ud800", '"', "\x1f", "null", "NaN"]),
    st.text(max_size=4),
)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=3), max_size=6))
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, quelle: Quelle, rows: list[list[str]]
) -> None:
    text = "Leistung;Anträge\n" + "\n".join(";".join(row) for row in rows)
    content = text.encode("utf-8", "replace")
    delivery = Delivery(Path("a.csv"), "a.csv", "stadt-heide", "2024-09")
    shelf, parser = Shelf(tmp_path_factory.mktemp("shelf"), ""), Parser()

    def taken(by: Callable[..., None]) -> Reading:
        reading = Reading(delivery)
        by(reading, content, {"m": quelle}, {"antraege": parser})
        return reading

    try:
        anew = taken(read_content)
    except FileRefusedError:
        return
    assert taken(shelf.read_content) == anew
    shelf.write()
    assert taken(shelf.read_content) == anew
    assert parser.parsed == 2
