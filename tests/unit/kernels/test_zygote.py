"""Kernels from the zygote are ordinary ones to whoever uses them, and end with it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from takeup import making
from takeup.kernels import provisioner
from takeup.kernels.home import Home, close_homes
from takeup.kernels.provisioner import ForkedKernel, forked
from takeup.making import Executed, kernel_environment

from .conftest import processes, told, until

Run = Callable[..., Executed]

FORKED = "import sys; sys.argv[0] == 'ipykernel_launcher'"


def is_alive(pid: int) -> bool:
    """Whether a process runs; what has ended and nobody has asked about has no command."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def test_a_page_runs_in_a_forked_kernel_and_in_an_ordinary_one_alike(run: Run) -> None:
    source = "import os, sys; print(month, os.getpgrp() == os.getpid(), os.getcwd(), sys.path)"
    assert told(run(source)) == told(run(source, "ordinary"))
    assert told(run(source)).startswith("2024-09 True")
    assert [told(run(FORKED, kind)) for kind in making.KERNELS] == ["True", "False"]


def test_what_draws_a_report_starts_no_thread_before_the_fork(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """Else every page would have an ordinary kernel, and nobody would know why it is slow."""
    monkeypatch.undo()
    loaded = (
        "import sys; sys.argv[0] == 'ipykernel_launcher' and 'takeup.report' in sys.modules"
    )
    assert told(run(loaded)) == "True"


def test_every_kernel_has_chances_of_its_own(run: Run) -> None:
    source = (
        "import random, numpy, multiprocessing as m, tempfile\n"
        "print([random.random(), numpy.random.rand(), m.current_process().authkey.hex(),"
        " next(tempfile._get_candidate_names())])"
    )
    one, two = (told(run(source)).strip("[]\n").split(", ") for _ in range(2))
    assert len(one) == 4
    assert not set(one) & set(two)


def test_a_kernel_holds_nothing_that_the_zygote_has_open(run: Run, house: Home) -> None:
    source = (
        "import os\n"
        "own = {os.readlink(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd')"
        " if os.path.exists(f'/proc/self/fd/{fd}')}\n"
        "theirs = {os.readlink(f'/proc/{os.getppid()}/fd/{fd}')"
        " for fd in os.listdir(f'/proc/{os.getppid()}/fd')}\n"
        "print(sorted(each.split(':')[0] for each in own & theirs if each.startswith(('socket',"
        " 'pipe')) and each not in {os.readlink(f'/proc/{os.getppid()}/fd/{n}') for n in"
        " (1, 2)}))"
    )
    assert told(run(source)) == "[]\n"


@pytest.mark.parametrize("kernel", making.KERNELS)
def test_no_kernel_and_no_zygote_knows_a_token(
    kernel: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATOMO_TOKEN_STADT_HEIDE", "geheim")
    source = (
        "import os, pathlib\n"
        "known = pathlib.Path(f'/proc/{os.getppid()}/environ').read_bytes()\n"
        "print('geheim' in str(dict(os.environ)), b'geheim' in known)"
    )
    # The parent of an ordinary kernel is this process; what it was started with has no token.
    assert told(run(source, kernel)) == "False False\n"


@pytest.mark.parametrize("kernel", making.KERNELS)
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os; os.kill(os.getpid(), 9)", "DeadKernelError"),
        (
            "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**32, 2**32)); b' ' * 2**33",
            "MemoryError",
        ),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGINT)\nwhile True: pass",
            "Keyboard",
        ),
        ("while True: pass", "CellTimeoutError"),
    ],
    ids=["killed", "out of memory", "interrupted", "endless"],
)
def test_a_page_that_dies_says_of_what_and_leaves_nothing(
    source: str, reason: str, kernel: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_CELL_SECONDS", 2)
    house = making.start_kernels(kernel)
    done = run(source, kernel)
    assert done.node is None
    assert reason in done.reason
    zygote = [house._zygote.pid] if house._zygote else []
    assert processes(house._folder.path) == zygote
    assert [path.name for path in house._folder.path.iterdir()] == ["zygote"] * len(zygote)
    assert told(run(FORKED, kernel)) == str(kernel == making.ZYGOTE)


def test_what_the_zygote_does_first_all_kernels_find_done(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "done_first.py").write_text(
        "times = []\ndef note(folder): times.append(folder) if len(times) < 2 else 1 / 0\n"
    )
    monkeypatch.setattr(making, "HOLD", "done_first:note")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    source = "import sys; print(sys.modules['done_first'].times)"
    found = [told(run(source)) for _ in range(3)]
    # What fails there stops no page: the one that needs it meets the error itself.
    assert found == [f"{[str(tmp_path)] * times}\n" for times in (1, 2, 2)]


def test_the_system_ends_a_page_before_the_run_when_memory_is_short(run: Run) -> None:
    source = (
        "import os, pathlib\n"
        "print(*[pathlib.Path(f'/proc/{pid}/oom_score_adj').read_text().strip()"
        " for pid in (os.getpid(), os.getppid())])"
    )
    own, parents = map(int, told(run(source)).split())
    assert own > parents


@pytest.mark.parametrize("kernel", making.KERNELS)
def test_what_a_page_has_started_ends_with_it(kernel: str, run: Run, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    source = (
        "import subprocess, pathlib\n"
        f"pid = subprocess.Popen(['sleep', '600']).pid\npathlib.Path({str(note)!r})"
        ".write_text(str(pid))"
    )
    assert run(source, kernel).node
    until(lambda: not is_alive(int(note.read_text())))


def test_a_kernel_that_starts_while_all_are_ended_ends_as_well(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an interrupted run waits for a page that nobody will see."""
    monkeypatch.setattr(provisioner, "forked", lambda *_: provisioner.ORDINARY.end())
    done = run("while True: pass")
    assert "died" in done.reason


def test_a_page_goes_on_in_an_ordinary_kernel_when_the_zygote_dies(
    run: Run, house: Home
) -> None:
    source = (
        "import os, signal, sys\n"
        "if sys.argv[0] == 'ipykernel_launcher': os.kill(os.getppid(), signal.SIGKILL)\n"
        "import time; time.sleep(1); print('done')"
    )
    assert told(run(source)) == "done\n"
    assert not house.forks
    assert told(run(FORKED)) == "False"


def test_a_parent_with_threads_forks_no_kernel(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading, time\n"
        "def start(): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
    )
    monkeypatch.setattr(making, "WARM_UP", "threaded:start")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    assert told(run(FORKED)) == "False"
    assert "threaded:start started the threads" in capfd.readouterr().err


def test_a_zygote_that_cannot_be_reached_forks_nothing(tmp_path: Path) -> None:
    assert forked(str(tmp_path / "nobody"), {}) is None


def test_a_kernel_whose_zygote_is_gone_counts_as_killed(house: Home, tmp_path: Path) -> None:
    order = {
        "arguments": [],
        "environment": kernel_environment({}),
        "first": {},
        "folder": str(tmp_path),
    }
    kernel = forked(house._address, order)
    assert isinstance(kernel, ForkedKernel)
    assert kernel.poll() is None
    assert house._zygote
    house._zygote.kill()
    assert kernel.wait(10) == -signal.SIGKILL
    kernel.terminate()
    assert kernel.poll() == -signal.SIGKILL


def test_closing_ends_the_kernels_that_run(run: Run, house: Home, tmp_path: Path) -> None:
    folder = house._folder.path
    done: list[Executed] = []
    note = tmp_path / "begun"
    source = f"import pathlib\npathlib.Path({str(note)!r}).touch()\nwhile True: pass"
    page = threading.Thread(target=lambda: done.append(run(source)))
    page.start()
    until(note.exists)
    close_homes()
    page.join(30)
    assert "Kernel died" in done[0].reason
    assert not folder.exists()
    assert not processes(folder)


DRIVER = """
import json, sys
from pathlib import Path
from takeup import making
from takeup.executors import open_pool
from takeup.order import Workers
from takeup.waiting import each_done
sys.path.insert(0, sys.argv[1])
from conftest import HOLD, PRELOAD, task
making.WARM_UP, making.HOLD = PRELOAD, HOLD
kernel, folder = sys.argv[2:]
with open_pool(Workers(1, kernel)) as pool:
    print(making.start_kernels(kernel)._folder.path, flush=True)
    work = [task(Path(folder), "while True: pass", kernel)]
    print(*each_done(pool, making.make_page, work))
"""


@pytest.mark.parametrize("kernel", making.KERNELS)
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_process_and_no_folder(
    end: signal.Signals, kernel: str, tmp_path: Path
) -> None:
    (tmp_path / "run.json").write_text("{}")
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(Path(__file__).parent), kernel, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert driver.stdout
    folder = Path(driver.stdout.readline().strip())
    wanted = 2 if kernel == making.ZYGOTE else 1
    until(lambda: len(processes(folder)) == wanted or driver.poll() is not None)
    assert driver.poll() is None
    driver.send_signal(end)
    driver.wait(20)
    driver.stdout.close()
    until(lambda: not processes(folder), 10)
    if kernel == "ordinary":
        # Nobody is left to remove it: the next run does.
        making.start_kernels(kernel)
        close_homes()
    until(lambda: not folder.exists(), 10)
