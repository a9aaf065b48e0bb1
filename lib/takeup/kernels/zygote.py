"""The parent of kernels: it imports the report stack once and forks one kernel per page.

It is started with a listening socket and the reading end of a pipe. A client connects, sends
what the kernel is to be (one packet, with its standard streams) and keeps the connection: over
it go signals for the kernel, its exit code comes back, and a closed connection ends the kernel.
The end of the pipe means that the owner has died: then the kernels are killed and the folder
of their sockets is removed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from takeup.garbage import look_seldom
from takeup.kernels import child

_PACKET_BYTES: Final = 1 << 20
_STREAMS: Final = 2
# What ipykernel imports only when it starts.
_KERNEL_STACK: Final = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib_inline.config",
    "tornado.platform.asyncio",
)


def main() -> None:
    """Import, warm up, and fork until the owner is gone."""
    listener, life, folder, preload = sys.argv[1:]
    warm(preload)
    try:
        Zygote(socket.socket(fileno=int(listener)), int(life)).serve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def warm(preload: str) -> None:
    """Call ``module:function`` and import what a kernel needs."""
    look_seldom()
    # As in an ordinary kernel, where matplotlib is imported after ipykernel has set it.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    pkgutil.resolve_name(preload)()
    # Nobody debugs a page, and a debugger takes longer to load than all else of a kernel.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for name in _KERNEL_STACK:
        importlib.import_module(name)
    if names := threads()[1:]:
        sys.exit(f"no kernels are forked: {preload} started the threads {', '.join(names)}")
    gc.collect()
    # What the collector touches would be copied in every child.
    gc.freeze()


def _do_first(calls: Mapping[str, str]) -> None:
    """Call each ``module:function`` with its argument: all kernels find it done.

    Whatever fails here fails again in the kernel that needs it, and is told there.
    """
    with suppress(Exception):
        for name, argument in calls.items():
            pkgutil.resolve_name(name)(argument)
    gc.freeze()


def threads() -> list[str]:
    """Names of this process's threads; after a fork only the first, which forked, goes on."""
    tasks = sorted(Path("/proc/self/task").iterdir(), key=lambda task: int(task.name))
    return [(task / "comm").read_text("utf-8").strip() for task in tasks]


class Zygote:
    """Forks kernels, tells their exit codes, ends them with their clients."""

    def __init__(self, listener: socket.socket, life: int) -> None:
        self._listener, self._life = listener, life
        self._kernels: dict[int, socket.socket] = {}
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._wake, selectors.EVENT_READ, self._reap)
        self._selector.register(life, selectors.EVENT_READ)

    def serve(self) -> None:
        """Fork on demand until the pipe from the owner ends."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj == self._life:
                    self._kill_all()
                    return
                key.data(key.fileobj)

    def _kill_all(self) -> None:
        for pid in self._kernels:
            _signal_group(pid, signal.SIGKILL)

    def _accept(self, _: object) -> None:
        connection, _ = self._listener.accept()
        self._selector.register(connection, selectors.EVENT_READ, self._hear)

    def _hear(self, connection: socket.socket) -> None:
        try:
            packet, streams, _, _ = socket.recv_fds(connection, _PACKET_BYTES, _STREAMS)
        except OSError:
            packet, streams = b"", []
        if not packet:
            self._leave(connection)
            return
        message = json.loads(packet)
        if "signal" in message:
            _signal_group(self._pid(connection), message["signal"])
            return
        self._launch(connection, message, streams)
        for stream in streams:
            os.close(stream)

    def _pid(self, connection: socket.socket) -> int:
        """Process of a client's kernel; 0 if it has ended."""
        return next((pid for pid, each in self._kernels.items() if each is connection), 0)

    def _leave(self, connection: socket.socket) -> None:
        """End the kernel of a client that is gone."""
        _signal_group(self._pid(connection), signal.SIGKILL)
        self._selector.unregister(connection)
        connection.close()

    def _launch(
        self, connection: socket.socket, order: dict[str, Any], streams: list[int]
    ) -> None:
        """Fork a kernel, or refuse: the client then starts an ordinary one."""
        _do_first(order["first"])
        if len(threads()) > 1:
            _send(connection, {"refused": "threads"})
            return
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            _send(connection, {"refused": str(error)})
            return
        if pid == 0:
            self._close()
            child.run({**order, "parent": parent}, streams)
        with suppress(OSError):  # the child does the same: whoever comes first
            os.setpgid(pid, pid)
        self._kernels[pid] = connection
        _send(connection, {"pid": pid})

    def _close(self) -> None:
        """Close, in a child, all that the parent has open."""
        signal.set_wakeup_fd(-1)
        connections = [key.fileobj for key in self._selector.get_map().values()]
        self._selector.close()
        for each in {self._listener, *self._kernels.values(), *connections}:
            if isinstance(each, socket.socket):
                each.close()
        for descriptor in (self._life, self._wake, self._woken):
            os.close(descriptor)

    def _reap(self, _: object) -> None:
        """Tell the clients of ended kernels how they ended, and end what these had started."""
        os.read(self._wake, _PACKET_BYTES)
        for pid in list(self._kernels):
            look = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, pid, look) is None:
                continue
            # Before the number is free again.
            _signal_group(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            _send(self._kernels.pop(pid), {"exit": os.waitstatus_to_exitcode(status)})


def _signal_group(pid: int, number: int) -> None:
    if pid:
        with suppress(ProcessLookupError):
            os.killpg(pid, number)


def _send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Answer a client; one that is gone needs no answer, its end is noticed elsewhere."""
    with suppress(OSError):
        connection.send(json.dumps(message).encode())


if __name__ == "__main__":
    main()
