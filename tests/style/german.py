"""What plain German is: short sentences, German numbers, explained abbreviations."""

import re
from collections.abc import Iterator

LONGEST = 25
# Words of a sentence are counted without what is filled in, and without marks of Markdown.
FILLED_IN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|<[a-z/][^<>]*>|https?://\S+")
WORD = re.compile(r"\w")
END = re.compile(r"(?<=[.!?])[“)]*\s+|\n\s*\n|\n\s*(?=[-*#|])")
# A full stop after these ends no sentence; nor does one after the number of a day, an edition …
SHORTENED = re.compile(
    r"\b(z\.\s?B|d\.\s?h|u\.\s?a|Abs|Art|Nr|St|bzw|ca|vgl|usw|Mio|Tsd)\.", re.IGNORECASE
)
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
ORDINAL = re.compile(rf"(\d|\}})\.(?=\s+(?:[a-zäöü]|{{month|{'|'.join(MONTHS.split())}))")

# "1,234.5", "1,234", "12.5 %", "12%": a German reader takes them for something else.
# Dates (24.09.2024), times and numbered things (BITV 2.0) are none of these.
ENGLISH_NUMBER = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])"
    r"|(?<![\d.,])\d+\.\d{1,2}(?=\s?(?:%|Prozent|€|Euro))"
    r"|\d%"
)

# Two capitals or more, nearly half of the word: EU, LeiKa, eWA; not DevicesDetection.
TOKEN = re.compile(r"\b[A-Za-zÄÖÜäöüß]{2,}\b")
SHARE_OF_CAPITALS = 0.4
# What a reader is not told, and why not.
COMMON = {
    **dict.fromkeys(
        ("CSV", "HTML", "JSON", "PDF", "PNG", "XLSX", "XML", "YAML"), "a file format"
    ),
    **dict.fromkeys(("DIN", "SPEC", "EN"), "the name of a standard"),
    **dict.fromkeys(("GOV", "UK"), "GOV.UK, a name"),
    **dict.fromkeys(("JJJJ", "MM", "TT"), "the form of a date, and nothing to read"),
    "AA": "a level of WCAG, which is explained",
    "EUPL": "the name of a licence",
    "EUR": "on every banknote",
    "EfA": "in the name of a service that the sample invents",
    "KERN": "a name, and what it is stands beside it",
    "MONITOR": "a name, written like that by its owner",
}


def sentences(text: str) -> list[str]:
    """Sentences of a text; an item of a list and a heading are some too."""
    text = SHORTENED.sub(lambda found: found[0].replace(".", ""), text)
    return [each.strip() for each in END.split(ORDINAL.sub(r"\1", text)) if each.strip()]


def length(sentence: str) -> int:
    """Words of a sentence that we wrote ourselves."""
    return sum(bool(WORD.search(each)) for each in FILLED_IN.sub(" ", sentence).split())


def long_sentences(text: str) -> list[str]:
    """Sentences that are too long."""
    return [each for each in sentences(text) if length(each) > LONGEST]


def english_numbers(text: str) -> list[str]:
    """Numbers as they are written in English."""
    return [found[0] for found in ENGLISH_NUMBER.finditer(text)]


def unexplained(text: str) -> list[str]:
    """Abbreviations that are neither common nor explained in a text.

    Explained is one in brackets behind its words, or one with its words in brackets behind it.
    What stands in quotation marks is a name, as it is.
    """
    spoken = re.sub(r"„[^“]*“", "", text).replace("\u00ad", "")
    return sorted({each for each in _abbreviations(spoken) if not _explained(each, spoken)})


def _abbreviations(text: str) -> Iterator[str]:
    for found in TOKEN.finditer(FILLED_IN.sub(" ", text)):
        capitals = sum(each.isupper() for each in found[0])
        if capitals > 1 and capitals >= SHARE_OF_CAPITALS * len(found[0]):
            yield found[0]


def _explained(word: str, text: str) -> bool:
    return word in COMMON or bool(
        re.search(rf"[a-zäöüß] \([\w-]*\b{word}\b|\b{word} \([A-ZÄÖÜ]?[a-zäöüß]+", text)
    )
