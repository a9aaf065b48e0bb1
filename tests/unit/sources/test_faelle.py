import pandas as pd

HUND = ["99102013104000", "Hund anmelden"]
PATH = "2024-09/stadt-heide/faelle_2024-09.xlsx"
CHANNELS = ["online", "assisted", "counter", "post", "phone"]


def test_zero_not_applicable_unknown_and_suppressed_stay_four_things(take_in, faelle) -> None:
    content = faelle([*HUND, "-", "x", "k.A.", "<3", None, "x", "k.A."])

    row = take_in({PATH: content}).frames["faelle"].iloc[0]

    states = [row[f"{name}_state"] for name in CHANNELS]
    assert states == ["value", "not_applicable", "unknown", "suppressed", "unknown"]
    assert row["online"] == 0
    assert all(row[name] is pd.NA for name in CHANNELS[1:])


def test_the_month_comes_from_the_file_name(take_in, faelle) -> None:
    staged = take_in({PATH: faelle([*HUND, 1, 0, 2, 3, 4, "x", 10])})

    row = staged.frames["faelle"].iloc[0]
    assert row["month"] == "2024-09"
    assert (row["sheet"], row["row"]) == ("Fallzahlen", 6)
    assert staged.findings.empty


def test_the_totals_row_is_excluded_and_checked(take_in, faelle) -> None:
    rows = [[*HUND, 1, 0, 2, 3, 4, "x", 10], ["Summe", None, 1, 0, 2, 3, 5, 0, 10]]

    staged = take_in({PATH: faelle(*rows)})

    finding = staged.findings.iloc[0]
    assert len(staged.frames["faelle"]) == 1
    assert (finding["rule"], finding["row"], finding["sheet"]) == (
        "total_mismatch", 7, "Fallzahlen",
    )  # fmt: skip
    assert (finding["raw"], finding["detail"]) == ("5", "4")


def test_channels_that_do_not_add_up_are_reported_and_stay(take_in, faelle) -> None:
    staged = take_in({PATH: faelle([*HUND, 1, "x", 2, 3, 4, "x", 11])})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["column"]) == ("sum_mismatch", "Gesamt")
    assert (finding["raw"], finding["detail"]) == ("11", "10")
    assert len(staged.frames["faelle"]) == 1


def test_a_sum_over_an_unknown_channel_cannot_be_checked(take_in, faelle) -> None:
    assert take_in({PATH: faelle([*HUND, 1, 0, 2, 3, "k.A.", "x", 99])}).findings.empty


def test_more_eligible_cases_than_cases_are_reported(take_in, faelle) -> None:
    staged = take_in({PATH: faelle([*HUND, 1, 0, 0, 0, 0, 2, 1])})

    assert staged.findings["rule"].tolist() == ["eligible_exceeds_total"]


def test_a_number_written_as_text_with_thousands_is_that_number(take_in, faelle) -> None:
    staged = take_in({PATH: faelle([*HUND, "1.234", 0, 0, 0, 0, "x", " 1.234 "])})

    assert staged.frames["faelle"]["total"].tolist() == [1234]


def test_a_fraction_in_a_cell_is_no_count(take_in, faelle) -> None:
    staged = take_in({PATH: faelle([*HUND, 1.234, 0, 0, 0, 0, "x", 1])})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["raw"]) == ("not_an_integer", "1,234")
    assert finding["column"] == "Eingang digital / Online"
