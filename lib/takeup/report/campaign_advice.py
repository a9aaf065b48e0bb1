"""What the next campaign should do otherwise, as far as this one tells."""

from __future__ import annotations

from takeup.render import numbers
from takeup.report.campaign_facts import Facts, times_larger


def next_steps(facts: Facts) -> list[str]:
    """Advice, the most useful first.

    Parameters
    ----------
    facts
        A campaign in whatever state: before its end the advice is about what can still be
        changed, after it about the next one.
    """
    keys = _before(facts) if not facts.is_evaluated else _after(facts)
    return [*keys, facts.say("next.plan")]


def _before(facts: Facts) -> list[str]:
    state = facts.result["state"]
    if state == "not_evaluable":
        return [facts.say("next.reason")]
    is_open = state == "announced" and not facts.campaign.wellen
    if is_open and not facts.campaign.vergleich:
        return [facts.say("next.all_at_once")]
    return [facts.say("next.stagger_still" if is_open else "next.wait")]


def _after(facts: Facts) -> list[str]:
    verdict, result = facts.result["verdict"], facts.result
    found = []
    if verdict == "proven":
        again = "next.repeat" if facts.campaign.vergleich else "next.repeat_everywhere"
        found.append(facts.say(again if result["effect"] > 0 else "next.stop"))
    times = times_larger(result)
    if verdict != "proven" and times is not None:
        found.append(facts.say("next.larger", times=numbers.integer(times)))
    elif verdict != "proven":
        found.append(facts.say("next.not_larger"))
    if facts.cannot_prove:
        found.append(facts.say("next.more_areas"))
    if not facts.campaign.wellen:
        found.append(facts.say("next.stagger"))
    if not facts.campaign.vergleich:
        found.append(facts.say("next.keep_comparison"))
    return [*found, facts.say("next.spill")] if facts.campaign.vergleich else found
