"""Published data and other people's libraries; what is not there is skipped, saying so."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

DATA = Path(__file__).parents[3] / "../shared/data/effects"


@pytest.fixture
def reference() -> Callable[[str], pd.DataFrame]:
    """Read one file of methods.md §1; it belongs to others and is not part of this project."""

    def read(name: str) -> pd.DataFrame:
        if not (DATA / name).exists():
            pytest.skip(f"reference data {name} are not beside this project")
        return pd.read_csv(DATA / name)

    return read


@pytest.fixture
def oracle() -> Callable[[str], ModuleType]:
    """Import a library that offers the same estimator; the package itself never uses one."""

    def load(name: str) -> ModuleType:
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            return pytest.skip(f"oracle not installed: {error.name}")

    return load
