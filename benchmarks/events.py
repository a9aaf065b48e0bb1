"""How long and how much memory an event log takes, against bare DuckDB queries.

DuckDB itself writes the log: invented events of one month, the same for the same number. Each
measurement is a process of its own, in turns: A B C D A B C D … A is what an analyst would write:
events by day, administration, service and kind, no more. B is the least that reads all
columns that the reduction reads: the same grouping by UTC days (wrong twice a day, and cheaper),
and the longest text of every other column. C is B with the distinct sessions of each group, which a
report cannot do without. D is the reduction of a report: bots and internal addresses out, every
event accounted for, local days, distinct sessions, completed cases.
"""

# ruff: noqa: E501  SQL reads better unbroken
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

ROOT = Path(__file__).parents[1]
EVENTS = 10_000_000
ROUNDS = 3
# The month has a change of the clock.
MONTH = ("2024-10-01T00:00:00+02:00", 31)

# Five events a session, a thousand sessions at once.
LOG = """
COPY (
    WITH numbered AS (
        SELECT i, (i // 5000) * 1000 + i % 1000 AS session, (i % 5000) // 1000 AS turn
        FROM range($events) AS _(i)
    ), drawn AS (
        SELECT *, (hash(session) >> 4) % 1000000 AS a, (hash(session + 1) >> 4) % 1000000 AS b,
            (hash(session // 3 + 2) >> 4) % 4000000000 AS visitor
        FROM numbered
    )
    SELECT
        $first::TIMESTAMPTZ + to_microseconds((i * ($micros / $events))::BIGINT) AS zeit,
        $offices[1 + (a % len($offices))::BIGINT] AS verwaltung,
        $services[1 + (b % len($services))::BIGINT] AS leistung_id,
        printf('%016x', hash(session + 3)) AS sitzung,
        CASE
            WHEN turn = 2 AND a % 4 = 0 THEN 'Beginn'
            WHEN turn = 4 AND a % 4 = 0 AND b % 5 < 3 THEN 'Absendung'
            WHEN turn = 0 THEN 'Besuch'
            ELSE 'Schritt'
        END AS art,
        CASE
            WHEN visitor % 50 = 0 THEN '10.' || visitor % 250 || '.7.' || visitor % 199
            WHEN visitor % 10 < 3 THEN printf('2003:%x:%x:4a00::%x',
                (visitor % 60000)::BIGINT, (visitor // 60000 % 65536)::BIGINT, (a % 65536)::BIGINT)
            ELSE (20 + visitor % 200) || '.' || visitor // 200 % 250 || '.'
                || visitor // 50000 % 250 || '.' || visitor // 12500000 % 250
        END AS adresse,
        'Mozilla/5.0 (X11; Linux x86_64) Version/' || b % 800
            || CASE WHEN visitor % 97 = 0 THEN ' compatible; Googlebot/2.1' ELSE '' END AS programm
    FROM drawn
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""

ANALYST = """
SELECT CAST(zeit AS DATE) AS day, verwaltung, leistung_id, art, count(*)
FROM read_parquet('{path}') GROUP BY ALL
"""

LEAST = """
SELECT epoch_us(zeit) // 86400000000 AS day, verwaltung, leistung_id, art, count(*),
    max(length(sitzung)), max(length(adresse)), max(length(programm))
FROM read_parquet('{path}') GROUP BY ALL
"""

DISTINCT = """
SELECT epoch_us(zeit) // 86400000000 AS day, verwaltung, leistung_id, art, count(*),
    count(DISTINCT sitzung), max(length(adresse)), max(length(programm))
FROM read_parquet('{path}') GROUP BY ALL
"""


def write_log(path: Path, events: int) -> None:
    """Write an invented log for the nine administrations."""
    from takeup.params import load_params

    params = load_params(ROOT / "params")
    names = [
        name for each in params.verwaltungen.values() for name in (each.name, each.kurzname)
    ]
    values = {
        "events": events,
        "first": MONTH[0],
        "micros": MONTH[1] * 86_400_000_000,
        "offices": sorted(set(names)),
        "services": sorted(params.leistungen),
    }
    with duckdb.connect(
        config={"memory_limit": "2GB", "temp_directory": str(path.parent)}
    ) as db:
        db.execute("SET TimeZone = 'UTC'")
        db.execute(LOG.format(path=path), values)


def bare(query: str) -> Callable[[Path], int]:
    """Run a query that knows no rule."""

    def run(path: Path) -> int:
        with duckdb.connect(config={"memory_limit": "512MB"}) as database:
            database.execute("SET TimeZone = 'Europe/Berlin'")
            return len(database.execute(query.format(path=path)).fetchall())

    return run


def with_takeup() -> Callable[[Path], int]:
    """Reduce the log as a report does."""
    # Imports and parameters cost the same whatever the file is.
    import ibis  # noqa: F401  it is loaded when the first log is read

    from takeup.params import load_params
    from takeup.sources.ereignisse import Reduction

    params = load_params(ROOT / "params")
    reduction = Reduction.of(params)

    def run(path: Path) -> int:
        table = reduction.read(path, params.quellen["ereignisse"])
        assert not table.refused, table.refused
        return table.rows_in

    return run


READERS: dict[str, Callable[[], Callable[[Path], int]]] = {
    "analyst": lambda: bare(ANALYST),
    "least": lambda: bare(LEAST),
    "distinct": lambda: bare(DISTINCT),
    "takeup": with_takeup,
}


def peak_mb() -> float:
    """Largest memory of this process so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(name: str, path: Path) -> None:
    """Print what one reader needs; run in a fresh process."""
    read = READERS[name]()
    cpu, start = os.times(), time.perf_counter()
    rows = read(path)
    seconds, after = time.perf_counter() - start, os.times()
    used = after.user + after.system - cpu.user - cpu.system
    print(json.dumps({"rows": rows, "s": seconds, "cpu_s": used, "peak_mb": peak_mb()}))


def in_turns(path: Path, rounds: int) -> pd.DataFrame:
    """Measure all readers some times, one after the other."""
    rows = []
    for turn in range(rounds):
        for name in READERS:
            command = [sys.executable, __file__, "--measure", name, "--log", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append({"turn": turn, "reader": name, **json.loads(done.stdout)})
    return pd.DataFrame(rows)


def report(path: Path, events: int, rounds: int) -> None:
    """Measure and print medians and their ratios."""
    found = in_turns(path, rounds)
    assert found.loc[found["reader"] == "takeup", "rows"].eq(events).all(), "events were lost"
    medians = found.groupby("reader")[["s", "cpu_s", "peak_mb"]].median()
    ratios = {
        f"takeup / {name}": medians.loc["takeup"] / medians.loc[name]
        for name in READERS
        if name != "takeup"
    }
    size = path.stat().st_size / 1e6
    print(f"{events:,} events, {size:.0f} MB, {rounds} turns, DuckDB {duckdb.__version__}")
    print(found.round(2).to_string(index=False))
    print(pd.concat([medians, pd.DataFrame(ratios).T]).round(2).to_string())


def main() -> None:
    """Write the log, or take one that was kept, and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=EVENTS)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--log", type=Path, help="written if it is not there, and kept")
    options.add_argument("--measure", choices=READERS, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.log)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.log or Path(folder) / "ereignisse_2024-10.parquet"
        if not path.exists():
            write_log(path, chosen.events)
        report(path, chosen.events, chosen.rounds)


if __name__ == "__main__":
    main()
