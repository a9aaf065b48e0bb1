"""Who makes the pages: threads that each drive a kernel, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

from takeup.errors import UsageError
from takeup.kernels.home import close_homes
from takeup.order import Workers

_SCHEDULER_SECONDS: Final = 20
# Of what does not come from the page itself: a shared folder that is away for a moment.
_RETRIES: Final = 2


@contextmanager
def open_pool(workers: Workers) -> Iterator[Executor]:
    """Executor of a run; whoever interrupts the run does not wait for pages not finished.

    Raises
    ------
    UsageError
        If the scheduler of a cluster cannot be reached, has no workers, or cannot be talked to.
    """
    with _cluster(workers.scheduler) if workers.scheduler else _threads(workers.jobs) as pool:
        yield pool


@contextmanager
def _threads(jobs: int) -> Iterator[Executor]:
    pool = ThreadPoolExecutor(jobs)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        # Pages that still run lose their kernels, and end.
        close_homes()
        pool.shutdown()
        close_homes()


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    client = _client(address)
    pool = client.get_executor(pure=False, retries=_RETRIES)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False)
        client.close()


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError("cluster_missing") from None
    connect: Any = distributed.Client  # it has no types
    try:
        client = connect(address, timeout=_SCHEDULER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError("scheduler_unreachable", address=address, reason=error) from error
    try:
        client.wait_for_workers(1, timeout=_SCHEDULER_SECONDS)
    except TimeoutError as error:
        client.close()
        raise UsageError("scheduler_without_workers", address=address) from error
    return client
