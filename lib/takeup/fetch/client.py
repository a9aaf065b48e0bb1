"""One question to a Matomo server: a POST request, repeated within bounds.

The token travels in the body of the request and nowhere else: redirects are not followed,
``.netrc`` is not read, a proxy of the environment is used for encrypted connections only,
and no exception of a library, which would hold the request, leaves this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Thread
from time import monotonic
from typing import Final, TypeVar

import requests
from pydantic import SecretStr
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from takeup.errors import FetchError
from takeup.fetch.limits import Limits
from takeup.fetch.verdict import Answer, judge

_CHUNK_BYTES: Final = 1 << 16
_WORTH_REPEATING: Final = {"timeout", "unreachable", "cut_off"}
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """A method of the reporting API and its parameters, but for the token."""

    method: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Client:
    """Asks one server in the name of one administration."""

    address: str
    token: SecretStr
    verwaltung: str
    limits: Limits

    def ask(self, question: Question) -> Answer:
        """Ask once, or a few times if the server is busy or out of reach.

        Returns
        -------
        Answer
            The bytes as they came, and what they say.

        Raises
        ------
        FetchError
            If there is no answer, or none that can be used. It names the administration
            and the method, never the address or the token.
        """
        data = {
            "module": "API",
            "method": question.method,
            "format": "json",
            "filter_limit": "-1",
            **question.parameters,
            "token_auth": self.token.get_secret_value(),
        }
        send = partial(_send, self.address, data, self.limits)
        place = f"{self.verwaltung}, {question.method}"
        answer = _in_time(partial(self._answer, send, place), self.limits.total_s)
        if answer is None:
            raise FetchError("matomo_timeout", place=place)
        return answer

    def _answer(self, send: Callable[[], _Reply], place: str) -> Answer:
        reply = _persist(send, self.limits)
        if reply.problem:
            raise FetchError(f"matomo_{reply.problem}", place=place)
        return judge(reply.status, reply.content, place, self.token.get_secret_value())


@dataclass(frozen=True)
class _Reply:
    """A status and a body, or the name of the problem that prevented them."""

    status: int = 0
    content: bytes = b""
    problem: str = ""
    head: BaseHTTPResponse | None = None

    @property
    def is_worth_repeating(self) -> bool:
        return self.problem in _WORTH_REPEATING or self.status in _BUSY


class _TooLargeError(Exception):
    """More bytes than anyone should send."""


def _in_time(task: Callable[[], T], seconds: float) -> T | None:
    """Result of a task, or None: a server that sends a byte now and then never times out.

    The thread is left behind, and sends nothing more; it dies with the process, or when the
    server gives up.
    """
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(task())
        except BaseException as error:  # handed over to whoever waits
            future.set_exception(error)

    Thread(target=work, daemon=True).start()
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        return None


def _persist(send: Callable[[], _Reply], limits: Limits) -> _Reply:
    """Send until the answer is good, hopeless, too late, or repeated often enough."""
    end = monotonic() + limits.total_s
    retry = Retry(
        total=limits.retries,
        backoff_factor=limits.backoff_s,
        backoff_max=limits.retry_after_s,
        retry_after_max=limits.retry_after_s,
        allowed_methods={"POST"},  # questions change nothing, so they may be asked twice
        status_forcelist=_BUSY,
    )
    while True:
        reply = send()
        if not reply.is_worth_repeating:
            return reply
        try:
            retry = retry.increment("POST", "", response=reply.head)
            retry.sleep(reply.head)
        except MaxRetryError:
            return reply
        except (HTTPError, ValueError, OverflowError):
            return reply  # its Retry-After is neither a number nor a date
        if monotonic() >= end:
            return reply  # nobody waits any more


def _send(address: str, data: dict[str, str], limits: Limits) -> _Reply:
    """Send once; every failure becomes a word."""
    try:
        with _session(address) as session:
            response = session.post(
                address,
                data=data,
                timeout=(limits.connect_s, limits.read_s),
                allow_redirects=False,  # it could carry the token to another server
                stream=True,
            )
            with response:
                content = _body(response, limits.size_bytes)
                return _Reply(response.status_code, content, head=response.raw)
    except _TooLargeError:
        return _Reply(problem="too_large")
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        return _Reply(problem=_problem(error))


def _problem(error: Exception) -> str:
    """Name a failure without its text, which may hold the request."""
    if isinstance(error, requests.exceptions.SSLError):
        return "certificate"
    # While a body is read, this one comes wrapped in a loss of connection.
    wrapped = bool(error.args) and isinstance(error.args[0], ReadTimeoutError)
    if wrapped or isinstance(error, requests.ReadTimeout):
        return "timeout"
    broken = (
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    )
    return "cut_off" if isinstance(error, broken) else "unreachable"


def _session(address: str) -> requests.Session:
    """Session that takes from the environment only what cannot give the token away."""
    session = requests.Session()
    session.trust_env = False
    if address.startswith("https:"):
        known = get_environ_proxies(address)
        proxy = known.get("https") or known.get("all")
        session.proxies = {"https": proxy} if proxy else {}
        # Public offices often sign their own servers; whoever sets this has the token too.
        session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    session.headers.update({"User-Agent": "takeup", "Accept-Encoding": "identity"})
    return session


def _body(response: requests.Response, most: int) -> bytes:
    """Body of a response, unpacked if it came packed, as long as it is not too long."""
    parts, size = [], 0
    for part in response.iter_content(_CHUNK_BYTES):
        size += len(part)
        if size > most:
            raise _TooLargeError
        parts.append(part)
    return b"".join(parts)
