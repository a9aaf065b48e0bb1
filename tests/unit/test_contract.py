import pandas as pd
import pytest

from takeup.contract import Contract, Field
from takeup.errors import ContractError
from takeup.formats import Formats

GERMAN = Formats(words={"unknown": ("k.A.",), "zero": ("-",), "suppressed": ("<3",)})


def contract(*fields: Field) -> Contract:
    return Contract("cases", "Fälle", "", fields, (fields[0].name,))


def cast(kind: str, *texts: str, formats: Formats = GERMAN, **properties: object):
    column = Field("x", kind, "X", **properties)
    return contract(column).cast(pd.DataFrame({"x": list(texts)}), formats)


def rules(result) -> list[tuple[int, str]]:
    return list(zip(result.problems["index"], result.problems["rule"], strict=True))


def test_a_dot_groups_thousands_and_never_marks_a_fraction():
    assert cast("integer", "1.234", "12.050", "1.234.567").frame["x"].tolist() == [
        1234,
        12050,
        1234567,
    ]


@pytest.mark.parametrize(
    "text",
    ["1.23", "12.3456", "1,5", "1.234,5", "1e3", "0x10", "²", "1 2", "1\u00a02", "1,000"],
)
def test_what_is_no_whole_number_is_a_problem_of_a_count_column(text):
    result = cast("integer", "7", text)
    assert rules(result) == [(1, "not_an_integer")]
    assert result.frame["x"].tolist() == [7]


def test_no_break_spaces_group_thousands_and_a_typographic_minus_is_a_minus():
    assert cast("integer", "1\u00a0234", "1\u202f234", "\u22123").frame["x"].tolist() == [
        1234,
        1234,
        -3,
    ]


@pytest.mark.parametrize("thousands", [" ", "'"])
def test_a_thousands_dot_that_was_not_declared_is_no_decimal_point(thousands):
    # 1.000 would pass for the whole number 1.
    result = cast("integer", "1.000", formats=Formats(thousands=thousands))

    assert rules(result) == [(0, "not_an_integer")]


def test_a_decimal_comma_is_read_in_number_columns():
    assert cast("number", "1.234,5", "0,25").frame["x"].tolist() == [1234.5, 0.25]


def test_days_and_months_never_swap():
    result = cast("date", "01.09.2024", "13.09.2024")
    assert [str(day.date()) for day in result.frame["x"]] == ["2024-09-01", "2024-09-13"]


@pytest.mark.parametrize("text", ["03.09.0024", "31.09.2024", "2024-09-01", "45536", "1.9.24"])
def test_a_date_in_another_form_is_a_problem_and_never_guessed(text):
    assert rules(cast("date", text)) == [(0, "not_a_date")]


def test_yes_and_no_are_words_of_the_sender_and_nothing_else_is_true():
    result = cast("boolean", "ja", "Nein", "vielleicht")
    assert result.frame["x"].tolist() == [True, False]
    assert rules(result) == [(2, "not_yes_or_no")]


def test_zero_unknown_and_suppressed_are_different_states():
    result = cast("integer", "0", "-", "k.A.", "<3", "", states=True)
    assert result.frame["x_state"].tolist() == [
        "value",
        "value",
        "unknown",
        "suppressed",
        "unknown",
    ]
    assert result.frame["x"].isna().tolist() == [False, False, True, True, True]


def test_all_problems_of_a_table_are_reported_at_once():
    fields = (
        Field("k", "string", "K", pattern=r"99\d{12}"),
        Field("n", "integer", "N", minimum=0),
    )
    text = pd.DataFrame({"k": ["9,9E+13", "99115005104000"], "n": ["-1", "zwei"]})
    result = contract(*fields).cast(text, GERMAN)
    assert sorted(rules(result)) == [
        (0, "below_minimum"),
        (0, "pattern"),
        (1, "not_an_integer"),
    ]
    assert result.frame.empty


def test_a_required_cell_must_hold_a_value():
    assert rules(cast("integer", "", "k.A.", "3", required=True)) == [
        (0, "required"),
        (1, "required"),
    ]


def test_a_value_outside_the_list_is_a_problem():
    assert rules(cast("string", "a", "c", enum=("a", "b"))) == [(1, "not_in_list")]


def test_the_index_of_the_text_is_kept():
    text = pd.DataFrame({"x": ["1", "x", "3"]}, index=[5, 6, 9])
    result = contract(Field("x", "integer", "X")).cast(text, GERMAN)
    assert result.frame.index.tolist() == [5, 9]
    assert result.problems["index"].tolist() == [6]


def test_a_frame_that_breaks_the_contract_is_refused():
    rule = contract(Field("x", "integer", "X"))
    rule.check(pd.DataFrame({"x": [1, 2]}, dtype="Int64"))
    with pytest.raises(ContractError, match="fehlt"):
        rule.check(pd.DataFrame({"y": [1]}))
    with pytest.raises(ContractError, match="int64 statt Int64"):
        rule.check(pd.DataFrame({"x": [1]}, dtype="int64"))
    with pytest.raises(ContractError, match="mehrfach"):
        rule.check(pd.DataFrame({"x": [1, 1]}, dtype="Int64"))


def test_a_column_that_was_not_delivered_is_not_cast():
    fields = (Field("x", "integer", "X"), Field("row", "integer", "Zeile", required=True))
    result = contract(*fields).cast(pd.DataFrame({"x": ["1"]}), GERMAN)
    assert list(result.frame.columns) == ["x"]
    assert result.problems.empty


def test_a_category_column_is_cast_like_a_text_column():
    texts = ["1.234", "zwei", " 7 ", "zwei"]
    rule = contract(Field("x", "integer", "X"))
    plain = rule.cast(pd.DataFrame({"x": texts}), GERMAN)
    coded = rule.cast(pd.DataFrame({"x": pd.Categorical(texts)}), GERMAN)
    assert coded.frame.equals(plain.frame)
    assert coded.problems.equals(plain.problems)
