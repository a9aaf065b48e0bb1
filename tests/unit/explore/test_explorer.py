"""The notebook's tabs: what is chosen is shown, and what is missing is said kindly."""

import ipywidgets as widgets
import pytest
from lxml import html

from takeup import planning
from takeup.errors import UsageError
from takeup.explore import open_explorer
from takeup.params import load_params

from .conftest import MONTH, ROOT, cell, course


def inside(widget):
    """A widget and all that it holds."""
    return [
        widget,
        *(each for child in getattr(widget, "children", ()) for each in inside(child)),
    ]


def named(widget, label):
    (found,) = [each for each in inside(widget) if getattr(each, "description", "") == label]
    return found


def words(widget):
    """All that is said in HTML below a widget; styles say nothing."""
    pages = [each.value for each in inside(widget) if isinstance(each, widgets.HTML)]
    return " ".join(each for each in pages if not each.startswith("<style>"))


def figures(month=MONTH):
    return next(
        e for e in inside(open_explorer(month).tabs()) if isinstance(e, widgets.Tab)
    ).children[0]


def planner():
    return next(
        e for e in inside(open_explorer(MONTH).tabs()) if isinstance(e, widgets.Tab)
    ).children[1]


def test_at_first_the_submissions_of_all_together_over_a_year_are_shown(publish):
    publish([{**row, "verwaltung": "alle"} for row in course()])
    tab = figures()
    assert "Alle zusammen, Abgesendete Vorgänge im September 2024: 112" in words(tab)
    assert named(tab, "Zeitraum").value == ("2023-09", MONTH)


def test_what_is_chosen_is_shown_at_once(publish):
    publish([*course(), cell(MONTH, 77.0, measure="visits")])
    tab = figures()
    named(tab, "Verwaltungen").value = ("stadt-heide",)
    assert "Heide, Abgesendete Vorgänge im September 2024: 112" in words(tab)
    named(tab, "Kennzahl").value = "visits"
    assert "Heide, Besuche im September 2024: 77" in words(tab)
    named(tab, "Zeitraum").value = (MONTH, MONTH)
    assert "herunterladen (1)" in words(tab)
    named(tab, "Vergleich").value = "previous"
    assert "Veränderung" in words(tab)


def test_without_an_administration_the_explorer_asks_for_one_and_offers_no_download(publish):
    publish(course())
    tab = figures()
    named(tab, "Verwaltungen").value = ()
    assert "Keine Verwaltung gewählt" in words(tab)
    assert "herunterladen" not in words(tab)


def test_a_month_without_report_is_told_with_the_remedy_and_the_months_there_are(publish):
    publish(course())
    publish(course(), "2024-08")
    publish(course(), "2024-09-stand-2024-10-15")  # no month of its own
    tab = figures("2023-01")
    assert "make report MONTH=2023-01" in words(tab)
    chooser = named(tab, "Bericht")
    assert [value for _, value in chooser.options] == ["2024-09", "2024-08"]
    assert chooser.value is None
    chooser.value = MONTH
    assert "make report" not in words(tab)
    assert named(tab, "Kennzahl").value == "submitted"


@pytest.mark.parametrize("month", ["", "09/24", "<b>x</b>"])
def test_what_is_no_month_is_told_and_never_run(publish, month):
    publish(course())
    said = words(figures(month))
    assert "ist kein Monat" in said
    assert "<b>x" not in said


def test_without_any_report_there_is_nothing_to_choose(publish, tmp_path):
    tab = figures()
    assert "make report MONTH=2024-09" in words(tab)
    assert not [each for each in inside(tab) if isinstance(each, widgets.Dropdown)]


def test_broken_params_are_told_in_both_tabs(publish, monkeypatch, tmp_path):
    publish(course())
    (tmp_path / "params").mkdir()
    (tmp_path / "params/settings.yml").write_text("a: 1\n", "utf-8")
    monkeypatch.setenv("TAKEUP_ROOT", str(tmp_path))
    assert "params/settings.yml" in words(figures())
    assert "params/settings.yml" in words(planner())


def test_a_hostile_name_is_text_wherever_it_is_shown(publish, monkeypatch):
    publish(course())
    name = "<img src=x onerror=alert(1)>"
    params = load_params(ROOT / "params")
    heide = params.verwaltungen["stadt-heide"]
    named_so = heide.model_copy(update={"kurzname": name, "name": name})
    places = {**params.verwaltungen, "stadt-heide": named_so}
    changed = type(params)(**{**params.__dict__, "verwaltungen": places})
    monkeypatch.setattr("takeup.report.opening.load_params", lambda _: changed)
    tab = figures()
    for comparison in ("course", "previous"):
        named(tab, "Vergleich").value = comparison
        named(tab, "Verwaltungen").value = ("stadt-heide",)
        said = html.fragment_fromstring(words(tab), create_parent=True)
        assert name in said.text_content()
        assert not said.xpath("//img | //*[@onerror]")


def test_a_question_is_planned_with_what_the_fields_say(publish, monkeypatch):
    publish(course())
    asked = []

    def plan(question, step):
        asked.append(question)
        step()
        return planning.Plan(question, (), (), weeks=104, units=8, sample=True)

    monkeypatch.setattr(planning, "plan", plan)
    tab = planner()
    named(tab, "Gebiete").value = "3, 6"
    named(tab, "Wochen").value = ""
    named(tab, "Kosten").value = 7000
    named(tab, "Wert je Vorgang").value = 25
    named(tab, "Leistungen wie").value = "muster-herbst-2024"
    named(tab, "Rechnen").click()
    assert asked == [
        planning.Question(
            (3, 6), (1, 3), (8,), cost_eur=7000, value_eur=25, like="muster-herbst-2024"
        )
    ]
    assert "erprobt an 8 Ämtern" in words(tab)
    assert named(tab, "Probe läuft").value == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("Gebiete", "drei", "ist keine Liste ganzer Zahlen"),
        ("Kosten", -1, "ist keine Menge und kein Betrag"),
        ("Gebiete", "3", "make report MONTH="),
    ],
)
def test_what_cannot_be_planned_is_told_and_the_button_works_again(publish, field, value, told):
    publish(course())
    tab = planner()
    named(tab, field).value = value
    named(tab, "Rechnen").click()
    assert told in words(tab)
    assert not named(tab, "Rechnen").disabled
    assert named(tab, "Probe läuft").layout.visibility == "hidden"


def test_an_error_of_the_planner_keeps_its_words_as_text(publish, monkeypatch):
    publish(course())

    def plan(question, step):
        raise UsageError("plan_number", value="<script>")

    monkeypatch.setattr(planning, "plan", plan)
    tab = planner()
    named(tab, "Rechnen").click()
    assert "&lt;script&gt;" in words(tab)
