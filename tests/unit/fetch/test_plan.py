import pytest

from takeup.errors import ParameterError, UsageError
from takeup.fetch.plan import Access, Order, Plan, make_plan
from takeup.params import load_params
from takeup.periods import Month

from .conftest import TOKEN, Project

OTHER = "z" * 32


def plan(project: Project, verwaltung: str = "") -> Plan:
    return make_plan(load_params(project.root / "params"), project.environ, verwaltung)


def only(project: Project) -> Access:
    accesses = plan(project).accesses
    assert len(accesses) == 1
    return accesses[0]


def test_a_month_is_asked_for_as_a_range_of_its_days() -> None:
    order = Order("DevicesDetection.getType", "month", "device", "de")
    assert order.question(3, Month(2024, 2)).parameters == {
        "idSite": "3",
        "period": "month",
        "date": "2024-02-01,2024-02-29",
        "language": "de",
    }
    assert order.labels(Month(2024, 2)) == ("2024-02",)
    days = Order("VisitsSummary.get", "day", "visits").labels(Month(2024, 2))
    assert (days[0], days[-1], len(days)) == ("2024-02-01", "2024-02-29", 29)


def test_the_mapping_says_which_reports_are_asked_for(project) -> None:
    assert [(order.name, order.language) for order in plan(project).orders] == [
        ("VisitsSummary.get (day)", None),
        ("VisitsSummary.get (month)", None),
        ("Referrers.getCampaigns (day)", None),
        ("DevicesDetection.getType (month)", "de"),
    ]


def test_a_project_without_matomo_is_told_which_files_to_edit(bare) -> None:
    with pytest.raises(ParameterError) as caught:
        plan(bare)
    assert "params/settings.yml" in caught.value.remedy
    assert "params/verwaltungen/" in caught.value.remedy
    with pytest.raises(ParameterError, match=r"params/verwaltungen/stadt-heide\.yml"):
        plan(bare, "stadt-heide")


def test_a_site_without_a_server_names_both_files(bare) -> None:
    bare.has_site("stadt-heide", "{site: 3}")
    with pytest.raises(ParameterError, match=r"stadt-heide\.yml .*params/settings\.yml"):
        plan(bare)


def test_a_mapping_that_lists_no_report_is_an_error(project) -> None:
    path = project.root / "params/quellen/matomo.yml"
    kept = [line for line in path.read_text("utf-8").splitlines() if "bericht:" not in line]
    path.write_text("\n".join(kept).replace("abruf:", "abruf: []"), "utf-8")
    with pytest.raises(ParameterError, match="abruf:"):
        plan(project)


def test_administrations_without_a_site_are_named(project) -> None:
    assert len(plan(project).without) == 8
    assert plan(project, "stadt-heide").without == ()


def test_the_token_of_an_administration_comes_before_the_shared_one(project) -> None:
    assert only(project).token.get_secret_value() == TOKEN
    project.environ["MATOMO_TOKEN_STADT_HEIDE"] = f" {OTHER}\n"
    assert only(project).token.get_secret_value() == OTHER
    assert OTHER not in repr(plan(project))


def test_the_shared_token_is_not_for_a_server_of_its_own(bare) -> None:
    bare.has_server("https://shared.example.org/index.php")
    bare.has_site("stadt-heide", "{site: 3, adresse: 'https://own.example.org/index.php'}")
    with pytest.raises(UsageError, match=r"\(MATOMO_TOKEN_STADT_HEIDE\)"):
        plan(bare)
    bare.environ["MATOMO_TOKEN_STADT_HEIDE"] = OTHER
    assert only(bare).address == "https://own.example.org/index.php"


@pytest.mark.parametrize(
    "token", ["", " ", "short", "with blank with blank", "ä" * 32, "x" * 200]
)
def test_without_a_usable_token_nothing_begins_and_it_is_not_shown(project, token: str) -> None:
    project.environ["MATOMO_TOKEN"] = token
    with pytest.raises(UsageError, match="MATOMO_TOKEN_STADT_HEIDE / MATOMO_TOKEN") as caught:
        plan(project)
    assert not token.strip() or token not in str(caught.value)


def test_one_missing_token_is_a_failure_of_one_administration(project) -> None:
    project.has_site("amt-marne-nordsee", "{site: 3, adresse: 'https://own.example.org/'}")
    found = plan(project)
    assert [each.verwaltung for each in found.accesses] == ["stadt-heide"]
    assert [each.details["verwaltung"] for each in found.failures] == ["amt-marne-nordsee"]


def test_the_time_zone_is_that_of_the_settings(project) -> None:
    assert plan(project).time_zone == "Europe/Berlin"
