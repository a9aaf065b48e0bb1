"""``takeup sample --kreise``: what it says before, while and after it writes."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from takeup.cli import app
from takeup.errors import UsageError
from takeup.rehearsal import write

ROOT = Path(__file__).parents[2]
ONE = ["sample", "--kreise", "400", "--von", "183", "--bis", "183", "--jobs", "1"]
SEPTEMBER = ["--erster-monat", "2024-09", "--letzter-monat", "2024-09"]


@pytest.fixture(autouse=True)
def _project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TAKEUP_ROOT", str(ROOT))
    monkeypatch.setenv("TAKEUP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")


def test_it_says_what_it_takes_then_writes_and_keeps_what_is_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The worker's own start is tested with the writing.
    monkeypatch.setattr(
        write,
        "write_kreise",
        lambda order, numbers, jobs: (write.write_kreis(order, each) for each in numbers),
    )

    first = CliRunner().invoke(app, [*ONE, *SEPTEMBER])
    again = CliRunner().invoke(app, [*ONE, *SEPTEMBER])

    assert first.exit_code == again.exit_code == 0
    assert "4 Verwaltungen in 1 Kreisen (alle erfunden), rund 37 Dateien" in first.output
    assert "fertig kreis-183" in first.output
    assert (tmp_path / "data/kreise/kreis-183/params/settings.yml").is_file()
    assert "Schon fertig und unverändert: 1 von 1 Kreisen." in again.output
    assert "Zu schreiben" not in again.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["sample", "--ziel", "anderswo"], "nur zusammen mit --kreise"),
        (["sample", "--kreise", "2000"], "1 bis 999"),
        (["sample", "--kreise", "20", "--von", "21"], "kein Teil von 20"),
        (
            [
                "sample",
                "--kreise",
                "2",
                "--erster-monat",
                "2024-09",
                "--letzter-monat",
                "2024-08",
            ],
            "liegt vor dem ersten Monat 2024-09",
        ),
    ],
)
def test_options_that_make_no_sense_are_refused(options: list[str], said: str) -> None:
    result = CliRunner().invoke(app, options)

    assert isinstance(result.exception, UsageError)
    assert said in result.exception.what
