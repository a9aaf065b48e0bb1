"""Event logs: reduced to daily counts, every event accounted for, nothing personal kept."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeup.errors import UsageError
from takeup.intake.findings import FileRefusedError
from takeup.intake.rows import Table
from takeup.params import Params
from takeup.scratch import PrivateFolder
from takeup.sources import event_log
from takeup.sources.ereignisse import Reduction
from takeup.sources.event_clock import Clock
from takeup.sources.event_engines import opened
from takeup.sources.staged import write_staged

HUND = "99102013104000"
BERLIN = ZoneInfo("Europe/Berlin")
HEADER = "Zeit;verwaltung;LeiKa;Sitzung;art;adresse;programm"
HEADER = HEADER.replace("Sitzung", "sitzung")
HERE = "203.0.113.7"
LOG = "2024-09/stadt-heide/ereignisse_2024-09.csv"
COUNTS = ["started", "resumed", "completed", "submitted"]

ReadLog = Callable[..., Table]


def line(time: str, kind: str, session: str = "s1", **other: str) -> str:
    told = {"who": "Stadt Heide", "service": HUND, "address": HERE, "agent": "Firefox"} | other
    return ";".join(
        [time, told["who"], told["service"], session, kind, told["address"], told["agent"]]
    )


@pytest.fixture
def read_log(tmp_path: Path, params: Params) -> ReadLog:
    def read(*lines: str, header: str = HEADER, engine: str = "duckdb") -> Table:
        path = tmp_path / "ereignisse_2024-09.csv"
        path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        return Reduction.of(params, engine).read(path, params.quellen["ereignisse"])

    return read


def days(table: Table) -> dict[str, list[int]]:
    rows = zip(*(map(int, table.column(name)) for name in COUNTS), strict=True)
    return dict(zip(table.column("date"), map(list, rows), strict=True))


def test_a_case_completes_on_the_day_it_began_and_is_submitted_on_its_own(
    read_log: ReadLog,
) -> None:
    table = read_log(
        line("2024-09-03T23:58:00+02:00", "Beginn"),
        line("2024-09-04T00:03:00+02:00", "Absendung"),
    )

    assert days(table) == {"2024-09-03": [1, 0, 1, 0], "2024-09-04": [0, 0, 0, 1]}


def test_a_resumed_draft_is_a_start_that_cannot_complete(read_log: ReadLog) -> None:
    table = read_log(
        line("2024-09-03T10:00:00Z", "Fortsetzung"), line("2024-09-03T10:05:00Z", "Absendung")
    )

    assert days(table) == {"2024-09-03": [1, 1, 0, 1]}


def test_a_day_with_only_a_late_repetition_of_a_start_has_a_row_of_zeros(
    read_log: ReadLog,
) -> None:
    table = read_log(
        line("2024-09-03T10:00:00Z", "Beginn"), line("2024-09-05T10:00:00Z", "Beginn")
    )

    assert days(table) == {"2024-09-03": [1, 0, 0, 0], "2024-09-05": [0, 0, 0, 0]}
    assert [*table.weights] == [1, 1]


def test_an_event_that_was_logged_twice_counts_once(read_log: ReadLog) -> None:
    begun = line("2024-09-03T10:00:00Z", "Beginn")
    table = read_log(begun, begun, line("2024-09-03T10:01:00Z", "nicht berechtigt"))

    assert days(table) == {"2024-09-03": [1, 0, 1, 0]}
    assert table.rows_in == 3


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-09-30T22:00:00Z", "2024-10-01"),
        ("2024-09-30T21:59:59.999999Z", "2024-09-30"),
        ("2024-12-31T22:59:59Z", "2024-12-31"),
        ("2024-12-31T23:00:00Z", "2025-01-01"),
        ("2024-03-31T00:59:59+01:00", "2024-03-31"),
        ("2024-03-30T23:00:00+0000", "2024-03-31"),
        ("2024-10-27T02:30:00+02:00", "2024-10-27"),
        ("2024-10-27T23:59:59+01:00", "2024-10-27"),
        ("2024-10-27T22:30:00Z", "2024-10-27"),
        ("2024-09-01T10:00:00-11:30", "2024-09-01"),
    ],
)
def test_an_event_belongs_to_the_day_in_germany(
    read_log: ReadLog, moment: str, day: str
) -> None:
    # A summer and a winter event beside it: the log then spans switches of the clock.
    beside = [line(f"2024-0{month}-15T12:00:00Z", "Beginn", f"b{month}") for month in (1, 7)]
    table = read_log(line(moment, "Beginn"), *beside)

    assert day in table.column("date")


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (line("2024-09-03T10:00:00", "Beginn"), "event_time"),
        (line("2024-02-30T10:00:00Z", "Beginn"), "event_time"),
        (line("2024-09-03T24:00:00Z", "Beginn"), "event_time"),
        (line("03.09.2024 10:00", "Beginn"), "event_time"),
        (line("1970-01-01T00:00:00Z", "Beginn"), "event_time"),
        (line("2024-09-03T10:00:00Z", "Beginn", address="203.0.113.256"), "event_address"),
        (line("2024-09-03T10:00:00Z", "Beginn", address=""), "event_address"),
        (line("2024-09-03T10:00:00Z", "Beginn", who="Stadt Nirgends"), "event_administration"),
        (line("2024-09-03T10:00:00Z", "Tanz"), "event_kind"),
        (line("2024-09-03T10:00:00Z", "Beginn", service="9,91E+13"), "event_leistung"),
        (line("2024-09-03T10:00:00Z", "Beginn", session=""), "event_session"),
        ("2024-09-03T10:00:00Z;Stadt Heide", "event_row"),
    ],
)
def test_what_cannot_be_counted_is_set_aside_with_its_reason_and_first_row(
    read_log: ReadLog, broken: str, rule: str
) -> None:
    table = read_log(line("2024-09-03T10:00:00Z", "Beginn"), "", broken, broken)

    assert [(each.rule, each.number, each.rows) for each in table.refused] == [(rule, 4, 2)]
    assert [(each.rule, each.row, each.detail) for each in table.findings] == [(rule, 4, "2")]
    assert days(table) == {"2024-09-03": [1, 0, 0, 0]}
    assert table.excluded == {"blank": 1}
    assert table.rows_in == 4


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"agent": "Mozilla/5.0 GoogleBOT/2.1"}, "event_program"),
        ({"address": "10.250.0.1"}, "event_internal"),
        ({"address": "172.31.255.255"}, "event_internal"),
        ({"address": "FE80:0:0:0:1::2"}, "event_internal"),
        ({"address": "::ffff:192.168.0.9"}, "event_internal"),
        ({"address": "0:0:0:0:0:0:0:1"}, "event_internal"),
    ],
)
def test_programs_and_internal_addresses_are_excluded_by_rule(
    read_log: ReadLog, other: dict[str, str], rule: str
) -> None:
    table = read_log(
        line("2024-09-03T10:00:00Z", "Beginn", address="172.32.0.1"),
        line("2024-09-03T10:01:00Z", "Beginn", "s2", **other),
    )

    assert table.excluded == {rule: 1}
    assert days(table) == {"2024-09-03": [1, 0, 0, 0]}


def test_another_run_beside_it_takes_no_log_away(
    read_log: ReadLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_log = event_log.log_of

    def swept(*given: object) -> object:
        PrivateFolder().close()
        return of_log(*given)

    monkeypatch.setattr(event_log, "log_of", swept)
    table = read_log(line("2024-09-03T10:00:00Z", "Beginn"))

    assert days(table) == {"2024-09-03": [1, 0, 0, 0]}


def test_a_visit_makes_no_case_and_needs_no_service(read_log: ReadLog) -> None:
    table = read_log(line("2024-09-03T10:00:00Z", "Besuch", service=""))

    assert table.excluded == {"event_no_case": 1}
    assert not len(table.numbers)


def test_a_former_key_and_another_spelling_join_their_session(
    read_log: ReadLog, params: Params
) -> None:
    key, former = next((k, e.aliase[0]) for k, e in params.leistungen.items() if e.aliase)
    table = read_log(
        line("2024-09-03T10:00:00Z", "Beginn", who="Heide, Stadt", service=former),
        line("2024-09-03T10:01:00Z", "Absendung", service=key),
    )

    assert table.column("leistung_id") == [key]
    assert table.column("verwaltung") == ["stadt-heide"]
    assert days(table) == {"2024-09-03": [1, 0, 1, 1]}


def test_a_log_in_cp1252_with_commas_is_read(tmp_path: Path, params: Params) -> None:
    path = tmp_path / "ereignisse.csv"
    rows = [
        "Zeit,Behörde,LeiKa,sitzung,art",
        f'2024-09-03T10:00:00Z,"Amt Büsum-Wesselburen",{HUND},s,Beginn',
    ]
    path.write_bytes("\n".join(rows).encode("cp1252"))

    table = Reduction.of(params).read(path, params.quellen["ereignisse"])

    assert (table.encoding, table.delimiter) == ("cp1252", ",")
    assert table.column("verwaltung") == ["amt-buesum-wesselburen"]


def write_parquet(path: Path, **columns: object) -> Path:
    told = {
        "zeit": pa.array(
            [datetime(2024, 9, 3, tzinfo=ZoneInfo("UTC"))], pa.timestamp("us", "UTC")
        ),
        "leistung_id": [HUND],
        "sitzung": ["s"],
        "art": ["Beginn"],
    }
    pq.write_table(pa.table(told | columns), path)
    return path


def test_parquet_with_moments_is_read(tmp_path: Path, params: Params) -> None:
    path = write_parquet(tmp_path / "ereignisse_[2024]*.parquet")

    table = Reduction.of(params).read(path, params.quellen["ereignisse"])

    assert days(table) == {"2024-09-03": [1, 0, 0, 0]}
    assert "verwaltung" not in table.columns


@pytest.mark.parametrize(
    "wrong",
    [
        {"zeit": pa.array([datetime(2024, 9, 3)], pa.timestamp("us"))},  # noqa: DTZ001
        {"zeit": [1_725_364_800]},
        {"sitzung": [7]},
        {"leistung_id": [99_102_013_104_000]},
        {"art": [["Beginn"]]},
    ],
)
def test_parquet_with_wrong_types_is_refused(
    tmp_path: Path, params: Params, wrong: dict[str, object]
) -> None:
    path = write_parquet(tmp_path / "ereignisse.parquet", **wrong)

    with pytest.raises(FileRefusedError) as refused:
        Reduction.of(params).read(path, params.quellen["ereignisse"])

    assert [(e.rule, e.column) for e in refused.value.findings] == [("wrong_type", *wrong)]


def test_a_day_ends_with_its_last_microsecond(tmp_path: Path) -> None:
    begins = [datetime(2000, 1, 2, tzinfo=BERLIN) + timedelta(days) for days in range(36_000)]
    micros = [int(begin.timestamp()) * 1_000_000 - late for begin in begins for late in (0, 1)]
    path = tmp_path / "moments.parquet"
    pq.write_table(pa.table({"micros": micros}), path)
    clock = Clock.between(micros[0], micros[-1])

    with opened("duckdb", path, tmp_path) as moments:
        found = moments.select("micros", day=clock.day(moments.micros)).to_pyarrow()

    first = (begins[0].date() - date(1970, 1, 1)).days
    told = dict(zip(found["micros"].to_pylist(), found["day"].to_pylist(), strict=True))
    assert [told[each] for each in micros] == [
        first + days - late for days in range(36_000) for late in (0, 1)
    ]


def test_moments_of_a_clock_that_was_never_set_hide_no_switch_of_ours(
    tmp_path: Path, params: Params
) -> None:
    utc = ZoneInfo("UTC")
    moments = [datetime(1970, 1, 1, tzinfo=utc), datetime(2024, 9, 3, 22, 30, tzinfo=utc)]
    moments.append(datetime(2024, 11, 3, 22, 30, tzinfo=utc))
    columns = {"leistung_id": [HUND] * 3, "sitzung": [*"abc"], "art": ["Beginn"] * 3}
    path = write_parquet(
        tmp_path / "ereignisse.parquet",
        zeit=pa.array(moments, pa.timestamp("us", "UTC")),
        **columns,
    )

    table = Reduction.of(params).read(path, params.quellen["ereignisse"])

    assert [(each.rule, each.number) for each in table.refused] == [("event_time", 1)]
    assert days(table) == {"2024-09-04": [1, 0, 0, 0], "2024-11-03": [1, 0, 0, 0]}


def test_a_damaged_parquet_file_is_refused_without_its_content(
    tmp_path: Path, params: Params
) -> None:
    path = write_parquet(tmp_path / "ereignisse.parquet")
    content = path.read_bytes()
    path.write_bytes(content[:8] + b"\xff" * 60 + content[68:])

    with pytest.raises(FileRefusedError) as refused:
        Reduction.of(params).read(path, params.quellen["ereignisse"])

    assert [each.rule for each in refused.value.findings] == ["broken_log"]


def test_a_quote_that_is_never_closed_does_not_swallow_rows(read_log: ReadLog) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_log(
            line("2024-09-03T10:00:00Z", "Beginn", agent='"x'),
            line("2024-09-03T10:00:00Z", "Beginn"),
        )

    assert [(e.rule, e.row) for e in refused.value.findings] == [("unbalanced_quote", 2)]


def test_an_unknown_engine_is_named(read_log: ReadLog) -> None:
    with pytest.raises(UsageError, match="duckdb, spark"):
        read_log(line("2024-09-03T10:00:00Z", "Beginn"), engine="polars")


# -- in the intake


def test_the_log_feeds_the_table_of_applications_and_its_events_balance(take_in) -> None:
    staged = take_in(
        {
            LOG: "\n".join(
                [
                    HEADER,
                    line("2024-09-03T10:00:00Z", "Beginn"),
                    line("2024-09-03T10:01:00Z", "Absendung"),
                    line("2024-09-03T10:01:00Z", "Besuch"),
                    line("2024-09-03T10:01:00Z", "Tanz"),
                ]
            )
        }
    )

    (row,) = staged.frames["antraege"].to_dict("records")
    assert (row["verwaltung"], [row[name] for name in COUNTS]) == ("stadt-heide", [1, 0, 1, 1])
    balance = staged.balance.loc[0, ["rows_in", "accepted", "quarantined", "excluded"]]
    assert balance.tolist() == [4, 2, 1, 1]


def test_beside_a_table_of_the_same_days_no_event_counts(take_in, antraege) -> None:
    staged = take_in(
        {
            "2024-09/stadt-heide/antraege_2024-09.csv": antraege(
                f"03.09.2024;{HUND};Hund anmelden;5;0;4;4"
            ),
            LOG: "\n".join(
                [
                    HEADER,
                    line("2024-09-03T10:00:00Z", "Beginn"),
                    line("2024-09-04T10:00:00Z", "Beginn", "s2"),
                ]
            ),
        }
    )

    assert staged.frames["antraege"]["started"].tolist() == [5]
    assert "log_beside_table" in staged.findings["rule"].tolist()
    assert staged.exclusions.set_index("rule")["rows"].to_dict() == {"event_in_table": 2}


def test_parts_of_a_log_are_added_and_the_same_events_again_are_not(take_in) -> None:
    first = [HEADER, line("2024-09-03T10:00:00Z", "Beginn")]
    second = [HEADER, line("2024-09-03T20:00:00Z", "Beginn", "s2")]
    folder = "2024-09/stadt-heide/ereignisse_2024-09"

    staged = take_in(
        {f"{folder}_a.csv": "\n".join(first), f"{folder}_b.csv": "\n".join(second)}
    )

    assert staged.frames["antraege"]["started"].tolist() == [2]
    again = take_in({f"{folder}_c.csv": "\n".join([*first, second[1]])})
    assert again.frames["antraege"]["started"].tolist() == [2]
    assert "duplicate" in again.exclusions["rule"].tolist()


def test_no_address_program_or_session_leaves_the_log(
    take_in, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = {"address": "198.51.100.77", "agent": "SecretBrowser"}
    rows = [
        line("2024-09-03T10:00:00Z", kind, "secret-session", **secret | other)
        for kind in ("Beginn", "Absendung", "Tanz", "Besuch")
        for other in ({}, {"who": "198.51.100.77"}, {"service": "secret-session"})
    ]
    staged = take_in({LOG: "\n".join([HEADER, *rows])})
    write_staged(staged, tmp_path / "staged")

    written = b"".join(
        pd.read_parquet(path).to_csv().encode()
        for path in (tmp_path / "staged").rglob("*.parquet")
    )
    said = written.decode() + "".join(capfd.readouterr())
    for word in ("198.51.100.77", "SecretBrowser", "secret-session"):
        assert word not in said


# -- against a reference, and both engines

KINDS = {"Beginn": "started", "Fortsetzung": "resumed", "Absendung": "submitted"}
MOMENTS = st.integers(0, 32 * 3600).map(
    lambda seconds: datetime(2024, 10, 26, 20, tzinfo=ZoneInfo("UTC")) + timedelta(0, seconds)
)
EVENTS = st.lists(
    st.tuples(
        MOMENTS,
        st.sampled_from(["Stadt Heide", "Heide, Stadt", "Kreis Dithmarschen", "?", None]),
        st.sampled_from(["s1", "s2", "s3", "", None]),
        st.sampled_from([*KINDS, "nicht berechtigt", "Besuch", "?", None]),
        st.sampled_from([HERE, "10.0.0.1", "2001:db8::1", "fd00::1", "x", None]),
        st.sampled_from(["Firefox", "A bot", None]),
    ),
    max_size=25,
)
SLUGS = {
    "Stadt Heide": "stadt-heide",
    "Heide, Stadt": "stadt-heide",
    "Kreis Dithmarschen": "kreis-dithmarschen",
}


def reference(events: list[tuple]) -> dict[tuple[str, str], list[int]]:
    """The same counts, event by event."""
    cases: dict[tuple[str, str], dict[str, str]] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for moment, who, session, kind, address, agent in sorted(events, key=lambda e: e[0]):
        is_counted = address in (HERE, "2001:db8::1") and agent != "A bot" and session
        if not is_counted or who not in SLUGS or kind not in (*KINDS, "nicht berechtigt"):
            continue
        day = moment.astimezone(ZoneInfo("Europe/Berlin")).date().isoformat()
        # Also where the case is counted on another day: its events have a row.
        found.setdefault((SLUGS[who], day), [0, 0, 0, 0])
        case = cases.setdefault((SLUGS[who], session), {})
        case.setdefault(KINDS.get(kind, "ended"), day)
    for (slug, _), case in cases.items():
        if day := case.get("started"):
            found[slug, day][0] += 1
            found[slug, day][2] += "submitted" in case or "ended" in case
        elif day := case.get("resumed"):
            found[slug, day][0] += 1
            found[slug, day][1] += 1
        if day := case.get("submitted"):
            found[slug, day][3] += 1
    return found


def as_parquet(path: Path, events: list[tuple]) -> Path:
    moments, who, sessions, kinds, addresses, agents = zip(*events, strict=True)
    table = {
        "zeit": pa.array(moments, pa.timestamp("us", "UTC")),
        "verwaltung": pa.array(who, pa.string()),
        "leistung_id": [HUND] * len(events),
        "sitzung": pa.array(sessions, pa.string()),
        "art": pa.array(kinds, pa.string()),
        "adresse": pa.array(addresses, pa.string()).dictionary_encode(),
        "programm": pa.array(agents, pa.string()),
    }
    pq.write_table(pa.table(table), path)
    return path


@pytest.fixture(scope="module")
def reduce_events(
    params: Params, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[list[tuple]], Table]:
    path = tmp_path_factory.mktemp("log") / "ereignisse.parquet"
    reduction = Reduction.of(params)
    return lambda events: reduction.read(as_parquet(path, events), params.quellen["ereignisse"])


@given(EVENTS.filter(bool))
@settings(max_examples=25, deadline=None)
def test_duckdb_counts_as_a_plain_loop_does(
    reduce_events: Callable[[list[tuple]], Table], events: list[tuple]
) -> None:
    table = reduce_events(events)

    rows = zip(*(map(int, table.column(name)) for name in COUNTS), strict=True)
    keys = zip(table.column("verwaltung"), table.column("date"), strict=True)
    assert dict(zip(keys, map(list, rows), strict=True)) == reference(events)
    assert table.rows_in == len(events)


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Spark in this process, or a visible skip where it or Java is missing."""
    pytest.importorskip("pyspark", reason="PySpark is not installed (extra spark)")
    # The wheel's Java lacks a module that Spark asks for.
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")
    for name, value in {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_SUBMIT_ARGS": SUBMIT}.items():
        monkeypatch.setenv(name, value)
    with warnings.catch_warnings():
        # Spark closes its connections late, and knows no pandas 3.
        warnings.simplefilter("ignore")
        yield


SUBMIT = "--master local[1] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=1"
SUBMIT += " pyspark-shell"


@pytest.mark.usefixtures("spark")
def test_duckdb_and_spark_agree_exactly(tmp_path: Path, params: Params) -> None:
    begin = datetime(2024, 10, 26, 20, tzinfo=ZoneInfo("UTC"))
    names, kinds = [*SLUGS, "?", None], [*KINDS, "nicht berechtigt", "Besuch", "?"]
    addresses = [
        HERE,
        "10.0.0.1",
        "172.31.9.9",
        "FD00:0:0::1",
        "2001:db8::1",
        "::1",
        "1.2.3",
        None,
    ]
    events = [
        (
            begin + timedelta(minutes=7 * n, microseconds=n),
            names[n % 9 % 5],
            f"s{n % 91}" if n % 17 else "",
            kinds[n * n % 6],
            addresses[n % 53 % 8],
            ("Firefox", "GoogleBot", "spİder", None)[n % 11 % 4],
        )
        for n in range(500)
    ]
    path = as_parquet(tmp_path / "ereignisse.parquet", events)
    text = tmp_path / "ereignisse.csv"
    rows = [
        ";".join([e[0].isoformat(), e[1] or "", HUND, e[2], e[3], e[4] or "", e[5] or ""])
        for e in events
    ]
    bad = [
        line(t, "Beginn") for t in ("2024-10-27T02:30:00-02:30", "2024-02-30T00:00:00Z", "x")
    ]
    text.write_text("\n".join([HEADER, *rows, *bad]), encoding="utf-8")

    for log in (path, text):
        one, other = (
            Reduction.of(params, engine).read(log, params.quellen["ereignisse"])
            for engine in ("duckdb", "spark")
        )
        assert one.columns == other.columns
        assert one.refused == other.refused
        assert one.excluded == other.excluded
        assert [*one.numbers] == [*other.numbers]
        assert [*one.weights] == [*other.weights]
        assert len(one.columns["date"]) > 4
