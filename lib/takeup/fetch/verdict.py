"""What a server's reply is worth: an answer, or the reason why it is none.

Matomo reports errors with HTTP 200, and with a page of HTML where JSON was asked for.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from takeup.errors import FetchError

_SHOWN: Final = 160
_REFUSED: Final = {401, 403}
_OK, _BUSY = 200, 429
_REDIRECTS: Final = range(300, 400)


@dataclass(frozen=True)
class Answer:
    """A usable answer: the HTTP status, its bytes, and the JSON they hold."""

    status: int
    content: bytes
    value: Any


def plain(text: object, secret: str = "") -> str:
    """Text of a server for people: one short line, unescaped, without the token."""
    words = html.unescape(str(text))
    visible = "".join(char if char.isprintable() else " " for char in words)
    line = " ".join(_masked(visible, secret).split())
    return line[:_SHOWN] + ("…" if len(line) > _SHOWN else "")


def judge(status: int, content: bytes, place: str, secret: str) -> Answer:
    """Tell an answer from everything else a server may send.

    Parameters
    ----------
    status
        HTTP status.
    content
        Body of the reply.
    place
        Administration and method, for the message.
    secret
        The token: masked in messages, and refused in what would be stored.

    Raises
    ------
    FetchError
        With the server's own words where it has any.
    """
    value = _json(content)
    error = _error_in(value)
    message = plain(error, secret) or "-"
    if status in _REFUSED:
        raise FetchError("matomo_refused", place=place, status=status, message=message)
    if status in _REDIRECTS:
        raise FetchError("matomo_redirect", place=place, status=status)
    if status == _BUSY:
        raise FetchError("matomo_busy", place=place)
    if status != _OK:
        raise FetchError("matomo_status", place=place, status=status, message=message)
    if error:
        raise FetchError("matomo_message", place=place, message=message)
    if isinstance(value, _NotJson):
        is_page = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        raise FetchError("matomo_page" if is_page else "matomo_not_json", place=place)
    if secret.encode() in content or _holds(value, secret):
        raise FetchError("matomo_echo", place=place)
    return Answer(status, content, value)


class _NotJson:
    """Stands for what is no JSON; None would be ``null``."""


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return _NotJson()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _holds(value: Any, secret: str) -> bool:
    """Whether a text of an answer holds the token, however its letters are escaped."""
    left = [value]  # no recursion: an answer may be nested as deep as a parser bears
    while left:
        part = left.pop()
        if isinstance(part, str) and secret in part:
            return True
        if isinstance(part, dict):
            left += [*part, *part.values()]
        elif isinstance(part, list):
            left += part
    return False


def _error_in(value: Any) -> str:
    """Message of an error, alone or as one element of a bulk answer; empty if there is none."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict) and part.get("result") == "error":
            message = part.get("message")
            return message if message and isinstance(message, str) else "-"
    return ""


def _masked(text: str, secret: str) -> str:
    return text.replace(secret, "***") if secret else text
