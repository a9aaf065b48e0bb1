"""A failing page or a killed run leaves the previous month whole."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import MONTH, Place, content

KREIS = "kreis.html"


@pytest.fixture
def published(small: Place) -> Place:
    done = small.run("report", "--month", MONTH)
    assert done.returncode == 0, done.stderr
    return small


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
    assert len(unchanged) == 4
    assert {name: after[name] for name in unchanged} == {
        name: before[name] for name in unchanged
    }
    index = after["index.html"].decode()
    assert "Nicht erstellt" in index
    assert reason in index


def test_a_killed_run_leaves_the_month_as_it_was_and_the_next_run_works(published):
    before = content(published.outputs)
    run = subprocess.Popen(
        published.command("report", "--month", MONTH),
        cwd=published.root,
        env=dict(published.environment),
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    building = published.outputs / f".{MONTH}.building"
    deadline = time.monotonic() + 120
    while not (building / "daten" / "run.json").exists():
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    visible = {k: v for k, v in content(published.outputs).items() if not k.startswith(".")}
    assert visible == {k: v for k, v in before.items() if not k.startswith(".")}
    assert published.run("report", "--month", MONTH).returncode == 0
    assert not building.exists()
