"""The project that invented Kreise are made after, and an order for the smallest of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from takeup import muster
from takeup.params import load_params
from takeup.periods import Month
from takeup.rehearsal.project import Base
from takeup.rehearsal.write import Order, write_kreis
from takeup.store import Store

ROOT = Path(__file__).parents[3]
# Four administrations.
SMALL = 183
MONTH = Month(2024, 9)


@pytest.fixture(scope="session")
def base() -> Base:
    store = Store(ROOT, ROOT / "data", ROOT / "outputs", sample=True)
    return Base(ROOT, load_params(ROOT / "params"), muster.order(store), MONTH, MONTH)


@pytest.fixture
def ordered(tmp_path: Path) -> Callable[..., Order]:
    def order(*numbers: int, first: Month = MONTH) -> Order:
        return Order(ROOT, tmp_path / "kreise", numbers, first, MONTH)

    return order


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the smallest Kreis, with the deliveries of two months."""
    target = tmp_path_factory.mktemp("kreise")
    return write_kreis(Order(ROOT, target, (SMALL,), MONTH.shift(-1), MONTH), SMALL)
