"""The facts in ``params/``: complete, and in step with where they come from."""

import csv
from pathlib import Path

import pytest

from takeup.params import Params, load_params

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared/data"


@pytest.fixture(scope="module")
def params() -> Params:
    return load_params(ROOT / "params")


def shared_rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_service_and_administration_stands_in_the_matrix_once(params: Params) -> None:
    pairs = params.zustaendigkeit[["leistung_id", "verwaltung"]]
    expected = {(key, slug) for key in params.leistungen for slug in params.verwaltungen}

    assert not pairs.duplicated().any()
    assert set(pairs.itertuples(index=False, name=None)) == expected


def test_nobody_is_zustaendig_for_a_service_of_the_other_level(params: Params) -> None:
    yes = params.zustaendigkeit.query("zustaendig == 'ja'")
    levels = yes["leistung_id"].map(lambda key: params.leistungen[key].ebene)
    is_kreis = yes["verwaltung"].map(lambda slug: params.verwaltungen[slug].typ == "Kreis")

    assert (is_kreis == (levels == "kreis")).all()


def test_unverified_fields_are_marked(params: Params) -> None:
    assert all(
        {"persoenlich", "ebene"} <= set(each.ungeprueft) for each in params.leistungen.values()
    )


def test_the_services_are_those_of_the_projects_list(params: Params) -> None:
    listed = {row["leika"]: row["name_portal"] for row in shared_rows("leistungen_leika.csv")}

    assert {key: each.name for key, each in params.leistungen.items()} == listed


def test_the_administrations_have_their_official_keys(params: Params) -> None:
    listed = {
        row["schluessel9"]: row["verwaltung"]
        for row in shared_rows("dithmarschen_verwaltungen.csv")
    }

    assert {each.schluessel: each.name for each in params.verwaltungen.values()} == listed


def test_everyday_names_lead_to_one_administration_only(params: Params) -> None:
    names = [
        name
        for each in params.verwaltungen.values()
        for name in {each.name, each.kurzname, *each.aliase}
    ]

    assert len(names) == len(set(names))


def test_every_campaign_of_the_sample_ends_before_the_sample_does(params: Params) -> None:
    campaigns = params.campaigns(sample=True)

    assert set(campaigns) == {"muster-fruehjahr-2024", "muster-herbst-2024"}
    assert all(
        params.registrierungen[slug].first.am < campaigns[slug].beginn for slug in campaigns
    )
