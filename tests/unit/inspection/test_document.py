"""A draft as YAML: it loads, it can be read, and no delivered text leaves its quotes."""

from pathlib import Path

import pytest
import yaml

from takeup.inspection import document
from takeup.mapping import Quelle
from takeup.params import load_params
from takeup.sources.stage import check_mappings

from .conftest import ROOT, Look

COMPLETE = """Portal Nord September 2024

Tag;LeiKa;Gestartet;Fortgesetzt;Abgeschlossen;Abgesendet;Notiz
01.09.2024;99050012104000;1.234;1;k.A.;2;a
"""
HOSTILE = [
    'Zahl": !!python/object/apply:os.system ["id"]',
    "!!python/object/apply:os.system [id]",
    "Zahl: {a: b}",
    "- Zahl",
    "# Zahl",
    "&anker *anker",
    "'; quelle: matomo #",
    '"Zahl\nquelle: matomo"',
    "Zahl\x1b[2J",
    "Zahl\u202elhaZ\u2066",
    "Zahl\u2028quelle: matomo",
    "Zahl\x85quelle: matomo",
    "null",
    "yes",
    "x" * 65_000,
    "%YAML 1.1",
    "---",
    "...",
]


def written(look: Look, content: str, name: str = "portal_2024-09.csv") -> str:
    """Document of the draft for a content."""
    draft = look(content, name).draft
    assert draft is not None
    text = document(draft, name)
    assert Quelle.model_validate(yaml.safe_load(text)) == draft.quelle
    return text


def test_a_complete_draft_passes_the_check_as_it_is(look: Look, tmp_path: Path) -> None:
    folder = tmp_path / "params"
    for path in (ROOT / "params").rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(ROOT / "params")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (folder / "quellen/neu.yml").write_text(written(look, COMPLETE), encoding="utf-8")

    params = load_params(folder)
    check_mappings(params)

    assert params.quellen["neu"].quelle == "antraege"


def test_what_was_seen_and_what_has_to_be_decided_stands_beside_its_key(look: Look) -> None:
    lines = written(look, COMPLETE).splitlines()

    assert (
        lines[lines.index("datum: '%d.%m.%Y'") - 1] == "# Alle Daten haben die Form %d.%m.%Y."
    )
    assert lines[lines.index("dezimal: ','") - 1].startswith("# PRÜFEN: „1.234“")
    assert "  started: [Gestartet]  # Begonnen" in lines
    assert "  zeitraum: [Portal Nord]" in lines


def test_an_incomplete_draft_says_what_is_missing(look: Look) -> None:
    text = written(look, "Ort;Zahl\nA;5\n")

    (line,) = [each for each in text.splitlines() if "Pflichtfelder" in each]
    assert line.startswith("# PRÜFEN: ")
    assert "LeiKa-Schlüssel" in line


@pytest.mark.parametrize("header", HOSTILE, ids=range(len(HOSTILE)))
def test_no_header_breaks_out_of_its_quotes(look: Look, header: str) -> None:
    text = written(look, f"LeiKa;{header};Online\n99050012104000;1;2\n", f"{header[:40]}.csv")

    keys = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert len(keys) == len(set(keys))
    assert all(each.isprintable() for each in text.replace("\n", ""))


@pytest.mark.parametrize("cell", HOSTILE[:-4], ids=range(len(HOSTILE) - 4))
def test_no_other_text_of_a_file_breaks_out_either(look: Look, cell: str) -> None:
    text = written(look, f"{cell} September 2024\n\nLeiKa;Online\n99050012104000;1\n{cell};\n")

    assert all(each.isprintable() for each in text.replace("\n", ""))
