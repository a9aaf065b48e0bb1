"""Tables of the administrations from a few rows one can check by hand."""

from datetime import date

import pandas as pd
import pytest

from takeup.periods import Month
from takeup.sample import tables
from takeup.sample.plan import Scene
from takeup.sample.sender import Row, Sender

EWA = "99115005104000"
PASSPORT = "99085001012000"
DOG = "99102013104000"


@pytest.fixture
def burg(scene: Scene) -> Sender:
    return Sender.of(scene, "amt-burg-st-michaelisdonn", Month(2024, 3))


def portal_row(day: int, submitted: int) -> Row:
    return {
        "date": pd.Timestamp(2024, 3, day),
        "leistung_id": DOG,
        "started": 5,
        "resumed": 1,
        "completed": 3,
        "submitted": submitted,
    }


def case_row(leistung_id: str, *, is_online: bool, **counts: int) -> Row:
    nothing = dict.fromkeys(tables.CASE_COUNTS, 0)
    return {"leistung_id": leistung_id, "is_online": is_online, **nothing, **counts}


def test_statistics_end_with_their_sum_where_the_sender_writes_one(burg: Sender) -> None:
    table = tables.antraege(burg, [portal_row(1, 2), portal_row(4, 3)])

    assert table.header == (
        "Datum",
        "LeiKa-Schlüssel",
        "Leistung",
        "Begonnen",
        "davon fortgesetzt",
        "Abgeschlossen",
        "Abgesendet",
    )
    assert table.rows == (
        ("01.03.2024", DOG, "Hund anmelden (Hundesteuer)", "5", "1", "3", "2"),
        ("04.03.2024", DOG, "Hund anmelden (Hundesteuer)", "5", "1", "3", "3"),
    )
    assert table.below[0] == "Summe;;;10;2;6;5"


def test_a_wrong_sum_is_written_where_one_is_planted(scene: Scene) -> None:
    sender = Sender.of(scene, "amt-burg-st-michaelisdonn", Month(2023, 10))

    table = tables.antraege(sender, [portal_row(1, 2)])

    assert table.below[0] == "Summe;;;5;1;3;99"


def test_an_interrupted_run_lacks_three_days_and_the_ends_of_three_more() -> None:
    rows = [portal_row(day, 2) for day in (25, 26, 28, 29, 31)]

    early = tables.interrupted(rows, Month(2024, 3))

    assert [(row["date"].day, row["submitted"]) for row in early] == [(25, 2), (26, 0), (28, 0)]
    assert rows[1]["submitted"] == 2


def test_cases_tell_zero_and_not_applicable_apart(burg: Sender) -> None:
    sheet = tables.faelle(
        burg,
        [
            case_row(PASSPORT, is_online=False, counter=40, total=40),
            case_row(DOG, is_online=True, online=2, phone=1, total=3, eligible=2),
        ],
    )

    assert sheet.lines[0] == "Fallzahlen nach Eingangsweg \u2013 März 2024"
    assert sheet.groups == {2: ("Eingang digital", 2), 4: ("Eingang nicht digital", 3)}
    assert [row[2:] for row in sheet.rows] == [
        ("x", "x", 40, "-", "-", "x", 40),
        (2, "-", "-", "-", 1, "x", 3),
        (2, 0, 40, 0, 1, 0, 43),
    ]


def test_eligible_registrations_are_counted_once_ewa_is_online(burg: Sender) -> None:
    before = case_row(EWA, is_online=False, counter=9, total=9)
    after = case_row(EWA, is_online=True, online=1, counter=8, total=9, eligible=7)

    sheet = tables.faelle(burg, [before, after])

    assert [row[7] for row in sheet.rows] == ["x", 7, 7]


def test_an_unknown_channel_makes_the_total_unknown(scene: Scene) -> None:
    buesum = Sender.of(scene, "amt-buesum-wesselburen", Month(2024, 3))
    row = case_row("99050012104000", is_online=True, online=2, counter=3, phone=4, total=9)

    sheet = tables.faelle(buesum, [row])

    assert sheet.rows[0][2:] == (2, "-", 3, "-", "k.A.", "x", "k.A.")
    assert sheet.rows[1][2:] == (2, 0, 3, 0, 0, 0, 0)


def test_numbers_become_text_where_the_program_stores_them_so(scene: Scene) -> None:
    kreis = Sender.of(scene, "kreis-dithmarschen", Month(2024, 3))
    row = case_row("99036008007000", is_online=True, online=70, counter=1250, total=1320)

    sheet = tables.faelle(kreis, [row])

    assert sheet.rows[0][2:] == ("70", "-", "1.250", "-", "-", "x", "1.320")


def test_an_empty_cell_holds_nothing(scene: Scene) -> None:
    heide = Sender.of(scene, "stadt-heide", Month(2023, 8))
    rows = [case_row(DOG, is_online=True, online=1, post=1, total=2) for _ in range(4)]

    sheet = tables.faelle(heide, rows)

    assert [row[5] for row in sheet.rows] == [1, 1, 1, None, 3]


def test_the_catalogue_uses_the_senders_own_name_if_it_has_one(burg: Sender) -> None:
    row: Row = {
        "leistung_id": DOG,
        "name": "Hundesteuer anmelden",
        "online": True,
        "maturity": 3,
        "checked_on": date(2024, 2, 29),
        "url": "https://buergerportal.example/x",
        "online_dienst": "EfA-Dienst",
        **dict.fromkeys(
            ("has_description", "has_costs", "has_documents", "has_duration"), True
        ),
        "has_contact": False,
    }

    own = tables.katalog(burg, [row]).rows[0]
    agreed = tables.katalog(burg, [row | {"name": ""}]).rows[0]

    assert own[1:5] == ("Hundesteuer anmelden", "ja", "3", "29.02.2024")
    assert own[-3:] == ("nein", "https://buergerportal.example/x", "EfA-Dienst")
    assert agreed[1] == "Hund anmelden (Hundesteuer)"


def test_accounts_and_answers_are_written_with_their_month(burg: Sender) -> None:
    answers: Row = {"leistung_id": DOG, **dict.fromkeys(tables.RATINGS, 0), "rating_5": 4}

    accounts = tables.konten(burg, [{"active": 120, "registered": 1234}])

    assert accounts.rows == (("03.2024", "120", "1234"),)
    assert tables.zufriedenheit(burg, [answers]).rows == (
        ("03.2024", DOG, "Hund anmelden (Hundesteuer)", "0", "0", "0", "0", "4"),
    )


def test_population_is_written_as_a_statistical_office_does(scene: Scene) -> None:
    facts: list[Row] = [{"ars": "01051", "name": "Kreis Dithmarschen", "population": 135252}]

    table = tables.bevoelkerung(scene.settings.files["bevoelkerung"], facts, date(2022, 12, 31))

    assert "Stichtag: 31.12.2022" in table.above
    assert table.rows == (("01051", "Kreis Dithmarschen", "135252"),)
    assert table.below[0] == "__________"


def test_a_catalogue_names_the_online_service_from_the_month_on_it_has_the_column(
    scene: Scene,
) -> None:
    headers = [
        tables.katalog(Sender.of(scene, slug, month), []).header
        for slug, month in (
            ("stadt-heide", Month(2023, 12)),
            ("stadt-heide", Month(2024, 1)),
            ("amt-marne-nordsee", Month(2024, 1)),
        )
    ]

    assert ["Online-Dienst" in header for header in headers] == [False, True, False]
