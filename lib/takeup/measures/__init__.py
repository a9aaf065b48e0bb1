"""What is counted and which rates follow: one line per measure.

A count has two files, ``<name>.py`` (how it is counted) and ``<name>.yml`` (what it means);
a rate is data and has only its ``<name>.yml``. A count's line names the grid of cells that
are expected from a delivery (:mod:`takeup.measures.grids`).
"""

from __future__ import annotations

from typing import Final

COUNTS: Final[dict[str, str]] = {
    "visits": "administrations",
    "visitors": "administrations",
    "mobile_visits": "administrations",
    "device_visits": "administrations",
    "campaign_visits": "traffic",
    "active_accounts": "administrations",
    "started": "activity",
    "completed": "activity",
    "abandoned": "activity",
    "submitted": "activity",
    "cases_digital": "cases",
    "cases_online": "cases",
    "cases_assisted": "cases",
    "cases_offline": "cases",
    "cases_total": "cases",
    "ewa_eligible": "ewa",
    "ewa_other": "ewa",
    "answers": "activity",
    "satisfaction_points": "activity",
    "population": "residents",
    "cost_eur": "costs",
}

RATES: Final[tuple[str, ...]] = (
    "completion_rate",
    "digital_takeup",
    "ewa_share",
    "reach",
    "submissions_per_1000",
    "mobile_share",
    "satisfaction",
    "cost_per_transaction",
)
