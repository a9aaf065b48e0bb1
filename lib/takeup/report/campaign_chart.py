"""All estimates of a campaign beside each other, with the numbers of sentence and table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from takeup.render.blocks import Figure
from takeup.render.charts import Words, interval_chart
from takeup.render.texts import text
from takeup.report.campaign_facts import Facts

_STYLE = "signed_percent_whole"


def intervals(facts: Facts) -> Figure:
    """Points on their 95 % intervals: what counts, the other methods, what is explored.

    A method whose interval has no end cannot be drawn; it stands in the table of methods.
    """
    rows = [*_checks(facts), *_explored(facts)]
    frame = pd.DataFrame(rows, columns=["label", "estimate", "low", "high", "status"])
    return interval_chart(frame, _STYLE, _words(facts), _directions())


def _directions() -> tuple[str, str]:
    return text("report.campaign.chart.fewer"), text("report.campaign.chart.more")


def _words(facts: Facts) -> Words:
    verdict = facts.result["verdict"]
    return Words(
        title=facts.say(f"chart.title_{verdict}"),
        subtitle=facts.say("chart.subtitle"),
        unit=facts.say("chart.unit"),
        source=facts.data.delivered_source("antraege", "matomo"),
        alt=facts.say("chart.alt"),
        reading=facts.say("chart.reading"),
    )


def _checks(facts: Facts) -> list[tuple[object, ...]]:
    """Estimates of the primary outcome; the one that counts stands first."""
    rows = [each for each in facts.checks if _has_ends(each)]
    return [(_method(each), *_numbers(each)) for each in rows]


def _method(check: Mapping[str, Any]) -> str:
    key = f"chart.{check['used_for']}"
    return text(f"report.campaign.{key}", name=text(f"report.methods_short.{check['method']}"))


def _explored(facts: Facts) -> list[tuple[object, ...]]:
    rows = [each for each in facts.explored if _has_ends(each)]
    return [(_outcome(facts, each), *_numbers(each)) for each in rows]


def _outcome(facts: Facts, row: Mapping[str, Any]) -> str:
    name = facts.data.sidecars[row["outcome"]].short
    return facts.say("chart.explored", name=name, part=_when(str(row["part"]))).strip()


def _when(part: str) -> str:
    """Period in words; the campaign itself needs none."""
    return "" if part == "campaign" else text(f"report.parts.{part}")


def _has_ends(row: Mapping[str, Any]) -> bool:
    return not any(pd.isna(row[name]) for name in ("effect", "low", "high"))


def _numbers(row: Mapping[str, Any]) -> tuple[object, ...]:
    return row["effect"], row["low"], row["high"], "ok"
