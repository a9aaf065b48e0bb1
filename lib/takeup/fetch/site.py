"""What a server says about a site: only the facts that comparing administrations needs."""

from __future__ import annotations

import json
from typing import Any, Final

# An answer also holds addresses of computers and names of users; they are not stored.
_FACTS: Final = ("name", "timezone", "currency", "main_url")
_LONGEST: Final = 300
_DIGITS: Final = 10


def site_in(answer: Any, number: int) -> dict[str, Any] | None:
    """Facts about a site, or None if the token does not show it.

    Parameters
    ----------
    answer
        JSON of ``SitesManager.getSitesWithAtLeastViewAccess``: a list of sites.
    number
        Number of the site.
    """
    for each in answer if isinstance(answer, list) else []:
        if isinstance(each, dict) and each.get("idsite") in (number, str(number)):
            return {"idsite": number} | {name: _text(each.get(name)) for name in _FACTS}
    return None


def facts(site: dict[str, Any]) -> bytes:
    """File of a site's facts, the same bytes for the same facts."""
    return json.dumps(site, ensure_ascii=False).encode("utf-8", "replace")


def goals_in(answer: Any) -> set[int]:
    """Numbers of the goals in ``Goals.getGoals``: a list, or an object by number."""
    goals = list(answer.values()) if isinstance(answer, dict) else answer
    known = goals if isinstance(goals, list) else []
    found = [each.get("idgoal") for each in known if isinstance(each, dict)]
    numbers = [str(each) for each in found if isinstance(each, int | str)]
    return {int(each) for each in numbers if each.isdecimal() and len(each) < _DIGITS}


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
