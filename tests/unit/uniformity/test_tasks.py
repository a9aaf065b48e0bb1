"""What to do: plain German with the service's name."""

from takeup.uniformity import Facts, task_kinds, uniformity

from .conftest import BIRTH, DOG, PASS, TRADE, A, B, C, MakeFacts, entry, link, listed


def todo(facts: Facts, slug: str = A) -> dict[tuple[str, str], str]:
    """Text by service and kind."""
    table = uniformity(facts).tasks
    own = table[table["verwaltung"] == slug]
    return {(row.service, row.task): row.text for row in own.itertuples()}


def complete(*slugs: str) -> dict[str, list[dict[str, object]]]:
    """Everything delivered, and as it should be."""
    keys = (DOG, BIRTH, TRADE)
    return {
        "katalog": [entry(slug, key) for slug in slugs for key in keys],
        "links": [link(slug, key, "ok") for slug in slugs for key in keys],
        "pvog": [listed(slug, key) for slug in slugs for key in keys],
    }


def test_a_portal_as_it_should_be_has_no_task(facts: MakeFacts) -> None:
    assert uniformity(facts(**complete(A, B, C))).tasks.empty


def test_each_finding_says_what_to_change(facts: MakeFacts) -> None:
    good = complete(A, B, C)
    rest = [row for row in good["katalog"] if row["verwaltung"] != A]
    own = [
        entry(A, DOG, name="Hundesteuer", delivered_key="99102013104007", has_costs=False),
        entry(A, BIRTH, maturity=2, checked_on="2023-01-15", delivered_key="99027001012000"),
    ]
    links = [link(A, DOG, "broken"), *[row for row in good["links"] if row["verwaltung"] != A]]
    pvog = [listed(A, DOG, name="Hund"), listed(A, BIRTH, found=False), listed(A, TRADE)]
    pvog += [row for row in good["pvog"] if row["ars"] != pvog[0]["ars"]]
    assert todo(facts(katalog=own + rest, links=links, pvog=pvog)) == {
        ("Hund anmelden", "deviating_name"): (
            "Den Namen ändern in „Hund anmelden“; bisher heißt es „Hundesteuer“."
        ),
        ("Hund anmelden", "other_detail"): (
            "Der Schlüssel 99102013104007 weicht in den letzten drei Ziffern ab. Klären, ob "
            "dieselbe Leistung gemeint ist; vereinbart ist 99102013104000."
        ),
        ("Hund anmelden", "incomplete"): "Zu ergänzen: Kosten.",
        ("Hund anmelden", "broken_link"): (
            f"Die Seite ist nicht erreichbar. Adresse berichtigen: https://p.example/{DOG}"
        ),
        ("Hund anmelden", "other_name_in_pvog"): (
            "Im Portalverbund (PVOG) steht „Hund“; vereinbart ist „Hund anmelden“."
        ),
        ("Geburtsurkunde", "below_maturity"): (
            "Den Online-Dienst ausbauen: Reifegrad 2 reicht nicht."
        ),
        ("Geburtsurkunde", "outdated"): (
            "Zuletzt geprüft am 15.01.2023. Text prüfen und neues Prüfdatum eintragen."
        ),
        ("Geburtsurkunde", "deviating_key"): (
            "Den Schlüssel 99027001012000 durch 99027002012000 ersetzen."
        ),
        ("Geburtsurkunde", "clarify_link_check"): (
            "Kein gültiges Prüfergebnis. Den Link prüfen lassen und das Ergebnis liefern."
        ),
        ("Geburtsurkunde", "missing_in_pvog"): (
            "Die Leistung im Portalverbund (PVOG) für dieses Gebiet eintragen lassen; dort "
            "fehlt sie."
        ),
        ("Gewerbe anmelden", "missing_online"): (
            "Einen Online-Dienst einrichten. Schon online bei: Amt-B und Stadt-C."
        ),
        ("Gewerbe anmelden", "missing_in_portal"): (
            "Der Portalverbund (PVOG) führt die Leistung, das Portal nicht. Im Portal "
            "beschreiben."
        ),
    }


def test_what_one_delivery_answers_is_one_task(facts: MakeFacts) -> None:
    good = complete(A, B, C)
    without = {name: [] for name in good}
    assert todo(facts(**without)) == {
        ("Portal insgesamt", "clarify_catalogue"): (
            "Den Leistungskatalog des Portals liefern; ohne ihn ist nichts bekannt."
        ),
        ("Portal insgesamt", "clarify_pvog"): (
            "Den Eintrag im Portalverbund (PVOG) abgleichen lassen und das Ergebnis liefern."
        ),
    }
    unchecked = todo(facts(**{**good, "links": []}))
    assert list(unchecked) == [("Portal insgesamt", "clarify_link_check")]


def test_texts_outside_the_core_catalogue_shall_be_right_too(facts: MakeFacts) -> None:
    good = complete(A, B, C)
    passport = entry(A, PASS, online=False, maturity=1, url="", has_duration=False)
    assert todo(facts(**{**good, "katalog": [*good["katalog"], passport]})) == {
        ("Pass", "incomplete"): "Zu ergänzen: Dauer."
    }


def test_an_unknown_duty_is_to_be_cleared_up(facts: MakeFacts) -> None:
    found = todo(facts(**complete(A, B, C), duty={(DOG, A): "unbekannt"}))
    assert list(found) == [("Hund anmelden", "clarify_duty")]


def test_points_of_the_checklist_are_listed_by_their_titles(facts: MakeFacts) -> None:
    points = {
        "logo": {"titel": "Logo", "antworten": {A: "nein", B: "ja", C: "ja"}},
        "mobil": {"titel": "Mobil", "antworten": {A: "nein", B: "ja"}},
    }
    made = facts(**complete(A, B, C), pruefliste=points)
    assert todo(made) == {("Portal insgesamt", "checklist"): "Noch nicht erfüllt: Logo; Mobil."}
    assert todo(made, C) == {
        ("Portal insgesamt", "clarify_checklist"): "Noch nicht beantwortet: Mobil."
    }


def test_every_kind_of_task_that_can_follow_has_its_words(facts: MakeFacts) -> None:
    from takeup.uniformity import cells

    source = cells.__loader__.get_source(cells.__name__)
    kinds = set(task_kinds())
    assert kinds >= {"checklist", "clarify_checklist"}
    assert all(f'"{kind}"' in source for kind in kinds - {"checklist", "clarify_checklist"})
