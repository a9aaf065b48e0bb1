import json
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from takeup import cli
from takeup.cli import app, finished_month
from takeup.errors import UsageError
from takeup.mapping import Quelle
from takeup.periods import Month

TODAY = Month(2024, 10)


def test_the_month_before_this_one_can_be_reported():
    assert finished_month("2024-09", TODAY) == Month(2024, 9)


@pytest.mark.parametrize("text", ["2024-10", "2024-11", "2031-01"])
def test_a_month_that_is_not_over_is_refused_with_the_last_possible_one(text):
    with pytest.raises(UsageError, match="2024-09"):
        finished_month(text, TODAY)


def test_a_missing_month_is_met_with_an_example():
    with pytest.raises(UsageError, match="make report MONTH=2024-09"):
        finished_month("", TODAY)
    with pytest.raises(UsageError, match="make fetch MONTH=2024-09"):
        finished_month("", TODAY, "fetch")


def test_what_is_wrong_with_a_month_does_not_depend_on_the_command():
    for text in ("2024-11", "09/24"):
        with pytest.raises(UsageError) as caught:
            finished_month(text, TODAY, "fetch")
        assert "report" not in str(caught.value)
        assert "Bericht" not in str(caught.value)


# -- inspect


TABLE = "Tag;LeiKa;Gestartet;Fortgesetzt;Abgeschlossen;Abgesendet\n"
ROW = "01.09.2024;99050012104000;5;1;3;2\n"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    path = tmp_path / "portal_2024-09.csv"
    path.write_text(TABLE + ROW, "utf-8")
    return path


def test_inspect_shows_a_file_and_ends_well_in_spite_of_findings(delivery: Path):
    delivery.write_text(TABLE + ROW.replace("5", "fünf"), "utf-8")

    done = CliRunner().invoke(app, ["inspect", str(delivery)])

    assert done.exit_code == 0
    assert "1 = 0 angenommen + 1 zurückgestellt" in done.stdout


def test_inspect_ends_with_4_if_a_file_is_refused(tmp_path: Path):
    done = CliRunner().invoke(app, ["inspect", str(tmp_path)])

    assert done.exit_code == 4
    assert "abgelehnt" in done.stdout


def test_inspect_gives_the_same_as_one_object(delivery: Path):
    done = CliRunner().invoke(app, ["inspect", "--json", "--month", "2024-09", str(delivery)])

    found = json.loads(done.stdout)
    assert (found["encoding"], found["delimiter"], found["header_row"]) == ("utf-8", ";", 1)
    assert (found["proposed"], found["mapping"], found["month"]) == (True, "", "2024-09")
    assert found["balance"] == {
        "rows_in": 1, "accepted": 1, "quarantined": 0, "excluded": 0, "excluded_by_rule": {},
    }  # fmt: skip
    assert found["columns"][2] == {
        "position": 3, "header": "Gestartet", "kind": "integer", "example": "5",
        "field": "started", "use": "field",
    }  # fmt: skip


def test_a_finding_as_json_says_file_hash_place_rule_and_remedy(delivery: Path):
    delivery.write_text(TABLE + ROW.replace("5;1", "fünf;1"), "utf-8")

    done = CliRunner().invoke(app, ["inspect", "--json", str(delivery)])

    (finding,) = json.loads(done.stdout)["findings"]
    assert finding.keys() == {
        "file", "sha256", "sheet", "row", "column", "raw", "rule", "severity", "text", "remedy",
    }  # fmt: skip
    assert (finding["row"], finding["column"], finding["raw"]) == (2, "Gestartet", "fünf")


def test_a_draft_alone_stands_on_the_output(delivery: Path):
    done = CliRunner().invoke(app, ["inspect", "--vorschlag", str(delivery)])

    assert done.exit_code == 0
    assert Quelle.model_validate(yaml.safe_load(done.stdout)).quelle == "antraege"
    assert not done.stderr


def test_a_draft_that_is_not_complete_says_so_beside_the_output(delivery: Path):
    delivery.write_text(TABLE.replace("Fortgesetzt", "Sonstige") + ROW, "utf-8")

    done = CliRunner().invoke(app, ["inspect", "--vorschlag", str(delivery)])

    assert done.exit_code == 0
    assert Quelle.model_validate(yaml.safe_load(done.stdout)).quelle == "antraege"
    assert "resumed" in done.stderr


@pytest.fixture
def takeup(monkeypatch, capfd):
    """Run the command line; its exit code and all that it shows."""
    monkeypatch.setenv("TAKEUP_ROOT", str(Path(__file__).parents[2]))

    def takeup(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["takeup", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, "".join(capfd.readouterr())

    return takeup


def test_a_run_that_is_interrupted_says_so_and_ends_with_130(takeup, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("takeup.params.load_params", interrupted)
    code, shown = takeup("check")
    assert code == 130
    assert shown.startswith("Abgebrochen.")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [(["check", "--nope"], 2, "--nope"), (["nope"], 2, "nope"), (["--help"], 0, "fetch")],
)
def test_a_wrong_call_is_explained(takeup, arguments, code, words):
    ended, shown = takeup(*arguments)
    assert ended == code
    assert words in shown
    assert "Abgebrochen" not in shown
