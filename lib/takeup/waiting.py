"""Work that others do is waited for so that Ctrl-C is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Final, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_LISTEN_SECONDS: Final = 0.5


def each_done(
    pool: Executor, function: Callable[[_Task], _Result], tasks: Sequence[_Task]
) -> Iterator[tuple[_Task, Future[_Result]]]:
    """Tasks in the order in which they end, each with its future, which is done."""
    futures = {pool.submit(function, task): task for task in tasks}
    for future in _as_done(list(futures)):
        yield futures[future], future


def all_done(
    pool: Executor, function: Callable[[_Task], _Result], tasks: Sequence[_Task]
) -> list[_Result]:
    """Results in the order of the tasks; what one of them raises is raised as soon as it is."""
    futures = [pool.submit(function, task) for task in tasks]
    for future in _as_done(futures):
        future.result()
    return [future.result() for future in futures]


def _as_done(futures: Sequence[Future[_Result]]) -> Iterator[Future[_Result]]:
    waited_for = set(futures)
    while waited_for:
        # Python tells this thread of Ctrl-C when it wakes: another one may have got the signal.
        done, waited_for = wait(waited_for, _LISTEN_SECONDS, FIRST_COMPLETED)
        yield from (each for each in futures if each in done)
