"""A selection is shown as reports show it: message, signs, table of every row."""

from takeup.explore.selection import Selection, rows
from takeup.explore.shown import figure

from .conftest import MONTHS, cell, course

HEIDE = ("stadt-heide",)


def shown(data, verwaltungen=HEIDE, first="2024-07", comparison="course", measure="submitted"):
    chosen = Selection(measure, verwaltungen, first, "2024-09", comparison)
    return figure(data, chosen, rows(data, chosen))


def test_the_course_of_one_administration_says_its_last_value(data):
    drawn = shown(data(course()))
    assert drawn.title == "Heide, Abgesendete Vorgänge im September 2024: 112"
    assert [row[1] for row in drawn.table.rows] == ["110", "111", "112"]
    assert "Musterdaten" in drawn.source


def test_every_status_has_its_sign_and_the_table_says_what_it_means(data):
    opened = data(
        course(
            cell("2024-05", 0.0),
            cell("2024-06", 7.0, "partial"),
            cell("2024-07", None, "suppressed"),
            cell("2024-08", None, "not_applicable"),
            cell("2024-09", None, "unknown"),
        )
    )
    drawn = shown(opened, first="2024-05")
    assert [row[1] for row in drawn.table.rows] == ["0", "(7)", "·", "x", "…"]
    signs = [note for note in drawn.table.notes if not note.startswith("Ereignis")]
    assert [note[:2].strip() for note in signs] == ["·", "…", "x", "()"]
    assert "geheim gehalten" in signs[0]
    assert drawn.title == "Heide, Abgesendete Vorgänge bis September 2024"


def test_a_table_without_signs_explains_none(data):
    assert shown(data(course())).table.notes == ()


def test_many_administrations_stand_in_panels_of_their_own_and_few_in_one(data):
    opened = data(course())
    many = shown(opened, tuple(opened.alphabetical))
    few = shown(opened, tuple(opened.alphabetical)[:4])
    assert many.title == "Abgesendete Vorgänge: 9 Verläufe bis September 2024"
    assert "eigene Skala" in many.wide_svg
    assert "eigene Skala" not in few.wide_svg
    assert many.table.columns[1:] == tuple(map(opened.short_name, opened.alphabetical))


def test_a_comparison_has_both_values_and_the_change_in_its_table(data):
    drawn = shown(data(course()), comparison="year_before")
    assert drawn.table.columns == (
        "Verwaltung", "September 2024", "September 2023", "Veränderung",
    )  # fmt: skip
    assert drawn.table.rows == (("Heide", "112", "100", "+12\u00a0%"),)
    assert drawn.title.startswith("Heide, Abgesendete Vorgänge: +12\u00a0% (September 2024")


def test_a_comparison_of_several_says_how_many_rose_of_those_that_can_be_compared(data):
    rows_ = [
        cell("2024-08", 50.0, verwaltung="stadt-brunsbuettel"),
        cell("2024-09", 40.0, verwaltung="stadt-brunsbuettel"),
    ]
    three = ("stadt-heide", "stadt-brunsbuettel", "amt-marne-nordsee")
    drawn = shown(data([*course(), *rows_]), three, comparison="previous")
    assert "1 von 2 vergleichbaren" in drawn.title
    assert [row[-1] for row in drawn.table.rows] == ["+1\u00a0%", "\u221220\u00a0%", "…"]


def test_a_change_from_an_incomplete_value_is_a_sign_and_no_number(data):
    drawn = shown(data(course(cell("2024-08", 90.0, "partial"))), comparison="previous")
    assert drawn.table.rows[0][1:] == ("112", "(90)", "x")
    assert any(note.startswith("x ") for note in drawn.table.notes)
    assert "verglichen" not in drawn.title


def test_a_total_of_other_services_is_not_set_beside_todays(data):
    services = [
        cell(month, 9.0, measure="cases_total", leistung_id=leistung)
        for month, leistung in (("2024-08", "99115005104000"), ("2024-09", "99027002012000"))
    ]
    totals = [cell(month, 9.0, measure="cases_total") for month in ("2024-08", "2024-09")]
    drawn = shown(data([*services, *totals]), comparison="previous", measure="cases_total")
    assert drawn.table.rows[0][1:] == ("9", "x", "x")


def test_twelve_months_are_named_as_such(data):
    drawn = shown(data(course()), first=MONTHS[0], comparison="rolling_12")
    assert drawn.table.columns[1:3] == (
        "Zwölf Monate bis September 2024", "Zwölf Monate bis September 2023",
    )  # fmt: skip
    assert drawn.table.rows[0][2:] == ("…", "…")
