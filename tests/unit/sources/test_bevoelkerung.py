from takeup.params import Params

PATH = "2022-12/kreis-dithmarschen/bevoelkerung_2022-12-31.csv"
FOOTER = (
    '__________\n"© Statistisches Amt, 2023.\nAlle Rechte vorbehalten."\nStand: 02.10.2023\n'
)


def delivery(rows: list[str], day: str = "Stichtag: 31.12.2022") -> dict[str, bytes]:
    text = "\n".join(["Bevölkerung", day, "", "Schlüssel;Name;Einwohner", *rows, ""]) + FOOTER
    return {PATH: text.encode("cp1252")}


def test_keys_keep_their_leading_zero_and_the_reference_date_is_read(take_in) -> None:
    staged = take_in(delivery(["010510044;Heide, Stadt;22114"]))

    row = staged.frames["bevoelkerung"].iloc[0]
    assert (row["ars"], row["population"]) == ("010510044", 22114)
    assert str(row["reference_date"].date()) == "2022-12-31"
    assert staged.findings.empty
    assert staged.exclusions["rows"].sum() == 4


def test_a_key_without_its_leading_zero_is_a_finding(take_in) -> None:
    staged = take_in(delivery(["10510044;Heide, Stadt;22114"]))

    assert staged.findings["rule"].tolist() == ["pattern"]


def test_an_area_that_is_no_administration_of_ours_goes_to_quarantine(take_in) -> None:
    staged = take_in(delivery(["010510999;Amt Buesum Wesselburen;1"]))

    finding = staged.findings.iloc[0]
    assert (finding["rule"], finding["raw"]) == ("unknown_area", "010510999")
    assert finding["detail"] == "Amt Büsum-Wesselburen"


def test_a_kreis_that_is_not_the_sum_of_its_parts_is_reported(take_in, params: Params) -> None:
    keys = [each.schluessel for each in params.verwaltungen.values()]
    rows = [f"{key};Name;{8 if key == '01051' else 1}" for key in keys]
    wrong = [row.replace("01051;Name;8", "01051;Name;9") for row in rows]

    assert take_in(delivery(rows)).findings.empty
    finding = take_in(delivery(wrong)).findings.iloc[0]
    assert (finding["rule"], finding["raw"], finding["detail"]) == (
        "population_sum_mismatch", "9", "8",
    )  # fmt: skip


def test_without_a_reference_date_nothing_is_guessed(take_in) -> None:
    staged = take_in(delivery(["010510044;Heide, Stadt;22114"], day=""))

    assert staged.frames["bevoelkerung"].empty
    assert "no_reference_date" in staged.findings["rule"].tolist()
    assert staged.quarantine["rule"].tolist() == ["no_reference_date"]
