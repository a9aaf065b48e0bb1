"""Whoever makes a page, and in whatever kernel: the bytes are the same."""

from collections.abc import Iterator

import pytest

from .conftest import MONTH, Place

PAGE = "monatsbericht-stadt-heide.html"


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A dask cluster of one worker on this machine."""
    from distributed import LocalCluster

    settings = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**settings) as cluster:
        yield cluster.scheduler_address


def rebuilt(place: Place, *options: str) -> bytes:
    """The page of one administration, made anew."""
    page = place.outputs / MONTH / PAGE
    page.unlink()
    place.succeed("report", "--month", MONTH, "--verwaltung", "stadt-heide", *options)
    return page.read_bytes()


def test_an_ordinary_kernel_alone_makes_the_page_of_many_forked_ones(published: Place) -> None:
    before = (published.outputs / MONTH / PAGE).read_bytes()
    assert rebuilt(published, "--kernel", "ordinary", "--jobs", "1") == before


def test_a_cluster_makes_the_same_page(published: Place, scheduler: str) -> None:
    before = (published.outputs / MONTH / PAGE).read_bytes()
    assert rebuilt(published, "--scheduler", scheduler) == before
