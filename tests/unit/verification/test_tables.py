"""Tables are read strictly against their description."""

import json

import pytest

from takeup.verification.belonging import Edition
from takeup.verification.tables import check_tables

FIELDS = [
    {"name": "month", "type": "yearmonth", "constraints": {"required": True}},
    {"name": "count", "type": "integer", "constraints": {"required": False, "minimum": 0}},
    {"name": "share", "type": "number", "constraints": {"required": False, "maximum": 1}},
    {"name": "day", "type": "date", "constraints": {"required": False}},
    {"name": "sure", "type": "boolean", "constraints": {"required": False}},
    {
        "name": "key",
        "type": "string",
        "constraints": {"required": False, "pattern": "[0-9]{3}"},
    },
    {"name": "state", "type": "string", "constraints": {"required": False, "enum": ["a", "b"]}},
]
HEADER = "month;count;share;day;sure;key;state"
GOOD = "2024-09;3;0.5;2024-09-30;True;007;a"


def check(tmp_path, *lines, header=HEADER, **schema):
    """Kinds and places of what is found in a table of the lines given."""
    (tmp_path / "daten").mkdir(exist_ok=True)
    path = tmp_path / "daten/t.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    rules = {"fields": FIELDS, "primaryKey": ["month"], **schema}
    resource = {"name": "t", "path": "daten/t.csv", "dialect": {"delimiter": ";"}}
    return describe(tmp_path, {**resource, "hash": hash_of(path), "schema": rules})


def hash_of(path):
    from takeup.store import sha256

    return f"sha256:{sha256(path)}"


def describe(folder, *resources):
    package = json.dumps({"resources": resources})
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    found = check_tables(Edition(folder, {}, None, None, True, folder))
    return [(each.kind, each.place) for each in found.differences]


def test_a_table_as_described_has_no_fault(tmp_path):
    assert check(tmp_path, GOOD, "2024-10;;;;;;") == []


@pytest.mark.parametrize(
    ("line", "kind", "place"),
    [
        ("2024-9;;;;;;", "cell_type", "t.month:2"),
        (";;;;;;", "cell_required", "t.month:2"),
        ("2024-09;3.0;;;;;", "cell_type", "t.count:2"),
        ("2024-09;-1;;;;;", "cell_minimum", "t.count:2"),
        ("2024-09;;nan;;;;", "cell_type", "t.share:2"),
        ("2024-09;;1.5;;;;", "cell_maximum", "t.share:2"),
        ("2024-09;;;30.09.2024;;;", "cell_type", "t.day:2"),
        ("2024-09;;;20240930;;;", "cell_type", "t.day:2"),
        ("2024-09;;;;ja;;", "cell_type", "t.sure:2"),
        ("2024-09;;;;;0071;", "cell_pattern", "t.key:2"),
        ("2024-09;;;;;;c", "cell_enum", "t.state:2"),
        ("2024-09;;;;;;;", "row_length", "t:2"),
        ("2024-09;;;;;", "row_length", "t:2"),
    ],
)
def test_a_broken_cell_is_named_with_its_line(tmp_path, line, kind, place):
    assert check(tmp_path, line) == [(kind, place)]


def test_other_columns_than_described_are_named(tmp_path):
    assert check(tmp_path, "2024-09", header="monat") == [("table_header", "t")]
    assert check(tmp_path, header="monat") == [("table_header", "t")]


def test_a_key_that_stands_twice_is_named(tmp_path):
    assert check(tmp_path, GOOD, GOOD) == [("key_twice", "t: 2024-09")]


def test_a_reference_without_its_entry_is_named(tmp_path):
    reference = {"fields": "key", "reference": {"resource": "", "fields": "state"}}
    found = check(tmp_path, "2024-09;;;;;007;a", "2024-10;;;;;;b", foreignKeys=[reference])
    assert found == [("key_unknown", "t.key")]


def test_a_type_that_is_not_known_is_not_passed_over(tmp_path):
    strange = {"name": "month", "type": "geopoint", "constraints": {}}
    found = check(tmp_path, "x", header="month", fields=[strange])
    assert found == [("schema_unknown", "t.month")]


@pytest.mark.parametrize("path", ["daten/u.csv", "../secret.csv", "/etc/passwd"])
def test_a_table_that_is_not_in_the_folder_is_missing(tmp_path, path):
    schema = {"fields": FIELDS, "primaryKey": ["month"]}
    resource = {"name": "t", "path": path, "hash": "", "schema": schema}
    assert describe(tmp_path, resource) == [("table_missing", path)]


def test_a_table_changed_after_its_description_is_named(tmp_path):
    check(tmp_path, GOOD)
    path = tmp_path / "daten/t.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2024-11;;;;;;\n", encoding="utf-8")
    found = check_tables(Edition(tmp_path, {}, None, None, True, tmp_path)).differences
    assert [each.kind for each in found] == ["table_hash"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": [1]}'])
def test_a_description_that_cannot_be_read_is_told(tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    found = check_tables(Edition(tmp_path, {}, None, None, True, tmp_path)).differences
    assert [each.kind for each in found] == ["package_unreadable"]


@pytest.mark.parametrize("content", [b"\xff\xfe;", b'month;"a"b'])
def test_a_file_that_is_no_table_is_told(tmp_path, content):
    check(tmp_path, GOOD)
    (tmp_path / "daten/t.csv").write_bytes(content)
    found = check_tables(Edition(tmp_path, {}, None, None, True, tmp_path)).differences
    assert [each.kind for each in found] == ["table_hash", "table_header"]
