"""Whoever waits for others wakes while nothing is done, and keeps the order of the tasks."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future

import pytest

from takeup import waiting


class Later(Executor):
    """Takes tasks and does one each time that somebody wakes, the last one first."""

    def __init__(self) -> None:
        self.left: list[tuple[Future[int], Callable[..., int], int]] = []
        self.woken: list[float | None] = []

    def submit(self, function, /, task):  # type: ignore[no-untyped-def]
        future: Future[int] = Future()
        self.left.append((future, function, task))
        return future

    def wait(
        self, futures: Iterable[Future[int]], seconds: float | None, _: str
    ) -> tuple[set[Future[int]], set[Future[int]]]:
        """Time passes; nothing is done when one looks for the first time."""
        self.woken.append(seconds)
        if len(self.woken) > 1:
            future, function, task = self.left.pop()
            try:
                future.set_result(function(task))
            except ValueError as error:
                future.set_exception(error)
        done = {each for each in futures if each.done()}
        return done, set(futures) - done


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Later:
    later = Later()
    monkeypatch.setattr(waiting, "wait", later.wait)
    return later


def double(number: int) -> int:
    if number < 0:
        raise ValueError("below zero")
    return 2 * number


def test_results_come_in_the_order_of_the_tasks(pool: Later) -> None:
    assert waiting.all_done(pool, double, [1, 2, 3]) == [2, 4, 6]


def test_tasks_come_in_the_order_in_which_they_end(pool: Later) -> None:
    ended = [
        (task, future.result()) for task, future in waiting.each_done(pool, double, [1, 2])
    ]
    assert ended == [(2, 4), (1, 2)]


def test_nobody_waits_without_an_end(pool: Later) -> None:
    waiting.all_done(pool, double, [1, 2, 3])
    assert len(pool.woken) == 4
    assert all(seconds is not None for seconds in pool.woken)


def test_what_a_task_raises_is_raised_while_others_still_run(pool: Later) -> None:
    with pytest.raises(ValueError, match="below"):
        waiting.all_done(pool, double, [1, 2, -1])
    assert len(pool.left) == 2
