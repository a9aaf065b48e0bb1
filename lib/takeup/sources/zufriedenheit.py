"""Answers to the satisfaction question, per service and month."""

from __future__ import annotations

from typing import Final

from takeup.sources.source import Source, contract_beside

SOURCE: Final = Source(contract_beside(__file__), time="month")
