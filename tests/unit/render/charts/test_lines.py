import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable

import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.blocks import to_dict
from takeup.render.charts import Event, Keys, Words, line_chart
from takeup.render.theme import SERIES, SERIES_TEXT

Row = tuple[str, str, float | None, str]
VISITS = Keys("measure", {"visits": "Besuche"})
TWO = Keys("measure", {"visits": "Besuche", "submitted": "Abgesendete Vorgänge"})


def _frame(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["measure", "month", "value", "status"])


def _course(key: str, values: list[float | None], first: int = 1) -> list[Row]:
    return [
        (key, f"2024-{first + at:02d}", value, "unknown" if value is None else "ok")
        for at, value in enumerate(values)
    ]


def _line(svg: str, number: int = 0) -> str:
    paths = re.findall(rf'<path d="([^"]*)" fill="none" stroke="{SERIES[number]}"', svg)
    assert len(paths) == 1
    return str(paths[0])


def test_the_table_holds_every_month_of_every_series_in_time_order(words: Words) -> None:
    frame = _frame(
        ("visits", "2024-10", 1200.0, "ok"),
        ("visits", "2024-09", 1000.0, "ok"),
        ("submitted", "2024-09", 7.0, "partial"),
        ("submitted", "2024-10", None, "suppressed"),
        ("other", "2024-01", 5.0, "ok"),
    )
    figure = line_chart(frame, TWO, "integer", words)
    assert figure.table.columns == ("Monat", "Besuche", "Abgesendete Vorgänge")
    assert figure.table.rows == (
        ("September 2024", "1.000", "(7)"),
        ("Oktober 2024", "1.200", "·"),
    )


def test_months_are_sorted_by_time_and_not_by_name(words: Words) -> None:
    frame = _frame(*reversed(_course("visits", [1.0, 2.0, 3.0, 4.0])))
    xs = [
        float(pair.split()[0])
        for pair in re.split(
            "[ML] ", _line(line_chart(frame, VISITS, "integer", words).wide_svg)
        )[1:]
    ]
    assert xs == sorted(xs)


def test_a_missing_month_is_a_gap_and_never_drawn_as_zero(words: Words) -> None:
    with_gap = _frame(*_course("visits", [5.0, 6.0]), *_course("visits", [7.0, 8.0], first=4))
    figure = line_chart(with_gap, VISITS, "integer", words)
    assert _line(figure.wide_svg).count("M") == 2
    assert figure.table.rows[2] == ("März 2024", "…")


@pytest.mark.parametrize("status", ["suppressed", "unknown", "not_applicable", "too_small"])
def test_a_hidden_month_is_a_gap_with_its_sign_on_the_base_line(
    words: Words, status: str
) -> None:
    rows = _course("visits", [5.0, 6.0, 0.0, 7.0, 8.0])
    rows[2] = ("visits", "2024-03", None, status)
    figure = line_chart(_frame(*rows), VISITS, "integer", words)
    sign = figure.table.rows[2][1]
    assert _line(figure.wide_svg).count("M") == 2
    assert f">{sign}</text>" in figure.wide_svg


def test_a_zero_is_drawn(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, 0.0, 5.0]))
    figure = line_chart(frame, VISITS, "integer", words)
    assert _line(figure.wide_svg).count("M") == 1
    assert figure.table.rows[1] == ("Februar 2024", "0")


def test_a_partial_month_is_an_open_mark_and_explained(words: Words) -> None:
    rows = _course("visits", [5.0, 6.0])
    rows[1] = ("visits", "2024-02", 6.0, "partial")
    figure = line_chart(_frame(*rows), VISITS, "integer", words)
    for svg in (figure.wide_svg, figure.narrow_svg):
        assert 'fill="#ffffff"' in svg
        assert "offener Punkt: unvollständiger Monat" in svg
    assert figure.table.rows[1] == ("Februar 2024", "(6)")


def test_without_partial_months_there_is_nothing_to_explain(words: Words) -> None:
    figure = line_chart(_frame(*_course("visits", [5.0, 6.0])), VISITS, "integer", words)
    assert "offener Punkt" not in figure.wide_svg


def test_a_single_month_between_gaps_is_still_to_be_seen(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, None, 6.0, None, 7.0, 8.0]))
    marks = line_chart(frame, VISITS, "integer", words).wide_svg.count("<use")
    assert marks == 3  # January, March and the last month


def test_lines_are_named_where_they_end_in_a_readable_tone_of_their_colour(
    words: Words,
) -> None:
    frame = _frame(*_course("visits", [5.0, 6.0]), *_course("submitted", [1.0, 2.0]))
    svg = line_chart(frame, TWO, "integer", words).wide_svg
    assert f'fill="{SERIES_TEXT[0]}" font-size="13" font-weight="700"' in svg
    assert ">Besuche</text>" in svg
    assert ">Abgesendete</text>" in svg


def test_lines_differ_in_more_than_colour(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, 6.0]), *_course("submitted", [1.0, 2.0]))
    svg = line_chart(frame, TWO, "integer", words).wide_svg
    assert re.search(rf'stroke="{SERIES[1]}" stroke-dasharray', svg)
    assert not re.search(rf'stroke="{SERIES[0]}" stroke-dasharray', svg)


def test_an_event_is_named_in_the_chart_and_in_the_notes_of_the_table(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, 6.0, 7.0]))
    events = (Event("2024-02", "Kampagne Frühjahr"), Event("2023-02", "Lange her"))
    figure = line_chart(frame, VISITS, "integer", words, events)
    assert ">Kampagne Frühjahr</text>" in figure.wide_svg
    assert ">Kampagne Frühjahr</text>" in figure.narrow_svg
    assert figure.table.notes == ("Ereignis Februar 2024: Kampagne Frühjahr",)
    assert "Lange her" not in figure.wide_svg


def test_no_text_leaves_the_drawing(
    words: Words, outside: Callable[[str], list[str]], hostile: str
) -> None:
    keys = Keys("measure", {key: f"{hostile} {key}" for key in "abcd"})
    rows = [row for key in "abcd" for row in _course(key, [1234567.0] * 9)]
    events = tuple(Event(f"2024-{month:02d}", f"{hostile} {month}") for month in range(1, 10))
    long = dataclasses.replace(words, unit=hostile)
    figure = line_chart(_frame(*rows), keys, "integer", long, events)
    assert outside(figure.wide_svg) == []
    assert outside(figure.narrow_svg) == []


def test_text_is_large_enough_on_a_phone(
    words: Words, labels: Callable[[str], list[object]]
) -> None:
    figure = line_chart(_frame(*_course("visits", [5.0, 6.0])), VISITS, "integer", words)
    sizes = {label.size * 288 / 320 for label in labels(figure.narrow_svg)}  # type: ignore[attr-defined]
    assert min(sizes) >= 11


def test_hostile_words_are_only_words(hostile_words: Words, hostile: str) -> None:
    keys = Keys("measure", {"visits": hostile})
    figure = line_chart(_frame(*_course("visits", [5.0, 6.0])), keys, "integer", hostile_words)
    for svg in (figure.wide_svg, figure.narrow_svg):
        assert "<img" not in svg
        assert "\u202e" not in svg


def test_one_month_and_only_zeros_can_be_drawn(words: Words) -> None:
    figure = line_chart(_frame(("visits", "2024-09", 0.0, "ok")), VISITS, "integer", words)
    assert figure.table.rows == (("September 2024", "0"),)


def test_only_hidden_months_can_be_drawn(words: Words) -> None:
    frame = _frame(("visits", "2024-09", None, "suppressed"))
    assert ">·</text>" in line_chart(frame, VISITS, "integer", words).wide_svg


def test_the_frame_is_not_changed(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, 6.0]))
    before = frame.copy()
    line_chart(frame, VISITS, "integer", words)
    pd.testing.assert_frame_equal(frame, before)


def test_five_lines_are_refused(words: Words) -> None:
    keys = Keys("measure", dict.fromkeys("abcde", "x"))
    with pytest.raises(ContractError, match="5 Linien"):
        line_chart(_frame(*_course("a", [1.0])), keys, "integer", words)


def test_two_values_for_one_month_are_refused(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0]), *_course("visits", [6.0]))
    with pytest.raises(ContractError, match="mehrere Werte"):
        line_chart(frame, VISITS, "integer", words)


def test_nothing_to_draw_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="keine Werte"):
        line_chart(_frame(*_course("other", [5.0])), VISITS, "integer", words)


def test_a_negative_value_is_refused(words: Words) -> None:
    with pytest.raises(ContractError, match="beginnt"):
        line_chart(_frame(*_course("visits", [-5.0])), VISITS, "integer", words)


def test_the_same_data_give_the_same_bytes(words: Words) -> None:
    frame = _frame(*_course("visits", [5.0, 6.0, 7.0]))
    first, second = (line_chart(frame, VISITS, "integer", words) for _ in range(2))
    assert first == second


_PROGRAM = """
import hashlib, json
import pandas as pd
from takeup.render.blocks import to_dict
from takeup.render.charts import Keys, Words, line_chart
frame = pd.DataFrame(
    [("a", "2024-01", 1, "ok"), ("a", "2024-02", 2, "partial")],
    columns=["m", "month", "value", "status"],
)
words = Words("t", "s", "u", "q", "a", "r")
block = to_dict(line_chart(frame, Keys("m", {"a": "A"}), "integer", words))
print(hashlib.sha256(json.dumps(block).encode()).hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_block_can_travel_as_json(words: Words) -> None:
    figure = line_chart(_frame(*_course("visits", [5.0, 6.0])), VISITS, "integer", words)
    assert to_dict(figure)["kind"] == "figure"
