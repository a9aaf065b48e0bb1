"""How long and how much memory a large CSV of applications takes, against pandas.

Each measurement is a process of its own (peak memory counts from its start), in turns:
A B A B … A reads the file with ``pandas.read_csv(dtype=str)`` and knows nothing about it; B
takes it in as a report does: limits, encoding, header, totals, names, types, keys, balance.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
ROWS = 1_000_000
ROUNDS = 5
FILE = "2024-09/kreis-dithmarschen/antraege_2024-09.csv"


def write_applications(path: Path) -> None:
    """Write a clean delivery for the whole Kreis: a row per Verwaltung, day and Leistung."""
    from takeup.params import load_params

    params = load_params(ROOT / "params")
    names = [each.name for each in params.verwaltungen.values()]
    keys, titles = zip(
        *((key, each.name) for key, each in params.leistungen.items()), strict=True
    )
    days = pd.date_range(end="2024-09-30", periods=-(-ROWS // (len(names) * len(keys))))
    written = days.strftime("%d.%m.%Y")
    rng = np.random.default_rng(20240901)
    started = rng.poisson(20, ROWS)
    resumed = rng.binomial(started, 0.1)
    completed = rng.binomial(started - resumed, 0.6)
    table = pd.DataFrame(
        {
            "Verwaltung": np.tile(np.repeat(names, len(keys)), len(days))[:ROWS],
            "Datum": np.repeat(written, len(names) * len(keys))[:ROWS],
            "LeiKa-Schlüssel": np.tile(keys, len(names) * len(days))[:ROWS],
            "Leistung": np.tile(titles, len(names) * len(days))[:ROWS],
            "Begonnen": started,
            "davon fortgesetzt": resumed,
            "Abgeschlossen": completed,
            "Abgesendet": completed,
        }
    )
    path.parent.mkdir(parents=True)
    table.to_csv(path, sep=";", index=False)


def with_pandas(root: Path) -> Callable[[], int]:
    """Read the file as text."""
    return lambda: len(pd.read_csv(root / FILE, sep=";", dtype="str"))


def with_takeup(root: Path) -> Callable[[], int]:
    """Take the file in: rows that a report would count."""
    # Imports and parameters cost the same whatever the file is; pandas is imported as well.
    from takeup.intake.folders import walk
    from takeup.params import load_params
    from takeup.periods import Month
    from takeup.sources import stage

    shipped = load_params(ROOT / "params")
    antraege = shipped.quellen["antraege"]
    together = antraege.model_copy(
        update={
            "spalten": antraege.spalten | {"verwaltung": ("Verwaltung",)},
            "sammellieferung": True,
        }
    )
    params = replace(shipped, quellen=shipped.quellen | {"antraege": together})
    tree = walk(root, params.verwaltungen)
    return lambda: int(stage(tree, params, Month(2024, 9)).balance["accepted"].iloc[0])


READERS = {"pandas": with_pandas, "takeup": with_takeup}


def peak_mb() -> float:
    """Largest memory of this process so far; unlike getrusage it begins with the program."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(name: str, root: Path) -> None:
    """Print what one reader needs; run in a fresh process."""
    read = READERS[name](root)
    before, start = peak_mb(), time.perf_counter()
    rows = read()
    seconds, peak = time.perf_counter() - start, peak_mb()
    print(json.dumps({"rows": rows, "s": seconds, "peak_mb": peak, "added_mb": peak - before}))


def in_turns(root: Path) -> pd.DataFrame:
    """Measure both readers ``ROUNDS`` times, one after the other."""
    rows = []
    for turn in range(ROUNDS):
        for name in READERS:
            command = [sys.executable, __file__, name, str(root)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append({"turn": turn, "reader": name, **json.loads(done.stdout)})
    return pd.DataFrame(rows)


def main() -> None:
    """Measure and print medians and their ratios."""
    root = Path(tempfile.mkdtemp())
    try:
        write_applications(root / FILE)
        size = (root / FILE).stat().st_size
        found = in_turns(root)
    finally:
        shutil.rmtree(root)
    assert found["rows"].eq(ROWS).all(), "not every row was accepted"
    columns = ["s", "peak_mb", "added_mb"]
    medians = found.groupby("reader")[columns].median()
    ratios = medians.loc["takeup"] / medians.loc["pandas"]
    print(f"{ROWS:,} rows, {size / 1e6:.0f} MB, {ROUNDS} turns, pandas {pd.__version__}")
    print(found.round(2).to_string(index=False))
    print(pd.concat([medians, ratios.to_frame("takeup / pandas").T]).round(2).to_string())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
