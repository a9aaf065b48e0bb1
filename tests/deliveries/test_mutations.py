"""Ten thousand damaged deliveries: no crash, no hang, and every row accounted for.

The seeds are one small delivery of every source and format. What is drawn depends on the seed
number only, so that a failure comes back; the message of a failure names the file, which then
lies in pytest's folder.
"""

import io
import json
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

from takeup.intake import bulk
from takeup.intake.findings import FileRefusedError
from takeup.intake.folders import walk
from takeup.intake.sniff import kind_of
from takeup.intake.tables import read_table
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources import stage

# Processor time, so that a busy machine does not make a test fail.
SECONDS_PER_FILE = 5
FILES = 10_000
BATCH = 125

ANTRAEGE = """Portalstatistik
Verwaltung: Stadt Heide
Zeitraum: 01.09.2024 - 30.09.2024
Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet
03.09.2024;99102013104000;"Hund; anmelden";1.205;1;3;2
04.09.2024;99102013104000;Hund anmelden;5;0;-;2
05.09.2024;99115005104000;"Wohnsitz ""an"" und ab";7;<3;k.A.;1
06.09.2024;'99115005104000;Büsum\u2013Straße;7;2;4;1
Summe;;;1.224;3;7;6

Stand: 01.10.2024
"""
KONTEN = "Monat;Aktive Konten;Registrierte Konten\n09.2024;120;1.300\nAug 24;118;1.290\n"
KATALOG = """Leistung,LeiKa-Schlüssel,Online,Reifegrad,Geprüft am,Beschreibung,Kosten,\
Unterlagen,Dauer,Ansprechpartner,Link
Hund anmelden,99102013104000,ja,3,01.08.2024,x,x,-,x,x,https://heide.example/hund
Wohnsitz,99115005104000,nein,1,02.08.2024,ja,nein,ja,nein,ja,
"""
ZUFRIEDENHEIT = (
    "Monat\tLeiKa-Schlüssel\tLeistung\t1 (sehr unzufrieden)\t2\t3\t4\t5 (sehr zufrieden)\r\n"
    "September 2024\t99102013104000\tHund anmelden\t1\t2\t3\t4\t5\r\n"
    "September 2024\t99115005104000\tWohnsitz\t<3\t*\t0\t4\t5\r\n"
)
BEVOELKERUNG = """Bevölkerung;;
Stichtag: 31.12.2023;;
Schlüssel;Name;Einwohner
01051;Dithmarschen, Kreis;135.252
010510044;      Heide, Stadt;21.867
__________
"Hinweis: mehrzeilig
 und weiter";;
"""


def workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Fallzahlen"])
    sheet.append(["Verwaltung: Stadt Heide"])
    digital = ["Eingang digital", None, "Eingang nicht digital", None, None]
    sheet.append(["LeiKa-Schlüssel", "Leistung", *digital, "davon eWA-fähig", "Gesamt"])
    sheet.append([None, None, "Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail"])
    sheet.append(["99102013104000", "Hund anmelden", 5, 1, 20, "x", 4, None, 30])
    sheet.append(["99115005104000", "Wohnsitz", 3, "<3", 40, 1, 0, 12, "=SUM(C6:G6)"])
    sheet.append(["Summe", None, 8, 2, 60, 1, 4, 12, 75])
    sheet.merge_cells("A7:B7")
    book.create_sheet("Notizen").sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


VISITS = {"nb_visits": 60, "nb_uniq_visitors": 41, "bounce_rate": "35,9 %"}
CAMPAIGN = {"label": "plakat-b\u00fcsum &amp; mehr", "nb_visits": 4, "nb_uniq_visitors": 3}
DAYS = "2024-09-01,2024-09-03"
MATOMO = {
    f"VisitsSummary.get_day_{DAYS}": {
        "2024-09-01": VISITS, "2024-09-02": [], "2024-09-03": VISITS,
    },
    "VisitsSummary.get_month_2024-09-01": VISITS,
    "Referrers.getCampaigns_month_2024-09-01,2024-09-30": {"2024-09": [CAMPAIGN]},
    f"Referrers.getCampaigns_day_{DAYS}": {"2024-09-01": [CAMPAIGN], "2024-09-02": []},
    "DevicesDetection.getType_month_2024-09-01": [
        {"label": "Desktop", "nb_visits": 40}, {"label": "PKW-Browser", "nb_visits": 0},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """A file name with a place for a number, and its content."""

    name: str
    content: bytes


SEEDS = [
    Seed("antraege_{}_2024-09.csv", ANTRAEGE.encode("utf-8")),
    Seed("antraege_{}_2024-09.csv", ANTRAEGE.encode("cp1252")),
    Seed("antraege_{}_2024-09.csv", ANTRAEGE.replace("\n", "\r\n").encode("utf-16")),
    Seed("konten_{}_2024-09.csv", KONTEN.encode("utf-8-sig")),
    Seed("katalog_{}_2024-09.csv", KATALOG.encode("utf-8")),
    Seed("zufriedenheit_{}_2024-09.csv", ZUFRIEDENHEIT.encode("utf-8")),
    Seed("bevoelkerung_{}_2024-09.csv", BEVOELKERUNG.encode("cp1252")),
    Seed("faelle_{}_2024-09.xlsx", workbook()),
    *(
        Seed(f"matomo_{name}.json", json.dumps(answer, ensure_ascii=False).encode())
        for name, answer in MATOMO.items()
    ),
]
TOKENS = [
    b'"', b'""', b"'", b";", b",", b"\t", b"|", b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xfe\xff", b"\xff", b"\xed\xa0\xbd", rb"\ud83d", rb"\u0000", b"\xe2\x80\xae",
    b"\xc2\xa0", b"\xe2\x88\x92", b"\x81", b"\x85", b"\x1c", b"\xe2\x80\xa8",
    b"9" * 25, b"1" * 5_000, b"-1", b"1e400", b"NaN", b"Infinity", b"-0", b"0.1", b"1.234,5",
    b"\xd9\xa3", b"\xc2\xb2", b"=cmd|' /C calc'!A0", b"'=1+1", b"@SUM(A1)", b"<3", b"k.A.",
    b"<html>", b"&lt;b&gt;", b"]]>", b"<!--", b"&x;", b"{", b"}", b"[", b"]", b"[" * 3_000,
    b"Summe", b"Stand:", b"__________", b"01.13.2024", b"00.00.0000", b"31.12.9999",
    b"00.0000", b"\xc3\x83\xc2\xbc", b"x" * 70_000, b";" * 2_500, b'"\n' * 50, b"%s%n{0}",
]  # fmt: skip


def mutated(content: bytes, others: list[bytes], dice: Random) -> bytes:
    """Content after one to five damages."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5))):
        content = dice.choice(DAMAGES)(content, others, dice)
    return content


def place(content: bytes, dice: Random) -> tuple[int, int]:
    """A piece of the content: where it begins and ends."""
    start = dice.randrange(len(content) + 1)
    return start, min(len(content), start + dice.choice((1, 2, 8, 40, 400)))


def flip(content: bytes, others: list[bytes], dice: Random) -> bytes:
    start, _ = place(content, dice)
    byte = bytes([content[start] ^ (1 << dice.randrange(8))]) if start < len(content) else b""
    return content[:start] + byte + content[start + 1 :]


def insert(content: bytes, others: list[bytes], dice: Random) -> bytes:
    start, _ = place(content, dice)
    return content[:start] + dice.choice(TOKENS) + content[start:]


def delete(content: bytes, others: list[bytes], dice: Random) -> bytes:
    start, end = place(content, dice)
    return content[:start] + content[end:]


def duplicate(content: bytes, others: list[bytes], dice: Random) -> bytes:
    start, end = place(content, dice)
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 50)) + content[end:]


def truncate(content: bytes, others: list[bytes], dice: Random) -> bytes:
    return content[: place(content, dice)[0]]


def swap(content: bytes, others: list[bytes], dice: Random) -> bytes:
    (first, end), (second, until) = sorted([place(content, dice), place(content, dice)])
    if end > second:
        return content
    moved = content[second:until] + content[end:second] + content[first:end]
    return content[:first] + moved + content[until:]


def splice(content: bytes, others: list[bytes], dice: Random) -> bytes:
    other = dice.choice(others)
    return content[: place(content, dice)[0]] + other[place(other, dice)[0] :]


def replace_cell(content: bytes, others: list[bytes], dice: Random) -> bytes:
    """Put a token in the place of what stands between two delimiters."""
    delimiter = dice.choice((b";", b",", b"\n", b">", b":"))
    cells = content.split(delimiter)
    cells[dice.randrange(len(cells))] = dice.choice(TOKENS)
    return delimiter.join(cells)


def in_workbook(content: bytes, others: list[bytes], dice: Random) -> bytes:
    """Damage the markup of one member so that the archive stays whole."""
    if not content.startswith(b"PK"):
        return insert(content, others, dice)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            members = {name: source.read(name) for name in source.namelist()}
    except Exception:
        # An archive that was damaged before stays as it is.
        return content
    name = dice.choice([each for each in members if each.endswith((".xml", ".rels"))] or [""])
    if name:
        damage = dice.choice((flip, insert, delete, duplicate, truncate, swap, replace_cell))
        members[name] = damage(members[name], others, dice)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for each, markup in members.items():
            copy.writestr(each, markup)
    return target.getvalue()


Damage = Callable[[bytes, list[bytes], Random], bytes]
DAMAGES: list[Damage] = [
    flip, insert, insert, delete, duplicate, truncate, swap, splice, replace_cell, replace_cell,
    in_workbook, in_workbook,
]  # fmt: skip


def deliveries(number: int, files: int) -> Iterator[tuple[str, bytes]]:
    """Draw names and contents of damaged files."""
    dice = Random(number)  # noqa: S311  noise, no secret
    others = [seed.content for seed in SEEDS]
    for at in range(files):
        seed = SEEDS[(number + at) % len(SEEDS)]
        yield seed.name.format(f"{at:04}"), mutated(seed.content, others, dice)


@contextmanager
def bounded() -> Iterator[Callable[[Path], None]]:
    """Fail if a file takes longer than it may; the function given starts the next one."""
    current: list[Path] = []

    def start(path: Path) -> None:
        current[:] = [path]
        signal.setitimer(signal.ITIMER_PROF, SECONDS_PER_FILE)

    def stop(*_: object) -> None:
        pytest.fail(f"{current} takes more than {SECONDS_PER_FILE} s")

    before = signal.signal(signal.SIGPROF, stop)
    try:
        yield start
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def put(root: Path, number: int, files: int) -> list[str]:
    """Write damaged deliveries; the answers of Matomo, whose names are fixed, by month."""
    slugs = ("stadt-heide", "stadt-brunsbuettel", "amt-marne-nordsee")
    names = []
    for at, (name, content) in enumerate(deliveries(number, files)):
        folder = f"{2000 + at // 12 % 24:04}-{at % 12 + 1:02}/{slugs[at // 288 % 3]}"
        path = root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        names.append(f"{folder}/{name}")
    return names


@pytest.mark.parametrize("first", range(0, FILES // BATCH, 8))
def test_damaged_deliveries_never_crash_hang_or_lose_a_row(
    tmp_path: Path, params: Params, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    for number in range(first, first + 8):
        # Every other tree is read by the reader of large files.
        monkeypatch.setattr(bulk, "FROM_CHARACTERS", 0 if number % 2 else 1 << 20)
        names = put(tmp_path / str(number), number, BATCH)

        with bounded() as start:
            tree = walk(tmp_path / str(number), params.verwaltungen)
            staged = stage(tree, params, Month.parse("2024-09"), start)

        balance = staged.balance
        parts = balance[["accepted", "quarantined", "excluded"]].sum(axis=1)
        assert sorted(balance["file"]) == sorted(names)
        assert balance["rows_in"].tolist() == parts.tolist()
        # What gave no rows at all says why.
        empty = set(balance.loc[balance["rows_in"] == 0, "file"])
        # (A period without campaigns is an answer of Matomo, not an error.)
        silent = {file for file in empty - set(staged.findings["file"]) if "getC" not in file}
        assert silent == set()


def outcome(content: bytes, quelle: Quelle) -> object:
    """Everything a reader says about a file, comparable."""
    try:
        table = read_table(content, kind_of(content), quelle)
    except FileRefusedError as refusal:
        return refusal.findings
    columns = {name: list(column) for name, column in table.columns.items()}
    numbers = [int(number) for number in table.numbers]
    found = sorted(table.findings, key=repr)
    return columns, numbers, table.refused, table.excluded, table.headers, found


def test_both_readers_of_text_say_the_same_about_damaged_files(
    params: Params, monkeypatch: pytest.MonkeyPatch
) -> None:
    different = []
    for name, content in deliveries(4_000, 2_500):
        if not name.endswith(".csv"):
            continue
        quelle = params.quellen[name.split("_")[0]]
        monkeypatch.setattr(bulk, "FROM_CHARACTERS", 1 << 30)
        by_row = outcome(content, quelle)
        monkeypatch.setattr(bulk, "FROM_CHARACTERS", 0)
        if outcome(content, quelle) != by_row:
            different.append(content)
    assert different == []
