"""Where the expressions run: DuckDB in this process, or Apache Spark.

Both only ever see one file. DuckDB may open no other one, nor any address on the net, and
fetches no extension.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from uuid import uuid4

import ibis

from takeup.errors import UsageError

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

Engine = Literal["duckdb", "spark"]
ENGINES: Final[tuple[str, ...]] = get_args(Engine)
# Above it DuckDB goes on in files of the temporary folder; the process needs as much again.
_MEMORY: Final = "512MB"
ROW_NUMBER: Final = "file_row_number"


class EngineError(Exception):
    """An engine could not go on; its own words may quote a row, so only their kind is told."""


@contextmanager
def opened(engine: str, path: Path, scratch: Path) -> Iterator[Table]:
    """Parquet file as a table of an engine; ``file_row_number`` counts its rows from 0.

    Parameters
    ----------
    engine
        ``duckdb`` or ``spark``.
    path
        The file; its name holds no pattern.
    scratch
        Folder for what does not fit into memory.

    Raises
    ------
    UsageError
        If there is no such engine, or it is not installed.
    """
    if engine not in ENGINES:
        raise UsageError("engine_unknown", value=engine, known=", ".join(ENGINES))
    with warnings.catch_warnings():
        # Ibis is older than this DuckDB, and Spark than this pandas; tests tell what changes.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        with _spark(path) if engine == "spark" else _duckdb(path, scratch) as table:
            yield table


def micros_of(engine: str, time: Any) -> IntegerValue:
    """Micros since 1970 of a moment; each engine has its own name for it."""
    name = "unix_micros" if engine == "spark" else "epoch_us"

    def micros(moment: object) -> int:  # type: ignore[empty-body]
        """Known to the engine by its name."""

    known = ibis.udf.scalar.builtin(micros, name=name, signature=((time.type(),), "int64"))
    return known(time)


def keep(engine: str, table: Table) -> Table:
    """Have an engine work a table out once, and keep it until the file is closed."""
    if engine == "spark":
        return table.cache()
    # Ibis' own cache asks DuckDB to drop what has gone with the connection.
    return table.get_backend().create_table("kept", table, temp=True)


@contextmanager
def _duckdb(path: Path, scratch: Path) -> Iterator[Table]:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "allow_community_extensions": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": _MEMORY,
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "duckdb"),
    }
    # Leaving the connection ends what it wrote to the temporary folder.
    with _told_by_kind(duckdb.Error), duckdb.connect(config=settings) as database:
        backend = ibis.duckdb.from_connection(database)
        database.execute("SET allowed_paths = [$path]", {"path": str(path)})
        database.execute("SET enable_external_access = false")
        database.execute("SET TimeZone = 'UTC'")
        database.execute("SET lock_configuration = true")
        database.read_parquet(str(path), file_row_number=True).create_view("events")
        yield backend.table("events")


@contextmanager
def _spark(path: Path) -> Iterator[Table]:
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("engine_missing", value="spark") from None
    with _told_by_kind(PySparkException, Py4JError):
        # Where it runs is Spark's own configuration; without one, on the cores of this machine.
        session = SparkSession.builder.appName("takeup").getOrCreate()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.ansi.enabled", "true")
        name = f"events_{uuid4().hex}"
        frame = session.read.parquet(path.as_uri())
        numbered = frame.selectExpr("*", f"_metadata.row_index AS {ROW_NUMBER}")
        numbered.createOrReplaceTempView(name)
        try:
            yield ibis.pyspark.connect(session).table(name)
        finally:
            session.catalog.dropTempView(name)


@contextmanager
def _told_by_kind(*kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise EngineError(type(error).__name__) from None
