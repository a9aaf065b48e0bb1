"""A tiny tree of deliveries over some weeks: overwritten, resent, withdrawn, looked back at."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from takeup import ledger
from takeup.errors import DeliveryError
from takeup.intake import sniff
from takeup.params import Params, load_params
from takeup.periods import Month
from takeup.receipts import RETRIEVALS, known_on, learn, take_stock
from takeup.sources import Staged, stage
from takeup.store import Store, sha256

ROOT = Path(__file__).parents[2]
SEPTEMBER = Month(2024, 9)
OCT_1, OCT_2, OCT_20 = (datetime(2024, 10, day, 8, tzinfo=UTC) for day in (1, 2, 20))
NOV_5 = datetime(2024, 11, 5, 8, tzinfo=UTC)
HEIDE = "2024-09/stadt-heide/"
KONTEN = HEIDE + "konten_2024-09.csv"
Deliver = Callable[[str, str, datetime], Path]
Known = Callable[..., Staged]


@pytest.fixture(scope="module")
def params() -> Params:
    return load_params(ROOT / "params")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, tmp_path / "data", tmp_path / "outputs", sample=False)


@pytest.fixture
def deliver(store: Store) -> Deliver:
    """Put a file into its folder; its time is the moment it arrives."""

    def put(name: str, content: str, moment: datetime) -> Path:
        path = store.deliveries / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        return path

    return put


@pytest.fixture
def report(store: Store, params: Params) -> Known:
    """What a report of September rests on, made at a moment, as known on a day."""

    def take(now: datetime, stand: date | None = None, month: Month = SEPTEMBER) -> Staged:
        stock = take_stock(store, params, now)
        staged = stage(known_on(stock, month, stand), params, month)
        learn(stock, staged.balance)
        return staged

    return take


def konten(active: int, month: str = "09.2024") -> str:
    return f"Monat;Aktive Konten;Registrierte Konten\n{month};{active};1450\n"


def active(staged: Staged) -> list[int]:
    return staged.frames["konten"]["active_accounts"].tolist()


def entries(store: Store) -> pd.DataFrame:
    return ledger.read(store.state / ledger.FILE)


def test_the_same_file_twice_changes_nothing(deliver, report) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    once = report(OCT_2)

    deliver(HEIDE + "konten_2024-09 (1).csv", konten(120), OCT_20)
    deliver("2024-10/stadt-heide/konten_2024-09.csv", konten(120), NOV_5)
    twice = report(NOV_5)

    pd.testing.assert_frame_equal(twice.frames["konten"], once.frames["konten"])
    pd.testing.assert_frame_equal(twice.coverage, once.coverage)
    assert twice.superseded.empty
    assert twice.before.changes.empty
    assert twice.exclusions["rule"].tolist() == ["duplicate", "duplicate"]
    assert twice.findings[["rule", "raw"]].to_numpy().tolist() == [["same_file", KONTEN]] * 2


def test_a_file_sent_again_does_not_take_back_the_correction_between(deliver, report) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    deliver("2024-10/stadt-heide/konten_2024-09.csv", konten(125), OCT_20)
    deliver("2024-11/stadt-heide/konten_2024-09.csv", konten(120), NOV_5)

    assert active(report(NOV_5)) == [125]


def test_stand_rebuilds_the_month_as_known_that_day_also_after_a_file_was_overwritten(
    deliver, report
) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    then = report(OCT_2)

    deliver(KONTEN, konten(125), OCT_20)
    now, again = report(NOV_5), report(NOV_5, date(2024, 10, 15))

    assert active(now) == [125]
    assert active(again) == active(then) == [120]
    for name in ("findings", "balance", "exclusions", "coverage"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(then, name))
    assert again.stand == date(2024, 10, 15)


def test_an_overwritten_file_is_a_warning_and_its_rows_are_kept(deliver, report, store) -> None:
    path = deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)
    first = path.read_bytes()

    deliver(KONTEN, konten(125), OCT_20)
    staged = report(NOV_5)

    (finding,) = staged.findings.to_dict("records")
    assert (finding["rule"], finding["severity"]) == ("changed_in_place", "warning")
    assert finding["detail"] == "01.10.2024 / 20.10.2024"
    (row,) = staged.superseded.to_dict("records")
    assert row["file"] == KONTEN + "@2024-10-01T08:00:00Z"
    assert (row["superseded_by"], row["key"]) == (KONTEN, "stadt-heide 2024-09")
    assert '"Aktive Konten": "120"' in row["content"]
    old, new = entries(store).to_dict("records")
    assert new["supersedes"] == old["sha256"]
    assert store.archived(old["sha256"]).read_bytes() == first


def test_what_was_first_known_is_the_version_before(deliver, report) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)
    deliver(KONTEN, konten(125), OCT_20)

    staged = report(NOV_5)

    assert staged.before.frames["konten"]["active_accounts"].tolist() == [120]
    assert ["konten", "stadt-heide", "2024-09", "2024-09"] in (
        staged.before.changes.to_numpy().tolist()
    )


def test_rows_that_an_overwritten_file_lost_are_a_change_of_its_folder(deliver, report) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)
    deliver(KONTEN, "Monat;Aktive Konten;Registrierte Konten\n", OCT_20)

    staged = report(NOV_5)

    assert active(staged) == []
    assert staged.before.changes.to_numpy().tolist() == [
        ["konten", "stadt-heide", "2024-09", "2024-09"]
    ]


def test_a_file_that_is_gone_counts_no_more_but_still_did_on_a_day_before(
    deliver, report
) -> None:
    deliver(HEIDE + "konten_2024-08.csv", konten(118, "08.2024"), OCT_1)
    path = deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)

    path.unlink()
    now = report(OCT_20)

    assert active(now) == [118]
    assert now.findings[["rule", "severity"]].to_numpy().tolist() == [["withdrawn", "note"]]
    assert now.exclusions["rule"].tolist() == ["withdrawn"]
    assert now.superseded["superseded_by"].tolist() == [""]
    assert active(report(NOV_5, date(2024, 10, 15))) == [118, 120]


def test_a_correction_in_a_later_folder_reaches_the_month_that_is_built_again(
    deliver, report
) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    deliver("2024-10/stadt-heide/konten_2024-09.csv", konten(125), NOV_5)

    staged = report(NOV_5)

    assert active(staged) == [125]
    assert staged.stand == date(2024, 11, 5)
    assert active(report(NOV_5, date(2024, 10, 15))) == [120]


def test_within_a_folder_the_later_receipt_wins_only_if_the_mapping_says_so(
    deliver, report
) -> None:
    header = "Datum;LeiKa-Schlüssel;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet\n"
    row = "03.09.2024;99102013104000;5;0;5;{}\n"
    deliver(HEIDE + "antraege_2024-09.csv", header + row.format(4), OCT_20)
    deliver(HEIDE + "antraege_2024-09_alt.csv", header + row.format(3), OCT_1)
    deliver(HEIDE + "konten_2024-09_neu.csv", konten(125), OCT_20)
    deliver(KONTEN, konten(120), OCT_1)

    staged = report(NOV_5)

    assert staged.frames["antraege"]["submitted"].tolist() == [4]
    assert staged.superseded["file"].tolist() == [HEIDE + "antraege_2024-09_alt.csv"]
    assert active(staged) == []
    assert staged.quarantine["rule"].tolist() == ["conflict", "conflict"]


@pytest.mark.parametrize(("last", "counts"), [(115, 115), (125, 125)])
def test_a_server_that_says_again_what_it_said_at_first_is_believed(
    deliver, report, last: int, counts: int
) -> None:
    name = HEIDE + "matomo_VisitsSummary.get_day_2024-09-01,2024-09-30{}.json"
    said = [("", 115, OCT_1), ("_abruf-20241002T080000Z", 125, OCT_2)]
    for suffix, visits, moment in (*said, ("_abruf-20241020T080000Z", last, OCT_20)):
        answer = f'{{"2024-09-01": {{"nb_visits": {visits}, "nb_uniq_visitors": 90}}}}'
        deliver(name.format(suffix), answer, moment)

    visits = report(NOV_5).frames["matomo"]

    assert visits["visits"].tolist() == [counts]


def test_one_file_that_contradicts_itself_is_a_conflict_whenever_it_came(
    deliver, report
) -> None:
    header = "Datum;LeiKa-Schlüssel;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet\n"
    row = "03.09.2024;99102013104000;5;0;5;{}\n"
    deliver(HEIDE + "antraege_2024-09.csv", header + row.format(3) + row.format(4), OCT_1)

    staged = report(OCT_2)

    assert staged.frames["antraege"].empty
    assert staged.quarantine["rule"].tolist() == ["conflict", "conflict"]


def test_a_noted_retrieval_gives_the_time_of_receipt(deliver, report, store) -> None:
    path = deliver(KONTEN, konten(120), OCT_20)
    store.state.mkdir(parents=True)
    digest = sha256(path)
    lines = ["file,sha256,bytes,fetched_at", f"{KONTEN},{digest},60,2024-10-02T10:00:00+02:00"]
    lines += [f"{KONTEN},other,60,gestern", f"{KONTEN},other,60,2024-10-02T10:00:00"]
    (store.state / RETRIEVALS).write_text("\n".join(lines), encoding="utf-8")

    report(NOV_5)

    (row,) = entries(store).to_dict("records")
    assert (row["received"], row["received_from"]) == ("2024-10-02T08:00:00Z", "abruf")


def test_personal_data_unknown_files_and_links_are_never_kept(
    deliver, report, store, tmp_path
) -> None:
    name = "matomo_Live.getLastVisitsDetails_day_2024-09-01,2024-09-30.json"
    deliver(HEIDE + name, '[{"visitIp": "93.127.0.0"}]', OCT_1)
    deliver(HEIDE + "notiz.txt", "Frau Muster, Kontonummer 7", OCT_1)
    (tmp_path / "geheim.csv").write_text(konten(1), encoding="utf-8")
    (store.deliveries / HEIDE / "konten_link.csv").symlink_to(tmp_path / "geheim.csv")

    staged = report(OCT_2)

    assert sorted(staged.findings["rule"]) == ["personal_data", "symlink", "unknown_file"]
    assert entries(store).empty
    assert not (store.state / "archiv").exists()


def test_a_file_no_mapping_covers_is_reported_from_the_day_it_came(deliver, report) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    deliver(HEIDE + "notiz.txt", "x", OCT_20)

    assert report(NOV_5).findings["rule"].tolist() == ["unknown_file"]
    assert report(NOV_5, date(2024, 10, 15)).findings.empty


def test_a_day_before_the_first_delivery_is_refused_with_the_first_possible_one(
    deliver, report
) -> None:
    deliver(KONTEN, konten(120), OCT_2)

    with pytest.raises(DeliveryError, match="2024-10-02") as refused:
        report(NOV_5, date(2024, 10, 1))
    assert "STAND=2024-10-02" in refused.value.remedy


def test_a_version_missing_from_the_archive_is_an_error_not_a_crash(
    deliver, report, store
) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)
    deliver(KONTEN, konten(125), OCT_20)
    report(OCT_20)
    for path in (store.state / "archiv").rglob("*"):
        if path.is_file():
            path.unlink()

    staged = report(NOV_5, date(2024, 10, 15))

    assert staged.findings["rule"].tolist() == ["version_lost"]
    assert active(staged) == []


def test_an_archived_version_that_was_changed_is_no_evidence(deliver, report, store) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)
    deliver(KONTEN, konten(125), OCT_20)
    report(OCT_20)
    for path in (store.state / "archiv").rglob("*"):
        if path.is_file():
            path.write_text(konten(999), encoding="utf-8")

    staged = report(NOV_5, date(2024, 10, 15))

    assert staged.findings["rule"].tolist() == ["version_lost"]
    assert active(staged) == []


def applications(*days: int) -> str:
    header = "Datum;LeiKa;Begonnen;Fortgesetzt;Abgeschlossen;Abgesendet"
    return "\n".join(
        [header, *(f"{day:02d}.09.2024;99102013104000;9;0;8;7" for day in days), ""]
    )


def test_rows_that_an_overwritten_file_lacked_were_not_known_first(deliver, report) -> None:
    deliver(HEIDE + "antraege_2024-09.csv", applications(1, 2), OCT_1)
    report(OCT_2)
    deliver(HEIDE + "antraege_2024-09.csv", applications(1, 2, 3), OCT_20)

    staged = report(OCT_20)

    assert len(staged.frames["antraege"]) == 3
    assert len(staged.before.frames["antraege"]) == 2
    changes = staged.before.changes
    assert changes[["source", "month", "delivered"]].drop_duplicates().to_numpy().tolist() == [
        ["antraege", "2024-09", "2024-09"]
    ]


def test_of_copied_matomo_answers_the_one_fetched_last_counts(deliver, report) -> None:
    name = HEIDE + "matomo_VisitsSummary.get_day_2024-09-01,2024-09-01"
    for suffix, visits in (
        ("", 5),
        ("_abruf-20241003T080000Z", 6),
        ("_abruf-20241004T080000Z", 7),
    ):
        deliver(f"{name}{suffix}.json", f'{{"2024-09-01": {{"nb_visits": {visits}}}}}', OCT_1)

    staged = report(OCT_2)

    assert staged.frames["matomo"]["visits"].tolist() == [7]
    assert staged.quarantine.empty


def test_a_file_that_cannot_be_read_is_reported_and_not_withdrawn(
    deliver, report, store, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(KONTEN, konten(120), OCT_1)
    report(OCT_2)

    opened = os.open

    def refuse(path: Path, *more: int) -> int:
        if Path(path).name in KONTEN:
            raise PermissionError(13, "Permission denied")
        return opened(path, *more)

    monkeypatch.setattr(sniff.os, "open", refuse)
    staged = report(OCT_20)

    assert staged.findings["rule"].tolist() == ["unreadable"]
    assert entries(store)["withdrawn"].tolist() == [""]
