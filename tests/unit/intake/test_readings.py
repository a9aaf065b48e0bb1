from pathlib import Path

from takeup.intake.folders import Delivery
from takeup.intake.readings import Reading, read
from takeup.intake.rows import Table
from takeup.mapping import Quelle
from takeup.sources.source import read_tabular


def reading(tmp_path: Path, name: str, text: str, *quellen: Quelle) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    delivery = Delivery(path, name, "stadt-heide", "2024-09")
    named = {f"m{number}": quelle for number, quelle in enumerate(quellen)}
    return read(delivery, named, {"antraege": read_tabular}, no_log)


def no_log(path: Path, quelle: Quelle) -> Table:
    raise AssertionError(path, quelle)


def test_a_file_is_read_by_the_mapping_its_name_fits(tmp_path: Path, quelle: Quelle) -> None:
    result = reading(tmp_path, "A.CSV", "Leistung;Anträge\nx;1\n", quelle)

    assert result.table is not None
    assert (result.mapping, result.source) == ("m0", "antraege")
    assert len(result.sha256) == 64


def test_a_file_no_mapping_fits_is_reported(tmp_path: Path, quelle: Quelle) -> None:
    result = reading(tmp_path, "notiz.docx", "x", quelle)

    assert result.table is None
    assert [each.rule for each in result.findings] == ["unknown_file"]


def test_the_second_mapping_counts_if_the_first_lacks_columns(
    tmp_path: Path, quelle: Quelle, spec: dict[str, object]
) -> None:
    other = Quelle.model_validate(
        spec | {"spalten": {"leistung": ["Dienst"], "count": ["Anzahl"]}, "beiwerk": {}}
    )

    result = reading(tmp_path, "a.csv", "Dienst;Anzahl\nx;1\n", quelle, other)

    assert result.mapping == "m1"
    assert result.findings == []


def test_an_unreadable_file_is_one_finding_and_no_exception(
    tmp_path: Path, quelle: Quelle
) -> None:
    result = reading(tmp_path, "a.csv", "<html>", quelle)

    assert result.table is None
    assert [each.rule for each in result.findings] == ["markup"]
    assert result.origin.source == "antraege"


def test_personal_data_is_refused_before_it_is_opened(
    tmp_path: Path, spec: dict[str, object]
) -> None:
    quelle = Quelle.model_validate(spec | {"gesperrt": ["matomo_Live."]})

    result = reading(
        tmp_path, "matomo_Live.getLastVisitsDetails.csv", "Leistung;Anträge\n", quelle
    )

    assert [each.rule for each in result.findings] == ["personal_data"]
    assert result.sha256 == ""
