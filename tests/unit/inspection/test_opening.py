"""Only a plain file is opened, whatever an analyst names."""

import os
from pathlib import Path

import pytest

from takeup.errors import UsageError
from takeup.inspection import Place, inspect_path
from takeup.params import Params

from .conftest import counts, rules


def test_a_missing_file_is_a_wrong_call(tmp_path: Path, params: Params) -> None:
    with pytest.raises(UsageError, match="gibt es nicht"):
        inspect_path(tmp_path / "fehlt.csv", params, "", Place())


def test_folders_links_devices_and_pipes_are_refused(tmp_path: Path, params: Params) -> None:
    (tmp_path / "ziel.csv").write_text("Ort;Zahl\nA;1\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "ziel.csv")
    os.mkfifo(tmp_path / "pipe")

    refused = {
        path: rules(inspect_path(path, params, "", Place()))
        for path in (tmp_path, tmp_path / "link.csv", tmp_path / "pipe", Path("/dev/zero"))
    }

    assert list(refused.values()) == [
        ["not_a_file"], ["symlink"], ["not_a_file"], ["not_a_file"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"PK\x03\x04broken", "broken_archive"),
        (b"\x7fELF\x00\x00\x81\x8d\x8f", "encoding"),
        (b"<html><body>Anmeldung</body></html>", "markup"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, params: Params, content: bytes, rule: str
) -> None:
    path = tmp_path / "datei.csv"
    path.write_bytes(content)

    seen = inspect_path(path, params, "", Place())

    assert (seen.refused, rules(seen), counts(seen)) == (True, [rule], (0, 0, 0, 0))


def test_a_file_with_personal_data_is_not_opened(tmp_path: Path, params: Params) -> None:
    path = tmp_path / "matomo_Live.getLastVisitsDetails_day_2024-09-01.json"
    path.write_text('[{"visitIp": "93.127.0.0"}]')

    seen = inspect_path(path, params, "", Place())

    assert (rules(seen), seen.columns, seen.sha256) == (["personal_data"], (), "")


def test_a_name_that_is_no_text_is_written_out(tmp_path: Path, params: Params) -> None:
    path = tmp_path / os.fsdecode(b"b\xfcsum.csv")
    path.write_text("Ort;Zahl\nA;1\n")

    assert inspect_path(path, params, "", Place()).name == r"b\udcfcsum.csv"
