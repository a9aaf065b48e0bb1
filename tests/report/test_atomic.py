"""A failing page or a killed run leaves the previous month whole."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import MONTH, Place, content

KREIS = "kreis.html"


def break_notebook(root: Path, source: str) -> None:
    path = root / "notebooks" / "kreis.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = [source]
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "reason"),
    [("1 / 0", "ZeroDivisionError"), ("import sys; sys.exit(0)", "nicht fertig")],
)
def test_a_failing_page_keeps_its_last_good_version_and_is_named(published, source, reason):
    before = content(published.outputs / MONTH)
    break_notebook(published.root, source)
    done = published.run("report", "--month", MONTH)
    assert done.returncode == 6
    assert KREIS in done.stderr
    after = content(published.outputs / MONTH)
    unchanged = [name for name in before if name.endswith(".html") and name != "index.html"]
    assert KREIS in unchanged
    assert len(unchanged) > 4
    assert {name: after[name] for name in unchanged} == {
        name: before[name] for name in unchanged
    }
    index = after["index.html"].decode()
    assert "Nicht erstellt" in index
    assert reason in index


def test_a_number_of_no_published_table_stops_the_run_and_leaves_all_as_it_was(published):
    before = content(published.outputs)
    leak = "from takeup.render.blocks import Text\nText(lead='Sterbeurkunde: von 5 auf 7.')"
    break_notebook(published.root, leak)
    done = published.run("report", "--month", MONTH)
    assert done.returncode == 7
    assert KREIS in done.stderr
    assert "Prüfung der fertigen Seiten" in done.stderr
    assert content(published.outputs) == before


def test_an_interrupted_run_ends_soon_and_leaves_the_month_as_it_was(published):
    before = content(published.outputs / MONTH)
    run = start(published)
    wait_until_pages_are_built(published, run)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=60) == 130
    assert content(published.outputs / MONTH) == before
    assert not (published.outputs / f".{MONTH}.building").exists()


def start(place: Place) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        place.command("report", "--month", MONTH, "--force"),
        cwd=place.root,
        env=dict(place.environment),
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # A shell starts background jobs deaf to Ctrl-C, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def wait_until_pages_are_built(place: Place, run: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while not (place.outputs / f".{MONTH}.building" / "daten" / "run.json").exists():
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_killed_run_leaves_the_month_as_it_was_and_the_next_run_works(published):
    before = content(published.outputs)
    run = start(published)
    wait_until_pages_are_built(published, run)
    run.send_signal(signal.SIGKILL)
    run.wait()
    visible = {k: v for k, v in content(published.outputs).items() if not k.startswith(".")}
    assert visible == {k: v for k, v in before.items() if not k.startswith(".")}
    published.succeed("report", "--month", MONTH)
    assert not (published.outputs / f".{MONTH}.building").exists()
