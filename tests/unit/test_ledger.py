"""When a version came, what took its place, and which ones counted on a day."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from takeup import ledger
from takeup.errors import DeliveryError

HEIDE = "2024-09/stadt-heide/antraege_2024-09.csv"
OCT_1, OCT_2, OCT_20 = "2024-10-01T06:00:00Z", "2024-10-02T10:00:00Z", "2024-10-20T10:00:00Z"
NOV_5 = "2024-11-05T10:00:00Z"


def lying(*files: tuple[str, str, str], origin: str = "datei") -> pd.DataFrame:
    """Files that lie there: name, hash, their own time."""
    rows = [
        (name, digest, 10, time, origin, "stadt-heide", "2024-09")
        for name, digest, time in files
    ]
    columns = [
        "file",
        "sha256",
        "bytes",
        "received",
        "received_from",
        "verwaltung",
        "folder_month",
    ]
    return pd.DataFrame(rows, columns=columns)


def looked(*looks: tuple[str, pd.DataFrame]) -> pd.DataFrame:
    """Ledger after looking at several moments."""
    known = ledger.read(ledger.Path("none.csv"))
    for now, present in looks:
        known = ledger.observe(known, present, frozenset(), now)
    return known


def told(rows: pd.DataFrame, *columns: str) -> list[list[str]]:
    return rows[list(columns)].to_numpy().tolist()


def test_a_file_is_received_when_it_was_written_and_looking_again_changes_nothing() -> None:
    once = looked((OCT_2, lying((HEIDE, "aa", OCT_1))))
    twice = looked(*[(now, lying((HEIDE, "aa", OCT_1))) for now in (OCT_2, OCT_20)])

    assert told(once, "file", "received", "received_from") == [[HEIDE, OCT_1, "datei"]]
    assert ledger.to_bytes(once) == ledger.to_bytes(twice)


def test_a_receipt_stays_when_the_same_bytes_get_another_time() -> None:
    known = looked((OCT_2, lying((HEIDE, "aa", OCT_1))), (NOV_5, lying((HEIDE, "aa", OCT_20))))

    assert told(known, "received") == [[OCT_1]]


def test_no_file_comes_from_the_future() -> None:
    known = looked((OCT_2, lying((HEIDE, "aa", NOV_5))))

    assert told(known, "received") == [[OCT_2]]


def test_a_file_older_than_the_last_look_that_did_not_see_it_came_when_it_was_found() -> None:
    other = "2024-09/stadt-heide/konten_2024-09.csv"
    first = (HEIDE, "aa", OCT_1)

    known = looked((OCT_2, lying(first)), (OCT_20, lying(first, (other, "bb", OCT_1))))

    assert told(known, "file", "received", "received_from") == [
        [HEIDE, OCT_1, "datei"],
        [other, OCT_20, "fund"],
    ]


def test_a_noted_retrieval_is_believed_whatever_the_file_says() -> None:
    first = lying((HEIDE, "aa", OCT_1))
    fetched = lying(("2024-09/stadt-heide/matomo.json", "bb", OCT_1), origin="abruf")

    known = looked((OCT_2, first), (OCT_20, pd.concat([first, fetched])))

    assert told(known, "received", "received_from") == [[OCT_1, "datei"], [OCT_1, "abruf"]]


def test_an_overwritten_file_has_two_versions_the_later_one_never_older() -> None:
    known = looked((OCT_2, lying((HEIDE, "aa", OCT_1))), (OCT_20, lying((HEIDE, "bb", OCT_1))))

    assert told(known, "sha256", "received", "received_from") == [
        ["aa", OCT_1, "datei"],
        ["bb", OCT_20, "fund"],
    ]


def test_versions_found_in_the_same_second_stay_apart() -> None:
    known = looked((OCT_2, lying((HEIDE, "aa", OCT_2))), (OCT_2, lying((HEIDE, "bb", OCT_2))))

    assert known["received"].is_unique
    assert told(known, "sha256") == [["aa"], ["bb"]]


def test_a_file_that_is_gone_is_withdrawn_and_one_that_returns_is_received_again() -> None:
    here, gone = lying((HEIDE, "aa", OCT_1)), lying()

    known = looked((OCT_2, here), (OCT_20, gone), (NOV_5, here))

    assert told(known, "received", "withdrawn") == [[OCT_1, OCT_20], [NOV_5, ""]]


def test_a_file_that_could_not_be_read_is_not_gone() -> None:
    known = looked((OCT_2, lying((HEIDE, "aa", OCT_1))))

    known = ledger.observe(known, lying(), frozenset({HEIDE}), OCT_20)

    assert told(known, "withdrawn") == [[""]]


OVERWRITTEN = (
    (OCT_2, lying((HEIDE, "aa", OCT_1))),
    (OCT_20, lying((HEIDE, "bb", OCT_20))),
    (NOV_5, lying()),
)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2024-09-30T21:59:59Z", []),
        (ledger.end_of(date(2024, 10, 15)), [["aa", ""]]),
        (ledger.end_of(date(2024, 10, 20)), [["aa", "superseded"], ["bb", ""]]),
        (ledger.end_of(date(2024, 11, 5)), [["aa", "withdrawn"]]),
        ("", [["aa", "withdrawn"]]),
    ],
)
def test_a_version_counts_from_its_receipt_until_another_takes_its_place(
    until: str, expected: list[list[str]]
) -> None:
    versions = ledger.versions(looked(*OVERWRITTEN), until)

    assert told(versions, "sha256", "past") == expected


def test_a_file_that_was_restored_has_no_past_to_tell() -> None:
    known = looked(
        *[
            (now, lying((HEIDE, sha, now)))
            for now, sha in ((OCT_1, "aa"), (OCT_2, "bb"), (OCT_20, "aa"))
        ]
    )

    assert told(ledger.versions(known), "received", "past") == [[OCT_20, ""]]


def test_a_day_ends_where_the_deliveries_arrive() -> None:
    assert ledger.end_of(date(2024, 10, 15)) == "2024-10-15T21:59:59Z"
    assert ledger.end_of(date(2024, 12, 31)) == "2024-12-31T22:59:59Z"
    assert ledger.day_of("2024-10-15T22:30:00Z") == date(2024, 10, 16)
    assert ledger.moment(datetime(2024, 10, 1, 6, tzinfo=UTC)) == OCT_1


def test_what_a_run_found_out_is_entered_and_read_back(tmp_path) -> None:
    other = ("2024-09/stadt-heide/b.csv", "b" * 64, OCT_1)
    known = looked((OCT_2, lying((HEIDE, "a" * 64, OCT_1), other)))
    fact = {
        "file": HEIDE, "received": OCT_1, "source": "antraege", "mapping": "antraege",
        "period_first": "2024-09-01", "period_last": "2024-09-30", "rows_in": 5, "accepted": 4,
        "supersedes": "cc",
    }  # fmt: skip

    learned = ledger.learn(known, pd.DataFrame([fact]))
    path = tmp_path / ledger.FILE
    path.write_bytes(ledger.to_bytes(learned))

    pd.testing.assert_frame_equal(ledger.read(path), learned)
    assert told(learned, "source", "rows_in", "supersedes") == [
        ["antraege", 5, "cc"],
        ["", pd.NA, ""],
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("a" * 64, "../../etc/passwd"),
        lambda text: text.replace(OCT_1, "01.10.2024"),
        lambda text: text[: len(text) // 2],
    ],
    ids=["empty", "semicolons", "path", "time", "cut"],
)
def test_a_damaged_ledger_is_named_with_its_remedy(tmp_path, change) -> None:
    path = tmp_path / ledger.FILE
    text = ledger.to_bytes(looked((OCT_2, lying((HEIDE, "a" * 64, OCT_1))))).decode()
    path.write_text(change(text), encoding="utf-8")

    with pytest.raises(DeliveryError, match="Datensicherung"):
        ledger.read(path)


def test_a_day_of_an_early_year_sorts_before_every_receipt() -> None:
    assert ledger.end_of(date(999, 1, 1)) < OCT_1
