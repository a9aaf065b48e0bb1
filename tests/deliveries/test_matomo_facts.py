"""The 25 facts about Matomo, as far as a delivered file can show them.

The facts that only a client meets are tested with it, in tests/unit/fetch:

====  ==========================================================================
fact  what the client must do
====  ==========================================================================
 2    tell an invalid token (401, HTML page): the page as a file is refused here
 4    send the token by POST
 7    fetch past months again (here: the later answer supersedes)
10    check ids of goals before it asks for them
11    ask with ``filter_limit=-1``
18    never ask for translated columns (here: such a file is refused)
22    ask for one site and one period where a report refuses many
24    check the time zone of every site
====  ==========================================================================
"""

import html
import json

import pytest

VISITS = {"nb_visits": 60, "nb_uniq_visitors": 41, "nb_actions": 180, "bounce_rate": "49.57%"}
MONTH = "matomo_VisitsSummary.get_month_2024-09-01,2024-09-30.json"
DAYS = "matomo_VisitsSummary.get_day_2024-09-01,2024-09-03.json"
CAMPAIGNS = "matomo_Referrers.getCampaigns_month_2024-09-01,2024-09-30.json"
DEVICES = "matomo_DevicesDetection.getType_month_2024-09-01,2024-09-30.json"
BY_DAY = {"2024-09-01": VISITS, "2024-09-02": [], "2024-09-03": VISITS}


def visits(staged) -> list[int]:
    return staged.frames["matomo"]["visits"].tolist()


def rules(staged) -> list[str]:
    return staged.findings["rule"].tolist()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ({"result": "error", "message": "The method is not available"}, "matomo_error"),
        ('<?xml version="1.0"?>\n<result><error message="x" /></result>', "markup"),
        ("Error: The method is not available", "error_answer"),
        ("\ufeffError: The method is not available", "error_answer"),
        ([{"result": "error", "message": "x"}, VISITS], "matomo_error"),
        ({"2024-09": {"result": "error", "message": "x"}}, "matomo_error"),
    ],
)
def test_fact_01_an_error_with_status_200_is_an_error_in_every_format(
    take_in, content: object, rule: str
) -> None:
    staged = take_in({MONTH: content})

    assert rules(staged) == [rule]
    assert visits(staged) == []


def test_fact_02_the_html_page_of_an_invalid_token_is_no_answer(take_in, places) -> None:
    page = "<!DOCTYPE html>\n<html><body>Unable to authenticate</body></html>"

    assert places(take_in({MONTH: page})) == [("", 1, "", "<!DOCTYPE html>", "markup")]


def test_fact_03_messages_are_unescaped_and_shortened(take_in) -> None:
    message = "Period &gt; day &#039;x&#039; " + "#0 core/API/Request.php(266): " * 40

    staged = take_in({MONTH: {"result": "error", "message": message}})

    raw = staged.findings["raw"].tolist()[0]
    assert raw.startswith("Period > day 'x'")
    assert len(raw) <= 121


@pytest.mark.parametrize(
    ("name", "answer", "expected", "found"),
    [
        (MONTH, VISITS, [60], []),
        (MONTH, {"2024-09": VISITS}, [60], []),
        (DAYS, BY_DAY, [60, 0, 60], []),
        (CAMPAIGNS, [{"label": "a", "nb_visits": 4}], [4], []),
        (CAMPAIGNS, {"2024-09": []}, [], []),
        (CAMPAIGNS, [], [], ["empty_answer"]),
        (MONTH, [], [], ["not_archived"]),
        (MONTH, {"value": 115}, [], ["required"]),
        (MONTH, {"1": {"2024-09": VISITS}, "2": {"2024-09": VISITS}}, [], ["unexpected_shape"]),
        (MONTH, [VISITS, VISITS], [], ["unexpected_shape"]),
        (MONTH, "7", [], ["wrong_format"]),
        (MONTH, "null", [], ["wrong_format"]),
        (CAMPAIGNS, {"label": "a"}, [], ["unexpected_shape"]),
        (DAYS, VISITS, [], ["unexpected_shape"]),
        (DAYS, {"2024-09-02,2024-09-08": VISITS}, [], ["bad_entry"]),
        (DAYS, {"2024-09": VISITS}, [], ["bad_entry"]),
        (DAYS, {"2024-09-01": VISITS, "2024-09-31": VISITS}, [60], ["not_a_date"]),
    ],
)
def test_fact_05_every_shape_of_an_answer_is_read_or_named(
    take_in, name: str, answer: object, expected: list[int], found: list[str]
) -> None:
    staged = take_in({name: answer})

    assert visits(staged) == expected
    assert rules(staged) == found


def test_fact_06_zeros_for_a_month_that_was_not_archived_are_seen_against_its_days(
    take_in,
) -> None:
    staged = take_in({MONTH: {**VISITS, "nb_visits": 0}, DAYS: BY_DAY})

    # Both stay: quality.py holds the month against the sum of its days.
    assert sorted(visits(staged)) == [0, 0, 60, 60]


def test_fact_07_a_later_answer_supersedes_and_both_are_accounted_for(take_in) -> None:
    files = {
        f"2024-09/stadt-heide/{MONTH}": {**VISITS, "nb_visits": 115},
        f"2024-10/stadt-heide/{MONTH}": {**VISITS, "nb_visits": 125},
    }

    # A month that is built again knows the later answer; the earlier one is kept.
    staged = take_in(files)

    assert visits(staged) == [125]
    assert staged.exclusions["rule"].tolist() == ["superseded"]
    assert staged.superseded["file"].tolist() == [f"2024-09/stadt-heide/{MONTH}"]


def test_fact_08_visitors_may_be_absent_and_are_not_made_up(take_in) -> None:
    answer = {"nb_visits": 60, "sum_daily_nb_uniq_visitors": 58}

    frame = take_in({MONTH: answer}).frames["matomo"]

    assert frame["visits"].tolist() == [60]
    assert frame["visitors"].isna().all()


@pytest.mark.parametrize("rate", ["49.57%", "35,9\u00a0%", "0%", None])
def test_fact_09_rates_as_text_are_not_needed(take_in, rate: object) -> None:
    answer = {**VISITS, "bounce_rate": rate, "avg_time_on_site": "00:00:40"}

    assert visits(take_in({MONTH: answer})) == [60]


@pytest.mark.parametrize("count", ["60", 60.0])
def test_fact_09_a_count_may_be_text_but_only_a_whole_number(take_in, count: object) -> None:
    assert visits(take_in({MONTH: {"nb_visits": count}})) in ([60], [])


@pytest.mark.parametrize("count", ["60 %", 60.5, -1, True, {}, [1], "1.000", 10**30, "", None])
def test_fact_09_what_is_no_count_is_a_finding_with_its_entry(
    take_in, places, count: object
) -> None:
    staged = take_in({MONTH: {"nb_visits": count}})

    assert visits(staged) == []
    assert [found[:3] for found in places(staged)] == [("", 1, "nb_visits")]
    assert staged.balance.loc[0, ["rows_in", "quarantined"]].tolist() == [1, 1]


def test_fact_11_rows_folded_into_others_stay_a_row_of_their_own(take_in) -> None:
    answer = [{"label": "a", "nb_visits": 4}, {"label": "Andere", "nb_visits": 90}]

    frame = take_in({CAMPAIGNS: answer}).frames["matomo"]

    assert frame["label"].tolist() == ["a", "Andere"]


def test_fact_12_labels_are_unescaped_and_one_spelling(take_in) -> None:
    labels = ["plakat-b\u00fcsum", "plakat-bu\u0308sum &amp; mehr", " a\tb\n", "x\u200by"]
    answer = [{"label": label, "nb_visits": at} for at, label in enumerate(labels)]

    frame = take_in({CAMPAIGNS: answer}).frames["matomo"]

    expected = ["plakat-b\u00fcsum", "plakat-b\u00fcsum & mehr", "a b", "xy"]
    assert frame["label"].tolist() == expected


def test_fact_12_a_label_that_comes_twice_is_not_added_up_in_silence(take_in) -> None:
    answer = [{"label": "a", "nb_visits": 4}, {"label": "a ", "nb_visits": 5}]

    staged = take_in({CAMPAIGNS: answer})

    assert rules(staged) == ["conflict", "conflict"]
    assert staged.balance.loc[0, ["accepted", "quarantined"]].tolist() == [0, 2]


def test_fact_13_columns_may_come_and_go_and_change_their_order(take_in) -> None:
    answer = {
        "2024-09-01": {"goals_idgoal=2": {}, "nb_uniq_visitors": 4, "nb_visits": 5},
        "2024-09-02": {"nb_visits": 6, "goals_idgoal=1": {}, "goals_idgoal=2": {}},
    }

    assert visits(take_in({DAYS: answer})) == [5, 6]


CSV = 'label,nb_visits,bounce_rate\nplakat-büsum,6,"35,9 %"\n'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_fact_14_csv_in_place_of_json_is_refused_and_not_half_read(
    take_in, places, encoding: str, delimiter: str
) -> None:
    staged = take_in({CAMPAIGNS: CSV.replace(",", delimiter).encode(encoding)})

    assert places(staged) == [("", None, "", "text", "wrong_format")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_fact_14_such_csv_is_read_right_by_a_mapping(read_as, encoding: str) -> None:
    columns = {"name": "label", "count:integer!": "nb_visits", "share:number": "bounce_rate"}

    shape = read_as(CSV.encode(encoding), columns, einheiten={"share": "prozenttext"})

    assert shape.rows == [["plakat-büsum", 6, pytest.approx(0.359)]]
    # Matomo writes no line end after the last row; here there is one.
    assert shape.findings == []


def test_fact_14_a_missing_last_line_end_costs_no_row(read_as) -> None:
    columns = {"name": "label", "count:integer!": "nb_visits"}

    shape = read_as("label,nb_visits\na,6\nb,7", columns)

    assert shape.rows == [["a", 6], ["b", 7]]
    assert shape.rules == ["unfinished"]


@pytest.mark.parametrize("name", [MONTH, "antraege_2024-09.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_fact_15_no_data_available_is_told_from_an_empty_table(
    take_in, places, name: str, encoding: str
) -> None:
    staged = take_in({name: "No data available".encode(encoding)})

    assert places(staged) == [("", 1, "", "No data available", "no_data")]


def test_fact_16_labels_of_csv_and_json_are_the_same_without_the_apostrophe(
    take_in, read_as
) -> None:
    labels = ["=cmd|calc", "-angebot", "+49", "@amt"]
    rows = "".join(f"'{label},4\n" for label in labels)
    answer = [{"label": label, "nb_visits": 4} for label in labels]

    shape = read_as("label,nb_visits\n" + rows, {"name": "label", "n:integer!": "nb_visits"})
    staged = take_in({CAMPAIGNS: answer})

    assert [name for name, _ in shape.rows] == labels
    assert staged.frames["matomo"]["label"].tolist() == labels


def test_fact_16_a_label_with_a_bare_line_break_costs_its_own_row_only(read_as) -> None:
    columns = {"name": "label", "n:integer!": "nb_visits"}

    shape = read_as("label,nb_visits\na,4\nplakat\nsüd,5\nb,6\n", columns)

    # "süd,5" has as many fields as the header; its half is named beside it.
    assert shape.rules == ["too_few_cells"]
    assert shape.findings[0][:2] == ("", 3)


MULTI_SITE = """idSite,date,label,nb_visits
1,2024-09,plakat-heide,4
1,2024-10,plakat-heide,5
2,2024-09,,plakat-büsum,6
2,2024-10,,plakat-büsum,7
"""


def test_fact_17_no_site_disappears_from_a_csv_with_one_field_more(read_as) -> None:
    columns = {"site": "idSite", "day": "date", "name": "label", "n:integer!": "nb_visits"}

    shape = read_as(MULTI_SITE, columns)

    assert [row[-1] for row in shape.rows] == [4, 5]
    assert [(row, rule) for _, row, _, _, rule in shape.findings] == [
        (4, "too_many_cells"), (5, "too_many_cells"),
    ]  # fmt: skip


def test_fact_18_translated_columns_are_not_taken_for_the_english_ones(take_in, places) -> None:
    staged = take_in({MONTH: {"Besuche": 60, "Eindeutige Besucher": 41}})

    assert places(staged) == [("", 1, "nb_visits", "", "required")]


@pytest.mark.parametrize(
    "name",
    [
        "matomo_VisitsSummary.get_week_2024-09-02,2024-09-29.json",
        "matomo_VisitsSummary.get_range_2024-09-01,2024-09-30.json",
        "matomo_VisitsSummary.get_month_2024-13-01.json",
        "matomo_VisitsSummary.get_month_2024-09-31,2024-10-31.json",
        "matomo_VisitsSummary.get.json",
        "matomo_.json",
    ],
)
def test_fact_19_a_period_that_cannot_be_used_is_named(take_in, name: str) -> None:
    assert rules(take_in({name: VISITS})) == ["unknown_period"]


VISIT = {"visitorId": "4f2a", "visitIp": "93.127.0.0", "fingerprint": "a1", "idVisit": "1"}


@pytest.mark.parametrize(
    "name",
    [
        "matomo_Live.getLastVisitsDetails_day_2024-09-01.json",
        "matomo_Live.getLastVisitsDetails_day_2024-09-01.csv",
        "MATOMO_LIVE.GETLASTVISITSDETAILS.JSON",
        "matomo_Live.getVisitorProfile_month_2024-09-01.json",
        "Matomo Live.getLastVisitsDetails.csv",
        "Live.getLastVisitsDetails_2024-09.csv",
    ],
)
def test_fact_20_visits_of_single_people_are_refused_unread_whatever_the_format(
    take_in, name: str
) -> None:
    content = (
        json.dumps([VISIT]) if name.lower().endswith("json") else "visitIp,visitorId\n1,2\n"
    )

    staged = take_in({name: content})

    assert rules(staged) == ["personal_data"]
    # Not even a hash of it is kept.
    assert staged.findings["sha256"].tolist() == [""]
    assert "93.127" not in staged.findings.to_csv()
    assert staged.quarantine.empty


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (CAMPAIGNS, [VISIT]),
        (MONTH, VISIT),
        (DAYS, {"2024-09-01": VISIT}),
        (DAYS, {"2024-09": VISIT}),
        ("antraege_2024-09.csv", "idVisit,visitIp,visitorId\n1,93.127.0.0,4f2a\n"),
    ],
)
def test_fact_20_visits_of_single_people_under_another_name_leave_no_trace(
    take_in, name: str, content: object
) -> None:
    staged = take_in({name: content})

    assert staged.frames["matomo"].empty
    for kept in (staged.findings.to_csv(), staged.quarantine.to_csv()):
        assert "93.127" not in kept
        assert "4f2a" not in kept


def test_fact_21_device_types_without_visits_and_unknown_ones(take_in, places) -> None:
    answer = [
        {"label": "Smartphone", "nb_visits": 40}, {"label": "Digitalkamera", "nb_visits": 0},
        {"label": "Kühlschrank", "nb_visits": 2}, {"label": "Toaster", "nb_visits": 0},
    ]  # fmt: skip

    staged = take_in({DEVICES: answer})

    assert staged.frames["matomo"]["label"].tolist() == [
        "smartphone",
        "other",
        "other",
        "other",
    ]
    assert places(staged) == [("", 3, "label", "Kühlschrank", "unknown_label")]


@pytest.mark.parametrize(
    "message",
    [
        "Multiple periods are not supported",
        "Referrers.getAll with multiple sites is not supported",
    ],
)
def test_fact_22_a_report_that_refuses_is_told_with_its_words(
    take_in, places, message: str
) -> None:
    answer = {"result": "error", "message": html.escape(message)}

    assert places(take_in({MONTH: answer})) == [("", None, "", message, "matomo_error")]


def test_fact_23_weeks_whose_keys_hold_a_comma_are_no_days(take_in) -> None:
    staged = take_in({DAYS: {"2009-12-28,2010-01-03": VISITS, "2024-09-02": VISITS}})

    assert rules(staged) == ["bad_entry"]
    assert visits(staged) == [60]


SCHEDULED = """Website Stadt Heide

Besucherübersicht
nb_visits,nb_actions,avg_time_on_site
60,180,00:03:10

Kampagnen
label,nb_visits,revenue
plakat-heide,4,$0
newsletter,3,$12.5

Gerätetyp
label,nb_visits
Smartphone,40
"""


def test_fact_25_several_tables_in_one_file_are_not_read_as_one(read_as) -> None:
    columns = {"name": "label", "n:integer!": "nb_visits", "revenue": "revenue"}

    shape = read_as(SCHEDULED, columns)

    assert shape.rows == [["plakat-heide", 4, "$0"], ["newsletter", 3, "$12.5"]]
    assert shape.excluded == {"blank": 1}
    # The next title and its table are set aside, row by row.
    assert [(row, rule) for _, row, _, _, rule in shape.findings] == [
        (12, "too_few_cells"), (13, "too_few_cells"), (14, "too_few_cells"),
    ]  # fmt: skip


def test_fact_25_a_second_table_as_wide_as_the_first_is_found_by_its_header(read_as) -> None:
    text = "Kampagnen\nlabel,nb_visits\na,4\n\nGerätetyp\nlabel,nb_visits\nSmartphone,40\n"

    shape = read_as(text, {"name": "label", "n:integer!": "nb_visits"})

    assert shape.excluded["repeated_header"] == 1
    assert [(row, rule) for _, row, _, _, rule in shape.findings] == [
        (5, "too_few_cells"), (6, "repeated_header"),
    ]  # fmt: skip


def test_fact_25_such_a_file_in_place_of_an_answer_is_refused(take_in) -> None:
    assert rules(take_in({MONTH: SCHEDULED})) == ["wrong_format"]
