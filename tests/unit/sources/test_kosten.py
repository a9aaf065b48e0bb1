import pytest

PATH = "2024-09/stadt-heide/kosten_2024-09.csv"
HEADER = "Monat;Zahl der Monate;LeiKa-Schlüssel;Leistung;Kosten in Euro;Preisstand;Enthalten\n"
BIRTH = "99027002012000"


def test_costs_are_read_by_service_and_for_all(take_in) -> None:
    text = HEADER + f"09.2024;1;{BIRTH};Geburtsurkunde;1.645,40;2024;Personal\n"
    text += "01.2024;12;alle;;101500,00;2023;Personal, Sachkosten\n"

    staged = take_in({PATH: text})

    fields = ["month", "months", "leistung_id", "cost_eur", "price_year", "includes"]
    assert staged.frames["kosten"][fields].to_numpy().tolist() == [
        ["2024-09", 1, BIRTH, 1645.4, 2024, "Personal"],
        ["2024-01", 12, "", 101500.0, 2023, "Personal, Sachkosten"],
    ]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (f"09.2024;1;{BIRTH};;-5,00;2024;Personal", "below_minimum"),
        (f"09.2024;13;{BIRTH};;5,00;2024;Personal", "above_maximum"),
        (f"09.2024;1;{BIRTH};;5,00;24;Personal", "below_minimum"),
        ("09.2024;1;12;;5,00;2024;Personal", "bad_leika"),
        # A number here could be a small count.
        (f"09.2024;1;{BIRTH};;5,00;2024;2 Fälle zu je 2,50", "pattern"),
    ],
)
def test_what_cannot_be_a_cost_goes_to_quarantine(take_in, row: str, rule: str) -> None:
    staged = take_in({PATH: HEADER + row + "\n"})

    assert staged.frames["kosten"].empty
    assert staged.findings["rule"].tolist() == [rule]
