"""Campaign effects: arrays in, small frozen results out, every estimator with its paper."""

from takeup.effects.design import Campaign, Event
from takeup.effects.evaluation import evaluate, explore
from takeup.effects.result import (
    CampaignResult,
    EffectEstimate,
    Part,
    Reason,
    Role,
    State,
    Verdict,
)
from takeup.effects.table import checks_table, effects_table

__all__ = [
    "Campaign",
    "CampaignResult",
    "EffectEstimate",
    "Event",
    "Part",
    "Reason",
    "Role",
    "State",
    "Verdict",
    "checks_table",
    "effects_table",
    "evaluate",
    "explore",
]
