"""Files made to exhaust: one finding each, in bounded time and memory.

Where a bound must be proven, the file is read in a process of its own with a limit of memory
and processor time; what is not read at all is proven by that.
"""

import io
import json
import os
import resource
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from takeup.intake import sniff
from takeup.sources.account import MANY_ALIKE

ROOT = Path(__file__).parents[2]
HEADER = "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet\n"
ROW = "03.09.2024;99102013104000;Hund anmelden;5;1;3;2\n"
CSV, XLSX = "antraege_2024-09.csv", "faelle_2024-09.xlsx"
JSON = "matomo_VisitsSummary.get_month_2024-09-01.json"
SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TOP = b'<?xml version="1.0"?><worksheet xmlns="' + SPREADSHEET + b'"><sheetData>'
END = b"</sheetData></worksheet>"
SHEET = "xl/worksheets/sheet1.xml"

# Reads the file given and prints the rules found and the rows read.
BOUNDED = """
import resource, sys
from pathlib import Path
from takeup.intake.folders import Delivery
from takeup.intake.readings import read
from takeup.params import load_params
from takeup.sources import SOURCES
import pyarrow.csv

params, path = load_params(Path(sys.argv[1])), Path(sys.argv[2])
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (2 << 30), used + (2 << 30)))
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
readers = {name: source.read for name, source in SOURCES.items()}
delivery = Delivery(path, path.name, "stadt-heide", "2024-09")
reading = read(delivery, params.quellen, readers, None)  # no file here is an event log
rows = reading.table.rows_in if reading.table else 0
print(rows, *(each.rule for each in reading.findings))
"""


def rules_within_bounds(path: Path) -> tuple[int, list[str]]:
    """Rows and rules of a file that is read with 2 GB of memory and 40 s of processor."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib"), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", BOUNDED, str(ROOT / "params"), str(path)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2_000:]
    rows, *rules = run.stdout.split()
    return int(rows), rules


def workbook(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Workbook of one sheet in which members are replaced or added."""
    target = io.BytesIO()
    Workbook().save(target)
    with zipfile.ZipFile(target) as source:
        members = {name: source.read(name) for name in source.namelist()} | parts
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as copy:
        for name, content in members.items():
            copy.writestr(name, content)
    return made.getvalue()


def rules(staged) -> list[str]:
    return staged.findings["rule"].tolist()


# --- large files ---


def test_a_file_over_200_mb_is_refused_unread(take_in, tmp_path: Path) -> None:
    path = tmp_path / "2024-09/stadt-heide" / CSV
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        # A hole: the file has this size and takes no room.
        file.truncate((200 << 20) + 1)
    tracemalloc.start()

    staged = take_in({})

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 << 20
    assert rules(staged) == ["file_too_large"]
    assert staged.findings["raw"].tolist() == [str((200 << 20) + 1)]
    assert staged.balance["rows_in"].tolist() == [0]


def test_a_file_that_grows_while_it_is_read_is_refused(
    take_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sniff, "MAX_FILE_BYTES", 100)
    fstat = os.fstat

    def smaller(descriptor: int) -> os.stat_result:
        known = list(fstat(descriptor))
        known[6] = 50
        return os.stat_result(known)

    monkeypatch.setattr(sniff.os, "fstat", smaller)

    assert rules(take_in({CSV: HEADER + ROW * 9})) == ["file_too_large"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_five_million_and_one_rows_are_refused_before_they_are_split(
    take_in, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("takeup.intake.tables.split", lambda *_: pytest.fail("was split"))
    monkeypatch.setattr("takeup.intake.tables.read_bulk", lambda *_: pytest.fail("was split"))

    assert rules(take_in({CSV: HEADER + f"1{end}" * 5_000_001})) == ["too_many_rows"]


def test_two_hundred_thousand_columns_are_refused_at_the_header(take_in) -> None:
    many = ";".join(f"s{at}" for at in range(200_000))

    staged = take_in({CSV: HEADER.strip() + ";" + many + "\n" + ROW})

    assert rules(staged) == ["too_many_columns"]


def test_two_hundred_thousand_cells_in_one_row_cost_that_row(take_in) -> None:
    staged = take_in({CSV: HEADER + ROW + ";" * 200_000 + "x\n"})

    # Cells beyond 2 001 are never made; this row has only empty ones up to there.
    assert staged.balance.loc[0, ["rows_in", "accepted"]].tolist() == [2, 1]
    assert rules(staged) == ["too_many_cells"]


def test_two_hundred_thousand_columns_of_a_sheet_are_refused(take_in) -> None:
    # Numbers that do not repeat, so that it is no zip bomb.
    cells = b"".join(b"<c><v>%d</v></c>" % (at * 7_919 % 99_991) for at in range(200_000))

    staged = take_in({XLSX: workbook({SHEET: TOP + b'<row r="1">' + cells + b"</row>" + END})})

    assert rules(staged) == ["too_many_columns"]


@pytest.mark.parametrize("small", [True, False])
def test_a_cell_over_64_kb_is_set_aside_with_its_row_and_not_kept_whole(
    take_in, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not small:
        monkeypatch.setattr("takeup.intake.bulk.FROM_CHARACTERS", 0)
    staged = take_in({CSV: HEADER + ROW.replace("Hund", "H" * 70_000) + ROW})

    found = staged.findings.loc[0, ["row", "column", "rule"]].tolist()
    assert found == [2, "Leistung", "cell_too_large"]
    assert len(staged.findings.loc[0, "raw"]) <= 121
    assert len(staged.quarantine.loc[0, "content"]) <= 65_536
    assert staged.balance.loc[0, ["accepted", "quarantined"]].tolist() == [1, 1]


def test_a_giant_cell_of_a_sheet_is_refused_with_its_row(take_in) -> None:
    text = b"".join(b"%d " % (at * 7_919 % 99_991) for at in range(20_000))
    cell = b'<row r="7"><c r="A7" t="inlineStr"><is><t>' + text + b"</t></is></c></row>"

    staged = take_in({XLSX: workbook({SHEET: TOP + cell + END})})

    assert staged.findings[["row", "rule"]].to_numpy().tolist() == [[7, "cell_too_large"]]


def test_a_giant_label_of_an_answer_is_set_aside(take_in) -> None:
    name = "matomo_Referrers.getCampaigns_month_2024-09-01.json"

    staged = take_in({name: [{"label": "x" * 70_000, "nb_visits": 1}]})

    assert rules(staged) == ["cell_too_large"]
    assert staged.frames["matomo"].empty
    assert len(staged.quarantine.loc[0, "content"]) <= 65_536


# --- quotes and floods ---


@pytest.mark.parametrize(
    ("content", "rows", "found"),
    [
        # One quote is opened above half a million full rows.
        (ROW.replace("Hund", '"Hund') + ROW * 400_000, 400_001, ["broken_quote"]),
        # A quote is opened in every row, so that every second one seems to close it.
        (ROW.replace("Hund", '"Hund') * 400_000, 0, ["too_many_faults"]),
        ('x;"y\n' * 500_000, 0, ["too_many_faults"]),
        ("a;1\n" * 500_000, 0, ["too_many_faults"]),
        ('"' * 20_000_000, 1, ["broken_quote", "truncated"]),
    ],
    ids=["one", "all", "short", "ragged", "only"],
)
def test_quotes_that_never_close_in_20_mb_are_bounded(
    tmp_path: Path, content: str, rows: int, found: list[str]
) -> None:
    path = tmp_path / CSV
    path.write_text(HEADER + content, encoding="utf-8")

    seen, told = rules_within_bounds(path)

    assert seen == rows
    assert len(told) == 1
    assert told[0] in found


def test_a_flood_of_equal_faults_is_told_once_and_every_row_accounted_for(take_in) -> None:
    rows = "".join(ROW.replace("03.09.2024", f"2024-09-{at:05}") for at in range(1_500))

    staged = take_in({CSV: HEADER + rows + ROW})

    assert rules(staged) == ["not_a_date"] * MANY_ALIKE + ["further_rows"]
    last = staged.findings.iloc[-1]
    assert (last["row"], last["detail"]) == (MANY_ALIKE + 2, "500")
    assert staged.balance.loc[0, ["accepted", "quarantined"]].tolist() == [1, 1_500]


# --- archives ---


def lying_about_its_size() -> bytes:
    """A member of 80 MB whose entry in the directory says 1 000 bytes."""
    content = bytearray(workbook({SHEET: TOP + b" " * (80 << 20) + END}))
    at = content.find(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.find(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 1_000)
    return bytes(content)


def nested() -> bytes:
    inner = workbook({})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("faelle.xlsx", inner)
    return target.getvalue()


LAUGHS = b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12)
)
LAUGH = b'<!DOCTYPE x [<!ENTITY a "ha">' + LAUGHS + b"]>"
FILE = b'<!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/passwd">]>'
CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&m;</t></is></c></row>'
BOOK = (
    b'<workbook xmlns="' + SPREADSHEET + b'" xmlns:r="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships"><sheets>%s</sheets></workbook>'
)
SHEETS = b"".join(
    b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, 3_000)
)

ARCHIVES: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "ratio": (lambda: workbook({SHEET: TOP + b" " * (40 << 20) + END}), ["zip_bomb"]),
    "unpacked": (
        lambda: workbook({f"x{at}": b"\0" * (1 << 20) for at in range(401)}), ["zip_bomb"],
    ),
    "lying size": (lying_about_its_size, ["broken_workbook"]),
    "members": (lambda: workbook({f"x{at}": b"" for at in range(20_000)}), ["missing_columns"]),
    "nested": (nested, ["archive"]),
    "gzip": (lambda: b"\x1f\x8b\x08" + b"\0" * 99, ["archive"]),
    "row far below": (
        lambda: workbook({SHEET: TOP + b"<row r='99999999'><c><v>1</v></c></row>" + END}),
        ["too_many_rows"],
    ),
    "row as a float": (
        lambda: workbook({SHEET: TOP + b'<row r="1e9"><c><v>1</v></c></row>' + END}),
        ["too_many_rows"],
    ),
    "blanks after a formula": (
        lambda: workbook(
            {
                SHEET: TOP
                + b'<row r="1"><c r="A1"><f>1</f>'
                + b" " * 900_000
                + b"<v>1</v></c></row>"
                + END
            }
        ),
        ["missing_columns"],
    ),
    "one sheet, many names": (
        lambda: workbook({"xl/workbook.xml": BOOK % SHEETS}), ["broken_workbook"],
    ),
    "deep markup": (lambda: workbook({SHEET: TOP + b"<row>" * 100_000}), ["broken_workbook"]),
    "laughs in a sheet": (
        lambda: workbook({SHEET: LAUGH + TOP[21:] + CELL + END}), ["broken_workbook"],
    ),
    "laughs in styles": (
        lambda: workbook(
            {
                "xl/styles.xml": LAUGH
                + b'<styleSheet xmlns="'
                + SPREADSHEET
                + b'">&m;</styleSheet>'
            }
        ),
        ["broken_workbook"],
    ),
    "laughs in the book": (
        lambda: workbook({"xl/workbook.xml": LAUGH + BOOK % b"&m;"}), ["broken_workbook"],
    ),
    "a file by an entity": (
        lambda: workbook({SHEET: FILE + TOP[21:] + CELL + END}), ["broken_workbook"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(ARCHIVES))
def test_an_archive_made_to_exhaust_is_one_finding(take_in, name: str) -> None:
    make, expected = ARCHIVES[name]

    staged = take_in({XLSX: make()})

    assert rules(staged) == expected
    assert "root:" not in staged.findings.to_csv()


@pytest.mark.parametrize(
    "name", ["lying size", "row as a float", "blanks after a formula", "laughs in a sheet"]
)
def test_such_an_archive_takes_bounded_time_and_memory(tmp_path: Path, name: str) -> None:
    make, expected = ARCHIVES[name]
    path = tmp_path / XLSX
    path.write_bytes(make())

    assert rules_within_bounds(path) == (0, expected)


# --- JSON ---


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[" * 1_000_000, ["broken_json"]),
        ('{"a":' * 1_000_000, ["broken_json"]),
        ("[" * 100_000 + "]" * 100_000, ["broken_json"]),
        ('{"nb_visits": 1e400}', ["not_an_integer"]),
        ('{"nb_visits": -1e400}', ["not_an_integer"]),
        ('{"nb_visits": NaN}', ["broken_json"]),
        ('{"nb_visits": Infinity}', ["broken_json"]),
        ('{"nb_visits": 1' + "0" * 5_000 + "}", ["broken_json"]),
        ('{"nb_visits": 1' + "0" * 4_000 + "}", ["not_an_integer"]),
        ('{"nb_visits": "1' + "0" * 4_000 + '"}', ["not_an_integer"]),
        ("[" + "{}," * 5_000_000 + "{}]", ["too_many_rows"]),
        ('{"nb_visits": 1, "nb_visits": 2}', ["broken_json"]),
        (json.dumps({f"k{at}": 1 for at in range(100_000)}), ["required"]),
        (json.dumps({f"{at}": 1 for at in range(100_000)}), ["unexpected_shape"]),
        ('{"nb_visits": 7} {"nb_visits": 7}', ["broken_json"]),
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_made_to_exhaust_is_one_finding(
    take_in, content: str, expected: list[str]
) -> None:
    assert rules(take_in({JSON: content})) == expected


# --- folders ---

HEIDE = "2024-09/stadt-heide"


def test_nothing_but_plain_files_is_opened(take_in, tmp_path: Path) -> None:
    outside = tmp_path.with_name(tmp_path.name + "-outside")
    outside.mkdir()
    (outside / CSV).write_text(HEADER + ROW, encoding="utf-8")
    folder = tmp_path / HEIDE
    folder.mkdir(parents=True)
    (folder / "antraege_file.csv").symlink_to(outside / CSV)
    (folder / "antraege_passwd.csv").symlink_to("/etc/passwd")
    (folder / "antraege_up.csv").symlink_to("../../../" + outside.name + "/" + CSV)
    (folder / "antraege_loop.csv").symlink_to("antraege_loop.csv")
    (folder / "antraege_nowhere.csv").symlink_to("gibt es nicht")
    (folder / "konten_folder.csv").symlink_to(outside)
    os.mkfifo(folder / "konten_pipe.csv")
    (folder / "katalog_2024-09.csv").mkdir()
    (tmp_path / "2024-09/stadt-brunsbuettel").symlink_to(folder)
    (tmp_path / "2024-08").symlink_to(tmp_path / "2024-09")

    staged = take_in({})

    found = staged.findings[["file", "rule"]].to_numpy().tolist()
    assert found == [
        ["2024-08", "symlink"],
        ["2024-09/stadt-brunsbuettel", "symlink"],
        [f"{HEIDE}/antraege_file.csv", "symlink"],
        [f"{HEIDE}/antraege_loop.csv", "symlink"],
        [f"{HEIDE}/antraege_nowhere.csv", "symlink"],
        [f"{HEIDE}/antraege_passwd.csv", "symlink"],
        [f"{HEIDE}/antraege_up.csv", "symlink"],
        [f"{HEIDE}/katalog_2024-09.csv", "nested_folder"],
        [f"{HEIDE}/konten_folder.csv", "symlink"],
        [f"{HEIDE}/konten_pipe.csv", "not_a_file"],
    ]
    assert staged.balance.empty


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "geheim.csv", tmp_path / CSV
    target.write_text(HEADER + ROW, encoding="utf-8")
    link.symlink_to(target)

    with pytest.raises(sniff.FileRefusedError) as refusal:
        sniff.read_bytes(link)

    assert refusal.value.findings[0].rule == "unreadable"


def test_a_file_that_becomes_a_pipe_after_it_was_listed_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / CSV)

    with pytest.raises(sniff.FileRefusedError) as refusal:
        sniff.read_bytes(tmp_path / CSV)

    assert refusal.value.findings[0].rule == "not_a_file"


@pytest.mark.parametrize(
    "name",
    [
        b"antraege_2024-09..csv", b"antraege_..2024-09.csv", b"antraege_2024-09\n.csv",
        b"antraege_2024-09 \xff\xfe.csv", b"antraege_<script>2024-09.csv",
        b"antraege_2024-09'\"%s{0}.csv", b"antraege_-rf 2024-09.csv",
        "antraege_\u202e2024-09.csv".encode(), b"ANTRAEGE_2024-09.CSV",
    ],
)  # fmt: skip
def test_a_strange_name_is_a_name(take_in, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / HEIDE
    folder.mkdir(parents=True)
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118  a path of bytes
    with open(path, "wb") as file:  # noqa: PTH123
        file.write((HEADER + ROW).encode())

    staged = take_in({})

    assert staged.balance["accepted"].tolist() == [1]
    assert staged.findings.empty
    # What is written about it can be written.
    assert staged.balance.loc[0, "file"].encode()


@pytest.mark.parametrize("name", [b"..csv", b"...", b" ", b"\n", b"-", b"a" * 255])
def test_a_name_without_a_mapping_is_a_finding(take_in, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / HEIDE
    folder.mkdir(parents=True)
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"x")

    assert rules(take_in({}))[0] in ("unknown_file", "litter")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_finding(take_in, tmp_path: Path) -> None:
    path = tmp_path / HEIDE / CSV
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + ROW, encoding="utf-8")
    path.chmod(0)

    assert rules(take_in({})) == ["unreadable"]


def test_the_bounds_of_these_tests_hold_here() -> None:
    # Without them the proofs above would prove nothing.
    assert resource.RLIMIT_AS
    assert Path("/proc/self/statm").exists()
