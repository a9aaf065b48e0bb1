"""The sources and their contracts."""

from pathlib import Path

import pytest

from takeup.params import Params
from takeup.sources import SOURCES, registry
from takeup.sources.registry import LOGS
from takeup.sources.source import Source

FOLDER = Path(registry.__file__).parent


def test_every_contract_has_its_module_and_its_place_in_the_list() -> None:
    both = SOURCES | LOGS
    assert sorted(both) == sorted(path.stem for path in FOLDER.glob("*.yml"))
    for name in both:
        assert (FOLDER / f"{name}.py").is_file()


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_a_contract_keeps_where_each_row_came_from(source: Source) -> None:
    assert {"file", "sheet", "row", "folder_month"} <= source.fields
    assert source.time in source.fields
    assert set(source.contract.primary_key) <= source.fields


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_every_field_has_a_german_title_and_says_what_it_means(source: Source) -> None:
    assert source.contract.title
    assert source.contract.description
    assert all(field.title and field.description for field in source.contract.fields)


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_every_source_has_a_mapping_whose_columns_are_in_its_contract(
    source: Source, params: Params
) -> None:
    mappings = [each for each in params.quellen.values() if each.quelle == source.name]

    assert mappings
    for quelle in mappings:
        assert quelle.spalten.keys() <= source.fields
