"""Components by hand: known, unknown, nothing to know."""

import pandas as pd
import pytest

from takeup.agreement import COMPONENTS
from takeup.uniformity import WHOLE, Facts, uniformity

from .conftest import BIRTH, DOG, PASS, TRADE, A, B, C, MakeFacts, entry, link, listed


def components(facts: Facts) -> pd.DataFrame:
    """Components of the facts."""
    return uniformity(facts).components


def value(
    table: pd.DataFrame, component: str, slug: str = "alle", part: str = WHOLE
) -> tuple[object, ...]:
    """Numerator, denominator, unknown, value (four digits) and status of one row."""
    row = table[
        (table["component"] == component)
        & (table["verwaltung"] == slug)
        & (table["part"] == part)
    ]
    columns = ["numerator", "denominator", "unknown", "value", "status"]
    cells = row[columns].iloc[0].to_dict()
    shown = None if pd.isna(cells["value"]) else round(float(cells["value"]), 4)
    return (*(cells[name] for name in columns[:3]), shown, cells["status"])


def test_coverage_counts_unknown_ones_beside_the_share(facts: MakeFacts) -> None:
    made = components(
        facts(
            katalog=[
                entry(A, DOG),
                entry(A, BIRTH, maturity=2),
                entry(B, DOG),
                entry(B, BIRTH),
            ],
            duty={(TRADE, A): "unbekannt", (TRADE, B): "nein"},
        )
    )
    assert value(made, "E1", A) == (1, 2, 1, 0.5, "ok")
    assert value(made, "E1", B) == (2, 2, 0, 1.0, "ok")
    assert value(made, "E1", C) == (0, 0, 3, None, "unknown")
    assert value(made, "E1") == (3, 4, 4, 0.75, "ok")


def test_services_with_personal_attendance_are_not_in_the_core(facts: MakeFacts) -> None:
    assert value(components(facts(katalog=[entry(A, PASS)], slugs=(A,))), "E8", A) == (
        0, 0, 0, None, "not_applicable",
    )  # fmt: skip


def test_one_no_settles_everywhere_and_one_yes_settles_somewhere(facts: MakeFacts) -> None:
    """DOG: yes, yes, unknown. BIRTH: yes, no, unknown. TRADE: nobody is zuständig."""
    made = components(
        facts(
            katalog=[entry(A, DOG), entry(A, BIRTH), entry(B, DOG)],
            duty={(TRADE, slug): "nein" for slug in (A, B, C)},
        )
    )
    assert value(made, "E2") == (0, 1, 1, 0.0, "ok")
    assert value(made, "E2", part="at_least_one") == (2, 2, 0, 1.0, "ok")


def test_a_service_online_in_all_that_are_zustaendig_is_everywhere(facts: MakeFacts) -> None:
    made = components(
        facts(katalog=[entry(A, DOG), entry(B, BIRTH)], duty={(DOG, B): "nein"}, slugs=(A, B))
    )
    # DOG: A alone is zuständig and has it. BIRTH: A has it not. TRADE: neither has it.
    assert value(made, "E2") == (1, 3, 0, 0.3333, "ok")
    assert value(made, "E2", part="at_least_one") == (2, 3, 0, 0.6667, "ok")


def test_likeness_is_the_mean_of_the_pairs(facts: MakeFacts) -> None:
    """A has DOG and BIRTH, B has BIRTH and TRADE, C has none of them: 1/3, 0 and 0."""
    made = facts(
        katalog=[
            entry(A, DOG), entry(A, BIRTH), entry(B, BIRTH), entry(B, TRADE), entry(C, PASS),
        ]
    )  # fmt: skip
    result = uniformity(made)
    pairs = result.pairs
    assert pairs[["verwaltung", "other", "both", "either"]].to_numpy().tolist() == [
        [A, B, 1, 3],
        [A, C, 0, 2],
        [B, C, 0, 2],
    ]
    assert value(result.components, "E3") == (pytest.approx(1 / 3), 3, 0, 0.1111, "ok")
    assert value(result.components, "E3", A) == (pytest.approx(1 / 3), 2, 0, 0.1667, "ok")


def test_pairs_with_nothing_online_have_no_likeness_and_unknown_ones_are_counted(
    facts: MakeFacts,
) -> None:
    made = facts(katalog=[entry(A, PASS), entry(B, PASS)])
    result = uniformity(made)
    pairs = result.pairs
    assert pairs["status"].tolist() == ["not_applicable", "unknown", "unknown"]
    assert pairs["unknown"].tolist() == [0, 3, 3]
    assert value(result.components, "E3") == (0, 0, 2, None, "unknown")


def test_two_administrations_without_common_duties_are_not_compared(facts: MakeFacts) -> None:
    made = facts(
        katalog=[entry(A, DOG), entry(B, BIRTH)],
        duty={(BIRTH, A): "nein", (TRADE, A): "nein", (DOG, B): "nein"},
        slugs=(A, B),
    )
    assert uniformity(made).pairs["status"].tolist() == ["not_applicable"]


def test_other_details_of_a_key_count_and_are_told_apart(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG, delivered_key="99102013104007"),
        entry(A, BIRTH),
        entry(A, TRADE, delivered_key="99050012104"),
        entry(B, DOG, delivered_key="99000000000000"),
    ]
    made = components(facts(katalog=katalog, slugs=(A, B)))
    assert value(made, "E4") == (3, 4, 0, 0.75, "ok")
    assert value(made, "E4", part="other_detail") == (2, 4, 0, 0.5, "ok")


def test_names_and_online_services_by_hand(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG),
        entry(B, DOG, name="Hund"),
        entry(C, DOG, name="", online_dienst="Formular"),
    ]
    made = components(facts(katalog=katalog))
    assert value(made, "E5") == (1, 2, 1, 0.5, "ok")
    assert value(made, "E6") == (2, 3, 0, 0.6667, "ok")


def test_ages_are_those_of_known_checks(facts: MakeFacts) -> None:
    days = {A: "2024-09-20", B: "2024-06-22", C: "2023-08-27"}
    katalog = [entry(slug, DOG, checked_on=pd.Timestamp(day)) for slug, day in days.items()]
    katalog += [entry(A, BIRTH, checked_on=None)]
    made = components(facts(katalog=katalog))
    assert value(made, "E7") == (2, 3, 1, 0.6667, "ok")
    # Ten, a hundred and four hundred days.
    assert value(made, "E7", part="median_age_days")[1:] == (3, 0, 100.0, "ok")
    assert value(made, "E7", part="oldest_age_days")[1:] == (3, 0, 400.0, "ok")


def test_each_part_of_a_text_has_a_share_of_its_own(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG),
        entry(A, BIRTH, has_costs=False, has_duration=False),
        entry(A, TRADE, has_duration=False),
    ]
    made = components(facts(katalog=katalog, slugs=(A,)))
    shares = {
        part: value(made, "E8", A, part)[3] for part in (WHOLE, "costs", "duration", "contact")
    }
    assert shares == {WHOLE: 0.3333, "costs": 0.6667, "duration": 0.3333, "contact": 1.0}


def test_links_levels_and_the_pvog_by_hand(facts: MakeFacts) -> None:
    made = components(
        facts(
            katalog=[
                entry(A, DOG),
                entry(A, BIRTH, maturity=4),
                entry(A, TRADE, maturity=None),
            ],
            links=[link(A, DOG, "ok"), link(A, BIRTH, "broken")],
            pvog=[listed(A, DOG), listed(A, BIRTH, found=False)],
            slugs=(A,),
        )
    )
    assert value(made, "E9") == (1, 2, 1, 0.5, "ok")
    assert value(made, "E10") == (2, 2, 1, 1.0, "ok")
    levels = [value(made, "E10", A, f"level_{each}")[:3] for each in range(5)]
    assert levels == [(0, 2, 1), (0, 2, 1), (0, 2, 1), (1, 2, 1), (1, 2, 1)]
    assert value(made, "E12") == (1, 2, 1, 0.5, "ok")


def test_a_point_without_an_answer_is_unknown(facts: MakeFacts) -> None:
    points = {
        "logo": {"titel": "Logo", "antworten": {A: "ja", B: "nein"}},
        "mobil": {"titel": "Mobil", "antworten": {A: "ja", B: "unbekannt"}},
    }
    made = components(facts(pruefliste=points))
    assert value(made, "E11", A) == (2, 2, 0, 1.0, "ok")
    assert value(made, "E11", B) == (0, 1, 1, 0.0, "ok")
    assert value(made, "E11", C) == (0, 0, 2, None, "unknown")
    assert value(made, "E11") == (2, 3, 3, 0.6667, "ok")


def test_without_any_catalogue_nothing_is_known_and_nothing_is_zero(facts: MakeFacts) -> None:
    table = components(facts())
    whole = table[(table["verwaltung"] == "alle") & (table["part"] == WHOLE)]
    states = whole.set_index("component")["status"].to_dict()
    assert states.pop("E11") == "not_applicable"
    assert set(states.values()) == {"unknown"}
    assert table["value"].isna().all()


def test_one_administration_alone_has_no_pairs_but_its_own_components(facts: MakeFacts) -> None:
    made = facts(katalog=[entry(A, DOG)], slugs=(A,))
    result = uniformity(made)
    assert result.pairs.empty
    assert value(result.components, "E3") == (0, 0, 0, None, "not_applicable")
    assert value(result.components, "E6") == (0, 0, 0, None, "not_applicable")
    assert value(result.components, "E1") == (1, 3, 0, 0.3333, "ok")


def test_every_component_has_a_row_for_each_administration_and_all(facts: MakeFacts) -> None:
    table = components(facts())
    whole = table[table["part"] == WHOLE]
    assert len(whole) == len(COMPONENTS) * 4
    assert set(whole["component"]) == set(COMPONENTS)
