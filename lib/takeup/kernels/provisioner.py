"""What Jupyter asks for a kernel: it is forked by the zygote, or started as usual."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from importlib.metadata import EntryPoint
from typing import Any, Final
from weakref import WeakSet

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Dict, Int, Type, Unicode

from takeup.kernels.client import PageClient

NAME: Final = "takeup"
COMMAND: Final = (sys.executable, "-m", "ipykernel_launcher")
_ENTRY: Final = EntryPoint(
    NAME, f"{__name__}:ForkingProvisioner", KernelProvisionerFactory.GROUP_NAME
)
_PACKET_BYTES: Final = 1 << 16
# The zygote answers at once when it is ready; until then it imports.
_ANSWER_SECONDS: Final = 120.0
_KILL_SECONDS: Final = 5.0
_KILLED: Final = -signal.SIGKILL


class Ordinary:
    """Ordinary kernels of this process, in generations: all of one end together."""

    def __init__(self) -> None:
        self.generation = 0
        self._lock = threading.Lock()
        # Those that run, or have just ended.
        self._kernels: WeakSet[Any] = WeakSet()

    def add(self, kernel: Any, generation: int) -> None:
        """Keep a kernel in mind; one whose generation ended while it started ends as well."""
        with self._lock:
            self._kernels.add(kernel)
            if generation != self.generation:
                _kill(kernel)

    def end(self) -> None:
        """End all kernels of this generation, and what they have started."""
        with self._lock:
            self.generation += 1
            for kernel in self._kernels:
                _kill(kernel)


def _kill(kernel: Any) -> None:
    if kernel.poll() is None:
        os.killpg(kernel.pid, signal.SIGKILL)


ORDINARY: Final = Ordinary()


def forked(address: str, order: dict[str, Any]) -> ForkedKernel | None:
    """Have the zygote fork a kernel; None if it is gone or cannot fork now."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.settimeout(_ANSWER_SECONDS)
        connection.connect(address)
        socket.send_fds(connection, [json.dumps(order).encode()], [1, 2])
        answer = json.loads(connection.recv(_PACKET_BYTES) or "{}")
    except OSError:
        answer = {}
    if "pid" not in answer:
        connection.close()
        return None
    return ForkedKernel(connection, answer["pid"])


class ForkedKernel:
    """A kernel that is the zygote's child: what ``subprocess.Popen`` is to an ordinary one.

    Signals go through the zygote, which alone can tell that the number is still this kernel's.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self._connection = connection
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code; None while it runs."""
        return self._answer(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, when it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            If it takes longer than so many seconds.
        """
        code = self._answer(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(COMMAND, timeout or 0.0)
        return code

    def _answer(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            try:
                self._connection.settimeout(timeout)
                packet = self._connection.recv(_PACKET_BYTES)
                # An end without an answer: the zygote is dead, and the kernel with it.
                self.returncode = json.loads(packet)["exit"] if packet else _KILLED
            except (BlockingIOError, TimeoutError):
                return None
            except OSError:
                self.returncode = _KILLED
            self._connection.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and all it has started; nothing happens if it has ended."""
        if self.poll() is None:
            try:
                self._connection.send(json.dumps({"signal": number}).encode())
            except OSError:
                self.returncode = _KILLED

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkingProvisioner(LocalProvisioner):
    """Kernels from the zygote at ``address``; ordinary ones of a ``generation`` without it.

    Both know ``environment`` and nothing else of this process's. ``first`` are calls that the
    zygote makes before it forks, ``module:function`` → argument.
    """

    process: Any = None
    address = Unicode()
    environment = Dict()
    first = Dict()
    generation = Int()

    def _finalize_env(self, env: dict[str, str]) -> None:
        env.clear()
        env.update(self.environment)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; where that is refused, start an ordinary one."""
        # It names whom an ordinary kernel must not outlive; a forked one dies with the zygote.
        alone = {k: v for k, v in kwargs["env"].items() if k != "JPY_PARENT_PID"}
        folder = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109  a word for JSON
        order = {
            "arguments": cmd[len(COMMAND) :],
            "environment": alone,
            "first": self.first,
            "folder": folder,
        }
        kernel = forked(self.address, order) if self.address else None
        if kernel is None:
            info = await super().launch_kernel(cmd, **kwargs)
            ORDINARY.add(self.process, self.generation)
            return info
        self.process, self.pid, self.pgid, self.cwd = kernel, kernel.pid, None, folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and see it ended: whoever asks next would look a tenth later."""
        process = self.process
        await super().kill(restart)
        if process is not None:
            process.wait(_KILL_SECONDS)


class PageKernelManager(AsyncKernelManager):
    """Starts one kernel for one page, as its configuration says."""

    client_factory = Type(PageClient)
    address = Unicode(config=True)
    environment = Dict(config=True)
    first = Dict(config=True)
    generation = Int(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Our own: what is installed on a machine must not change a page."""
        # Run from its sources, the package has not told Jupyter its name.
        KernelProvisionerFactory.instance().provisioners.setdefault(NAME, _ENTRY)
        names = ("address", "environment", "first", "generation")
        settings = {name: getattr(self, name) for name in names}
        provisioner = {"provisioner_name": NAME, "config": settings}
        return KernelSpec(
            argv=[*COMMAND, "-f", "{connection_file}"],
            display_name=NAME,
            language="python",
            metadata={"kernel_provisioner": provisioner},
        )
