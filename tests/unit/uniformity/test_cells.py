"""Yes, no or unknown for single services, and the task that follows."""

import pandas as pd

from takeup.uniformity.cells import judge

from .conftest import BIRTH, DOG, PASS, TRADE, A, B, C, MakeFacts, entry, link, listed


def verdict(frame: pd.DataFrame, component: str, slug: str, key: str) -> tuple[str, ...]:
    """State, task and detail of one cell; ``("",)`` where the component does not apply."""
    row = frame[
        (frame["component"] == component)
        & (frame["verwaltung"] == slug)
        & (frame["leistung_id"] == key)
    ]
    return tuple(row[["state", "task", "detail"]].iloc[0]) if len(row) else ("",)


def test_online_needs_the_flag_and_the_maturity(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG),
        entry(A, BIRTH, maturity=2),
        entry(A, TRADE, online=False, maturity=1),
        entry(B, DOG, maturity=None),
        entry(B, BIRTH, online=False, maturity=4),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E1", A, DOG) == ("yes", "", "")
    assert verdict(judged, "E1", A, BIRTH) == ("no", "below_maturity", "2")
    assert verdict(judged, "E1", A, TRADE) == ("no", "missing_online", "")
    assert verdict(judged, "E1", B, DOG) == ("unknown", "clarify_maturity", "")
    assert verdict(judged, "E1", B, BIRTH) == ("unknown", "clarify_online", "4")


def test_what_a_catalogue_does_not_list_is_not_online_and_names_who_has_it(
    facts: MakeFacts,
) -> None:
    judged = judge(facts(katalog=[entry(A, DOG), entry(B, DOG), entry(C, BIRTH)]))
    assert verdict(judged, "E1", C, DOG) == ("no", "missing_online", f"{A},{B}")


def test_without_a_catalogue_everything_is_unknown(facts: MakeFacts) -> None:
    judged = judge(facts(katalog=[entry(A, DOG)]))
    assert verdict(judged, "E1", B, DOG) == ("unknown", "clarify_catalogue", "")
    states = judged[(judged["verwaltung"] == B) & judged["core"]]["state"]
    assert set(states) == {"unknown"}


def test_an_unknown_duty_is_unknown_even_if_the_service_is_online(facts: MakeFacts) -> None:
    judged = judge(facts(katalog=[entry(A, DOG)], duty={(DOG, A): "unbekannt"}))
    assert verdict(judged, "E1", A, DOG) == ("unknown", "clarify_duty", "")
    assert verdict(judged, "E12", A, DOG)[0] == "unknown"


def test_what_somebody_else_does_counts_nowhere(facts: MakeFacts) -> None:
    judged = judge(facts(katalog=[entry(A, DOG)], duty={(DOG, A): "nein"}))
    own = judged[(judged["verwaltung"] == A) & (judged["leistung_id"] == DOG)]
    assert not own["core"].any()
    assert "E1" not in set(own["component"])


def test_the_first_eleven_digits_decide_and_other_details_are_told(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG, delivered_key="99102013104007"),
        entry(A, BIRTH, delivered_key="99027001012000"),
        entry(A, TRADE),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E4", A, DOG) == ("yes", "other_detail", "99102013104007")
    assert verdict(judged, "E4", A, BIRTH) == ("no", "deviating_key", "99027001012000")
    assert verdict(judged, "E4", A, TRADE) == ("yes", "", "")


def test_a_name_is_the_agreed_one_whatever_its_blanks(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG, name="Hund  an\u00admelden"),
        entry(A, BIRTH, name="geburtsurkunde"),
        entry(A, TRADE, name=""),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E5", A, DOG) == ("yes", "", "")
    assert verdict(judged, "E5", A, BIRTH) == ("no", "deviating_name", "geburtsurkunde")
    assert verdict(judged, "E5", A, TRADE) == ("unknown", "clarify_name", "")


def test_the_online_service_most_use_is_the_common_one(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG),
        entry(B, DOG),
        entry(C, DOG, online_dienst="Formular"),
        entry(A, BIRTH, online_dienst="X"),
        entry(B, BIRTH, online_dienst="Y"),
        entry(A, TRADE),
        entry(B, TRADE, online_dienst=""),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E6", A, DOG) == ("yes", "", "EfA")
    assert verdict(judged, "E6", C, DOG) == ("no", "other_service", "EfA")
    # One each: none of the two is the common one.
    assert verdict(judged, "E6", A, BIRTH) == ("no", "other_service", "")
    # B does not say; A alone cannot differ.
    assert verdict(judged, "E6", A, TRADE) == ("unknown", "", "")
    assert verdict(judged, "E6", B, TRADE) == ("unknown", "clarify_service", "")


def test_a_service_that_is_online_once_has_nothing_to_compare(facts: MakeFacts) -> None:
    judged = judge(facts(katalog=[entry(A, DOG), entry(B, BIRTH), entry(C, BIRTH)]))
    assert verdict(judged, "E6", A, DOG) == ("",)


def test_a_check_counts_for_365_days_and_a_future_one_not_at_all(facts: MakeFacts) -> None:
    days = {DOG: "2023-10-01", BIRTH: "2023-09-30", TRADE: "2024-10-01", PASS: None}
    katalog = [entry(A, key, checked_on=pd.Timestamp(day)) for key, day in days.items()]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E7", A, DOG) == ("yes", "", "2023-10-01")
    assert verdict(judged, "E7", A, BIRTH) == ("no", "outdated", "2023-09-30")
    assert verdict(judged, "E7", A, TRADE) == ("unknown", "clarify_check", "2024-10-01")
    assert verdict(judged, "E7", A, PASS) == ("unknown", "unchecked", "")


def test_a_text_with_a_part_missing_is_incomplete_and_one_without_a_word_unknown(
    facts: MakeFacts,
) -> None:
    katalog = [
        entry(A, DOG),
        entry(A, BIRTH, has_costs=False, has_contact=False),
        entry(A, TRADE, has_duration=None),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E8", A, DOG) == ("yes", "", "")
    assert verdict(judged, "E8", A, BIRTH) == ("no", "incomplete", "costs,contact")
    assert verdict(judged, "E8", A, TRADE) == ("unknown", "clarify_parts", "")


def test_only_a_recent_check_of_this_very_address_speaks_about_a_link(facts: MakeFacts) -> None:
    katalog = [entry(A, DOG), entry(A, BIRTH), entry(A, TRADE), entry(A, PASS, url="")]
    links = [
        link(A, DOG, "broken", "2024-08-01"),
        link(A, DOG, "ok", "2024-09-01"),
        link(A, BIRTH, "ok", url="https://p.example/before"),
        link(A, TRADE, "ok", "2024-06-01"),
    ]
    judged = judge(facts(katalog=katalog, links=links))
    assert verdict(judged, "E9", A, DOG) == ("yes", "", "")
    assert verdict(judged, "E9", A, BIRTH) == ("unknown", "clarify_link_check", "")
    assert verdict(judged, "E9", A, TRADE) == ("unknown", "clarify_link_check", "")
    assert verdict(judged, "E9", A, PASS) == ("unknown", "clarify_link", "")


def test_a_broken_link_is_named_and_an_inconclusive_check_says_nothing(
    facts: MakeFacts,
) -> None:
    links = [link(A, DOG, "broken"), link(A, BIRTH, "unknown")]
    judged = judge(facts(katalog=[entry(A, DOG), entry(A, BIRTH)], links=links))
    assert verdict(judged, "E9", A, DOG) == ("no", "broken_link", f"https://p.example/{DOG}")
    assert verdict(judged, "E9", A, BIRTH) == ("unknown", "clarify_link_check", "")


def test_the_pvog_is_compared_by_presence_and_name(facts: MakeFacts) -> None:
    pvog = [
        listed(A, DOG, name="Hund anmelden (LeiKa)"),
        listed(A, BIRTH, found=False),
        listed(A, TRADE),
        listed(C, DOG, ars="010510044044", name="Hundesteuer"),
    ]
    katalog = [entry(A, DOG), entry(A, BIRTH), entry(C, DOG)]
    judged = judge(facts(katalog=katalog, pvog=pvog))
    assert verdict(judged, "E12", A, DOG) == ("yes", "", "")
    assert verdict(judged, "E12", A, BIRTH) == ("no", "missing_in_pvog", "")
    assert verdict(judged, "E12", A, TRADE) == ("no", "missing_in_portal", "")
    assert verdict(judged, "E12", C, DOG) == ("no", "other_name_in_pvog", "Hundesteuer")
    assert verdict(judged, "E12", C, BIRTH) == ("unknown", "clarify_pvog", "")


def test_the_last_catalogue_up_to_the_month_counts(facts: MakeFacts) -> None:
    katalog = [
        entry(A, DOG, month="2024-08", maturity=1),
        entry(A, DOG, month="2024-10"),
        entry(A, BIRTH, month="2024-07"),
    ]
    judged = judge(facts(katalog=katalog))
    assert verdict(judged, "E1", A, DOG) == ("no", "below_maturity", "1")
    assert verdict(judged, "E1", A, BIRTH) == ("no", "missing_online", "")
