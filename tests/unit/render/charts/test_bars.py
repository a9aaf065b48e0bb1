import dataclasses
import re
from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.charts import Keys, Words, bar_chart

NAMES = Keys("leistung_id", {"a": "Hund anmelden", "b": "Wohngeld", "c": "Gewerbe anmelden"})
COLUMNS = ["leistung_id", "value", "status", "compared", "compared_status"]


def _frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


FRAME = _frame(
    ("c", 20, "partial", None, "unknown"),
    ("b", None, "suppressed", 3, "ok"),
    ("a", 40, "ok", 50, "ok"),
)


def _bars(svg: str) -> list[str]:
    paths = re.findall(r'<path d="[^"]*z"[^>]*>', svg)
    return [path for path in paths if " id=" not in path]  # definitions of marks


def test_bars_stand_in_the_order_of_the_keys(words: Words) -> None:
    figure = bar_chart(FRAME, NAMES, "integer", words)
    assert figure.table.rows == (
        ("Hund anmelden", "40"),
        ("Wohngeld", "·"),
        ("Gewerbe anmelden", "(20)"),
    )


def test_a_hidden_number_is_a_sign_and_not_a_bar(words: Words) -> None:
    figure = bar_chart(FRAME, NAMES, "integer", words)
    assert len(_bars(figure.wide_svg)) == 2
    assert ">·</text>" in figure.wide_svg
    assert ">·</text>" in figure.narrow_svg


def test_a_category_without_a_row_is_unknown(words: Words) -> None:
    figure = bar_chart(FRAME[FRAME["leistung_id"] != "b"], NAMES, "integer", words)
    assert figure.table.rows[1] == ("Wohngeld", "…")


def test_a_partial_number_is_a_pale_bar_and_explained(words: Words) -> None:
    figure = bar_chart(FRAME, NAMES, "integer", words)
    assert 'fill="#c5cfec"' in figure.wide_svg
    assert "heller Balken: unvollständig" in figure.wide_svg


def test_a_mark_to_compare_with_is_named_and_in_the_table(words: Words) -> None:
    figure = bar_chart(FRAME, NAMES, "integer", words, mark="September 2023")
    assert ">September 2023</text>" in figure.wide_svg
    assert figure.table.columns[2] == "September 2023"
    assert [row[2] for row in figure.table.rows] == ["50", "3", "…"]


def test_bars_are_proportional_from_zero(words: Words) -> None:
    frame = _frame(("a", 40, "ok", 0, "ok"), ("b", 10, "ok", 0, "ok"), ("c", 0, "ok", 0, "ok"))
    figure = bar_chart(frame, NAMES, "integer", words)
    widths = []
    for path in _bars(figure.wide_svg):
        xs = [float(x) for x in re.findall(r"[ML] ([\d.]+)", path)]
        widths.append(max(xs) - min(xs))
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.5)
    assert widths[2] == 0


@pytest.mark.parametrize("mark", ["", "September 2023"])
def test_no_text_leaves_the_drawing(
    words: Words, outside: Callable[[str], list[str]], hostile: str, mark: str
) -> None:
    keys = Keys("leistung_id", {key: f"{hostile} {key}" for key in "abc"})
    long = dataclasses.replace(words, unit=hostile)
    figure = bar_chart(FRAME, keys, "integer", long, mark=mark and hostile)
    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []
    assert "<img" not in figure.wide_svg


def test_text_is_large_enough_on_a_phone(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    figure = bar_chart(FRAME, NAMES, "integer", words)
    assert min(label.size for label in labels(figure.narrow_svg)) * 288 / 320 >= 11  # type: ignore[attr-defined]


def test_only_hidden_numbers_can_be_drawn(words: Words) -> None:
    figure = bar_chart(_frame(("a", None, "unknown", None, "unknown")), NAMES, "integer", words)
    assert _bars(figure.wide_svg) == []


def test_two_values_for_a_category_are_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="mehrere Werte"):
        bar_chart(pd.concat([FRAME, FRAME]), NAMES, "integer", words)


def test_the_same_data_give_the_same_bytes(words: Words) -> None:
    first, second = (bar_chart(FRAME, NAMES, "integer", words) for _ in range(2))
    assert first == second
