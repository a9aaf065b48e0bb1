"""What a file really is, before anything is parsed: limits, content type, encoding."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from pathlib import Path
from typing import Final, Literal, NamedTuple

from takeup.intake.findings import FileRefusedError, Finding

Kind = Literal["text", "json", "xlsx"]

# Limits of deliveries.md: above them a file is one finding, not a crash.
MAX_FILE_BYTES: Final = 200 << 20
MAX_ZIP_RATIO: Final = 100
MAX_UNPACKED_BYTES: Final = 400 << 20
MAX_ROWS: Final = 5_000_000
MAX_COLUMNS: Final = 2_000
MAX_CELL_CHARACTERS: Final = 64 << 10
# Tiny members compress well without being bombs; the ratio counts from this size on.
_RATIO_FROM_BYTES: Final = 1 << 20

# A file may become a link or a pipe after it was listed: the one is not followed, for the other
# nobody waits. Windows knows neither.
OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)

_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_OTHER_BINARY: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"SQLite format 3")
_MARKUP: Final = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<result")
_SHOWN: Final = 20
# How ä ö Ö of DOS and ä ü ß of old Macs look when they are read as cp1252.
_UMLAUTS_LOOK_LIKE: Final = {"cp850": "„”™", "mac-roman": "ŠŸ§†"}
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """Read a file within the limits.

    Raises
    ------
    FileRefusedError
        If the file is empty, too large, no plain file, or cannot be read.
    """
    try:
        content = read_plain(path)
    except OSError as error:
        raise FileRefusedError(Finding("unreadable", raw=error.strerror or "")) from error
    if not content or content.isspace() or content in [mark for mark, _ in _BOMS]:
        raise FileRefusedError(Finding("empty_file", raw=str(len(content))))
    return content


def read_plain(path: Path) -> bytes:
    """All bytes of a plain file; what it is and how large is asked of what was opened.

    Raises
    ------
    FileRefusedError
        If it is too large or no plain file.
    OSError
        If it cannot be read.
    """
    with os.fdopen(os.open(path, OPEN), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise FileRefusedError(Finding("not_a_file", raw=path.name))
        size = status.st_size
        # One byte more than may be: the file can grow while it is read.
        content = b"" if size > MAX_FILE_BYTES else file.read(MAX_FILE_BYTES + 1)
    if max(size, len(content)) > MAX_FILE_BYTES:
        raise FileRefusedError(Finding("file_too_large", raw=str(max(size, len(content)))))
    return content


def kind_of(content: bytes) -> Kind:
    """Tell by its first bytes, never by its name, how a file is to be read.

    Raises
    ------
    FileRefusedError
        If it is no table and no JSON: an archive, an error page, an old Excel file.
    """
    if content.startswith(_ARCHIVES):
        _require_workbook(content)
        return "xlsx"
    if content.startswith(_OLD_EXCEL):
        raise FileRefusedError(Finding("old_excel"))
    if content.startswith(_OTHER_BINARY):
        raise FileRefusedError(Finding("not_a_table", raw=content[:4].decode("latin-1")))
    start = _start(content)
    _refuse_answers(start)
    return "json" if start.startswith((b"{", b"[")) else "text"


def _start(content: bytes) -> bytes:
    """First bytes without byte order mark and leading blanks."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            text = content[: 1 << 10].decode(encoding, errors="replace")
            return text.encode("utf-8").lstrip(b"\xef\xbb\xbf \t\r\n")
    return content[: 1 << 10].lstrip()


def _refuse_answers(start: bytes) -> None:
    """Refuse what a server sends instead of data."""
    line = start.split(b"\n", 1)[0].decode("utf-8", errors="replace").strip()
    if start[:20].lower().startswith(_MARKUP):
        raise FileRefusedError(Finding("markup", row=1, raw=line))
    if start.rstrip().lower() == b"no data available":
        raise FileRefusedError(Finding("no_data", row=1, raw=line))
    if start.startswith(b"Error:"):
        raise FileRefusedError(Finding("error_answer", row=1, raw=line))


def _require_workbook(content: bytes) -> None:
    """Refuse archives that are no workbook, broken ones and zip bombs."""
    if not content.startswith(b"PK"):
        raise FileRefusedError(Finding("archive"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileRefusedError(Finding("broken_archive")) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or any(map(_is_bomb, members)):
        raise FileRefusedError(Finding("zip_bomb", raw=str(unpacked)))
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise FileRefusedError(Finding("archive"))


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    large = member.file_size > _RATIO_FROM_BYTES
    return large and member.file_size > MAX_ZIP_RATIO * max(member.compress_size, 1)


class Decoded(NamedTuple):
    """Text of a file with one kind of line end, and what was found on the way.

    ``utf8`` are the bytes of the file if they are this text as it is.
    """

    text: str
    encoding: str
    findings: tuple[Finding, ...]
    utf8: bytes | None = None


def decode(content: bytes, forced: str | None = None) -> Decoded:
    """Decode by byte order mark, else strict UTF-8, else cp1252.

    Parameters
    ----------
    content
        The whole file.
    forced
        Encoding that the mapping demands.

    Raises
    ------
    FileRefusedError
        If no encoding fits or the text holds NUL characters.
    """
    text, encoding = _decoded(content, forced)
    if encoding == "cp1252" and not forced:
        _refuse_doubtful(text)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise FileRefusedError(Finding("nul_characters", row=row))
    findings: list[Finding] = []
    # The decoders that look for the mark have removed the first one.
    if text.find("\ufeff", 0 if encoding in ("utf-8-sig", "utf-16") else 1) >= 0:
        findings.append(Finding("extra_bom"))
    plain = text.replace("\ufeff", "")
    if counts := _line_ends(plain):
        findings.append(Finding("mixed_line_ends", detail=counts))
    if "\r" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    unchanged = plain is text and encoding == "utf-8"
    return Decoded(plain, encoding, tuple(findings), content if unchanged else None)


def _decoded(content: bytes, forced: str | None) -> tuple[str, str]:
    """Text and its encoding: forced, by byte order mark, else UTF-8, else cp1252."""
    marked = next((name for bom, name in _BOMS if content.startswith(bom)), None)
    if forced is None and marked is None:
        try:
            return content.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    encoding = forced or marked or "cp1252"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raw = f"0x{content[error.start]:02X}"
        row = content.count(b"\n", 0, error.start) + 1
        finding = Finding("encoding", row=row, raw=raw, detail=encoding)
        raise FileRefusedError(finding) from error


def _refuse_doubtful(text: str) -> None:
    """Refuse text that reads like an older encoding: signs stand where words have umlauts."""
    for encoding, signs in _UMLAUTS_LOOK_LIKE.items():
        inside = rf"[^\W\d_][{signs}][^\W\d_]"
        if any(sign in text for sign in signs) and (match := re.search(inside, text)):
            start = match.start()
            around = text[max(start - _SHOWN, 0) : start + _SHOWN].splitlines()
            word = next(part for line in around for part in line.split() if match[0] in part)
            row = text.count("\n", 0, start) + 1
            finding = Finding("encoding_doubtful", row=row, raw=word, detail=encoding)
            raise FileRefusedError(finding)


def _line_ends(text: str) -> str:
    """How many line ends of each system a text holds, if it mixes them."""
    if "\r" not in text:
        return ""
    windows = text.count("\r\n")
    ends = {
        "CRLF": windows,
        "LF": text.count("\n") - windows,
        "CR": text.count("\r") - windows,
    }
    used = [f"{count} {name}" for name, count in ends.items() if count]
    return ", ".join(used) if len(used) > 1 else ""
