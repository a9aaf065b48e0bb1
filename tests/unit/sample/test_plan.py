"""The grid: who offers what from when on."""

from datetime import date

import numpy as np
import pandas as pd

from takeup.sample.plan import Scene


def online_from(scene: Scene, verwaltung: str, leistung_id: str) -> list[pd.Timestamp]:
    return scene.pairs.query("verwaltung == @verwaltung and leistung_id == @leistung_id")[
        "online_from"
    ].tolist()


def test_only_services_an_administration_is_zustaendig_for_are_simulated(scene: Scene) -> None:
    kreis = scene.pairs.query("verwaltung == 'kreis-dithmarschen'")["leistung_id"]
    heide = scene.pairs.query("verwaltung == 'stadt-heide'")["leistung_id"]

    assert "99036008007000" in set(kreis)
    assert set(kreis).isdisjoint(heide)


def test_a_service_goes_online_after_the_administrations_delay(scene: Scene) -> None:
    # Second release on 1 February 2023; Burg follows after 45 days.
    assert online_from(scene, "amt-burg-st-michaelisdonn", "99108020224000") == [
        pd.Timestamp("2023-03-18")
    ]


def test_ewa_starts_on_the_day_of_its_event(scene: Scene) -> None:
    assert online_from(scene, "stadt-heide", "99115005104000") == [pd.Timestamp("2024-02-05")]


def test_a_service_that_needs_attendance_is_never_online(scene: Scene) -> None:
    assert online_from(scene, "stadt-heide", "99008001012000") == [pd.NaT]


def test_days_are_summed_to_months(scene: Scene) -> None:
    ones = np.ones((2, len(scene.days)), dtype=np.int64)

    assert scene.by_month(ones)[0, :3].tolist() == [31, 31, 30]


def test_an_event_that_names_nobody_concerns_all(scene: Scene) -> None:
    assert scene.concerned(()).all()
    assert scene.concerned(["stadt-heide"]).sum() == 1


def test_both_ends_of_a_span_belong_to_it(scene: Scene) -> None:
    assert scene.between(date(2022, 7, 1), date(2022, 7, 3)).sum() == 3
