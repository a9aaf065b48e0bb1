"""Costs of the administrations per month or longer period, by Leistung or for all."""

from __future__ import annotations

from typing import Final

from takeup.sources.source import Source, contract_beside

SOURCE: Final = Source(contract_beside(__file__), time="month")
