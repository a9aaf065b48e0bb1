"""A registration holds a campaign to what was written before it began."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from takeup import campaign_commands
from takeup.cli import app
from takeup.errors import ParameterError, UsageError
from takeup.params import Params, load_params
from takeup.registration import (
    Kampagne,
    Registered,
    fingerprint,
    register,
    require_registered,
)

PARAMS = Path(__file__).parents[2] / "params"
SPRING = "muster-fruehjahr-2024"
FILE = f"kampagnen/{SPRING}.yml"
REGISTRATION = f"kampagnen/{SPRING}.registriert.yml"
REASON = "geaendert: [{am: 2024-03-20, was: Ende, warum: Die Plakate hingen länger}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PARAMS, tmp_path / "params"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def spring(folder: Path) -> Kampagne:
    return load_params(folder).kampagnen[SPRING]


def require(folder: Path) -> Params:
    params = load_params(folder)
    require_registered(params.kampagnen, params.registrierungen)
    return params


def test_the_campaigns_of_the_project_are_registered_before_they_begin(folder):
    params = require(folder)
    for slug, campaign in params.kampagnen.items():
        assert not Registered(campaign, params.registrierungen[slug]).is_late


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ende: 2024-05-31", "ende: 2024-06-30"),
        ("auswertungsfenster_wochen: 8", "auswertungsfenster_wochen: 4"),
        ("  - stadt-heide\n", ""),
        ('  - "99115005070000"\n', ""),
        ("Plakate: 3400.0", "Plakate: 340.0"),
        ("schaetzer: panel_llr", "schaetzer: its"),
        ("nebenzielgroessen: [started, visits]\n", ""),
        ("Gering:", "Keine:"),
    ],
)
def test_any_change_after_the_registration_is_refused(folder, old, new):
    edit(folder / FILE, old, new)
    with pytest.raises(
        ParameterError, match=r"nach ihrer Registrierung am 2024-03-15 geändert"
    ):
        require(folder)


def test_comments_layout_and_order_are_no_change(folder):
    before = fingerprint(spring(folder))
    path = folder / FILE
    edit(path, "Plakate: 3400.0", "Plakate: 3400   # Rechnung folgt")
    edit(
        path,
        "gen: [amt-mitteldithmarschen, amt-marne-nordsee",
        "gen: [amt-marne-nordsee, amt-mitteldithmarschen",
    )
    edit(path, "muster: true\n", "")
    path.write_text(path.read_text("utf-8") + "muster: true\n", "utf-8")
    assert fingerprint(spring(folder)) == before
    require(folder)


def test_a_campaign_without_a_registration_is_refused_with_the_command_that_helps(folder):
    (folder / REGISTRATION).unlink()
    with pytest.raises(ParameterError, match=f"make register KAMPAGNE={SPRING}"):
        require(folder)


def test_a_registered_campaign_cannot_be_dropped_silently(folder):
    (folder / FILE).unlink()
    with pytest.raises(ParameterError, match="Auch eine Kampagne ohne Wirkung wird berichtet"):
        require(folder)


def test_a_hash_of_something_else_is_refused(folder):
    path = folder / REGISTRATION
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"[0-9a-f]{64}", "a" * 64, text), "utf-8")
    with pytest.raises(ParameterError, match="geändert"):
        require(folder)


@pytest.mark.parametrize("content", ["eintraege: []\n", "eintraege: [{am: gestern}]\n", ""])
def test_a_damaged_registration_is_named_with_its_file(folder, content):
    (folder / REGISTRATION).write_text(content, "utf-8")
    with pytest.raises(ParameterError, match=r"kampagnen/muster-fruehjahr-2024\.registriert"):
        load_params(folder)


def test_a_change_with_a_reason_needs_a_new_registration_and_then_holds(folder):
    edit(folder / FILE, "ende: 2024-05-31", f"{REASON}ende: 2024-06-14")
    with pytest.raises(ParameterError, match="nicht neu registriert"):
        require(folder)
    params = load_params(folder)
    before = params.registrierungen[SPRING]
    after = register(SPRING, params.kampagnen[SPRING], before, date(2024, 3, 21))
    assert after.first == before.first
    assert (after.last.am, len(after.eintraege)) == (date(2024, 3, 21), 2)
    require_registered({SPRING: params.kampagnen[SPRING]}, {SPRING: after})


def test_a_reason_alone_changes_the_version_too(folder):
    edit(folder / FILE, "zielgroesse:", f"{REASON}zielgroesse:")
    with pytest.raises(ParameterError, match="nicht neu registriert"):
        require(folder)


def test_an_old_reason_cannot_be_rewritten_later(folder):
    edit(folder / FILE, "ende: 2024-05-31", f"{REASON}ende: 2024-06-14")
    params = load_params(folder)
    before = params.registrierungen[SPRING]
    after = register(SPRING, params.kampagnen[SPRING], before, date(2024, 3, 21))
    edit(folder / FILE, "hingen länger", "fehlten")
    with pytest.raises(ParameterError, match="geändert"):
        require_registered({SPRING: spring(folder)}, {SPRING: after})


def test_a_change_without_a_reason_cannot_be_registered(folder):
    edit(folder / FILE, "ende: 2024-05-31", "ende: 2024-06-30")
    params = load_params(folder)
    with pytest.raises(ParameterError, match="genau einen neuen Eintrag"):
        register(
            SPRING, params.kampagnen[SPRING], params.registrierungen[SPRING], date(2024, 6, 1)
        )


def test_registering_the_same_again_changes_nothing(folder):
    params = load_params(folder)
    before = params.registrierungen[SPRING]
    assert register(SPRING, params.kampagnen[SPRING], before, date(2026, 1, 1)) == before


def test_a_new_version_cannot_be_registered_before_the_old_one(folder):
    edit(folder / FILE, "ende: 2024-05-31", f"{REASON}ende: 2024-06-14")
    params = load_params(folder)
    with pytest.raises(UsageError, match="2024-03-20 liegen später"):
        register(
            SPRING, params.kampagnen[SPRING], params.registrierungen[SPRING], date(2024, 3, 1)
        )


@pytest.mark.parametrize(
    ("day", "late"), [("2024-03-31", False), ("2024-04-01", True), ("2024-05-02", True)]
)
def test_a_registration_that_is_not_before_the_start_is_late(folder, day, late):
    campaign = spring(folder)
    registration = register(SPRING, campaign, None, date.fromisoformat(day))
    assert Registered(campaign, registration).is_late is late


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - stadt-heide\n", "  - kreis-dithmarschen\n", "kein Vergleich"),
        ("[started, visits]", "[submitted]", "Nebenzielgröße"),
        ("[started, visits]", "[clicks]", "nebenzielgroessen"),
        ("Plakate: 3400.0", "Plakate: -1", "kosten_eur"),
        ("99115005070000", "99115005070001", "99115005070000“"),
        ("ausstrahlung: >-\n", "ausstrahlung: ' '\nx: >-\n", "ausstrahlung"),
        (
            "vergleich:",
            "wellen: {stadt-heide: {beginn: 2024-04-01, ende: 2024-05-31}}\nvergleich:",
            "nicht dieselben",
        ),
    ],
)
def test_a_design_that_contradicts_itself_is_named(folder, old, new, told):
    edit(folder / FILE, old, new)
    with pytest.raises(ParameterError, match=told):
        load_params(folder)


@pytest.mark.parametrize(
    ("first", "last", "sound"),
    [
        ("2024-04-01", "2024-05-31", True),
        ("2024-04-02", "2024-05-31", False),
        ("2024-04-01", "2024-06-01", False),
        ("2024-05-31", "2024-04-01", False),
    ],
)
def test_waves_reach_from_the_start_of_the_campaign_to_its_end(folder, first, last, sound):
    waves = (
        f"wellen:\n  amt-mitteldithmarschen: {{beginn: {first}, ende: 2024-04-30}}\n"
        "  amt-marne-nordsee: {beginn: 2024-04-15, ende: 2024-05-15}\n"
        f"  stadt-brunsbuettel: {{beginn: 2024-05-01, ende: {last}}}\nvergleich:"
    )
    edit(folder / FILE, "vergleich:", waves)
    if sound:
        assert spring(folder).wellen["amt-marne-nordsee"].ende == date(2024, 5, 15)
        return
    with pytest.raises(ParameterError, match="Wellen"):
        load_params(folder)


# -- the command


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.setenv("TAKEUP_ROOT", str(folder.parent))
    for name in ("TAKEUP_KAMPAGNE", "TAKEUP_AM", "TAKEUP_DATA"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str):
        return CliRunner().invoke(app, list(words))

    return call


def test_the_command_writes_day_and_hash_beside_the_campaign(folder, run):
    (folder / REGISTRATION).unlink()
    done = run("register", SPRING, "--am", "2024-03-15")
    assert done.exit_code == 0, done.output
    assert load_params(folder).registrierungen[SPRING].first.am == date(2024, 3, 15)
    written = (folder / REGISTRATION).read_text("utf-8")
    assert written == (PARAMS / REGISTRATION).read_text("utf-8")
    require(folder)


def test_without_a_day_today_is_written(folder, run, monkeypatch):
    monkeypatch.setattr(campaign_commands, "_today", lambda: date(2024, 3, 29))
    (folder / REGISTRATION).unlink()
    assert run("register", SPRING).exit_code == 0
    assert load_params(folder).registrierungen[SPRING].first.am == date(2024, 3, 29)


def test_the_command_warns_of_a_late_registration(folder, run):
    (folder / REGISTRATION).unlink()
    done = run("register", SPRING, "--am", "2024-04-20")
    assert "nicht vor ihrem Beginn" in done.output.replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([SPRING, "--am", "2999-01-01"], "register_future"),
        ([SPRING, "--am", "15.03.2024"], "register_malformed"),
        (["muster-fruejahr-2024"], "campaign_unknown"),
        (["../../etc/passwd"], "campaign_unknown"),
    ],
)
def test_a_wrong_call_writes_nothing(folder, run, words, code):
    (folder / REGISTRATION).unlink()
    done = run("register", *words)
    assert isinstance(done.exception, UsageError)
    assert done.exception.code == code
    assert not (folder / REGISTRATION).exists()


def test_check_refuses_a_campaign_that_was_changed(folder, run):
    assert run("check").exit_code == 0
    edit(folder / FILE, "ende: 2024-05-31", "ende: 2024-06-30")
    done = run("check")
    assert isinstance(done.exception, ParameterError)
    assert done.exception.code == "campaign_changed"


@pytest.mark.parametrize(
    ("day", "weeks"),
    [("2024-04-01", 0), ("2024-03-31", 1), ("2024-03-25", 1), ("2024-03-12", 3)],
)
def test_weeks_of_the_announcement_count_from_the_day_it_was_out(folder, day, weeks):
    # The campaign starts on Monday 1 April 2024.
    edit(folder / FILE, "ende: 2024-05-31", f"ende: 2024-05-31\nangekuendigt: {day}")
    assert spring(folder).announced_weeks == weeks


def test_an_announcement_after_the_start_is_refused(folder):
    edit(folder / FILE, "ende: 2024-05-31", "ende: 2024-05-31\nangekuendigt: 2024-04-02")
    with pytest.raises(ParameterError, match="Ankündigung am 2024-04-02"):
        spring(folder)
