"""``sample.yml`` against ``params/``: names that must exist, chances that must add up."""

import pytest

from takeup.params import Params
from takeup.sample.settings import SampleSettings


def test_every_administration_has_settings(settings: SampleSettings, params: Params) -> None:
    assert set(settings.administrations) == set(params.verwaltungen)


def test_the_kreis_has_the_residents_of_the_other_eight(settings: SampleSettings) -> None:
    residents = {slug: each.residents for slug, each in settings.administrations.items()}

    assert residents.pop("kreis-dithmarschen") == sum(residents.values()) == 135252


def test_services_events_and_campaigns_exist(settings: SampleSettings, params: Params) -> None:
    events = {each.name for each in params.ereignisse}

    assert set(settings.services) <= set(params.leistungen)
    assert set(settings.truth.events) <= events
    assert set(settings.truth.election.per_1000) <= events
    assert set(settings.truth.campaigns) == set(params.campaigns(sample=True))


def test_names_in_a_preamble_are_official_or_known_aliases(
    settings: SampleSettings, params: Params
) -> None:
    for slug, each in settings.administrations.items():
        known = params.verwaltungen[slug]
        assert each.name in ("", known.name, known.kurzname, *known.aliase)


def test_services_with_personal_attendance_are_never_online(
    settings: SampleSettings, params: Params
) -> None:
    never = {key for key, each in settings.services.items() if each.wave == "never"}
    personal = {key for key, each in params.leistungen.items() if each.persoenlich}

    assert never == personal & set(settings.services)


def test_chances_add_up_to_one(settings: SampleSettings) -> None:
    truth = settings.truth
    chances = [each.channels for each in settings.services.values()]
    chances += [truth.answers.ratings, tuple(truth.visits.devices.values())]
    chances += [tuple(settings.catalogue.online_maturity.values())]
    chances += [tuple(settings.catalogue.offline_maturity.values())]

    assert all(sum(each) == pytest.approx(1.0) for each in chances)


def test_every_device_has_a_key_of_matomo(settings: SampleSettings) -> None:
    assert set(settings.truth.visits.devices) <= set(settings.files["matomo"].devices)


def test_incidents_name_what_exists(settings: SampleSettings, params: Params) -> None:
    sources = {"antraege", "faelle", "konten", "zufriedenheit", "katalog", "campaigns"}

    for each in settings.incidents:
        assert each.verwaltung in params.verwaltungen
        assert each.source in sources
        assert each.reason
        if each.action == "cell":
            assert each.column in settings.files[each.source].header
        if each.action in {"late", "corrected"}:
            assert each.folder is not None
            assert each.folder > each.month


def test_a_wrong_sum_is_planted_where_sums_are_written(settings: SampleSettings) -> None:
    totals = [each for each in settings.incidents if each.action == "total"]

    assert totals
    assert all(settings.administrations[each.verwaltung].style.total_row for each in totals)
