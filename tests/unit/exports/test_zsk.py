"""The export for the statistics office: real keys, protected counts, four states."""

from takeup.exports import zsk

from .conftest import BEWOHNER, EWA, HUND, figure, hidden


def lines(tmp_path, data) -> list[str]:
    zsk.write(tmp_path / "zsk.csv", data)
    return (tmp_path / "zsk.csv").read_text(encoding="utf-8").splitlines()


def test_a_row_is_month_key_region_count_and_state(tmp_path, month):
    rows = [
        figure(value=7),
        figure(value=12, verwaltung="amt-mitteldithmarschen", status="partial"),
        figure(value=3, verwaltung="kreis-dithmarschen", leistung_id=BEWOHNER),
    ]
    assert lines(tmp_path, month(measures=rows)) == [
        "monat;leika;ars;anzahl;zustand",
        f"2024-09;{HUND};010510044044;7;vollständig",
        f"2024-09;{HUND};010515175000;12;unvollständig",
        f"2024-09;{BEWOHNER};010510000000;3;vollständig",
    ]


def test_zero_hidden_and_unknown_are_three_things(tmp_path, month):
    rows = [
        figure(value=0),
        hidden(leistung_id=EWA),
        figure(value=None, leistung_id=BEWOHNER, status="unknown"),
    ]
    assert lines(tmp_path, month(measures=rows))[1:] == [
        f"2024-09;{HUND};010510044044;0;vollständig",
        f"2024-09;{BEWOHNER};010510044044;;unbekannt",
        f"2024-09;{EWA};010510044044;;geheim",
    ]


def test_totals_other_months_other_measures_and_services_offline_have_no_row(tmp_path, month):
    rows = [
        figure(leistung_id="alle"),
        figure(verwaltung="alle"),
        figure(month="2024-08"),
        figure("started"),
        figure(value=None, status="not_applicable"),
    ]
    assert lines(tmp_path, month(measures=rows)) == ["monat;leika;ars;anzahl;zustand"]
