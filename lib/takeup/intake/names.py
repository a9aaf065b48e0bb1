"""Names as people write them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# A file of a million wrong names is wrong as a whole; so many suggestions help, more only cost.
SUGGESTIONS: Final = 200
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_INVISIBLE: Final = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# UTF-8 that was read as something else: how its first bytes look then, and how to tell.
_TRACES: Final = ("Ã", "Â", "â", "├", "┬", "Ô", "√", "¬")
_MISREAD_AS: Final = ("cp1252", "latin-1", "cp850", "mac_roman")
# What a program writes for a character it could not read: which one is lost.
_LOST: Final = "\ufffd"


def tidy(text: str) -> str:
    """One spelling of a text: NFC, single blanks, no invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.split())


def header_key(text: str) -> str:
    """Form in which column names are compared."""
    return tidy(text).casefold()


def name_key(text: str) -> str:
    """Form in which names are compared: "Heide, Stadt" equals "STADT HEIDE".

    Umlauts equal their two-letter forms, punctuation and the order of words do not count.
    """
    folded = header_key(text).translate(_UMLAUTS)
    return " ".join(sorted(re.findall(r"\w+", folded)))


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Nearest known name by its compared form, or the empty text."""
    keys = {name_key(each): each for each in known}
    close = get_close_matches(name_key(text), list(keys), n=1, cutoff=cutoff)
    return keys[close[0]] if close else ""


def is_mojibake(text: str) -> bool:
    """Tell text that was UTF-8 once and was read as another encoding, or lost characters."""
    if text.isascii():
        return False
    return _LOST in text or any(map(_repaired_word, text.split()))


def repaired(text: str) -> str:
    """Text before it became mojibake, or the empty text if that cannot be known."""
    if _LOST in text:
        return ""
    return " ".join(_repaired_word(word) or word for word in text.split())


def _repaired_word(word: str) -> str:
    """Word as it was, or the empty text: what is valid UTF-8 again was UTF-8 before."""
    if not any(trace in word for trace in _TRACES):
        return ""
    for encoding in _MISREAD_AS:
        try:
            return word.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""
