"""How often "auffällig" is said for nothing: 200 replications of benchmarks/variation.py.

Bounds are the promised rate plus two and a half standard errors of the replications.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).parents[3] / "benchmarks/variation.py"
REPLICATIONS = 200
PROMISED = 0.01


@pytest.fixture(scope="module")
def benchmark_module():
    spec = importlib.util.spec_from_file_location("benchmark_variation", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def bound(replications):
    return PROMISED + 2.5 * np.sqrt(PROMISED * (1 - PROMISED) / replications)


@pytest.mark.parametrize("level", [3, 100, 500])
def test_a_month_without_a_change_is_hardly_ever_noticeable(benchmark_module, level):
    noise = benchmark_module.NOISES["Kreis"]
    assert benchmark_module.replicate(noise, level, 24, REPLICATIONS).quiet <= bound(
        REPLICATIONS
    )


def test_with_chance_alone_a_jump_is_found_at_500_a_month(benchmark_module):
    found = benchmark_module.replicate(
        benchmark_module.NOISES["Poisson"], 500, 24, REPLICATIONS
    )
    assert found.rise >= 0.7
    assert found.fall >= 0.8


def test_administrations_that_differ_ordinarily_are_hardly_ever_noticeable(benchmark_module):
    seen = benchmark_module.replicate_funnel(300, 0.3, 0.1, 60)
    assert seen.quiet <= bound(60 * 8)
    assert seen.quiet_winsorised > seen.quiet
