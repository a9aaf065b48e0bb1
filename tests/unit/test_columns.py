import pandas as pd

from takeup.columns import constant, distinct, joined, recode, spread


def texts(column: pd.Series) -> list[str]:
    return column.astype("str").tolist()


def test_a_column_is_its_distinct_texts_and_who_holds_them() -> None:
    column = pd.Series(["b", "a", "b"], dtype="str", index=[5, 6, 7])

    codes, found = distinct(column)

    assert (codes.tolist(), found.tolist()) == ([0, 1, 0], ["b", "a"])
    assert spread(found.str.upper(), codes, column.index).to_dict() == {5: "B", 6: "A", 7: "B"}


def test_every_distinct_text_is_changed_once() -> None:
    seen: list[str] = []

    def change(text: str) -> str:
        seen.append(text)
        return text.strip()

    changed = recode(pd.Series(["a", " a", "a", "b"], dtype="category"), change)

    assert texts(changed) == ["a", "a", "a", "b"]
    assert sorted(seen) == [" a", "a", "b"]


def test_a_category_that_no_row_holds_does_no_harm() -> None:
    column = pd.Series(pd.Categorical(["a"], categories=["unused", "a"]))

    assert texts(recode(column, str.upper)) == ["A"]


def test_a_constant_holds_one_text_in_every_row() -> None:
    column = constant("x", pd.Index([3, 9]))

    assert column.astype("str").to_dict() == {3: "x", 9: "x"}


def test_lists_and_categories_are_joined_in_their_order() -> None:
    pieces = [["a", "b"], pd.Categorical(["b", "c"]), [], pd.Categorical(["a"]), ["", "ü"]]

    assert list(joined(pieces)) == ["a", "b", "b", "c", "a", "", "ü"]
