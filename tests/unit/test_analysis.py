"""From deliveries to published tables: what a gap does on its way."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from takeup import analysis, register
from takeup.analysis import analyse
from takeup.intake.folders import walk
from takeup.params import load_params
from takeup.periods import Month
from takeup.sources import stage

ROOT = Path(__file__).parents[2]
SEPTEMBER = Month(2024, 9)
SPAN = "2024-09-01,2024-09-30"
HEIDE = "2024-09/stadt-heide"
HEADER = "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet"
HUND, GEWERBE = "99102013104000", "99050012104000"


def web(*, silent: range = range(0), until: int = 30) -> str:
    counts = {day: 0 if day in silent else 40 for day in range(1, until + 1)}
    answer = {f"2024-09-{day:02d}": {"nb_visits": n} for day, n in counts.items()}
    return json.dumps(answer)


def portal(*more: str) -> str:
    rows = [
        f"{day:02d}.09.2024;{key};x;9;0;8;7" for day in range(1, 31) for key in (HUND, GEWERBE)
    ]
    period = "Verwaltung: Stadt Heide\nZeitraum: 01.09.2024 - 30.09.2024"
    return "\n".join([period, HEADER, *rows, *more, ""])


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """Published tables of one September, in which everything happens at once."""
    root = tmp_path_factory.mktemp("deliveries")
    files: Mapping[str, str] = {
        f"{HEIDE}/matomo_VisitsSummary.get_day_{SPAN}.json": web(silent=range(5, 13)),
        f"{HEIDE}/antraege_2024-09.csv": portal(f"02.09.2024;{HUND};y;k.A.;0;8;7"),
        f"2024-09/stadt-brunsbuettel/matomo_VisitsSummary.get_day_{SPAN}.json": web(),
        f"2024-09/stadt-brunsbuettel/matomo_SitesManager.getSite_month_{SPAN}.json": (
            '{"timezone": "UTC"}'
        ),
        f"2024-09/amt-marne-nordsee/matomo_VisitsSummary.get_day_{SPAN}.json": web(until=20),
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    params = load_params(ROOT / "params")
    staged = stage(walk(root, params.verwaltungen), params, SEPTEMBER)
    nothing_hidden = register.read(root / "none")
    return analyse(staged, params, SEPTEMBER, nothing_hidden, sample=False).tables


def statuses(month: dict[str, pd.DataFrame], measure: str, **place: str) -> dict[str, str]:
    table = month["measures"]
    rows = table[(table["measure"] == measure) & (table["month"] == "2024-09")]
    for name, value in place.items():
        rows = rows[rows[name] == value]
    key = "verwaltung" if "leistung_id" in place else "leistung_id"
    return dict(zip(rows[key], rows["status"], strict=True))


def test_every_kind_of_gap_marks_the_visits_and_their_total(month) -> None:
    found = statuses(month, "visits", leistung_id="alle")

    known = ("stadt-heide", "stadt-brunsbuettel", "amt-marne-nordsee", "alle")
    assert {found[name] for name in known} == {"partial"}


def test_a_row_set_aside_marks_its_service_the_total_and_the_rates(month) -> None:
    place = {"verwaltung": "stadt-heide"}

    started = statuses(month, "started", **place)
    assert started[HUND] == started["alle"] == "partial"
    assert started[GEWERBE] == "ok"
    rates = statuses(month, "completion_rate", **place)
    assert (rates[HUND], rates[GEWERBE], rates["alle"]) == ("partial", "ok", "partial")


def test_the_reasons_are_published(month) -> None:
    table = month["completeness"]
    rows = table[(table["month"] == "2024-09") & (table["state"] == "partial")]

    found = rows[["verwaltung", "source", "reason"]].to_numpy().tolist()
    assert sorted(found) == [
        ["amt-marne-nordsee", "matomo", "part"],
        ["stadt-brunsbuettel", "matomo", "wrong_time_zone"],
        ["stadt-heide", "antraege", "quarantined"],
        ["stadt-heide", "matomo", "silent"],
    ]


def test_the_days_are_published_without_their_counts(month) -> None:
    days = month["days"]
    counts = days.groupby(["verwaltung", "source", "state"]).size().to_dict()

    assert counts["stadt-heide", "matomo", "silent"] == 8
    assert counts["stadt-heide", "antraege", "incomplete"] == 1
    assert counts["stadt-brunsbuettel", "matomo", "wrong_time_zone"] == 30
    assert counts["amt-marne-nordsee", "matomo", "missing"] == 10
    assert set(days["date"].dt.strftime("%Y-%m")) == {"2024-09"}
    assert len(days) == 9 * 2 * 30


def test_no_finding_publishes_a_count_that_stands_in_the_wrong_column(tmp_path) -> None:
    rows = [f"3;{HUND};x;9;0;8;7", "02.09.2024;2;x;9;0;8;7", "32.09.2024;;x;9;0;8;7", ""]
    lying = ["Aktive Konten;1", "Registrierte Konten;4", "Monat;2024-09", ""]
    files = {
        f"{HEIDE}/antraege_2024-09.csv": "\n".join([HEADER, *rows]),
        f"{HEIDE}/konten_2024-09.csv": "\n".join(lying),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    params = load_params(ROOT / "params")

    found = analysis._findings(
        stage(walk(tmp_path, params.verwaltungen), params, SEPTEMBER), params
    )

    assert found[["rule", "row"]].astype("str").to_numpy().tolist() == [
        ["not_a_date", "2"], ["bad_leika", "3"], ["not_a_date", "4"], ["required", "4"],
        ["missing_columns", "1"],
    ]  # fmt: skip
    published = " ".join(found["text"])
    assert "32.09.2024" in published
    assert not re.search(r"„[123]“|Konten, 1", published)
