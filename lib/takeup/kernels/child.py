"""How a forked process becomes an ordinary Jupyter kernel."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import random
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

_PR_SET_PDEATHSIG: Final = 1
# Counts like half of the memory there is, on top of what the process uses.
_FIRST: Final = "500"


def run(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """Be the kernel that was ordered, then end without a way back into the parent's code.

    Parameters
    ----------
    order
        ``arguments`` of the kernel, its ``environment`` and ``folder``; ``parent``.
    streams
        Descriptors to be standard output and standard error.
    """
    code = 1
    try:
        _die_with_parent(order["parent"])
        _go_first()
        _take_streams(streams)
        _take_surroundings(order)
        reseed()
        code = _serve(order["arguments"])
    except BaseException:
        # Whatever it is, the parent's loop must not go on here.
        traceback.print_exc()
    finally:
        os._exit(code)


def _go_first() -> None:
    """Let the system, when it has no memory left, end this process rather than the run."""
    with suppress(OSError):  # a machine may keep that to itself
        Path("/proc/self/oom_score_adj").write_text(_FIRST, encoding="ascii")


def _die_with_parent(parent: int) -> None:
    """Let the system kill this process when the zygote is gone."""
    os.setpgid(0, 0)
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it went before the line above
        os._exit(1)


def _take_streams(streams: list[int]) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    output, error = streams or (nothing, nothing)
    for number, descriptor in enumerate((nothing, output, error)):
        os.dup2(descriptor, number)
    for descriptor in {nothing, *streams}:
        os.close(descriptor)


def _take_surroundings(order: dict[str, Any]) -> None:
    """Signals, environment, time zone, folder: as a program that was just started has them."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])


def reseed() -> None:
    """Give what was seeded in the parent entropy of its own."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # the global generator is what is inherited
    multiprocessing.current_process().authkey = os.urandom(32)


def _serve(arguments: list[str]) -> int:
    """Run the kernel until it is told to stop; its exit code."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *arguments]
    try:
        IPKernelApp.launch_instance(argv=arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
