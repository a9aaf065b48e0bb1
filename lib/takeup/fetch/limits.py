"""How long, how often and how much a server may answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one question; times in seconds, sizes in bytes.

    Matomo may count a month only when asked for it, which takes minutes: hence the long
    ``read_s``. ``total_s`` bounds a question with all its repetitions and pauses, whatever
    the server does. ``size_bytes`` is far more than a report fills; an answer is held in
    memory whole. ``archive_tries`` and ``archive_pause_s`` give a server time to finish
    counting when its answer looks as if it had not.
    """

    connect_s: float = 10
    read_s: float = 120
    total_s: float = 600
    retries: int = 4
    backoff_s: float = 2
    retry_after_s: int = 60
    size_bytes: int = 8 << 20
    archive_tries: int = 2
    archive_pause_s: float = 30
