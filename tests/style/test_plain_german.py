"""Every text for a reader is plain German; what is planted is found."""

import pytest

from .german import COMMON, english_numbers, length, long_sentences, sentences, unexplained
from .texts import texts, words_of_templates

# Read on a terminal, where no page explains a word; whoever runs the commands knows these.
COMMANDS = (
    "lib/takeup/errors.yml",
    "lib/takeup/cli.yml",
    "lib/takeup/campaign_commands.yml",
    "lib/takeup/verification/texts.yml",
    "lib/takeup/inspection/",
    "lib/takeup/intake/findings.yml",
)
KNOWN_TO_OPERATORS = {
    **dict.fromkeys(("HTTP", "UTF"), "words of those who fetch data"),
    **dict.fromkeys(
        ("MB", "NUL", "SHA", "SVG"), "names of a unit, a byte, a checksum, a format"
    ),
    **dict.fromkeys(("DATEI", "FEHLER", "NAME", "PRÜFEN"), "whole words in capitals"),
    **dict.fromkeys(("MONTH", "STAND", "KAMPAGNE", "ENGINE", "SCHEDULER"), "options of make"),
    "LeiKa": "the heading under which deliveries bring the key",
    "README": "a file of the project",
}


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return texts()


def test_all_kinds_of_texts_are_read(written: dict[str, str]) -> None:
    begun = (
        "lib/takeup/errors.yml: ", "lib/takeup/render/texts.yml: ", "lib/takeup/measures/",
        "lib/takeup/uniformity/", "lib/takeup/sources/", "params/projekt.yml: ",
        "notebooks/kreis",
    )  # fmt: skip
    assert not [each for each in begun if not any(place.startswith(each) for place in written)]
    assert len(written) > 2500


def test_no_sentence_has_more_than_25_words(written: dict[str, str]) -> None:
    assert {
        place: found for place, text in written.items() if (found := long_sentences(text))
    } == {}


def test_no_number_is_written_in_english(written: dict[str, str]) -> None:
    assert {
        place: found for place, text in written.items() if (found := english_numbers(text))
    } == {}


def test_a_command_explains_its_abbreviations_or_its_user_knows_them(
    written: dict[str, str],
) -> None:
    said = {place: text for place, text in written.items() if place.startswith(COMMANDS)}
    words = {word: place for place, text in said.items() for word in unexplained(text)}
    assert set(words) == set(KNOWN_TO_OPERATORS), "or one that is known there is used no more"


def test_templates_write_no_words_of_their_own() -> None:
    assert not [
        words for words in words_of_templates().values() if any(map(str.isalpha, words))
    ]


WORDS_25 = "Wer " + "sehr " * 23 + "wartet"


@pytest.mark.parametrize(
    "text",
    [
        f"{WORDS_25} hier.",
        f"Kurz. {WORDS_25} z. B. hier.",
        f"{WORDS_25} am 1. Oktober.",
        f"{WORDS_25} bis zum 3. und danach.",
        f"{WORDS_25}; dann 2,5 nicht.",
        f"- {WORDS_25}: immer\n- kurz",
    ],
)
def test_a_long_sentence_is_found(text: str) -> None:
    assert len(long_sentences(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{WORDS_25}. {WORDS_25}!",
        f"{WORDS_25} {{name}} ({{low}}, {{high}}).",
        f"**{WORDS_25}** · · {{value}}.",
        f"{WORDS_25}\n\n{WORDS_25}",
        f"- {WORDS_25}\n- {WORDS_25}",
        f"{WORDS_25[:-7]} 34. {WORDS_25}",
    ],
)
def test_shorter_ones_pass_and_what_is_filled_in_counts_nothing(text: str) -> None:
    assert long_sentences(text) == []


def test_abbreviations_ordinals_and_numbers_do_not_end_a_sentence() -> None:
    text = "Am 1. März und vom 3. bis 5. {month}, z. B. 1.234,5 Euro (§ 16 Abs. 6 Nr. 2). Ende."
    assert [length(each) for each in sentences(text)] == [17, 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Es waren 1,234.5 Stunden.", ["1,234"]),
        ("Das sind 12.5 % aller Anträge.", ["12.5"]),
        ("Rund 12% davon.", ["2%"]),
        ("Rund 1.234,5 Stunden, 12,5 %, am 24.09.2024 nach BITV 2.0.", []),
    ],
)
def test_numbers_in_english_are_told_from_german_ones(text: str, found: list[str]) -> None:
    assert english_numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nach dem OZG und der ZSK.", ["OZG", "ZSK"]),
        ("Das Onlinezugangsgesetz (OZG). Das OZG gilt.", []),
        ("Die eWA (elektronische Wohnsitzanmeldung) läuft.", []),
        ("Der Schlüssel (LeiKa: 14 Ziffern) fehlt.", []),
        ("Die Spalte „LeiKa“ mit Besuchen als CSV nach DevicesDetection.", []),
        ("Das OZG (2017) und {OZG}.", ["OZG"]),
    ],
)
def test_an_abbreviation_is_common_or_explained_or_found(text: str, found: list[str]) -> None:
    assert unexplained(text) == found


def test_nothing_common_goes_without_a_reason() -> None:
    assert all(COMMON.values())
