import pandas as pd
import pytest

from takeup.errors import ParameterError
from takeup.params import Leistung
from takeup.sources.leistungen import Keys, Verdict, judge_all

HUND = "99102013104000"
WOHNGELD = "99107023037000"


def leistung(name: str, *former: str) -> Leistung:
    facts = {
        "katalogname": name,
        "ozg_id": "10160",
        "gruppe": "g",
        "persoenlich": False,
        "ebene": "amt",
    }
    return Leistung.model_validate({"name": name, "aliase": former, **facts})


LEISTUNGEN = {
    HUND: leistung("Hund anmelden"),
    WOHNGELD: leistung("Wohngeld beantragen", "99107023017000"),
}
KEYS = Keys.of(LEISTUNGEN)


@pytest.mark.parametrize(
    "text", [HUND, " 99102013104000", "99 102 013 104 000", "99102013\u00a0104000"]
)
def test_a_known_key_is_found_however_it_is_spaced(text: str) -> None:
    assert KEYS.judge(text, "") == Verdict(HUND)


def test_a_former_key_counts_under_todays() -> None:
    verdict = KEYS.judge("99107023017000", "")

    assert (verdict.key, verdict.rule) == (WOHNGELD, "old_key")


@pytest.mark.parametrize("text", ["9,90001E+13", "9.91E+13", "9,9102E13", "9E+13"])
def test_digits_that_excel_swallowed_are_never_guessed(text: str) -> None:
    verdict = KEYS.judge(text, "Hund anmelden")

    assert (verdict.key, verdict.rule) == ("", "digits_lost")
    assert verdict.detail == f"{HUND} Hund anmelden"


@pytest.mark.parametrize("text", ["1016", "9910201310400", "Hund", "88102013104000"])
def test_what_is_no_key_is_named(text: str) -> None:
    assert KEYS.judge(text, "").rule == "bad_leika"


@pytest.mark.parametrize(
    "text", ["Hund anmelden", "HUND  ANMELDEN", "anmelden: Hund", "Hundesteuer"]
)
def test_an_agreed_name_stands_for_its_key(text: str) -> None:
    named = LEISTUNGEN[HUND].model_copy(update={"namen": ("Hundesteuer",)})

    assert Keys.of(LEISTUNGEN | {HUND: named}).judge(text, "") == Verdict(HUND)


def test_an_ozg_number_names_the_services_it_may_stand_for() -> None:
    verdict = KEYS.judge("10160", "Hund anmelden")

    assert (verdict.key, verdict.rule) == ("", "ozg_id")
    assert verdict.detail == f"{HUND} Hund anmelden; {WOHNGELD} Wohngeld beantragen"


@pytest.mark.parametrize("between", [", ", ";", " / ", "\n", "|"])
def test_several_keys_in_one_cell_are_not_divided_by_guess(between: str) -> None:
    assert KEYS.judge(f"{HUND}{between}{WOHNGELD}", "").rule == "several_keys"


def test_a_key_marked_as_text_by_excel_is_the_key() -> None:
    assert KEYS.judge(f"'{HUND}", "") == Verdict(HUND)


def test_a_name_of_two_services_is_refused() -> None:
    with pytest.raises(ParameterError, match="GLEICH"):
        Keys.of({HUND: leistung("gleich"), WOHNGELD: leistung("GLEICH")})


def test_an_unknown_key_is_suggested_by_name_before_digits() -> None:
    near_hund = "99102013104999"

    assert KEYS.judge(near_hund, "").detail == f"{HUND} Hund anmelden"
    assert (
        KEYS.judge(near_hund, "Wohngeld beantragn").detail == f"{WOHNGELD} Wohngeld beantragen"
    )
    assert KEYS.judge(near_hund, "").rule == "unknown_leistung"


def test_a_former_key_of_two_services_is_refused() -> None:
    both = {HUND: leistung("a", "99000000000001"), WOHNGELD: leistung("b", "99000000000001")}

    with pytest.raises(ParameterError, match="99000000000001"):
        Keys.of(both)


def test_a_former_key_that_is_also_todays_key_is_refused() -> None:
    with pytest.raises(ParameterError, match=HUND):
        Keys.of({HUND: leistung("a"), WOHNGELD: leistung("b", HUND)})


def test_rows_get_todays_key_and_issues_keep_their_index() -> None:
    delivered = pd.Series([HUND, "99107023017000", "1016", ""], index=[4, 5, 6, 7], dtype="str")

    today, issues = judge_all(delivered, pd.Series("", index=delivered.index), KEYS)

    assert today.tolist() == [HUND, WOHNGELD, "", ""]
    assert issues[["column", "raw", "rule"]].reset_index().to_numpy().tolist() == [
        [5, "leistung_id", "99107023017000", "old_key"],
        [6, "leistung_id", "1016", "bad_leika"],
    ]


def test_a_flood_of_wrong_keys_is_judged_in_bounded_time() -> None:
    delivered = pd.Series([f"{number:014d}" for number in range(50_000)], dtype="str")

    _, issues = judge_all(delivered, pd.Series("Name", index=delivered.index), KEYS)

    assert len(issues) == 50_000
    assert (issues["detail"] != "").sum() <= 200


def test_other_details_are_known_where_asked_for_and_only_if_one_service_has_the_stem():
    keys = Keys.of(LEISTUNGEN, by_stem=True)
    assert keys.judge("99102013104007", "") == Verdict(HUND, "other_detail", HUND)
    assert Keys.of(LEISTUNGEN).judge("99102013104007", "").rule == "unknown_leistung"
    twin = {**LEISTUNGEN, "99102013104001": leistung("Hund ummelden")}
    shared = Keys.of(twin, by_stem=True).judge("99102013104007", "")
    assert (shared.key, shared.rule) == ("", "unknown_leistung")
