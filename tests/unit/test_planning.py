"""The plan of a campaign is read off the rows of the latest report, and said in German."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from takeup import planning, stamp
from takeup.cli import app
from takeup.effects import planning as designs
from takeup.effects.planning import Design, Outlook
from takeup.errors import UsageError
from takeup.planning import Plan, Question, plan, plan_table

ROOT = __import__("pathlib").Path(__file__).parents[2]
UNITS = sorted(path.stem for path in (ROOT / "params/verwaltungen").glob("*.yml"))
DAYS = pd.date_range("2022-09-01", "2024-09-30", unit="s")
SERVICE = "99115005070000"


def outlook(design: Design, **changes: object) -> Outlook:
    found = {"mde": 0.431, "mde_proven": 0.502, "smallest_p": 1 / 84, "false_alarms": 0.05}
    return Outlook(design, **(found | changes), draws=100, base=402.0)  # type: ignore[arg-type]


def answer(question: Question, *found: Outlook) -> Plan:
    return Plan(
        question, tuple(each.design for each in found), found, weeks=104, units=8, sample=True
    )


def test_effects_are_rounded_up_and_counts_to_five():
    table = plan_table(answer(Question(), outlook(Design(3, 1, 8))))
    assert table.rows == (
        ("3", "1", "8", "400", "+51\u00a0%", "+44\u00a0%", "200", "200 \u00d7 Wert je Vorgang"),
    )


def test_with_cost_and_value_the_table_says_where_it_breaks_even():
    question = Question(cost_eur=7000, value_eur=25)
    (row,) = plan_table(answer(question, outlook(Design(3, 1, 8)))).rows
    # 200 submissions at 25 EUR; 7,000 EUR over 25 EUR are 280 of 400 submissions.
    assert row[-2:] == ("5.000\N{NO-BREAK SPACE}€", "+70\u00a0%")


def test_what_can_never_be_shown_is_said_with_its_reason():
    found = outlook(Design(1, 1, 8), mde_proven=None, smallest_p=1 / 8)
    table = plan_table(answer(Question(), found))
    assert table.rows[0][4] == "nicht möglich"
    assert any("nicht unter 0,13" in note for note in table.notes)


def test_a_design_too_long_for_the_history_says_so():
    plan_ = Plan(Question(), (Design(3, 1, 60),), (None,), weeks=104, units=8, sample=True)
    assert plan_table(plan_).rows[0][3:] == ("Vorlauf zu kurz", *["\u2013"] * 4)


def test_without_a_choice_one_three_six_and_all_are_planned_and_never_more_waves_than_units():
    found = Question(waves=(1, 3), weeks=(8,)).designs(8)
    assert [(each.treated, each.waves) for each in found] == [
        (1, 1), (3, 1), (3, 3), (6, 1), (6, 3), (8, 1), (8, 3),
    ]  # fmt: skip
    assert Question(treated=(9,)).designs(8) == ()


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Rows of a latest report: nine administrations, one service, two years."""
    folder = tmp_path / "staged" / "muster"
    rng = np.random.default_rng(4)
    rows = pd.MultiIndex.from_product([UNITS, DAYS], names=["verwaltung", "date"])
    frame = rows.to_frame(index=False).assign(
        leistung_id=SERVICE, submitted=rng.poisson(3.0, len(rows))
    )
    visits = rows.to_frame(index=False).assign(
        report="visits", period="day", label="", visits=40, file="x"
    )
    both = {"antraege": frame, "matomo": visits}
    for name, each in both.items():
        part = folder / name / "month=2024-09"
        part.mkdir(parents=True)
        each.to_parquet(part / "part.parquet", index=False)
    days = [rows.to_frame(index=False).assign(source=name) for name in both]
    pd.concat(days).to_parquet(folder / "days.parquet", index=False)
    doubts = ["source", "verwaltung", "month", "date", "leistung_id", "reason"]
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in doubts})
    empty.astype({"date": "datetime64[s]"}).to_parquet(folder / "doubts.parquet", index=False)
    run = {"run": {"month": "2024-09"}, "files": {}}
    (folder / stamp.FILE).write_text(json.dumps(run), "utf-8")
    monkeypatch.setenv("TAKEUP_ROOT", str(ROOT))
    monkeypatch.setenv("TAKEUP_DATA", str(tmp_path))
    monkeypatch.setattr(designs, "DRAWS", 10)
    return tmp_path


def test_the_history_is_that_of_aemter_and_towns_without_the_weeks_of_campaigns(data):
    question = Question(treated=(3,), waves=(1,))
    steps = []
    found = plan(question, lambda: steps.append(1))
    assert (found.units, len(steps)) == (8, 1)
    assert found.outlooks[0].base == pytest.approx(21 * 3 * 8, rel=0.02)
    store, params = planning.Store.open(), planning.load_params(ROOT / "params")
    history = planning.history_of(store, params, "muster-fruehjahr-2024")
    assert "kreis-dithmarschen" not in history.units
    ran = (history.mondays >= "2024-04-01") & (history.mondays <= "2024-05-31")
    treated = [history.units.index(each) for each in ("stadt-brunsbuettel", "stadt-heide")]
    assert np.isnan(history.counts[treated[0], ran]).all()
    assert not np.isnan(history.counts[treated[1], ran]).any()


def test_the_command_prints_a_german_table_and_the_same_one_again(data):
    words = ["plan", "--verwaltungen", "3", "--wellen", "1", "--wert", "25"]
    done = [CliRunner().invoke(app, words) for _ in range(2)]
    assert done[0].exit_code == 0, done[0].output
    assert done[0].output == done[1].output
    assert "Was eine Kampagne zeigen könnte" in done[0].output
    assert "Musterdaten;" in done[0].output


def test_without_a_report_the_remedy_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEUP_ROOT", str(ROOT))
    monkeypatch.setenv("TAKEUP_DATA", str(tmp_path))
    with pytest.raises(UsageError, match="make report MONTH="):
        plan(Question())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--verwaltungen", "drei"], "plan_number"),
        (["--wochen", "0"], "plan_number"),
        (["--wellen", "1;3"], "plan_number"),
        (["--kosten", "-1"], "plan_amount"),
        (["--menge", "nan"], "plan_amount"),
    ],
)
def test_a_wrong_option_is_named(words, code):
    done = CliRunner().invoke(app, ["plan", *words])
    assert isinstance(done.exception, UsageError)
    assert done.exception.code == code
