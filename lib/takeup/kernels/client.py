"""What speaks to the kernel of a page: it begins as soon as the kernel answers."""

from __future__ import annotations

import math
import time
from queue import Empty
from typing import Final

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from zmq.asyncio import Context

_ANSWER_SECONDS: Final = 1.0
_HEARD_SECONDS: Final = 0.2
# A kernel opens its sockets after its client has; to try again at once costs nothing.
_AGAIN_MILLISECONDS: Final = 5


class PageClient(AsyncKernelClient):
    """Jupyter's client without its waits.

    That one looks for a kernel ten times a second, and then listens a fifth of a second for
    what is left of the start. Nothing of it is taken for a cell's: each message names what it
    answers.
    """

    def _context_default(self) -> Context:
        context: Context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, _AGAIN_MILLISECONDS)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard.

        Raises
        ------
        RuntimeError
            If it has died, or has not answered after so many seconds.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answers(self) -> bool:
        """Ask the kernel what it is; it also has to be heard where it tells of outputs."""
        self.kernel_info()
        try:
            answer = await self.get_shell_msg(timeout=_ANSWER_SECONDS)
            await self.get_iopub_msg(timeout=_HEARD_SECONDS)
        except Empty:
            return False
        if answer["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(answer)
        return True
