"""The project's own parameters, for the events that break series."""

from pathlib import Path

import pytest

from takeup.params import Params, load_params


@pytest.fixture(scope="session")
def params() -> Params:
    return load_params(Path(__file__).parents[3] / "params")
