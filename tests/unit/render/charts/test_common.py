import dataclasses
import math

import pytest

from takeup.errors import ContractError
from takeup.render.charts import Words
from takeup.render.charts.common import data_table, point


def test_no_word_of_a_figure_has_a_default() -> None:
    assert all(field.default is dataclasses.MISSING for field in dataclasses.fields(Words))


def test_a_hidden_value_is_not_carried_into_the_chart() -> None:
    assert math.isnan(point(2, "suppressed", "integer").value)


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ContractError):
        point(-1, "ok", "integer")


def test_the_data_table_names_unit_and_source(words: Words) -> None:
    table = data_table(("Monat", "Wert"), (("Mai 2024", "3"),), words)
    assert table.caption == "Abgesendete Vorgänge, September 2024 (Vorgänge je Monat)"
    assert table.align == ("left", "right")
    assert table.source == "Portal-Statistik"
