"""The whole intake: many sources and offices at once, hostile files among them."""

import dataclasses
import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takeup.errors import ParameterError
from takeup.intake.folders import walk
from takeup.intake.shelf import Shelf
from takeup.params import Params
from takeup.periods import Month
from takeup.sources import SOURCES, Staged, stage
from takeup.sources.stage import Means

HUND = "99102013104000;Hund anmelden"
HEIDE = "2024-09/stadt-heide/"
LOG = """\
Zeit;verwaltung;LeiKa;sitzung;art;adresse;programm
2024-09-20T10:00:00Z;Stadt Heide;99102013104000;s1;Beginn;203.0.113.7;Firefox
"""


def test_nothing_delivered_gives_every_table_without_rows(
    tmp_path: Path, params: Params
) -> None:
    staged = stage(walk(tmp_path, params.verwaltungen), params, Month.parse("2024-09"))

    assert list(staged.frames) == list(SOURCES)
    assert all(frame.empty for frame in staged.frames.values())
    for name, frame in staged.frames.items():
        SOURCES[name].contract.check(frame)


def test_one_bad_file_does_not_stop_the_others_and_all_findings_are_there(
    take_in, antraege
) -> None:
    staged = take_in(
        {
            HEIDE + "antraege_2024-09.csv": antraege(f"03.09.2024;{HUND};1;0;1;1"),
            HEIDE + "faelle_2024-09.xlsx": b"PK\x03\x04",
            HEIDE + "konten_2024-09.csv": "<html>",
            HEIDE + "notiz.txt": "x",
            "2024-09/hamburg/konten_2024-09.csv": "x",
        }
    )

    assert staged.findings["rule"].tolist() == [
        "unknown_administration_folder", "broken_archive", "markup", "unknown_file",
    ]  # fmt: skip
    assert len(staged.frames["antraege"]) == 1
    assert staged.balance["rows_in"].tolist() == [1, 0, 0, 0]


def test_an_unreadable_file_spares_its_neighbour_of_the_same_source(take_in, antraege) -> None:
    staged = take_in(
        {
            HEIDE + "antraege_2024-09.csv": antraege(f"03.09.2024;{HUND};1;0;1;1"),
            "2024-09/stadt-brunsbuettel/antraege_2024-09.csv": "<html>",
        }
    )

    assert staged.findings["rule"].tolist() == ["markup"]
    assert len(staged.frames["antraege"]) == 1


def test_every_file_is_announced_before_it_is_read(
    take_in, antraege, tmp_path: Path, params: Params
) -> None:
    take_in({HEIDE + "antraege_2024-09.csv": antraege(), HEIDE + "b.txt": "x"})
    seen: list[str] = []

    tree = walk(tmp_path, params.verwaltungen)
    stage(tree, params, Month.parse("2024-09"), lambda path: seen.append(path.name))

    assert seen == ["antraege_2024-09.csv", "b.txt"]


def test_a_mapping_to_an_unknown_source_is_refused(tmp_path: Path, params: Params) -> None:
    quelle = params.quellen["konten"].model_copy(update={"quelle": "kontenn"})
    broken = dataclasses.replace(params, quellen={"konten": quelle})

    with pytest.raises(ParameterError, match="kontenn"):
        stage(walk(tmp_path, broken.verwaltungen), broken, Month.parse("2024-09"))


def test_a_mapping_to_an_unknown_field_is_refused(tmp_path: Path, params: Params) -> None:
    quelle = params.quellen["konten"]
    columns = quelle.spalten | {"aktive_konten": ("Aktive Konten",)}
    changed = quelle.model_copy(update={"spalten": columns})
    broken = dataclasses.replace(params, quellen={"konten": changed})

    with pytest.raises(ParameterError, match="aktive_konten"):
        stage(walk(tmp_path, broken.verwaltungen), broken, Month.parse("2024-09"))


def test_two_runs_over_the_same_files_are_equal(take_in, antraege, tmp_path, params) -> None:
    files = {HEIDE + "antraege_2024-09.csv": antraege(f"03.09.2024;{HUND};x;0;1;1", "a;b")}

    first, second = (
        take_in(files),
        stage(walk(tmp_path, params.verwaltungen), params, Month.parse("2024-09")),
    )

    assert first.findings.equals(second.findings)
    assert first.quarantine.equals(second.quarantine)


def test_names_in_data_are_never_opened(take_in, antraege, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.csv"
    secret.write_text("Monat;Aktive Konten\n09.2024;7\n", encoding="utf-8")
    text = f"Monat;Aktive Konten\n={secret};1\n../../geheim.csv;1\nhttp://example.invalid/;1\n"

    staged = take_in({HEIDE + "konten_2024-09.csv": text})

    assert staged.frames["konten"].empty
    assert len(staged.quarantine) == 3


def test_what_was_kept_of_files_gives_the_same_tables(
    take_in, antraege, faelle, tmp_path: Path, params: Params
) -> None:
    rows = [f"03.09.2024;{HUND};3;0;1;1", f"04.09.2024;{HUND};x;0;1;1", "zu;wenig"]
    anew = take_in(
        {
            HEIDE + "antraege_2024-09.csv": antraege(*rows),
            HEIDE + "faelle_2024-09.xlsx": faelle(
                ["99102013104000", "Hund", 1, 0, 2, 0, 0, 0, 3]
            ),
            HEIDE + "matomo_VisitsSummary.get_day_2024-09-01,2024-09-02.json": {
                "2024-09-01": {"nb_visits": 4, "nb_uniq_visitors": 3},
                "2024-09-02": [],
            },
            # In the wrong place: what it says is the same, what becomes of it is not.
            "2024-09/stadt-brunsbuettel/antraege_2024-09.csv": antraege(*rows),
            HEIDE + "ereignisse_2024-09.csv": LOG,
        }
    )
    tree, month = walk(tmp_path, params.verwaltungen), Month.parse("2024-09")

    kept = []
    for _ in range(2):
        shelf = Shelf(tmp_path.with_name("readings"), "code")
        kept.append(stage(tree, params, month, means=Means(by=shelf.read_content)))
        shelf.write()

    # Both lists of applications are one; of the log nothing is kept.
    entries = [path.read_text() for path in shelf.folder.iterdir()]
    assert len(entries) == 3
    assert not [entry for entry in entries if "203.0.113.7" in entry]
    for each in kept:
        assert_same(each, anew)


def assert_same(one: Staged, other: Staged) -> None:
    tables = [{**vars(each), **each.frames, **vars(each.before)} for each in (one, other)]
    for name, table in tables[0].items():
        if isinstance(table, pd.DataFrame):
            pd.testing.assert_frame_equal(table, tables[1][name])


ROWS = [
    f"03.09.2024;{HUND};5;1;3;2",
    f"04.09.2024;{HUND};5;1;9;2",
    f'"05.09.2024";{HUND};5;1;3;2',
    f"06.10.2024;{HUND};5;1;3;2",
    "Summe;;;5;1;3;2",
    "07.09.2024;9,9E+13;Hund;1;0;1;1",
    "07.09.2024;99107023017000;Wohngeld;1;0;1;1",
    "Stand: 01.10.2024",
    ";;;;;;",
    'x"y;"',
    "zu;wenig",
]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.sampled_from(ROWS), max_size=12), seed=st.integers(0, 2**32))
def test_the_balance_holds_whatever_arrives(
    take_in, antraege, rows: list[str], seed: int
) -> None:
    content = bytearray(antraege(*rows).encode("cp1252"))
    dice = random.Random(seed)  # noqa: S311  noise, no secret
    for _ in range(dice.randrange(4)):
        content[dice.randrange(len(content))] = dice.randrange(256)

    staged = take_in({HEIDE + "antraege_2024-09.csv": bytes(content)})

    balance = staged.balance.iloc[0]
    accounted = balance[["accepted", "quarantined", "excluded"]].sum()
    assert balance["rows_in"] == accounted
    assert len(staged.frames["antraege"]) == balance["accepted"]
    assert len(staged.quarantine) == balance["quarantined"]
