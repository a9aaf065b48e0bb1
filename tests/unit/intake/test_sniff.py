import io
import zipfile
from pathlib import Path

import pytest

from takeup.intake import sniff
from takeup.intake.findings import FileRefusedError
from takeup.intake.sniff import decode


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def rule_of(refusal: pytest.ExceptionInfo[FileRefusedError]) -> str:
    return refusal.value.findings[0].rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"No data available", "no_data"),
        (b"Error: Date format must be YYYY-MM-DD", "error_answer"),
        (b"<!DOCTYPE html><html>", "markup"),
        (b"\xef\xbb\xbf\n <HTML><body>", "markup"),
        (b"<table><tr><th>Leistung</th></tr></table>", "markup"),
        (b'<?xml version="1.0"?><result/>', "markup"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_excel"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\x1f\x8b\x08", "archive"),
        (b"PK\x03\x04 cut off", "broken_archive"),
        (zipped("inner.zip", b"PK"), "archive"),
        (zipped("xl/workbook.xml", b"0" * (40 << 20)), "zip_bomb"),
    ],
)
def test_what_is_no_table_is_told_by_its_content(content: bytes, rule: str) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        sniff.kind_of(content)

    assert rule_of(refusal) == rule


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Monat;Antr\xe4ge\n", "text"),
        ("\ufeffMonat\n".encode("utf-16"), "text"),
        (b'{"2024-09":[]}', "json"),
        (b"\xef\xbb\xbf[]", "json"),
        (zipped("xl/workbook.xml", b"<workbook/>"), "xlsx"),
    ],
)
def test_tables_and_answers_are_told_by_their_content(content: bytes, kind: str) -> None:
    assert sniff.kind_of(content) == kind


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "leer.csv"
    path.write_bytes(content)

    with pytest.raises(FileRefusedError) as refusal:
        sniff.read_bytes(path)

    assert rule_of(refusal) == "empty_file"


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sniff, "MAX_FILE_BYTES", 3)
    path = tmp_path / "gross.csv"
    path.write_bytes(b"1234")

    with pytest.raises(FileRefusedError) as refusal:
        sniff.read_bytes(path)

    assert rule_of(refusal) == "file_too_large"


def test_a_missing_file_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        sniff.read_bytes(tmp_path / "weg.csv")

    assert rule_of(refusal) == "unreadable"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_recognised_and_named(encoding: str, found: str) -> None:
    decoded = sniff.decode("Büsum, 5 €".encode(encoding))

    assert (decoded.text, decoded.encoding) == ("Büsum, 5 €", found)


def test_big_endian_utf16_is_recognised_by_its_mark() -> None:
    assert sniff.decode(b"\xfe\xff" + "Büsum".encode("utf-16-be")).text == "Büsum"


def test_a_forced_encoding_is_used() -> None:
    assert sniff.decode("Büsum".encode("cp850"), "cp850").text == "Büsum"


def test_bytes_that_fit_no_encoding_are_refused_with_their_line() -> None:
    # "ü" of DOS (cp850) is no character of cp1252.
    with pytest.raises(FileRefusedError) as refusal:
        sniff.decode(b"Amt\nB\x81sum\n")

    finding = refusal.value.findings[0]
    assert (finding.rule, finding.row, finding.raw) == ("encoding", 2, "0x81")


def test_nul_characters_are_refused() -> None:
    with pytest.raises(FileRefusedError) as refusal:
        sniff.decode(b"a;b\n\0;1\n")

    assert rule_of(refusal) == "nul_characters"


def test_byte_order_marks_are_removed_and_a_second_one_is_noted() -> None:
    decoded = sniff.decode(b"\xef\xbb\xbf\xef\xbb\xbfMonat;A\n")

    assert decoded.text == "Monat;A\n"
    assert [each.rule for each in decoded.findings] == ["extra_bom"]


def test_line_ends_become_one_and_a_mixture_is_noted() -> None:
    decoded = sniff.decode(b"a\r\nb\nc\rd\r\n")

    assert decoded.text == "a\nb\nc\nd\n"
    assert [each.rule for each in decoded.findings] == ["mixed_line_ends"]
    assert sniff.decode(b"a\r\nb\r\n").findings == ()


@pytest.mark.parametrize(("encoding", "shown"), [("cp850", "Gr”áe"), ("mac-roman", "Grš§e")])
def test_an_older_encoding_is_named_and_not_guessed(encoding: str, shown: str) -> None:
    content = "Leistung;Anträge\nGröße;1\n".encode(encoding)

    with pytest.raises(FileRefusedError) as refusal:
        decode(content)

    (finding,) = refusal.value.findings
    assert (finding.rule, finding.row, finding.detail) == ("encoding_doubtful", 1, encoding)
    assert decode(content, encoding).text == "Leistung;Anträge\nGröße;1\n"
    with pytest.raises(FileRefusedError) as refusal:
        decode("Größe;1\n".encode(encoding))
    assert refusal.value.findings[0].raw == f"{shown};1"


def test_typographic_quotes_and_dashes_of_cp1252_are_no_doubt() -> None:
    text = "„Büsum“ \u2013 Straße™ und †;§ 16\n"

    assert decode(text.encode("cp1252")).text == text


def test_a_word_of_many_megabytes_with_a_doubtful_end_is_found_at_once() -> None:
    content = (b"a" * (4 << 20)) + b"\x94b;1\n"

    with pytest.raises(FileRefusedError) as refusal:
        decode(content)

    assert refusal.value.findings[0].rule == "encoding_doubtful"
