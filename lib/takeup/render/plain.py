"""Plain text that is safe to print: no control characters, no reordering of letters."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

_SPACES = re.compile(r"[\t\n\r\v\f\u0085\u2028\u2029 ]+")
# Format characters that typography needs: soft hyphen, zero-width joiner and non-joiner.
_KEPT_FORMATS = frozenset("\u00ad\u200c\u200d")


def _is_printable(sign: str) -> bool:
    # Cf holds the bidirectional controls, with which a name could reorder its neighbours.
    return sign in _KEPT_FORMATS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}


def trusted(markup: str) -> Markup:
    """HTML that one of our templates or sanitisers has made: the only door past escaping."""
    return Markup(markup)  # noqa: S704 - that is its purpose


def clean(text: str) -> str:
    """Text on one line without control, private-use or bidirectional characters.

    No-break spaces stay: numbers need them.
    """
    if text.isprintable() and "  " not in text:
        return text
    return "".join(sign for sign in _SPACES.sub(" ", text) if _is_printable(sign))


def clean_lines(text: str) -> str:
    """Text without such characters, its lines and indents kept."""
    lines = text.replace("\t", "    ").splitlines()
    return "\n".join("".join(filter(_is_printable, line)) for line in lines)


def sort_key(name: str) -> str:
    """Key that sorts names as a German index does: ä with a, capitals with small letters."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
