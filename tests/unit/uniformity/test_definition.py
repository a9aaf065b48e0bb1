"""The ticked definition, the weakest administration, the meanings."""

import pandas as pd
import pytest

from takeup.agreement import COMPONENTS, Einheitlich
from takeup.uniformity.definition import load_components, ticked, weakest

from .conftest import MakeFacts


def table(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    """Rows of components: name, verwaltung, numerator, denominator, unknown."""
    names = ["component", "verwaltung", "numerator", "denominator", "unknown"]
    frame = pd.DataFrame(rows, columns=names).assign(part="whole")
    known = frame["denominator"] > 0
    value = (frame["numerator"] / frame["denominator"].where(known)).astype("Float64")
    return frame.assign(value=value, status=known.map({True: "ok", False: "unknown"}))


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((19, 20, 0), "reached"),
        ((18, 20, 0), "missed"),
        ((19, 19, 1), "reached"),
        ((18, 18, 2), "open"),
        ((17, 18, 2), "open"),
        ((16, 18, 2), "missed"),
        ((0, 0, 5), "open"),
        ((0, 0, 0), "open"),
    ],
)
def test_a_threshold_is_reached_or_missed_only_if_no_unknown_could_change_it(
    facts: MakeFacts, counts: tuple[int, int, int], verdict: str
) -> None:
    agreement: Einheitlich = facts(gilt_als_einheitlich={"E5": 0.95}).agreement
    (judged,) = ticked(table(("E5", "alle", *counts)), agreement)
    assert (judged.component, judged.threshold, judged.verdict) == ("E5", 0.95, verdict)


def test_the_weakest_is_named_with_all_that_share_its_value() -> None:
    rows = table(
        ("E1", "a", 1, 2, 0),
        ("E1", "b", 2, 4, 0),
        ("E1", "c", 3, 4, 0),
        ("E1", "d", 0, 0, 4),
        ("E1", "alle", 0, 10, 0),
    )
    assert weakest(rows) == {"E1": ("a", "b")}


def test_nobody_is_weakest_where_all_are_equal_or_one_alone_is_known() -> None:
    equal = table(("E1", "a", 1, 2, 0), ("E1", "b", 2, 4, 0))
    alone = table(("E2", "a", 1, 2, 0), ("E2", "b", 0, 0, 1))
    assert weakest(pd.concat([equal, alone])) == {}


def test_every_component_has_a_meaning_and_its_example_adds_up() -> None:
    meanings = load_components()
    assert tuple(meanings) == COMPONENTS
    for each in meanings.values():
        example = each.example
        assert example.value == pytest.approx(example.numerator / example.denominator)
        assert f"{example.denominator:g}" in example.text
