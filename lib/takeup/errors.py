"""Errors that say what is wrong, where, and what to do, in the reader's language.

The class decides the exit code, ``errors.yml`` holds the German text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from takeup.facts import read_facts


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = read_facts("takeup", "errors.yml")
    return texts


class TakeupError(Exception):
    """A failure the user can act on.

    Parameters
    ----------
    code
        Key of the German text in ``errors.yml``.
    details
        Values for the placeholders of that text.

    Raises
    ------
    KeyError
        If the code or a placeholder of its text is unknown: a programming error.
    """

    exit_code = 1

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        text = _texts()[code]
        self.what = text["what"].format(**details)
        self.remedy = text["remedy"].format(**details)
        super().__init__(f"{self.what} {self.remedy}")

    def __reduce__(self) -> tuple[Callable[[], TakeupError], tuple[()]]:
        """Let it travel from another process: made again of its code, not of its text."""
        return partial(type(self), self.code, **self.details), ()


class UsageError(TakeupError):
    """The command was called wrongly: month, administration, folder."""

    exit_code = 2


class ParameterError(TakeupError):
    """A file under ``params/`` is broken or contradicts another one."""

    exit_code = 3


class DeliveryError(TakeupError):
    """Deliveries are missing or cannot be accounted for."""

    exit_code = 4


class ContractError(TakeupError):
    """One of our own tables breaks its contract: a fault of the software."""

    exit_code = 5


class PageError(TakeupError):
    """A page could not be built; the last good one stays."""

    exit_code = 6


class FetchError(TakeupError):
    """A Matomo server did not give what was asked for."""

    exit_code = 8


class VerificationError(TakeupError):
    """A published month is not what it says, or cannot be recomputed."""

    exit_code = 9


class DisclosureError(TakeupError):
    """A small count could be derived from what would be published."""

    exit_code = 7
