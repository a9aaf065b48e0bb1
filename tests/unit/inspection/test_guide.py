"""README, "Eine neue Quelle anschließen": from a new sender's file to accepted rows."""

from pathlib import Path

import yaml

from takeup.inspection import Place, document, inspect_path
from takeup.intake.folders import walk
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources import stage

from .conftest import counts, rules, workbook

SHEET: list[list[object]] = [
    ["Vorgangsstatistik Serviceportal Nord September 2024"],
    ["Behörde: Amt Mitteldithmarschen"],
    [],
    ["Leistungsschlüssel", "Bezeichnung", "elektronisch", None, "herkömmlich", None, None,
     "Insgesamt", "Dauer (Tage)"],
    [None, None, "Online", "mit Hilfe", "Vor Ort", "Brief", "Telefon/E-Mail", None, None],
    ["99027002012000", "Geburtsurkunde", 5, "-", 7, 2, 1, 15, "2,5"],
    ["99050012104000", "Gewerbe anmelden", 12, 1, "1.003", 0, 4, "1.020", "3,0"],
    ["99115005104000", "Wohnsitz anmelden", 3, 0, 40, "k.A.", 0, 43, "0,5"],
    ["Summe", None, 20, 1, "1.050", 2, 5, "1.078", None],
    [],
    ["Stand: 02.10.2024, Serviceportal Nord"],
]  # fmt: skip
MERGED = ("A1:I1", "A4:A5", "B4:B5", "C4:D4", "E4:G4", "H4:H5", "I4:I5")


def test_a_new_senders_workbook_comes_in_after_its_questions_are_answered(
    tmp_path: Path, params: Params
) -> None:
    path = tmp_path / "2024-09/amt-mitteldithmarschen/portal-nord_2024-09.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(workbook(SHEET, MERGED))

    first = inspect_path(path, params, "", Place())
    assert first.draft is not None
    draft = document(first.draft, first.name)
    answered = draft.replace("unbekannt: ['-', k.A.]", "'null': ['-']\n  unbekannt: [k.A.]")
    quelle = Quelle.model_validate(yaml.safe_load(answered))
    known = Params(**{**vars(params), "quellen": params.quellen | {"portal-nord": quelle}})
    second = inspect_path(path, known, "", Place())
    staged = stage(walk(tmp_path, known.verwaltungen), known, Month(2024, 9))

    asked = [line for line in draft.splitlines() if line.startswith("# PRÜFEN")]
    assert [("„-“" in line) for line in asked] == [True]
    assert rules(first) == ["hidden_sheet", "ambiguous_word"]
    assert (second.mapping, rules(second), counts(second)) == (
        "portal-nord", ["hidden_sheet"], (6, 3, 0, 3),
    )  # fmt: skip
    assert staged.frames["faelle"]["total"].tolist() == [15, 1020, 43]
    assert staged.frames["faelle"]["assisted"].tolist() == [0, 1, 0]
