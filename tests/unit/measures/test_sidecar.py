"""Sidecars are strict, and their cross references hold."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from pydantic import ValidationError

from takeup.measures import COUNTS, RATES
from takeup.measures.sidecar import load_sidecars, read_sidecar

SIDECARS = load_sidecars()


def text(name, **changes):
    source = files("takeup.measures").joinpath(f"{name}.yml").read_text(encoding="utf-8")
    return yaml.safe_dump({**yaml.safe_load(source), **changes}, allow_unicode=True)


def test_all_registered_measures_load_in_the_order_of_the_registry():
    assert list(SIDECARS) == [*COUNTS, *RATES]
    kinds = {name: sidecar.kind for name, sidecar in SIDECARS.items()}
    assert kinds == dict.fromkeys(COUNTS, "count") | dict.fromkeys(RATES, "rate")


def test_rates_divide_registered_counts():
    used = {
        each
        for name in RATES
        for each in (SIDECARS[name].numerator, SIDECARS[name].denominator)
    }
    assert used <= set(COUNTS)


def test_parts_are_registered_counts():
    assert {part for sidecar in SIDECARS.values() for part in sidecar.parts} <= set(COUNTS)


def test_every_measure_has_its_own_name_and_short_name():
    for field in ("name", "short"):
        values = [getattr(sidecar, field) for sidecar in SIDECARS.values()]
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("visits", {"nam": "x"}),
        ("visits", {"unit": 3}),
        ("visits", {"kind": "sum"}),
        ("visits", {"additive": ["weeks"]}),
        ("visits", {"denominator": "population"}),
        ("reach", {"denominator": None}),
        ("reach", {"scale": 100}),
    ],
)
def test_a_wrong_sidecar_is_refused(name, changes):
    with pytest.raises(ValidationError):
        read_sidecar(text(name, **changes))


def test_a_sidecar_cannot_be_changed():
    with pytest.raises(ValidationError):
        SIDECARS["visits"].unit = "Klicks"
