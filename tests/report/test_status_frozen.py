"""The status of a published month is frozen; a report for a day (STAND) freezes nothing."""

import json
import shutil

import pandas as pd

MONTH = "2024-09"


def frozen(place):
    return place.data / "state" / "projektstatus" / f"{MONTH}.json"


def lights(place):
    """Light of cooperation by edition."""
    table = pd.read_csv(place.outputs / MONTH / "daten" / "project_status.csv")
    rows = table[(table["aspect"] == "cooperation") & (table["criterion"] == "whole")]
    return dict(zip(rows["edition"], rows["light"], strict=True))


def test_what_was_frozen_stays_and_the_page_shows_both(published):
    before = frozen(published).read_bytes()
    assert json.loads(before)["month"] == MONTH
    assert lights(published)["frozen"] == lights(published)["now"] == "red"
    # A later look: fewer administrations were expected, so all were there in time.
    path = published.root / "params" / "projekt.yml"
    rules = path.read_text(encoding="utf-8")
    eased = rules.replace(
        "puenktlich: {gruen: 1.0, gelb: 0.75}", "puenktlich: {gruen: 0, gelb: -1}"
    )
    assert eased != rules
    path.write_text(eased, encoding="utf-8")
    published.succeed("report", "--month", MONTH)
    assert frozen(published).read_bytes() == before
    assert lights(published) == {"frozen": "red", "now": "green"}
    page = (published.outputs / MONTH / "projektstatus.html").read_text(encoding="utf-8")
    assert "damals festgeschrieben, heute berechnet" in page


def test_a_report_for_a_day_freezes_nothing(published):
    shutil.rmtree(frozen(published).parent)
    day = json.loads((published.outputs / MONTH / "daten" / "run.json").read_text())["stand"]
    published.succeed("report", "--month", MONTH, "--stand", day)
    assert not frozen(published).exists()
