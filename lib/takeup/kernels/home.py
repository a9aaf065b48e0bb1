"""Where the kernels of this process come from, and that all of them end with it."""

from __future__ import annotations

import atexit
import itertools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

from traitlets.config import Config

from takeup.kernels.provisioner import ORDINARY, PageKernelManager
from takeup.scratch import PrivateFolder

_END_SECONDS: Final = 10.0
_BACKLOG: Final = 64
# pyarrow's allocator would start a thread of its own, which no child could go on with.
_SINGLE: Final = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}


class Home:
    """A private folder with the sockets of all kernels, and a zygote if one is wanted.

    Parameters
    ----------
    preload
        ``module:function`` that the zygote calls before it forks; empty: ordinary kernels.
    environment
        What the zygote knows of this process's environment.
    """

    def __init__(self, preload: str, environment: Mapping[str, str]) -> None:
        self._folder = PrivateFolder()
        self._generation = ORDINARY.generation
        self._numbers = itertools.count()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._life = -1
        self.closed = False
        self._address = str(self._folder.path / "zygote")
        if preload and sys.platform == "linux":
            self._start(preload, environment)

    def _start(self, preload: str, environment: Mapping[str, str]) -> None:
        """Start the zygote; whoever connects before it has imported all waits for it."""
        ended, self._life = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(self._address)
            listener.listen(_BACKLOG)
            passed = (listener.fileno(), ended)
            module = "takeup.kernels.zygote"
            place = str(self._folder.path)
            self._zygote = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-m", module, *map(str, passed), place, preload],
                stdin=subprocess.DEVNULL,
                env={**environment, **_SINGLE},
                pass_fds=passed,
                # Ctrl-C is for this process: it ends the zygote when it has heard it.
                start_new_session=True,
            )
        os.close(ended)

    @property
    def forks(self) -> bool:
        """Whether the zygote lives."""
        return self._zygote is not None and self._zygote.poll() is None

    def client_settings(
        self, environment: Mapping[str, str], first: Mapping[str, str]
    ) -> dict[str, Any]:
        """Arguments of a notebook client whose kernel is to come from here.

        Private Unix sockets instead of TCP ports, which race and warn.

        Parameters
        ----------
        environment
            All that the kernel knows of it.
        first
            What a zygote does before it forks: ``module:function`` → its argument. It is done
            for every kernel that follows, so it must know what it has done.
        """
        name = str(self._folder.path / f"k{next(self._numbers)}")
        settings = {
            "transport": "ipc",
            "ip": name,
            "connection_file": f"{name}.json",
            "address": self._address if self.forks else "",
            "environment": dict(environment),
            "first": dict(first),
            "generation": self._generation,
        }
        return {
            "kernel_manager_class": PageKernelManager,
            "config": Config(PageKernelManager=settings),
            # All it had to say has arrived: what an orderly end would take time for.
            "shutdown_kernel": "immediate",
        }

    def close(self) -> None:
        """End the zygote and all kernels, and remove the folder."""
        self.closed = True
        ORDINARY.end()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1
        if self._zygote is not None:
            try:
                self._zygote.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:  # it still imports, or is stopped
                self._zygote.kill()
                self._zygote.wait()
        self._folder.close()


_homes: dict[str, Home] = {}
_lock: Final = threading.Lock()


def home(preload: str, environment: Mapping[str, str]) -> Home:
    """Home of this process for kernels of a kind, opened when it is first asked for."""
    with _lock:
        if preload not in _homes:
            _homes[preload] = Home(preload, environment)
        return _homes[preload]


@atexit.register
def close_homes() -> None:
    """End all kernels that this process has begun."""
    with _lock:
        while _homes:
            _, each = _homes.popitem()
            each.close()
