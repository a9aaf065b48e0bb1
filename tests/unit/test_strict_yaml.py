"""What a human wrote in YAML is taken as it stands, or refused with its line."""

from pathlib import Path

import pytest

from takeup.errors import ParameterError
from takeup.strict_yaml import read_yaml


def read(folder: Path, text: str) -> object:
    path = folder / "file.yml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, "params/file.yml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x 1\nb: 2\nc: *x\n", "Zeile 3.*alias"),
        ("a: 1\nb: 2\na: 3\n", "Zeile 3.*a: duplicate key"),
        ("a:\n  - b: 1\n    c: 2\n    b: 3\n", "Zeile 4.*b: duplicate key"),
        ("a: 1\nb: [\n", r"Zeile \d"),
        ("a: 1\n? [b, c]\n: 2\n", "Zeile 2.*unhashable"),
        ("!!python/object:os.system {}\n", "Zeile 1"),
    ],
)
def test_what_is_no_plain_value_written_once_is_refused_with_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ParameterError, match=told):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("a: '*'\nb: 3 * 4\n", {"a": "*", "b": "3 * 4"}),
        ("a: {b: 1}\nc: {b: 1}\n", {"a": {"b": 1}, "c": {"b": 1}}),
        ("- [ä, 2024-09]\n- null\n", [["ä", "2024-09"], None]),
    ],
)
def test_plain_values_are_read_as_they_stand(tmp_path: Path, text: str, value: object) -> None:
    assert read(tmp_path, text) == value
