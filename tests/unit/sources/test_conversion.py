"""Keys and words on their way from text to typed rows."""

import dataclasses

from takeup.mapping import Quelle
from takeup.params import Params
from takeup.periods import Month
from takeup.sources import stage

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
    flags = ["online", "has_description", "has_costs", "has_documents", "has_duration"]
    quelle = Quelle.model_validate(
        {
            "quelle": "katalog",
            "dateien": "katalog_*.csv",
            "format": "csv",
            "spalten": {"leistung_id": ["Schlüssel"], "name": ["Dienst"], "online": ["Ampel"]},
            "pflicht": ["leistung_id", "online"],
            "werte": {"online": {"grün": "ja", "rot": "nein"}},
        }
    )
    changed = dataclasses.replace(params, quellen={"ampel": quelle})

    staged = stage(tmp_path, changed, Month.parse("2024-09"))

    assert set(flags[1:]) < set(staged.findings["column"])
    assert "online" not in set(staged.findings["column"])
    assert not staged.findings["raw"].isin(["GRÜN", "rot"]).any()
