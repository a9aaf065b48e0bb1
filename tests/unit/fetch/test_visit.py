import pytest

from takeup.intake.folders import walk
from takeup.params import load_params
from takeup.periods import Month
from takeup.sources import stage

from .conftest import MONTH, Reply, as_json, days, good, site, summary

SPAN = "2024-09-01,2024-09-30.json"
SITES = "SitesManager.getSitesWithAtLeastViewAccess"
FILES = [
    f"matomo_DevicesDetection.getType_month_{SPAN}",
    f"matomo_Referrers.getCampaigns_day_{SPAN}",
    f"matomo_SitesManager.getSite_month_{SPAN}",
    f"matomo_VisitsSummary.get_day_{SPAN}",
    f"matomo_VisitsSummary.get_month_{SPAN}",
]
ZEROS = {
    "day": as_json(days()),
    "month": as_json({"2024-09": summary(0)}),
}


def instead(**replies: Reply):
    """The answers of a server in order, but these for methods (``day``: visits by day)."""

    def answers(asked: dict[str, str]) -> Reply:
        method, period = asked["method"], asked.get("period", "")
        name = period if method == "VisitsSummary.get" else method.split(".")[1]
        return replies.get(name) or good(asked)

    return answers


def test_all_reports_of_a_month_are_stored_as_they_came(project) -> None:
    project.fetch()
    stored = project.stored()
    assert list(stored) == FILES
    assert stored[FILES[4]] == {"2024-09": summary(5)}
    assert project.states() == ["checked", "new", "new", "new", "new", "new"]
    assert (project.failures(), project.remarks()) == ([], [])


def test_what_was_asked_is_what_the_reader_needs(project, matomo) -> None:
    project.fetch()
    asked = [
        (each["method"], each.get("idSite"), each.get("language")) for each in matomo.asked
    ]
    assert asked == [
        (SITES, None, None),
        ("Goals.getGoals", "3", None),
        ("VisitsSummary.get", "3", None),
        ("VisitsSummary.get", "3", None),
        ("Referrers.getCampaigns", "3", None),
        ("DevicesDetection.getType", "3", "de"),
    ]


def test_the_intake_reads_what_was_stored_the_second_version_too(project, matomo) -> None:
    project.fetch()
    matomo.answers = lambda asked: good(asked, visits=7)
    project.fetch()
    params = load_params(project.root / "params")
    staged = stage(walk(project.root / "data/deliveries", params.verwaltungen), params, MONTH)
    read = staged.balance.set_index("file")["rows_in"]
    assert read[read > 0].index.str.contains("_abruf-").sum() == 3
    assert "unknown_period" not in set(staged.findings["rule"])


def test_a_second_fetch_of_the_same_answers_writes_nothing(project) -> None:
    project.fetch()
    files = sorted((project.root / "data").rglob("*"))
    project.fetch()
    assert project.states() == ["checked"] + ["unchanged"] * 5
    assert sorted((project.root / "data").rglob("*")) == files


def test_late_visits_become_a_second_version(project, matomo) -> None:
    project.fetch()
    matomo.answers = lambda asked: good(asked, visits=7)
    project.fetch()
    assert project.states() == [
        "checked",
        "changed",
        "changed",
        "unchanged",
        "changed",
        "unchanged",
    ]
    months = [name for name in project.stored() if "VisitsSummary.get_month" in name]
    assert len(months) == 2
    assert project.stored()[months[0]] == {"2024-09": summary(5)}
    assert project.remarks() == []


# -- the site


def test_a_site_that_the_token_does_not_show_is_the_end(project, matomo) -> None:
    matomo.answers = instead(getSitesWithAtLeastViewAccess=as_json([site(1)]))
    project.fetch()
    assert project.failures() == ["matomo_site"]
    assert project.stored() == {}
    assert len(matomo.asked) == 1


def test_a_site_in_another_time_zone_is_fetched_and_named(project, matomo) -> None:
    matomo.answers = instead(getSitesWithAtLeastViewAccess=as_json([site(3, "UTC")]))
    outcome = project.fetch()
    assert project.remarks() == ["time_zone"]
    assert [each for each in outcome.remarks if each.what == "UTC"]
    assert project.failures() == []
    assert project.stored()[FILES[2]]["timezone"] == "UTC"
    assert list(project.stored()) == FILES


def test_a_time_zone_is_shown_as_one_plain_line(project, matomo) -> None:
    hostile = as_json([site(3, "\x1b[31mUTC\n" + "x" * 500)])
    matomo.answers = instead(getSitesWithAtLeastViewAccess=hostile)
    remarks = project.fetch().remarks
    shown = next(each.what for each in remarks if each.code == "time_zone")
    assert shown.isprintable()
    assert len(shown) < 200


def test_a_goal_that_does_not_exist_is_named(project, matomo) -> None:
    matomo.answers = instead(getGoals=as_json([{"idgoal": 2}]))
    outcome = project.fetch()
    assert [each.what for each in outcome.remarks if each.code == "goals"] == ["1"]
    assert list(project.stored()) == FILES


# -- answers that look unfinished


def test_an_archive_that_gets_ready_is_waited_for(project, matomo) -> None:
    left = [as_json({"2024-09": []}), good({"method": "VisitsSummary.get", "period": "month"})]
    matomo.answers = lambda asked: (
        left.pop(0)
        if asked.get("period") == "month" and "Visits" in asked["method"]
        else good(asked)
    )
    project.fetch()
    assert project.stored()[FILES[4]] == {"2024-09": summary(5)}
    assert (project.remarks(), project.failures()) == ([], [])
    assert project.states().count("new") == 5


def test_an_archive_that_stays_unfinished_is_stored_and_named(project, matomo) -> None:
    matomo.answers = instead(month=as_json({"2024-09": summary(3)}))
    project.fetch()
    assert list(project.stored()) == FILES
    assert project.remarks() == ["unfinished", "unfinished"]
    asked = [each for each in matomo.asked if each["method"] == "VisitsSummary.get"]
    assert len(asked) == 2 * (1 + project.limits.archive_tries)


def test_zeros_beside_a_month_with_visits_are_stored_and_named(project, matomo) -> None:
    def august(asked: dict[str, str]) -> Reply:
        body = good(asked).body.replace(b"2024-09", b"2024-08")
        return Reply(body.replace(b'08-30": []', b'08-30": [], "2024-08-31": []'))

    matomo.answers = august
    project.fetch(Month(2024, 8))
    matomo.answers = instead(**ZEROS, getType=as_json({"2024-09": []}))
    project.fetch()
    assert project.remarks() == ["unfinished"] * 3
    assert project.stored()[FILES[4]] == {"2024-09": summary(0)}


def test_a_first_month_without_visits_is_an_ordinary_month(project, matomo) -> None:
    matomo.answers = instead(**ZEROS, getType=as_json({"2024-09": []}))
    project.fetch()
    assert project.remarks() == []
    assert len(matomo.asked) == 6


def test_zeros_never_take_the_place_of_visits(project, matomo) -> None:
    project.fetch()
    before = project.stored()
    matomo.answers = instead(**ZEROS, getType=as_json({"2024-09": []}))
    project.fetch()
    assert project.stored() == before
    assert project.states().count("kept") == 3
    assert project.remarks() == ["loss"] * 3


def full(visits: int = 10, first: int = 1) -> dict[str, Reply]:
    """Answers of a server that knows visits on every day from the first one named."""
    by_day = days(**{f"d{day}": visits for day in range(first, 31)})
    total = visits * (31 - first)
    return {
        "day": as_json(by_day),
        "month": as_json({"2024-09": summary(total)}),
        "getType": as_json({"2024-09": [{"label": "Desktop", "nb_visits": total}]}),
    }


def test_days_that_lose_their_visits_are_named_and_not_stored(project, matomo) -> None:
    matomo.answers = instead(**full())
    project.fetch()
    before = project.stored()
    matomo.answers = instead(**full(first=28))
    outcome = project.fetch()
    assert {each.what for each in outcome.remarks if each.code == "loss"} == {
        "VisitsSummary.get (day)",
        "VisitsSummary.get (month)",
        "DevicesDetection.getType (month)",
    }
    assert project.stored() == before


def test_fewer_visits_on_every_day_are_an_ordinary_revision(project, matomo) -> None:
    matomo.answers = instead(**full())
    project.fetch()
    matomo.answers = instead(**full(visits=9))
    project.fetch()
    assert project.remarks() == []
    assert project.states().count("changed") == 3


def test_days_that_are_missing_are_no_answer(project, matomo) -> None:
    matomo.answers = instead(day=as_json({"2024-09-01": summary(5)}))
    project.fetch()
    assert project.failures() == ["matomo_shape"]
    assert FILES[3] not in project.stored()


@pytest.mark.parametrize(
    "content", [b'{"nb_visits": 115}', b'{"2024-09": {"nb_visits": 11', b"null"]
)
def test_zeros_do_not_follow_a_file_that_cannot_be_read(project, matomo, content) -> None:
    folder = project.root / "data/deliveries/2024-09/stadt-heide"
    folder.mkdir(parents=True)
    (folder / FILES[4]).write_bytes(content)
    matomo.answers = instead(**ZEROS, getType=as_json({"2024-09": []}))
    project.fetch()
    assert project.remarks() == ["unread"]
    assert (folder / FILES[4]).read_bytes() == content
    assert not list(folder.glob("*get_month*_abruf-*"))


def test_visits_follow_a_file_that_cannot_be_read(project, matomo) -> None:
    folder = project.root / "data/deliveries/2024-09/stadt-heide"
    folder.mkdir(parents=True)
    (folder / FILES[4]).write_bytes(b'{"nb_visits": 115}')
    project.fetch()
    assert project.remarks() == []
    assert len(list(folder.glob("*get_month*_abruf-*"))) == 1


# -- failures


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"<!DOCTYPE html>"), "matomo_page"),
        (as_json({"result": "error", "message": "no such report"}), "matomo_message"),
        (as_json([{"nb_visits": 1}, {"result": "error", "message": "x"}]), "matomo_message"),
        (as_json({"3": summary(1), "4": summary(1)}), "matomo_shape"),
        (Reply(b"", 503), "matomo_status"),
        (Reply(b"[", endless=True), "matomo_too_large"),
    ],
)
def test_a_report_that_fails_is_not_stored_and_the_others_are(project, matomo, reply, code):
    matomo.answers = instead(getCampaigns=reply)
    project.fetch()
    assert project.failures() == [code]
    assert list(project.stored()) == [name for name in FILES if "Campaigns" not in name]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"<html>Unable to authenticate", 401), "matomo_refused"),
        (Reply(b"", 302, {"Location": "https://elsewhere.example.org/"}), "matomo_redirect"),
        (Reply(b"", hang=True), "matomo_timeout"),
    ],
)
def test_what_would_fail_again_ends_the_visit(project, matomo, reply, code) -> None:
    matomo.answers = instead(day=reply)
    project.fetch(retries=0, read_s=0.05)
    assert project.failures() == [code]
    assert project.stored() == {}  # facts about a site alone would end the use of the sample
    assert project.states()[-2:] == ["failed", "checked"]
    assert [each["method"] for each in matomo.asked[2:]] == ["VisitsSummary.get"]
