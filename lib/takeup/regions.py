"""Keys of administrations and services: text, validated, never numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# Stands in a key column for the total over that dimension.
ALL: Final = "alle"
# Key of "Wohnsitz anmelden", the service behind the elektronische Wohnsitzanmeldung.
EWA_LEIKA: Final = "99115005104000"

_KREIS_END: Final = 5
_VERBAND_END: Final = 9
_ARS = re.compile(r"\d{5}|\d{9}", re.ASCII)
_LEIKA = re.compile(r"99\d{12}", re.ASCII)


def check_ars(text: str) -> str:
    """Return the key if it is one of a Kreis (5 digits), Amt or Stadt (9 digits).

    Raises
    ------
    ValueError
        If it is not; pydantic turns this into a message with file and field.
    """
    if _ARS.fullmatch(text) is None:
        msg = f"{text!r} is not a regional key of 5 or 9 digits"
        raise ValueError(msg)
    return text


def check_leika(text: str) -> str:
    """Return the LeiKa key if it has the form 99 and twelve more digits.

    Raises
    ------
    ValueError
        If it has not.
    """
    if _LEIKA.fullmatch(text) is None:
        msg = f"{text!r} is not a LeiKa key (99 and twelve more digits)"
        raise ValueError(msg)
    return text


def key_stem(leika: str) -> str:
    """First 11 digits of a LeiKa key: the service without its details."""
    return leika[:11]


def administration_key(ars: str) -> str:
    """Key of the Kreis, Amt or Stadt to which a key of 5, 9 or 12 digits belongs.

    Nothing but zeros behind the Kreis stands for the Kreis itself.
    """
    return ars[:5] if not ars[5:].strip("0") else ars[:9]


def kreis_key(keys: Iterable[str]) -> str:
    """Key of the Kreis in which administrations lie; its residents are those of the others.

    All administrations of a project lie in one Kreis.
    """
    return min(keys)[:_KREIS_END]


def long_ars(key: str) -> str:
    """Complete a key to the twelve digits of an Amtlicher Regionalschlüssel.

    A Kreis and an Amt have no Gemeinde (``000``). A Stadt that belongs to no Amt stands for
    itself: its Verband begins with 0 and bears the number of its only Gemeinde.

    References
    ----------
    Statistisches Bundesamt, GV-ISys: Land (2 digits), Regierungsbezirk (1), Kreis (2),
    Verband (4), Gemeinde (3).
    """
    is_own_verband = len(key) == _VERBAND_END and key[_KREIS_END] == "0"
    return key + key[-3:] if is_own_verband else key.ljust(12, "0")
