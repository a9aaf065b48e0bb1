"""Pages are made by threads or by a cluster, and nothing that ends a worker loses one."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import nbformat
import pytest

from takeup.errors import UsageError
from takeup.executors import open_pool
from takeup.making import Task, collected, longest_first, make_page
from takeup.order import Workers
from takeup.pages import Built, Page
from takeup.params import Bericht
from takeup.render.exporter import PageFrame
from takeup.waiting import each_done

from .kernels.conftest import until


def task(folder: Path, source: str, name: str = "seite") -> Task:
    """A page whose notebook has one cell, for an ordinary kernel."""
    node = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    node.metadata["language_info"] = {"name": "python"}
    parameters = nbformat.v4.new_code_cell('month: str = ""')  # type: ignore[no-untyped-call]
    parameters.metadata["tags"] = ["parameters"]
    heading = nbformat.v4.new_markdown_cell("## Besuche")  # type: ignore[no-untyped-call]
    cell = nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]
    node.cells = [parameters, heading, cell]
    path = folder / f"{name}.ipynb"
    nbformat.write(node, path)  # type: ignore[no-untyped-call]
    (folder / "run.json").write_text("{}")
    bericht = Bericht(
        titel="Seite", notebook="seite.ipynb", per="month", parameters=("month",), karte=""
    )
    page = Page(name, path, {"month": "2024-09"}, f"{name}.html")
    frame = PageFrame("Seite", "Projekt", "September 2024", "", False, (), (), "jemand")
    return Task(page, bericht, frame, {"TAKEUP_PUBLISHED": str(folder)}, "ordinary")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A dask scheduler with one worker, which is started anew when it dies."""
    from distributed import LocalCluster

    settings = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**settings) as local:
        yield local.scheduler_address


KILLS_ITS_WORKER_ONCE = """
import os, pathlib, signal, time
note = pathlib.Path({note!r})
if not note.exists():
    note.touch()
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
"""


def test_a_page_of_a_cluster_is_that_of_a_thread_and_outlives_its_worker(
    cluster: str, tmp_path: Path
) -> None:
    note = tmp_path / "killed"
    tasks = [
        task(tmp_path, "1", "eins"),
        task(tmp_path, KILLS_ITS_WORKER_ONCE.format(note=str(note)), "zwei"),
        task(tmp_path, "1 / 0", "drei"),
    ]
    with open_pool(Workers(1, "ordinary", cluster)) as pool:
        far = {t.page.file: collected(t, f) for t, f in each_done(pool, make_page, tasks)}
    assert note.exists()
    with open_pool(Workers(2, "ordinary")) as pool:
        near = {t.page.file: collected(t, f) for t, f in each_done(pool, make_page, tasks)}
    assert far == near
    assert [file for file, done in sorted(near.items()) if done.html] == [
        "eins.html",
        "zwei.html",
    ]
    assert "ZeroDivisionError" in near["drei.html"].reason


def test_a_scheduler_that_does_not_answer_is_named_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("takeup.executors._SCHEDULER_SECONDS", 0.5)
    workers = Workers(1, "ordinary", "tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match=r"127.0.0.1:9 ist nicht"), open_pool(workers):
        pass


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    workers = Workers(1, "ordinary", "tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match=r"takeup\[cluster\]"), open_pool(workers):
        pass


def test_the_longest_notebooks_begin_first(tmp_path: Path) -> None:
    tasks = [task(tmp_path, "1" * size, f"seite-{size}") for size in (5, 900, 70, 71)]
    names = [each.page.bericht for each in longest_first(tasks)]
    assert names == ["seite-900", "seite-71", "seite-70", "seite-5"]


def test_a_machine_that_does_not_see_the_tables_says_so(tmp_path: Path) -> None:
    blind = task(tmp_path, "1")
    (tmp_path / "run.json").unlink()
    assert "sieht den Ordner" in make_page(blind).reason


def test_what_comes_back_is_checked_and_a_lost_task_is_a_failed_page(
    tmp_path: Path,
) -> None:
    asked = task(tmp_path, "1")
    unsound: Future[Built] = Future()
    unsound.set_result(Built(asked.page, html="<html><script src='http://x'></script></html>"))
    lost: Future[Built] = Future()
    lost.set_exception(RuntimeError("KilledWorker"))
    dropped: Future[Built] = Future()
    dropped.cancel()
    for future in (unsound, lost, dropped):
        done = collected(asked, future)
        assert not done.html
        assert done.reason
    assert "KilledWorker" in collected(asked, lost).reason


def interrupted(workers: Workers, folder: Path) -> None:
    """Interrupt a run by the page that it waits for."""

    def begun() -> Iterator[None]:
        with open_pool(workers) as pool:
            source = f"import os\nos.kill({os.getpid()}, 2)\nwhile True: pass"
            tasks = [task(folder, source, name) for name in ("eins", "zwei")]
            yield from (None for _ in each_done(pool, make_page, tasks))

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(begun())
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupt_does_not_wait_for_a_page_that_hangs(tmp_path: Path) -> None:
    interrupted(Workers(1, "ordinary"), tmp_path)


def test_an_interrupt_takes_back_what_a_cluster_has_not_begun(
    cluster: str, tmp_path: Path
) -> None:
    from distributed import Client

    interrupted(Workers(1, "ordinary", cluster), tmp_path)
    with Client(cluster, set_as_default=False) as client:
        until(lambda: not client.run_on_scheduler(_tasks))


def _tasks(dask_scheduler: Any) -> list[str]:
    return list(dask_scheduler.tasks)
