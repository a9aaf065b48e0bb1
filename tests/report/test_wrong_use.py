"""Wrong use ends in one clear German message and an exit code; nothing is half-written."""

import fcntl
import shutil

import pytest

from .conftest import MONTH


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["report"], 2, "Es fehlt der Berichtsmonat."),
        (["report", "--month", "09/2024"], 2, "„09/2024“ ist kein Monat."),
        (["report", "--month", "2999-01"], 2, "noch nicht zu Ende"),
        (["report", "--month", "2019-01"], 4, "Für 2019-01 liegen keine Lieferungen vor"),
        (["report", "--month", "../etc"], 2, "ist kein Monat"),
        (
            ["report", "--month", MONTH, "--verwaltung", "stadt-heidde"],
            2,
            "Meinten Sie „stadt-heide“?",
        ),
        (["report", "--month", MONTH, "--verwaltung", "../../etc"], 2, "gibt es nicht"),
    ],
)
def test_a_wrong_call_is_explained_and_writes_nothing(small, words, code, told):
    done = small.run(*words)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not small.outputs.exists()


def test_broken_yaml_is_named_with_its_line(small):
    (small.root / "params" / "settings.yml").write_text("projekt: [\n", encoding="utf-8")
    done = small.run("report", "--month", MONTH)
    assert done.returncode == 3
    assert "params/settings.yml, Zeile" in done.stderr
    assert not small.outputs.exists()


def test_check_names_a_broken_file_and_passes_sound_ones(small):
    small.succeed("check")
    path = small.root / "params" / "verwaltungen" / "stadt-heide.yml"
    path.write_text(path.read_text(encoding="utf-8") + "farbe: rot\n", encoding="utf-8")
    done = small.run("check")
    assert done.returncode == 3
    assert "params/verwaltungen/stadt-heide.yml" in done.stderr
    assert "farbe" in done.stderr


def test_an_unreadable_delivery_is_a_finding_and_the_report_goes_on(small):
    folder = small.data / "deliveries" / MONTH / "stadt-heide"
    (folder / f"antraege_{MONTH}.csv").write_bytes(b"<html>Wartung</html>")
    done = small.run("report", "--month", MONTH, "--verwaltung", "stadt-heide")
    assert done.returncode == 0, done.stderr
    page = small.outputs / MONTH / "monatsbericht-stadt-heide.html"
    text = page.read_text(encoding="utf-8")
    assert f"antraege_{MONTH}.csv" in text
    assert "die Angabe liegt nicht vor" in text


def test_help_is_german_and_names_the_commands(small):
    done = small.run("--help")
    assert done.returncode == 0
    for word in ("report", "check", "sample", "Berichte eines Monats"):
        assert word in done.stdout


def test_a_run_for_a_locked_month_waits_for_nobody(small):
    small.outputs.mkdir()
    with (small.outputs / f".{MONTH}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        done = small.run("report", "--month", MONTH)
    assert done.returncode == 2
    assert "anderen Lauf" in done.stderr
    assert not (small.outputs / MONTH).exists()


def test_a_month_that_was_not_delivered_is_not_filled_with_sample_data(small):
    shutil.rmtree(small.data / "deliveries" / MONTH)
    done = small.run("report", "--month", MONTH)
    assert done.returncode == 4
    assert "2024-08 bis 2024-08" in done.stderr
    assert not (small.data / "muster").exists()
