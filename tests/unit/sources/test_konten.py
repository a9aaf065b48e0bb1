import pytest

PATH = "2024-09/stadt-heide/konten_2024-09.csv"
HEADER = "Monat;Aktive Konten;Registrierte Konten\n"


@pytest.mark.parametrize("month", ["09.2024", "September 2024", "Sep 24", "2024-09"])
def test_accounts_are_read_whatever_the_month_looks_like(take_in, month: str) -> None:
    staged = take_in({PATH: "\ufeff" + HEADER + f"{month};120;1.450\n"})

    row = staged.frames["konten"].iloc[0]
    assert row[["month", "active_accounts", "registered_accounts"]].tolist() == [
        "2024-09", 120, 1450,
    ]  # fmt: skip
    assert staged.findings.empty


@pytest.mark.parametrize("month", ["Septembrx 2024", "45536", "", "15.09.2024"])
def test_what_is_no_month_goes_to_quarantine(take_in, month: str) -> None:
    staged = take_in({PATH: HEADER + f"{month};120;1450\n"})

    assert staged.frames["konten"].empty
    assert staged.findings["rule"].isin(["not_a_month", "required"]).all()
    assert staged.findings["raw"].tolist() == [month]


def test_more_active_than_registered_accounts_go_to_quarantine(take_in) -> None:
    staged = take_in({PATH: HEADER + "09.2024;120;12\n"})

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["raw"], finding["detail"]) == (
        "active_exceeds_registered", "120", "12",
    )  # fmt: skip
    assert staged.frames["konten"].empty


def test_registered_accounts_may_be_missing(take_in) -> None:
    staged = take_in({PATH: "Monat;Aktive Konten\n09.2024;120\n"})

    assert staged.frames["konten"]["registered_accounts"].isna().tolist() == [True]


def test_a_month_other_than_the_files_is_reported(take_in) -> None:
    staged = take_in({PATH: HEADER + "08.2024;120;1450\n"})

    assert staged.findings[["rule", "raw"]].to_numpy().tolist() == [
        ["outside_period", "2024-08"]
    ]
    assert len(staged.frames["konten"]) == 1
