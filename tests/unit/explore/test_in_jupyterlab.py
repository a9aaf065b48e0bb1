"""The notebook as ``make lab`` opens it: run, moved by keyboard, looked at in a browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, course

pytestmark = pytest.mark.browser

TOKEN = "only-for-this-test"  # noqa: S105  of a server that lives for seconds
FOLDERS = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def opened_by_make() -> str:
    found = re.search(r"default_url=(\S+)", (ROOT / "Makefile").read_text("utf-8"))
    assert found
    return found[1]


@pytest.fixture
def lab(publish, tmp_path: Path) -> Iterator[str]:
    """JupyterLab on a copy of the project, as make opens it; its address."""
    publish(
        [
            {**row, "verwaltung": slug}
            for slug in ("alle", "amt-mitteldithmarschen")
            for row in course()
        ]
    )
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    plain = {name: text for name, text in os.environ.items() if not name.startswith("TAKEUP_")}
    own = {f"JUPYTER_{name}": str(tmp_path / "jupyter" / name) for name in FOLDERS}
    own |= {
        f"JUPYTERLAB_{name}_DIR": str(tmp_path / name) for name in ("SETTINGS", "WORKSPACES")
    }
    port = free_port()
    settings = {
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": tmp_path,
        "IdentityProvider.token": TOKEN,
        "LabApp.default_url": opened_by_make(),
    }
    words = [f"--{name}={value}" for name, value in settings.items()]
    start = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    with (tmp_path / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [*start, "--expose-app-in-browser", *words],
            env={**plain, **own, "IPYTHONDIR": str(tmp_path / "ipython")},
            stdout=log,
            stderr=log,
        )
    try:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert server.poll() is None, (tmp_path / "lab.log").read_text()
            assert time.monotonic() < give_up, (tmp_path / "lab.log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/?token={TOKEN}"
    finally:
        # It ends its kernels with it.
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@pytest.fixture
def opened(browser: Browser, lab: str) -> Iterator[Page]:
    """The notebook in a browser, all its cells run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    page.goto(lab)
    ready = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel"
    page.wait_for_function(f"{ready}?.status === 'idle'")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.locator(".takeup .figure h3").wait_for()
    yield page
    page.close()


def test_the_explorer_runs_is_moved_by_keyboard_and_its_tables_stay_inside(
    opened: Page,
) -> None:
    said = opened.locator(".takeup-explore .figure h3")
    expect(said).to_have_text("Alle zusammen, Abgesendete Vorgänge im September 2024: 112")
    cells = opened.locator(".jp-Cell").count()

    # Keys that JupyterLab would take for itself: the arrows, and x, which cuts a cell.
    places = opened.get_by_label("Verwaltungen")
    places.press("x")
    places.press("End")
    expect(said).to_contain_text("Mitteldithmarschen, ")
    opened.locator(".noUi-handle").last.press("ArrowLeft")
    expect(said).to_have_text("Mitteldithmarschen, Abgesendete Vorgänge im August 2024: 111")
    opened.get_by_label("Vergleich").press("ArrowDown")
    expect(said).to_contain_text("August 2024, verglichen mit: Juli 2024")

    with opened.expect_download() as download:
        opened.get_by_role("link", name="CSV").press("Enter")
    assert download.value.suggested_filename == "takeup-auswahl.csv"
    shown = download.value.path().read_text("utf-8").splitlines()
    assert shown[1].startswith(
        "2024-08,amt-mitteldithmarschen,alle,submitted,previous,111.0,ok,110.0,"
    )

    opened.get_by_role("tab", name="Zahlen ansehen").press("ArrowRight")
    opened.keyboard.press("Enter")
    button = opened.get_by_role("button", name="Rechnen")
    button.press("Space")
    expect(opened.locator(".takeup .note.error")).to_contain_text("make report MONTH=")

    assert opened.locator(".jp-Cell").count() == cells
    model = "window.jupyterapp.shell.currentWidget.context.model.toJSON()"
    outputs = opened.evaluate(f"{model}.cells.flatMap(cell => cell.outputs ?? [])")
    assert [each["output_type"] for each in outputs] == ["execute_result"]
    assert opened.locator(".jp-InputArea-editor:visible").count() == 0
    panel = opened.locator(".takeup-explore").first
    assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")
