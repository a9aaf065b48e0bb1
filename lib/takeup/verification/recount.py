"""The published counts and rates once more: SQL over staged Parquet, none of our functions.

The SQL files beside this module are read in the order they need each other. A file of
``FAMILIES`` is one query whose columns after the keys are the counts it computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa

from takeup.errors import VerificationError
from takeup.measures import COUNTS
from takeup.measures.grids import GRIDS
from takeup.measures.inputs import KEYS
from takeup.measures.sidecar import Sidecar, load_sidecars
from takeup.params import Params
from takeup.periods import Month
from takeup.regions import ALL, EWA_LEIKA, kreis_key
from takeup.sources.registry import SOURCES
from takeup.verification.belonging import Edition

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FAMILIES: Final = (
    "portal",
    "web",
    "accounts",
    "satisfaction",
    "residents",
    "cases",
    "ewa",
    "costs",
)
_AFTER: Final = ("expected", "cells", "totals", "rates", "compare")
_PUBLISHED: Final = {
    **dict.fromkeys([*KEYS, "measure"], "VARCHAR"),
    **dict.fromkeys(["numerator", "denominator", "value"], "DOUBLE"),
    **dict.fromkeys(["status", "data_maturity"], "VARCHAR"),
}
_GAPS: Final = dict.fromkeys(
    ["source", "verwaltung", "month", "leistung_id", "reason"], "VARCHAR"
)


@dataclass(frozen=True)
class Recount:
    """What the recomputation found.

    Attributes
    ----------
    measures
        One row per measure: ``compared`` (cells), ``numbers`` (published numbers among them,
        all recomputed), ``hidden`` (kept secret, so only their status is compared),
        ``different``.
    differences
        One row per cell that differs: measure, month, verwaltung, leistung_id, ``kind``,
        ``shown`` (published value), ``status`` (published). What was recomputed is left out:
        it may be secret.
    """

    measures: pd.DataFrame
    differences: pd.DataFrame


def recount(edition: Edition, params: Params) -> Recount:
    """Compute every published count and rate again and compare.

    Parameters
    ----------
    edition
        The published month, and where its staged rows lie.
    params
        The facts under ``params/``.

    Raises
    ------
    VerificationError
        If there is no SQL for a count or its grid, or a file cannot be read.
    """
    import duckdb

    try:
        with duckdb.connect() as database:
            return _recount(database, edition, params)
    except duckdb.Error as error:
        # Its message may quote a cell.
        kind = type(error).__name__
        raise VerificationError("recount_impossible", kind=kind) from None


def _recount(database: DuckDBPyConnection, edition: Edition, params: Params) -> Recount:
    for name, frame in _facts(edition, params, load_sidecars()).items():
        _create(database, name, frame)
    _create_staged(database, edition.staged)
    _create_published(database, edition.folder)
    database.execute(_sql("scope"))
    _count(database)
    for name in _AFTER:
        database.execute(_sql(name))
    _require_grids(database)
    return Recount(_summary(database), _differences(database))


def _sql(name: str) -> str:
    return files(__name__.rpartition(".")[0]).joinpath(f"{name}.sql").read_text("utf-8")


def _create(database: DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    database.register("arriving", pa.Table.from_pandas(frame, preserve_index=False))
    # Names are constants of this module.
    database.execute(f"CREATE TABLE {name} AS FROM arriving")
    database.unregister("arriving")


def _create_staged(database: DuckDBPyConnection, folder: Path) -> None:
    """Make a table of every source and of the coverage, in a schema of their own."""
    database.execute("CREATE SCHEMA staged; SET search_path = 'main,staged'")
    database.read_parquet(str(folder / "coverage.parquet")).create("staged.coverage")
    for name, source in SOURCES.items():
        parts = sorted(str(part) for part in (folder / name).glob("month=*/*.parquet"))
        if parts:
            database.read_parquet(parts, hive_partitioning=False).create(f"staged.{name}")
        else:
            dtypes = source.contract.dtypes
            empty = {each: pd.Series(dtype=dtype) for each, dtype in dtypes.items()}
            _create(database, f"staged.{name}", pd.DataFrame(empty))


def _create_published(database: DuckDBPyConnection, folder: Path) -> None:
    """Make tables of the published figures and of the published gaps."""
    columns = {"published": ("measures", _PUBLISHED), "gaps": ("gaps", _GAPS)}
    for name, (file, types) in columns.items():
        path = folder / "daten" / f"{file}.csv"
        database.read_csv(str(path), header=True, columns=types).create(name)


def _count(database: DuckDBPyConnection) -> None:
    """Run the families' queries into one long table ``counted``.

    Raises
    ------
    VerificationError
        If a count is computed by none of them.
    """
    known: set[str] = set()
    long: list[str] = []
    for family in FAMILIES:
        table = f"counts_{family}"
        database.execute(f"CREATE TABLE {table} AS {_sql(family)}")
        names = [each for each in database.table(table).columns if each not in KEYS]
        known.update(names)
        long += [_long(table, name) for name in names]
    missing = [name for name in COUNTS if name not in known]
    if missing:
        raise VerificationError("count_without_sql", names=", ".join(missing))
    database.execute(f"CREATE TABLE counted AS {' UNION ALL '.join(long)}")


def _long(table: str, measure: str) -> str:
    """Query for the rows of one count; the names are those of our own SQL files."""
    keys = ", ".join(KEYS)
    return (
        f"SELECT '{measure}' AS measure, {keys}, CAST({measure} AS DOUBLE) AS number "  # noqa: S608
        f"FROM {table} WHERE {measure} IS NOT NULL"
    )


def _require_grids(database: DuckDBPyConnection) -> None:
    """Refuse a count of whose grid the SQL knows no cell."""
    known = {grid for (grid,) in database.table("grids").fetchall()}
    missing = [name for name, grid in COUNTS.items() if grid not in known]
    if missing:
        raise VerificationError("count_without_sql", names=", ".join(missing))


def _facts(
    edition: Edition, params: Params, sidecars: Mapping[str, Sidecar]
) -> dict[str, pd.DataFrame]:
    """What the SQL needs from ``params/`` and from the sidecars, as tables."""
    first = edition.month.shift(1 - params.settings.monate_rueckblick)
    months = [str(each) for each in Month.range(first, edition.month)]
    keys = {slug: each.schluessel for slug, each in params.verwaltungen.items()}
    kreis = kreis_key(keys.values())
    personal = [key for key, each in params.leistungen.items() if each.persoenlich]
    starts = [
        (slug, event.first_day)
        for event in params.events(sample=edition.sample)
        if event.art == "ewa"
        for slug in event.verwaltungen
    ]
    outside = params.zustaendigkeit[params.zustaendigkeit["zustaendig"] == "nein"]
    limits = params.settings.geheimhaltung
    return {
        "months": _texts(["month"], [(month,) for month in months]),
        "administrations": _texts(["verwaltung"], [(slug,) for slug in keys]),
        "places": _texts(["verwaltung", "ars"], [*keys.items(), (ALL, kreis)]),
        "attendance": _texts(["leistung_id"], [(key,) for key in personal]),
        "not_zustaendig": outside[["verwaltung", "leistung_id"]],
        "ewa": _texts(["leistung_id"], [(EWA_LEIKA,)]),
        "ewa_start": pd.DataFrame(starts, columns=["verwaltung", "date"]).astype(
            {"verwaltung": "str", "date": "datetime64[s]"}
        ),
        "limits": pd.DataFrame(
            {
                "stand": pd.Series([edition.stand], dtype="datetime64[s]"),
                "provisional_days": params.settings.vorlaeufig_tage,
                "smallest_share": limits.mindestbasis,
                "smallest_answers": limits.mindestantworten,
            }
        ),
        **_meanings(sidecars),
    }


def _texts(columns: list[str], rows: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype("str")


def _meanings(sidecars: Mapping[str, Sidecar]) -> dict[str, pd.DataFrame]:
    """What each count may be summed over, and what each rate divides."""
    counts = [
        (
            name,
            grid,
            sidecars[name].sources[0],
            "leistungen" in sidecars[name].additive,
            "verwaltungen" in sidecars[name].additive,
            GRIDS[grid].complete_totals,
        )
        for name, grid in COUNTS.items()
    ]
    rates = [
        (name, each.numerator, each.denominator, each.scale, each.counts)
        for name, each in sidecars.items()
        if each.kind == "rate"
    ]
    flags = ["over_services", "over_administrations", "complete_totals"]
    sides = ["numerator", "denominator", "scale", "counts"]
    return {
        "measures": pd.DataFrame(counts, columns=["measure", "grid", "source", *flags]),
        "rates": pd.DataFrame(rates, columns=["measure", *sides]),
    }


def _summary(database: DuckDBPyConnection) -> pd.DataFrame:
    rows: pd.DataFrame = database.sql(
        """
        SELECT measure,
               count(*) AS compared,
               count(shown) AS numbers,
               count(*) FILTER (shown_status = 'suppressed') AS hidden,
               count(kind) AS different
        FROM compared GROUP BY measure ORDER BY measure
        """
    ).df()
    return rows


def _differences(database: DuckDBPyConnection) -> pd.DataFrame:
    rows: pd.DataFrame = database.sql(
        """
        SELECT measure, month, verwaltung, leistung_id, kind, shown, shown_status AS status
        FROM compared WHERE kind IS NOT NULL
        ORDER BY measure, month, verwaltung, leistung_id
        """
    ).df()
    return rows
