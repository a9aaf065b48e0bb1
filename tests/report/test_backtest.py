"""The back test: what the sample month published before, and what it publishes now.

``make backtest-update`` rewrites ``tests/backtest/``; the change belongs to the commit that
causes it, and its message says so.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from .conftest import MONTH, ROOT

STORED = ROOT / "tests/backtest"
KEPT_BYTES = 400_000
MOST_LINES = 40
ADVICE = (
    "If that is meant: make backtest-update, read the diff, and let the commit end with\n"
    "Figures: changed ({months}, {measures}, what)"
)
# One figure or one count of statuses, by its place.
Results = dict[tuple[str, ...], str]


def measures(folder: Path) -> list[dict[str, str]]:
    with (folder / "daten" / "measures.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shown(row: dict[str, str]) -> str:
    """Figure and status; rates to twelve digits, which every processor agrees on."""
    return f"{float(row['value']):.12g} {row['status']}" if row["value"] else row["status"]


def figures(rows: Iterable[dict[str, str]]) -> Results:
    """Every figure of the report month."""
    return {
        (row["measure"], row["month"], row["verwaltung"], row["leistung_id"]): shown(row)
        for row in rows
        if row["month"] == MONTH
    }


def statuses(rows: Iterable[dict[str, str]]) -> Results:
    """How often each status stands in each month of each measure."""
    counted = Counter((row["measure"], row["month"], row["status"]) for row in rows)
    return {place: str(count) for place, count in counted.items()}


KINDS = {"figures": figures, "statuses": statuses}


def stored(kind: str) -> Results:
    with (STORED / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
        return {tuple(row[:-1]): row[-1] for row in csv.reader(stream)}


def store(kind: str, results: Results) -> None:
    with (STORED / f"{kind}.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = ([*place, result] for place, result in sorted(results.items()))
        csv.writer(stream, lineterminator="\n").writerows(rows)


def changes(old: Results, new: Results) -> Iterator[tuple[str, ...]]:
    for place in sorted({*old, *new}):
        if old.get(place) != new.get(place):
            yield (*place, f"{old.get(place, 'nothing')} -> {new.get(place, 'nothing')}")


def told(found: list[tuple[str, ...]]) -> str:
    """Changes one by one, and what the commit has to say."""
    lines = [", ".join(each) for each in found[:MOST_LINES]]
    lines += [f"… and {len(found) - MOST_LINES} more"] if len(found) > MOST_LINES else []
    months = sorted({each[1] for each in found})
    named = ", ".join(sorted({each[0] for each in found}))
    span = months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    return "\n".join(["", *lines, ADVICE.format(months=span, measures=named)])


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_month_publishes_what_it_published_before(sample, kind):
    new = KINDS[kind](measures(sample.outputs / MONTH))
    if os.environ.get("TAKEUP_BACKTEST") == "update":
        store(kind, new)
    found = list(changes(stored(kind), new))
    assert not found, told(found)


def test_a_changed_figure_is_told_with_its_place_and_what_the_commit_must_say():
    row = {"measure": "visits", "month": MONTH, "verwaltung": "alle", "leistung_id": "alle"}
    old = figures([{**row, "value": "9", "status": "ok"}])
    new = figures([{**row, "value": "", "status": "suppressed"}])
    text = told(list(changes(old, new)))
    assert f"visits, {MONTH}, alle, alle, 9 ok -> suppressed" in text
    assert f"Figures: changed ({MONTH}, visits, what)" in text


def test_the_stored_results_are_small_and_hold_every_measure():
    sizes = [path.stat().st_size for path in STORED.glob("*.csv")]
    assert len(sizes) == len(KINDS)
    assert sum(sizes) < KEPT_BYTES
    assert {place[0] for place in stored("figures")} == {
        place[0] for place in stored("statuses")
    }
