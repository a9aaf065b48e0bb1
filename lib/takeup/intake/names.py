"""Names as people write them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_INVISIBLE: Final = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# UTF-8 read as cp1252: the first byte of an umlaut or typographic sign became a letter.
_MOJIBAKE: Final = re.compile("Ã[¤¶¼Ÿ„\u2013œ\u0084\u0096\u009c\u009f]|â€")


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
    """Tell text that was UTF-8 once and was read as cp1252."""
    return _MOJIBAKE.search(text) is not None


def repaired(text: str) -> str:
    """Text before it became mojibake, or the empty text if that cannot be known."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
