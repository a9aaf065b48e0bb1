import re
from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.charts import Keys, Words, completeness_grid

ROWS = Keys("verwaltung", {"heide": "Stadt Heide", "kreis": "Kreis Dithmarschen"})
COLUMNS = Keys("month", {"2024-08": "Aug 24", "2024-09": "Sep 24"})
FRAME = pd.DataFrame(
    [
        ("heide", "2024-08", "complete"),
        ("heide", "2024-09", "incomplete"),
        ("kreis", "2024-08", "missing"),
    ],
    columns=["verwaltung", "month", "state"],
)


def test_the_table_says_every_state_in_a_word(words: Words) -> None:
    figure = completeness_grid(FRAME, ROWS, COLUMNS, words)
    assert figure.table.columns == ("Bezeichnung", "Aug 24", "Sep 24")
    assert figure.table.rows == (
        ("Stadt Heide", "vollständig", "teilweise"),
        ("Kreis Dithmarschen", "fehlt", "nicht erwartet"),
    )


def test_the_table_gives_the_reason_where_there_is_one(words: Words) -> None:
    frame = FRAME.assign(note=["", "Ausfall", ""])
    rows = completeness_grid(frame, ROWS, COLUMNS, words).table.rows
    assert rows[0] == ("Stadt Heide", "vollständig", "teilweise: Ausfall")


def test_every_state_has_a_shape_of_its_own_and_a_legend(words: Words) -> None:
    svg = completeness_grid(FRAME, ROWS, COLUMNS, words).wide_svg
    shapes = set(re.findall(r'<path d="([^"]*)" id="', svg))
    assert len(shapes) >= 4
    for state in ("vollständig", "teilweise", "fehlt", "nicht erwartet"):
        assert f">{state}</text>" in svg


def test_a_state_nobody_knows_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="vielleicht"):
        completeness_grid(FRAME.assign(state="vielleicht"), ROWS, COLUMNS, words)


def test_two_states_for_a_cell_are_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="mehrere Werte"):
        completeness_grid(pd.concat([FRAME, FRAME]), ROWS, COLUMNS, words)


def test_no_text_leaves_the_drawing(
    hostile_words: Words, hostile: str, outside: Callable[[str], list[str]]
) -> None:
    rows = Keys("verwaltung", {key: f"{hostile} {key}" for key in ROWS.names})
    columns = Keys("month", {f"2024-{at:02d}": f"{hostile} {at}" for at in range(1, 13)})
    figure = completeness_grid(FRAME, rows, columns, hostile_words)
    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []


def test_text_is_large_enough_on_a_phone(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    figure = completeness_grid(FRAME, ROWS, COLUMNS, words)
    assert min(label.size for label in labels(figure.narrow_svg)) * 288 / 320 >= 11  # type: ignore[attr-defined]
