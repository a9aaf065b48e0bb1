import sys

import pytest

from takeup import cli

from .conftest import TOKEN, Project, Reply, as_json, good, site


@pytest.fixture
def takeup(project: Project, monkeypatch: pytest.MonkeyPatch, capfd, said):
    """Run ``takeup fetch``; what it says is the end code and all that is shown."""
    monkeypatch.setenv("TAKEUP_ROOT", str(project.root))
    monkeypatch.delenv("TAKEUP_DATA", raising=False)
    monkeypatch.setenv("MATOMO_TOKEN", TOKEN)

    def takeup(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["takeup", "fetch", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = "".join(capfd.readouterr())
        said.append(shown)
        return int(ended.value.code or 0), shown

    return takeup


def test_a_fetch_says_what_is_new_and_where(takeup, project) -> None:
    code, shown = takeup("--month", "2024-09")
    assert code == 0
    assert "Abgerufen für 2024-09: 5 neu, 0 geändert, 0 unverändert" in shown
    assert "neu stadt-heide VisitsSummary.get (day)" in shown
    assert "amt-marne-nordsee wurde nicht abgerufen" in shown
    assert "matomo: {site: …}" in shown
    assert len(project.stored()) == 5


def test_what_failed_is_named_with_its_remedy_and_ends_with_8(takeup, matomo) -> None:
    matomo.answers = lambda _: Reply(b"<html>Unable to authenticate", 401)
    code, shown = takeup("--month", "2024-09", "--verwaltung", "stadt-heide")
    assert code == 8
    assert "FEHLER stadt-heide" in shown
    assert "lehnt das Token ab (HTTP 401" in shown
    assert "Leserechte" in shown
    assert "1 Fehler" in shown


def test_what_is_odd_is_named_and_ends_with_0(takeup, matomo) -> None:
    def answers(asked: dict[str, str]) -> Reply:
        return as_json([site(3, "UTC")]) if "Sites" in asked["method"] else good(asked)

    matomo.answers = answers
    code, shown = takeup("--month", "2024-09", "--verwaltung", "stadt-heide")
    assert code == 0
    assert "Zeitzone „UTC“ statt „Europe/Berlin“" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "make fetch MONTH=2024-09"),
        (["--month", "2099-01"], 2, "noch nicht zu Ende"),
        (["--month", "2024-09", "--verwaltung", "stadt-heid"], 2, "Meinten Sie „stadt-heide“?"),
        (["--month", "2024-09", "--verwaltung", "amt-marne-nordsee"], 3, "marne-nordsee.yml"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_asked(
    takeup, matomo, arguments, code, words
) -> None:
    ended, shown = takeup(*arguments)
    assert (ended, matomo.asked) == (code, [])
    assert words in shown


def test_without_a_token_the_variable_is_named(takeup, matomo, monkeypatch) -> None:
    monkeypatch.delenv("MATOMO_TOKEN")
    code, shown = takeup("--month", "2024-09")
    assert (code, matomo.asked) == (2, [])
    assert "MATOMO_TOKEN_STADT_HEIDE / MATOMO_TOKEN" in shown


def test_every_state_and_remark_has_its_words() -> None:
    texts = cli.texts()["fetch"]
    assert set(texts["states"]) == {"new", "changed", "unchanged", "checked", "kept", "failed"}
    assert set(texts["remarks"]) == {
        "without_site",
        "time_zone",
        "goals",
        "unfinished",
        "loss",
        "unread",
    }
