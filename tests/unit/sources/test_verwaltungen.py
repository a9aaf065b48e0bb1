"""Names of administrations, in whatever spelling."""

import dataclasses

import pytest

from takeup.errors import ParameterError
from takeup.params import Params
from takeup.sources.verwaltungen import Register


@pytest.mark.parametrize(
    "name",
    ["Heide", "Stadt Heide", "Heide, Stadt", "STADT  HEIDE", "heide\u00a0", "stadt-heide"],
)
def test_an_administration_is_known_in_every_spelling(params: Params, name: str) -> None:
    assert Register.of(params).slug(name) == "stadt-heide"


@pytest.mark.parametrize(
    "name",
    [
        "Büsum-Wesselburen",
        "Bu\u0308sum-Wesselburen",
        "Buesum-Wesselburen",
        "BÜSUM-WESSELBUREN ",
    ],
)
def test_umlauts_are_one_name_in_all_their_forms(params: Params, name: str) -> None:
    assert Register.of(params).slug(name) == "amt-buesum-wesselburen"


@pytest.mark.parametrize("name", ["Büsum", "Hamburg", "", "Heide Umland Heide"])
def test_a_name_that_is_not_agreed_belongs_to_nobody(params: Params, name: str) -> None:
    assert Register.of(params).slug(name) == ""


def test_a_name_of_two_administrations_is_refused(params: Params) -> None:
    heide = params.verwaltungen["stadt-heide"].model_copy(update={"aliase": ("BRUNSBÜTTEL",)})
    changed = dataclasses.replace(
        params, verwaltungen=params.verwaltungen | {"stadt-heide": heide}
    )

    with pytest.raises(ParameterError, match=r"(?i)brunsbüttel"):
        Register.of(changed)
