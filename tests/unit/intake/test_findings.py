import ast
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from takeup.intake import findings
from takeup.intake.findings import Finding, Origin

LIB = Path(findings.__file__).parents[1]
RULES = yaml.safe_load((LIB / "intake/findings.yml").read_text(encoding="utf-8"))
ORIGIN = Origin("2024-09/stadt-heide/a.csv", "ab12", "antraege", "stadt-heide")


@cache
def texts_in_code() -> set[str]:
    paths = [*LIB.glob("intake/*.py"), *LIB.glob("sources/*.py"), LIB / "contract.py"]
    paths.append(LIB / "receipts.py")
    paths += LIB.glob("inspection/*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def test_findings_become_a_table_with_file_place_and_severity() -> None:
    table = findings.table([(ORIGIN, Finding("required", "Blatt", 7, "Begonnen", "", ""))])

    row = table.iloc[0]
    assert list(table.columns) == list(findings.COLUMNS)
    assert (row["file"], row["sheet"], row["row"]) == (ORIGIN.file, "Blatt", 7)
    assert (row["column"], row["severity"], row["verwaltung"]) == (
        "Begonnen", "error", "stadt-heide",
    )  # fmt: skip


def test_no_findings_are_an_empty_table_of_the_same_form() -> None:
    empty = findings.describe(findings.table([]))

    assert len(empty) == 0
    assert [*findings.COLUMNS, "text", "remedy"] == list(empty.columns)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_says_what_happened_and_what_to_do(rule: str) -> None:
    finding = Finding(rule, "Blatt1", 7, "Begonnen", "1,5", "Näheres")

    described = findings.describe(findings.table([(ORIGIN, finding)])).iloc[0]

    assert described["severity"] in ("error", "warning", "note")
    for text in (described["text"], described["remedy"]):
        assert text[-1] in ".:5" or text.endswith("Näheres")
        assert "{" not in text


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_used_by_the_intake(rule: str) -> None:
    assert rule in texts_in_code()


def test_a_raw_value_is_shown_short_and_without_control_characters() -> None:
    assert findings.shown("a\x1b[31m\nb\u202ec") == "a [31m b c"
    assert len(findings.shown("x" * 70_000)) == 121


def test_braces_in_a_raw_value_are_no_placeholders() -> None:
    table = findings.table([(ORIGIN, Finding("not_a_number", row=3, column="A", raw="{file}"))])

    assert "„{file}“" in findings.describe(table)["text"].iloc[0]


def test_describing_leaves_the_findings_as_they_were() -> None:
    table = findings.table([(ORIGIN, Finding("extra_bom"))])
    before = table.copy()

    findings.describe(table)

    pd.testing.assert_frame_equal(table, before)


def test_a_name_that_is_near_is_told_only_where_there_is_one() -> None:
    rule = "unknown_administration_row"
    found = findings.table(
        [
            (Origin("a"), Finding(rule, row=2, raw="Haide", detail="Stadt Heide")),
            (Origin("a"), Finding(rule, row=3, raw="Hamburg")),
        ]
    )

    near, alone = findings.describe(found)["text"]

    assert near.endswith("Am ähnlichsten: „Stadt Heide“.")
    assert alone.endswith("„Hamburg“ ist nicht bekannt.")
