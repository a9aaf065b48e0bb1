import pytest

from takeup.errors import ParameterError, UsageError
from takeup.fetch import client
from takeup.fetch.archive import open_archive
from takeup.store import Store

from .conftest import Matomo, Reply, as_json, good


def test_every_administration_with_a_site_is_asked_and_the_others_are_named(project) -> None:
    project.has_site("amt-marne-nordsee", "{site: 4}")
    outcome = project.fetch()
    assert len(project.stored("stadt-heide")) == len(project.stored("amt-marne-nordsee")) == 5
    assert [each.code for each in outcome.remarks] == ["without_site"] * 7
    assert outcome.counts == {"new": 10, "checked": 1}
    assert project.total == 11


def test_one_administration_can_be_asked_for_alone(project) -> None:
    project.has_site("amt-marne-nordsee", "{site: 4}")
    outcome = project.fetch(verwaltung="amt-marne-nordsee")
    assert project.stored("stadt-heide") == {}
    assert outcome.remarks == ()


def test_a_server_that_fails_does_not_stop_the_others(project, matomo) -> None:
    other = Matomo()
    other.answers = lambda _: Reply(b"<html>", 401)
    try:
        project.has_site("amt-marne-nordsee", f"{{site: 3, adresse: '{other.address}'}}")
        project.environ["MATOMO_TOKEN_AMT_MARNE_NORDSEE"] = "f" * 32
        outcome = project.fetch()
    finally:
        other.close()
    assert len(project.stored("stadt-heide")) == 5
    assert [each.details["place"].split(",")[0] for each in outcome.failures] == [
        "amt-marne-nordsee"
    ]
    assert outcome.failures[0].exit_code == 8
    assert {each["token_auth"] for each in other.asked} == {"f" * 32}
    assert len(other.asked) == 1


def test_a_server_out_of_reach_is_waited_for_once_and_the_others_are_asked(
    bare, matomo, monkeypatch
) -> None:
    # Port 9 of this computer: nobody listens there.
    bare.has_server("http://127.0.0.1:9/index.php")
    away = ("amt-buesum-wesselburen", "amt-marne-nordsee", "amt-mitteldithmarschen")
    for number, slug in enumerate(away, start=1):
        bare.has_site(slug, f"{{site: {number}}}")
    bare.has_site("stadt-heide", f"{{site: 3, adresse: '{matomo.address}'}}")
    bare.environ["MATOMO_TOKEN_STADT_HEIDE"] = "f" * 32
    sent: list[str] = []
    send = client._send
    monkeypatch.setattr(client, "_send", lambda *given: sent.append(given[0]) or send(*given))
    outcome = bare.fetch()
    assert sent.count("http://127.0.0.1:9/index.php") == 1 + bare.limits.retries
    assert bare.failures() == ["matomo_unreachable"] * 3
    assert tuple(each.what.split(",")[0] for each in outcome.failures) == away
    assert len(bare.stored("stadt-heide")) == 5


def test_an_answer_nested_deep_stops_neither_its_site_nor_the_others(project, matomo) -> None:
    def deep(asked: dict[str, str]) -> Reply:
        if asked.get("idSite") == "4" or asked["method"] != "VisitsSummary.get":
            return good(asked)
        return Reply(b'{"2024-09-01":' + b"[" * 450 + b"]" * 450 + b"}")

    matomo.answers = deep
    project.has_site("stadt-brunsbuettel", "{site: 4}")
    project.fetch()
    assert project.failures() == ["matomo_shape"] * 2
    assert len(project.stored("stadt-heide")) == 3
    assert len(project.stored("stadt-brunsbuettel")) == 5


def test_a_folder_that_cannot_be_made_does_not_stop_the_others(project) -> None:
    project.has_site("stadt-brunsbuettel", "{site: 4}")
    folder = project.root / "data/deliveries/2024-09"
    folder.mkdir(parents=True)
    (folder / "stadt-brunsbuettel").write_text("a file where a folder should be")
    project.fetch()
    assert project.failures() == ["fetch_unwritable"] * 4
    assert len(project.stored("stadt-heide")) == 5


def test_an_administration_without_a_token_is_a_failure_among_others(project) -> None:
    project.has_site("amt-marne-nordsee", "{site: 3, adresse: 'https://own.example.org/'}")
    project.fetch()
    assert project.failures() == ["matomo_token_missing"]
    assert len(project.stored()) == 5


def test_nothing_is_written_where_nothing_can_be_asked(bare) -> None:
    with pytest.raises(ParameterError):
        bare.fetch()
    assert not (bare.root / "data").exists()


def test_a_run_while_another_fetches_is_refused(project) -> None:
    store = Store(project.root, project.root / "data", project.root / "outputs", sample=True)
    with open_archive(store, project.clock), pytest.raises(UsageError):
        project.fetch()


def test_answers_go_to_the_real_deliveries_even_where_the_sample_is_in_use(project) -> None:
    project.fetch()
    folders = {path.relative_to(project.root).parts[1] for path in project.root.glob("data/*")}
    assert folders == {"deliveries", "state"}
    assert [path.name for path in (project.root / "data/state").glob("[!.]*")] == ["abrufe.csv"]


def test_an_answer_that_repeats_the_token_is_not_stored(project, matomo) -> None:
    def echo(asked: dict[str, str]) -> Reply:
        if asked["method"] != "Referrers.getCampaigns":
            return good(asked)
        return as_json({"2024-09-01": [{"label": asked["token_auth"], "nb_visits": 1}]})

    matomo.answers = echo
    project.fetch()
    assert project.failures() == ["matomo_echo"]
    assert len(project.stored()) == 4


def test_a_message_that_repeats_the_token_is_shown_without_it(project, matomo) -> None:
    matomo.answers = lambda asked: as_json(
        {"result": "error", "message": f"token_auth={asked['token_auth']} is &quot;bad&quot;"}
    )
    outcome = project.fetch()
    assert 'token_auth=*** is "bad"' in outcome.failures[0].what
