import pytest

HEIDE = "2024-09/stadt-heide/matomo_"
DAYS = HEIDE + "VisitsSummary.get_day_2024-09-01,2024-09-30.json"
MONTH = HEIDE + "VisitsSummary.get_month_2024-09-01,2024-09-30.json"
CAMPAIGNS = HEIDE + "Referrers.getCampaigns_day_2024-09-01,2024-09-30.json"
DEVICES = HEIDE + "DevicesDetection.getType_month_2024-09-01,2024-09-30.json"


def visits(count: int) -> dict[str, object]:
    return {"nb_uniq_visitors": count - 1, "nb_visits": count, "bounce_rate": "49.57%"}


def label(name: str, count: int) -> dict[str, object]:
    return {"label": name, "nb_visits": count, "segment": "x"}


def test_days_are_rows_and_an_empty_day_has_no_visits(take_in) -> None:
    staged = take_in({DAYS: {"2024-09-01": visits(5), "2024-09-02": []}})

    rows = staged.frames["matomo"]
    assert rows["date"].dt.strftime("%d.").tolist() == ["01.", "02."]
    assert rows["visits"].tolist() == [5, 0]
    assert rows["visitors"].astype("object").isna().tolist() == [False, True]
    assert set(rows["period"] + rows["report"] + rows["label"]) == {"dayvisits"}
    assert rows["row"].tolist() == [1, 2]
    assert staged.findings.empty


def test_a_month_is_a_row_at_its_first_day(take_in) -> None:
    rows = take_in({MONTH: {"2024-09": visits(115)}}).frames["matomo"]

    assert rows["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-09-01"]
    assert rows[["period", "visits", "visitors"]].to_numpy().tolist() == [["month", 115, 114]]


@pytest.mark.parametrize("answer", [visits(115), {"2024-09": visits(115)}])
def test_one_period_may_come_with_or_without_its_label(take_in, answer) -> None:
    assert take_in({MONTH: answer}).frames["matomo"]["visits"].tolist() == [115]


def test_campaigns_are_rows_with_their_label_unescaped(take_in) -> None:
    answer = {
        "2024-09-01": [],
        "2024-09-02": [label("plakat-b&uuml;sum", 3), label("=cmd|calc", 1)],
    }

    rows = take_in({CAMPAIGNS: answer}).frames["matomo"]

    assert rows["label"].tolist() == ["plakat-büsum", "=cmd|calc"]
    assert rows["report"].unique().tolist() == ["campaign"]
    assert rows["row"].tolist() == [1, 2]


def test_devices_are_grouped_and_keep_the_delivered_label(take_in) -> None:
    answer = {"2024-09": [label("Desktop", 75), label("Phablet", 2), label("Smartphone", 40)]}

    rows = take_in({DEVICES: answer}).frames["matomo"]

    assert rows["label"].tolist() == ["desktop", "smartphone", "smartphone"]
    assert rows["delivered_label"].tolist() == ["Desktop", "Phablet", "Smartphone"]


def test_an_unknown_device_counts_as_other_and_is_noted_if_it_was_used(take_in) -> None:
    staged = take_in({DEVICES: {"2024-09": [label("Toaster", 2), label("Kühlschrank", 0)]}})

    assert staged.frames["matomo"]["label"].tolist() == ["other", "other"]
    assert staged.findings[["rule", "raw"]].to_numpy().tolist() == [
        ["unknown_label", "Toaster"]
    ]


def test_an_error_with_http_200_is_a_finding_with_its_message(take_in) -> None:
    staged = take_in({DAYS: {"result": "error", "message": "access for the website id &gt; 1"}})

    assert staged.findings[["rule", "raw"]].to_numpy().tolist() == [
        ["matomo_error", "access for the website id > 1"]
    ]
    assert staged.balance["rows_in"].tolist() == [0]


def test_a_message_of_the_server_is_shown_on_one_line_and_without_a_token(take_in) -> None:
    key = "0123456789abcdefFEDCBA9876543210"
    message = f"index.php?token_auth=geheim&amp;x\n\n is bad; key {key}, md5 x_{key}"
    staged = take_in({DAYS: {"result": "error", "message": message}})

    assert staged.findings["raw"].tolist() == [
        "index.php?token_auth=*** is bad; key ***, md5 x_***"
    ]


def test_an_error_inside_a_bulk_answer_refuses_all_of_it(take_in) -> None:
    staged = take_in(
        {MONTH: [visits(115), {"result": "error", "message": "unexpected website"}]}
    )

    assert staged.findings["rule"].tolist() == ["matomo_error"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('{"2024-09-01":{"nb_visits":3},"2024-09-02":{"nb_vis', "broken_json"),
        ("[" * 100_000, "broken_json"),
        ('{"2024-09-01":{"nb_visits":NaN}}', "broken_json"),
        ("<!DOCTYPE html><html>", "markup"),
        ("No data available", "no_data"),
        ("nb_visits,nb_uniq_visitors\n3,2\n", "wrong_format"),
        ({"1": {"nb_visits": 115}, "2": {"nb_visits": 128}}, "unexpected_shape"),
        ({"2024-09-01": [{"nb_visits": 3}]}, "unexpected_shape"),
    ],
)
def test_what_is_no_usable_answer_is_one_finding(take_in, content, rule: str) -> None:
    staged = take_in({DAYS: content})

    assert staged.findings["rule"].tolist() == [rule]
    assert staged.frames["matomo"].empty


def test_an_unlabelled_answer_about_many_periods_cannot_be_attributed(take_in) -> None:
    staged = take_in({CAMPAIGNS: [label("newsletter", 3)]})

    assert staged.findings["rule"].tolist() == ["unexpected_shape"]


def test_a_campaign_report_that_is_no_list_is_refused(take_in) -> None:
    staged = take_in({CAMPAIGNS: {"2024-09-01": {"label": "newsletter"}}})

    assert staged.findings["rule"].tolist() == ["unexpected_shape"]


def test_a_month_may_be_named_by_its_first_day_alone(take_in) -> None:
    name = HEIDE + "VisitsSummary.get_month_2024-09-01.json"

    staged = take_in({name: visits(115)})

    assert staged.frames["matomo"]["visits"].tolist() == [115]
    assert staged.findings.empty


@pytest.mark.parametrize(
    ("name", "rule"),
    [(DAYS, "not_archived"), (DEVICES, "not_archived"), (CAMPAIGNS, "empty_answer")],
)
def test_an_empty_answer_was_hardly_archived_unless_it_is_about_campaigns(
    take_in, name, rule
) -> None:
    staged = take_in({name: []})

    assert staged.findings[["rule", "severity"]].to_numpy().tolist() == [[rule, "warning"]]


SITE = HEIDE + "SitesManager.getSite_month_2024-09-01,2024-09-30.json"


def site(**facts: object) -> dict[str, object]:
    known = {"idsite": "4", "name": "Bürgerportal", "currency": "EUR"}
    return {**known, "timezone": "Europe/Berlin", "main_url": "https://a.example", **facts}


def test_a_site_that_counts_by_our_midnight_needs_no_word(take_in) -> None:
    staged = take_in({SITE: site()})

    assert staged.findings.empty
    assert staged.balance["rows_in"].tolist() == [0]


def test_a_site_in_another_time_zone_is_named_with_both_zones(take_in) -> None:
    found = take_in({SITE: site(timezone="UTC")}).findings

    told = found[["rule", "column", "raw", "detail", "severity"]].to_numpy().tolist()
    assert told == [["wrong_time_zone", "timezone", "UTC", "Europe/Berlin", "warning"]]


@pytest.mark.parametrize("answer", [[], {}, {"idsite": 4}, {"timezone": 1}, {"timezone": None}])
def test_facts_about_a_site_without_a_time_zone_are_refused(take_in, answer) -> None:
    found = take_in({SITE: answer}).findings

    assert found["rule"].tolist() == ["unexpected_shape"]


def test_a_time_zone_of_half_a_character_is_text_all_the_same(take_in) -> None:
    assert take_in({SITE: site(timezone="\ud83d")}).findings["raw"].tolist() == ["?"]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("matomo_Live.getLastVisitsDetails_day_2024-09-01,2024-09-30.json", "personal_data"),
        ("matomo_Actions.getPageUrls_day_2024-09-01,2024-09-30.json", "unknown_report"),
        ("matomo_VisitsSummary.get_week_2024-09-02,2024-09-29.json", "unknown_period"),
        ("matomo_VisitsSummary.get_day_2024-09-31,2024-10-30.json", "unknown_period"),
        ("matomo_besuche.json", "unknown_period"),
    ],
)
def test_a_report_that_is_not_evaluated_is_named(take_in, name: str, rule: str) -> None:
    staged = take_in({f"2024-09/stadt-heide/{name}": {"2024-09-01": visits(1)}})

    assert staged.findings["rule"].tolist() == [rule]


def test_an_entry_that_names_no_day_goes_to_quarantine(take_in) -> None:
    answer = {"2024-09-01": visits(3), "2024-09-02,2024-09-08": visits(9), "2024-09-09": 7}

    staged = take_in({DAYS: answer})

    assert staged.frames["matomo"]["visits"].tolist() == [3]
    assert staged.quarantine[["row", "rule"]].to_numpy().tolist() == [
        [2, "bad_entry"],
        [3, "bad_entry"],
    ]
    assert staged.balance[["rows_in", "accepted", "quarantined"]].to_numpy().tolist() == [
        [3, 1, 2]
    ]


def test_a_scalar_answer_has_no_visits_and_is_set_aside(take_in) -> None:
    staged = take_in({MONTH: {"value": 115}})

    assert staged.findings[["rule", "column"]].to_numpy().tolist() == [
        ["required", "nb_visits"]
    ]


@pytest.mark.parametrize("value", [12.5, -1, "viele", 10**30, True, [1]])
def test_visits_that_are_no_count_go_to_quarantine(take_in, value) -> None:
    staged = take_in({DAYS: {"2024-09-01": {"nb_visits": value}}})

    assert staged.frames["matomo"].empty
    assert len(staged.quarantine) == 1


def test_days_outside_the_period_asked_for_are_reported(take_in) -> None:
    staged = take_in({DAYS: {"2024-08-31": visits(3), "2024-09-01": visits(4)}})

    assert staged.findings["rule"].tolist() == ["outside_period"]
    assert len(staged.frames["matomo"]) == 2
