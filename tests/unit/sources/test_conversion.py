"""Keys and words on their way from text to typed rows."""

import dataclasses
from pathlib import Path

import pytest

from takeup.errors import ParameterError
from takeup.intake.folders import walk
from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources import Staged, stage

PARTS = ["has_description", "has_costs", "has_documents", "has_duration", "has_contact"]
PATH = "2024-09/stadt-heide/antraege_2024-09.csv"


def test_a_former_key_is_staged_as_todays_and_noted(take_in, antraege, params: Params) -> None:
    today, former = next(
        (key, each.aliase[0]) for key, each in params.leistungen.items() if each.aliase
    )

    staged = take_in({PATH: antraege(f"03.09.2024;{former};Name;1;0;1;1")})

    assert staged.frames["antraege"]["leistung_id"].tolist() == [today]
    assert staged.findings[["rule", "severity", "raw"]].to_numpy().tolist() == [
        ["old_key", "note", former]
    ]


def test_an_unknown_service_goes_to_quarantine_with_the_nearest(take_in, antraege) -> None:
    staged = take_in({PATH: antraege("03.09.2024;99102013104999;Hund anmelden;1;0;1;1")})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["raw"]) == ("unknown_leistung", "99102013104999")
    assert finding["detail"].startswith("99102013104000")
    assert staged.quarantine["row"].tolist() == [5]


def test_a_missing_key_is_reported_once(take_in, antraege) -> None:
    staged = take_in({PATH: antraege("03.09.2024;;Hund anmelden;1;0;1;1")})

    assert staged.findings["rule"].tolist() == ["required"]


def test_words_are_translated_by_the_mapping(tmp_path, params: Params) -> None:
    path = tmp_path / "2024-09/stadt-heide/katalog_2024-09.csv"
    path.parent.mkdir(parents=True)
    path.write_text(
        "Schlüssel;Dienst;Ampel\n99102013104000;Hund;GRÜN\n99102013070000;Hund;rot\n",
        encoding="utf-8",
    )
    quelle = Quelle.model_validate(
        {
            "quelle": "katalog",
            "dateien": "katalog_*.csv",
            "format": "csv",
            "spalten": {"leistung_id": ["Schlüssel"], "name": ["Dienst"], "online": ["Ampel"]},
            "pflicht": ["leistung_id", "online"],
            "fest": dict.fromkeys(PARTS, "ja"),
            "werte": {"online": {"grün": "ja", "rot": "nein"}},
        }
    )
    changed = dataclasses.replace(params, quellen={"ampel": quelle})

    staged = stage(walk(tmp_path, changed.verwaltungen), changed, Month.parse("2024-09"))

    frame = staged.frames["katalog"]
    assert frame["online"].tolist() == [True, False]
    assert frame["has_costs"].tolist() == [True, True]
    assert staged.findings.empty


def taken_in(root: Path, file: str, content: str, quelle: Quelle, params: Params) -> Staged:
    """Stage one file by one mapping."""
    path = root / file
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    one = dataclasses.replace(params, quellen={"eine": quelle})
    return stage(walk(root, params.verwaltungen), one, Month(2024, 9))


def accounts(**more: object) -> Quelle:
    """Mapping of a table of accounts per administration."""
    spec = {
        "quelle": "konten",
        "dateien": "konten_*.csv",
        "format": "csv",
        "spalten": {"verwaltung": ["Amt"], "active_accounts": ["Konten"]},
        "pflicht": ["verwaltung", "active_accounts"],
    }
    return Quelle.model_validate(spec | more)


TOGETHER = "Amt;Konten\nBüsum-Wesselburen;5\nHEIDE, STADT;7\nStadt Hamburg;9\n;3\n"
FILE = "2024-09/stadt-heide/konten_2024-09.csv"


def test_a_collective_delivery_gives_each_row_to_whom_it_names(tmp_path, params) -> None:
    staged = taken_in(tmp_path, FILE, TOGETHER, accounts(sammellieferung=True), params)

    frame = staged.frames["konten"]
    assert frame[["verwaltung", "active_accounts"]].to_numpy().tolist() == [
        ["amt-buesum-wesselburen", 5], ["stadt-heide", 7],
    ]  # fmt: skip
    assert staged.findings[["row", "column", "raw", "rule"]].to_numpy().tolist() == [
        [4, "Amt", "Stadt Hamburg", "unknown_administration_row"],
        [5, "Amt", "", "required"],
    ]
    assert staged.quarantine["row"].tolist() == [4, 5]
    assert sorted(staged.coverage["verwaltung"]) == ["amt-buesum-wesselburen", "stadt-heide"]


def test_without_that_word_nobody_speaks_for_another_administration(tmp_path, params) -> None:
    staged = taken_in(tmp_path, FILE, TOGETHER, accounts(), params)

    assert staged.frames["konten"]["verwaltung"].tolist() == ["stadt-heide"]
    found = staged.findings[staged.findings["rule"] == "other_administration_row"]
    assert found[["row", "raw", "detail"]].to_numpy().tolist() == [
        [2, "Büsum-Wesselburen", "stadt-heide"]
    ]


def test_the_nearest_administration_is_suggested_for_a_misspelled_one(tmp_path, params) -> None:
    text = "Amt;Konten\nStadt Haide;5\n"

    staged = taken_in(tmp_path, FILE, text, accounts(sammellieferung=True), params)

    assert staged.findings["detail"].tolist() == ["Stadt Heide"]
    assert staged.frames["konten"].empty


def test_another_web_analytics_program_is_a_mapping_without_code(tmp_path, params) -> None:
    quelle = Quelle.model_validate(
        {
            "quelle": "matomo",
            "dateien": "etracker_*.csv",
            "format": "csv",
            "spalten": {"date": ["Tag"], "visits": ["Besuche"]},
            "pflicht": ["date", "visits"],
            "fest": {"period": "day", "report": "visits"},
        }
    )
    text = "Tag,Besuche\n01.09.2024,12\n02.09.2024,1 234\n"

    staged = taken_in(
        tmp_path, "2024-09/stadt-heide/etracker_2024-09.csv", text, quelle, params
    )

    assert staged.frames["matomo"]["visits"].tolist() == [12, 1234]
    assert staged.coverage["days_present"].tolist() == [2]


def test_a_delivered_rate_is_held_against_the_counts_beside_it(take_in, params) -> None:
    header = "Datum;LeiKa;Begonnen;Fortgesetzt;Abgeschlossen;Abgesendet;Abschlussquote\n"
    rows = [
        "03.09.2024;99102013104000;10;0;5;5;50,0 %",
        "04.09.2024;99102013104000;10;0;5;5;65 %",
        "05.09.2024;99102013104000;10;0;5;5;0,5",
        "06.09.2024;99102013104000;3;0;1;1;33\u00a0%",
    ]

    staged = take_in({PATH: header + "\n".join(rows) + "\n"})

    assert staged.findings[["row", "raw", "rule"]].to_numpy().tolist() == [
        [3, "0.65", "share_mismatch"], [4, "0,5", "not_a_share"],
    ]  # fmt: skip
    assert len(staged.frames["antraege"]) == 3


LISTED = {
    "quelle": "zufriedenheit",
    "dateien": "umfrage_*.csv",
    "format": "csv",
    "spalten": {"leistung_id": ["Dienst"]} | {f"rating_{n}": [str(n)] for n in range(1, 6)},
    "pflicht": ["leistung_id"],
}
SURVEY = "Dienst;1;2;3;4;5\nUmmelden;0;0;1;2;3\nFremdes;0;0;0;0;1\n"
SURVEY_FILE = "2024-09/stadt-heide/umfrage_2024-09.csv"


def test_a_senders_word_for_a_service_is_translated_before_it_is_judged(
    tmp_path, params
) -> None:
    quelle = Quelle.model_validate(
        LISTED | {"werte": {"leistung_id": {"ummelden": "99115005104000"}}}
    )

    staged = taken_in(tmp_path, SURVEY_FILE, SURVEY, quelle, params)

    assert staged.frames["zufriedenheit"]["leistung_id"].tolist() == ["99115005104000"]
    assert staged.findings[["row", "raw", "rule"]].to_numpy().tolist() == [
        [3, "Fremdes", "bad_leika"]
    ]


def test_a_fixed_key_is_judged_like_a_delivered_one(tmp_path, params) -> None:
    columns = {
        name: cells for name, cells in LISTED["spalten"].items() if name != "leistung_id"
    }
    fixed = {"spalten": columns, "pflicht": ["rating_1"]}
    text = "1;2;3;4;5\n0;0;1;2;3\n"
    quelle = Quelle.model_validate(LISTED | fixed | {"fest": {"leistung_id": "99999999999999"}})

    staged = taken_in(tmp_path, SURVEY_FILE, text, quelle, params)

    assert staged.findings["rule"].tolist() == ["unknown_leistung"]
    assert staged.frames["zufriedenheit"].empty


@pytest.mark.parametrize("where", ["fest", "werte"])
def test_what_the_file_tells_cannot_be_fixed_by_a_mapping(tmp_path, params, where) -> None:
    value = "stadt-heide" if where == "fest" else {"HEI": "stadt-heide"}
    quelle = Quelle.model_validate(LISTED | {where: {"verwaltung": value}})

    with pytest.raises(ParameterError, match="verwaltung"):
        taken_in(tmp_path, SURVEY_FILE, SURVEY, quelle, params)


def test_files_of_two_mappings_are_taken_in_side_by_side(tmp_path, params) -> None:
    other = {"dateien": "konten_*.csv", "fest": {"registered_accounts": "9"}}
    plain = accounts(dateien="liste_*.csv", spalten={"active_accounts": ["Konten"]}, pflicht=[])
    fixed = accounts(spalten={"active_accounts": ["Konten"]}, pflicht=[], **other)
    for name in ("2024-08/stadt-heide/liste_2024-08.csv", FILE):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Konten\n5\n", encoding="utf-8")
    changed = dataclasses.replace(params, quellen={"a": plain, "b": fixed})

    frame = stage(walk(tmp_path, params.verwaltungen), changed, Month(2024, 9)).frames["konten"]

    assert frame["registered_accounts"].astype("object").fillna(0).tolist() == [0, 9]


def test_a_flood_of_strangers_gets_a_bounded_number_of_suggestions(tmp_path, params) -> None:
    names = "".join(f"Stadt Haide {number};1\n" for number in range(3000))

    staged = taken_in(
        tmp_path, FILE, f"Amt;Konten\n{names}", accounts(sammellieferung=True), params
    )

    strangers = staged.findings[staged.findings["rule"] == "unknown_administration_row"]
    assert (strangers["detail"] != "").sum() <= 200
    assert staged.balance["quarantined"].tolist() == [3000]
