"""What makes figures incomplete although a delivery arrived."""

import dataclasses

from takeup.intake.folders import walk
from takeup.mapping import Quelle
from takeup.periods import Month
from takeup.sources import stage

BIRTH = "99027002012000"
HUND = "99102013104000;Hund anmelden"
ANTRAEGE = "2024-09/stadt-heide/antraege_2024-09.csv"
WEB = "2024-09/stadt-heide/matomo_"
SPAN = "2024-09-01,2024-09-30"


def doubts(staged) -> list[list[str]]:
    frame = staged.doubts.assign(date=staged.doubts["date"].dt.strftime("%d.%m.").fillna(""))
    return frame[["source", "month", "date", "leistung_id", "reason"]].to_numpy().tolist()


def test_a_delivery_without_fault_leaves_no_doubt(take_in, antraege) -> None:
    assert doubts(take_in({ANTRAEGE: antraege(f"03.09.2024;{HUND};1;0;1;1")})) == []


def test_a_row_set_aside_puts_its_day_and_its_service_in_doubt(take_in, antraege) -> None:
    staged = take_in({ANTRAEGE: antraege(f"03.09.2024;{HUND};1;0;k.A.;1")})

    assert doubts(staged) == [["antraege", "2024-09", "03.09.", HUND[:14], "quarantined"]]


def test_a_row_of_an_illegible_service_puts_all_services_in_doubt(take_in, antraege) -> None:
    staged = take_in({ANTRAEGE: antraege("03.09.2024;9,91020E+13;Hund;1;0;1;1")})

    assert doubts(staged) == [["antraege", "2024-09", "03.09.", "alle", "quarantined"]]


def test_a_row_of_an_illegible_day_puts_every_month_of_its_file_in_doubt(
    take_in, antraege
) -> None:
    content = antraege(f"32.08.2024;{HUND};1;0;1;1", period="01.08.2024 - 30.09.2024")

    assert doubts(take_in({ANTRAEGE: content})) == [
        ["antraege", "2024-08", "", HUND[:14], "quarantined"],
        ["antraege", "2024-09", "", HUND[:14], "quarantined"],
    ]


def test_a_row_of_another_year_doubts_the_month_it_names_and_that_of_its_file(
    take_in, antraege
) -> None:
    staged = take_in({ANTRAEGE: antraege(f"03.09.2023;{HUND};1;0;k.A.;1")})

    assert [row[1] for row in doubts(staged)] == ["2023-09", "2024-09"]


def test_two_answers_to_one_question_put_the_day_in_doubt(take_in, antraege) -> None:
    content = antraege(f"03.09.2024;{HUND};1;0;1;1", f"03.09.2024;{HUND};5;0;1;1")

    assert doubts(take_in({ANTRAEGE: content})) == [
        ["antraege", "2024-09", "03.09.", HUND[:14], "quarantined"]
    ]


def test_a_row_of_a_month_doubts_that_month(take_in) -> None:
    header = "Monat;Aktive Konten;Registrierte Konten\n"
    name = "2024-09/stadt-heide/konten_2024-09.csv"

    staged = take_in({name: header + "08.2024;x;2\n09.2024;5;9\n"})

    assert doubts(staged) == [["konten", "2024-08", "", "alle", "quarantined"]]


def test_a_later_delivery_of_the_same_period_removes_the_doubt(take_in, antraege) -> None:
    broken = antraege(f"03.09.2024;{HUND};1;0;k.A.;1")
    mended = antraege(f"03.09.2024;{HUND};1;0;1;1")
    later = "2024-10/stadt-heide/antraege_2024-09_korrigiert.csv"

    assert doubts(take_in({ANTRAEGE: broken, later: mended}, month="2024-10")) == []


def test_a_later_delivery_of_a_part_of_the_period_removes_no_doubt(take_in, antraege) -> None:
    broken = antraege(f"03.09.2024;{HUND};1;0;k.A.;1")
    part = antraege(period="15.09.2024 - 30.09.2024")
    later = "2024-10/stadt-heide/antraege_2024-09.csv"

    assert len(doubts(take_in({ANTRAEGE: broken, later: part}, month="2024-10"))) == 1


def test_a_file_of_another_administration_tells_nothing_about_this_one(
    take_in, antraege
) -> None:
    content = antraege(f"03.09.2024;{HUND};1;0;k.A.;1", who="Brunsbüttel")

    assert doubts(take_in({ANTRAEGE: content})) == []


def test_rows_after_the_report_month_are_no_matter_of_doubt(take_in, antraege) -> None:
    content = antraege(f"03.10.2024;{HUND};1;0;k.A.;1", period="01.09.2024 - 31.10.2024")

    assert doubts(take_in({ANTRAEGE: content})) == []


def test_an_entry_of_web_statistics_that_was_refused_doubts_its_month(take_in) -> None:
    name = f"{WEB}VisitsSummary.get_day_{SPAN}.json"

    staged = take_in({name: {"2024-09-01": {"nb_visits": 3}, "2024-09-02": "x"}})

    assert doubts(staged) == [["matomo", "2024-09", "", "alle", "quarantined"]]


def test_an_answer_that_was_not_archived_doubts_its_month(take_in) -> None:
    staged = take_in({f"{WEB}DevicesDetection.getType_month_{SPAN}.json": []})

    assert doubts(staged) == [["matomo", "2024-09", "", "alle", "not_archived"]]


def test_an_answer_fetched_anew_replaces_the_one_that_was_not_archived(take_in) -> None:
    name = f"{WEB}DevicesDetection.getType_month_{SPAN}"
    again = name.replace("2024-09/", "2024-10/", 1)

    staged = take_in(
        {f"{name}.json": [], f"{again}.json": [{"label": "Tablet", "nb_visits": 9}]},
        month="2024-10",
    )

    assert doubts(staged) == []


def test_another_report_of_the_same_month_replaces_nothing(take_in) -> None:
    days = f"2024-10/stadt-heide/matomo_VisitsSummary.get_day_{SPAN}.json"
    files = {f"{WEB}DevicesDetection.getType_month_{SPAN}.json": [], days: {"2024-09-01": []}}

    assert len(doubts(take_in(files, month="2024-10"))) == 1


def test_a_site_in_another_time_zone_doubts_the_month(take_in) -> None:
    staged = take_in({f"{WEB}SitesManager.getSite_month_{SPAN}.json": {"timezone": "UTC"}})

    assert doubts(staged) == [["matomo", "2024-09", "", "alle", "wrong_time_zone"]]


def collective(root, params, *rows: str, sammellieferung: bool = True):
    """Applications of several administrations in the folder of Heide."""
    spec = {
        "quelle": "antraege",
        "dateien": "antraege_*.csv",
        "format": "csv",
        "spalten": {
            name: [name]
            for name in (
                "verwaltung",
                "date",
                "leistung_id",
                "started",
                "completed",
                "submitted",
            )
        },
        "fest": {"resumed": "0"},
        "pflicht": ["verwaltung", "date", "leistung_id", "started", "completed", "submitted"],
        "sammellieferung": sammellieferung,
    }
    path = root / ANTRAEGE
    path.parent.mkdir(parents=True)
    header = "verwaltung;date;leistung_id;started;completed;submitted"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    quellen = {"eine": Quelle.model_validate(spec)}
    return stage(
        walk(root, params.verwaltungen),
        dataclasses.replace(params, quellen=quellen),
        Month(2024, 9),
    )


GOOD = [f"{name};03.09.2024;{BIRTH};1;1;1" for name in ("Heide", "Brunsbüttel")]


def test_a_row_of_a_collective_delivery_doubts_the_administration_it_names(
    tmp_path, params
) -> None:
    staged = collective(tmp_path, params, *GOOD, f"Brunsbüttel;04.09.2024;{BIRTH};x;1;1")

    assert staged.doubts["verwaltung"].tolist() == ["stadt-brunsbuettel"]
    days = staged.days.groupby("verwaltung").size().to_dict()
    assert days == {"stadt-brunsbuettel": 30, "stadt-heide": 30}


def test_a_misspelled_administration_of_a_collective_delivery_may_be_any(
    tmp_path, params
) -> None:
    staged = collective(tmp_path, params, *GOOD, f"Haide;04.09.2024;{BIRTH};1;1;1")

    assert sorted(staged.doubts["verwaltung"]) == sorted(params.verwaltungen)


def test_a_row_about_somebody_else_puts_nobody_in_doubt(tmp_path, params) -> None:
    staged = collective(tmp_path, params, *GOOD, sammellieferung=False)

    assert staged.quarantine["rule"].tolist() == ["other_administration_row"]
    assert staged.doubts.empty


def test_nothing_delivered_leaves_no_doubt(take_in) -> None:
    assert doubts(take_in({})) == []


def test_a_flood_of_rows_set_aside_puts_the_whole_month_in_doubt(take_in, antraege) -> None:
    rows = [f"{day:02d}.09.2024;{BIRTH[:-5]}{number:05d};x;1;0;1;1"
            for day in range(1, 31) for number in range(40)]  # fmt: skip
    days = [f"{day:02d}.09.{year};{BIRTH};x;1;0;1;1" for day in range(1, 31)
            for year in range(1930, 1970)]  # fmt: skip

    staged = take_in({"2024-09/stadt-heide/antraege_2024-09.csv": antraege(*rows, *days)})

    assert staged.doubts[["month", "date", "leistung_id", "reason"]].astype("object").fillna(
        ""
    ).to_numpy().tolist() == [["2024-09", "", "alle", "quarantined"]]
