"""Invented Kreise: as many and as large as in Germany, and none of them real."""

import statistics

import numpy as np
import pytest

from takeup.regions import check_ars, kreis_key, long_ars
from takeup.rehearsal.kreis import Kreis, draw, facts, size
from takeup.rehearsal.project import Base

GERMANY = range(1, 401)
# Regional keys begin with the Land; there are sixteen.
LAENDER = {f"{number:02d}" for number in range(1, 17)}


@pytest.fixture(scope="module")
def kreise(base: Base) -> list[Kreis]:
    return [draw(number, base.kinds()) for number in GERMANY]


def test_400_kreise_have_about_11_000_administrations(kreise: list[Kreis]) -> None:
    sizes = [len(each.offices) for each in kreise]

    assert sum(sizes) == pytest.approx(11_000, rel=0.02)
    assert statistics.median(sizes) < statistics.mean(sizes)
    assert min(sizes) >= 4
    assert 80 < max(sizes) <= 100


def test_400_kreise_have_the_residents_of_germany(kreise: list[Kreis]) -> None:
    assert sum(each.residents for each in kreise) == pytest.approx(82e6, rel=0.05)


def test_the_residents_of_a_kreis_are_those_of_its_aemter_and_towns(
    kreise: list[Kreis],
) -> None:
    for each in kreise:
        *others, whole = each.offices
        assert whole.kind == "Kreis"
        assert whole.residents == sum(office.residents for office in others)


def test_keys_are_valid_unique_in_germany_and_of_no_land(kreise: list[Kreis]) -> None:
    keys = [office.key for each in kreise for office in each.offices]

    assert len(set(keys)) == len(keys)
    assert not {check_ars(key)[:2] for key in keys} & LAENDER
    assert {len(long_ars(key)) for key in keys} == {12}
    for each in kreise:
        assert kreis_key(office.key for office in each.offices) == each.offices[-1].key


def test_names_are_unique_in_germany_and_say_that_they_are_invented(
    kreise: list[Kreis],
) -> None:
    offices = [office for each in kreise for office in each.offices]

    for name in ("slug", "name"):
        assert len({getattr(office, name) for office in offices}) == len(offices)
    for office in offices:
        assert office.slug.startswith("muster-")
        assert office.name.startswith("Muster-")
        assert office.short_name.startswith("Muster-")
    assert offices[0].name == "Muster-Stadt 001 (Kreis 001)"


def test_a_kreis_is_the_same_alone_and_among_others(kreise: list[Kreis], base: Base) -> None:
    alone = draw(17, base.kinds())

    assert alone.offices == kreise[16].offices
    assert len(alone.offices) == size(17)
    assert alone.offices != kreise[17].offices


def test_everybody_takes_after_an_administration_of_its_own_kind(
    kreise: list[Kreis], base: Base
) -> None:
    kinds = base.kinds()

    for each in kreise:
        assert all(office.like in kinds[office.kind] for office in each.offices)


def test_the_ewa_begins_on_a_monday_everywhere_but_at_the_kreis(kreise: list[Kreis]) -> None:
    for each in kreise:
        *others, whole = each.offices
        assert whole.ewa is None
        assert all(office.ewa and office.ewa.weekday() == 0 for office in others)


def test_sizes_stay_between_their_limits() -> None:
    rule = facts()["administrations"]
    sizes = np.array([size(number) for number in range(1, 1000)])

    assert sizes.min() >= rule["fewest"]
    assert sizes.max() <= rule["most"]
