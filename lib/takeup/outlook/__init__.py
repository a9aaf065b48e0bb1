"""Where the project stands and where it is heading: forecasts to its end, lights by rules.

Forecasts of use rest on published figures, those of uniformity on verdicts about services;
neither knows anything that the published tables do not.
"""

from takeup.outlook.forecast import GOALS, forecast_uniformity, forecast_use
from takeup.outlook.lights import ASPECTS, LIGHTS, NONE, NUMBERS, OVERALL, RULES, WHOLE, judged
from takeup.outlook.measured import SEPARATOR, Deliveries, Measured, measured

__all__ = [
    "ASPECTS",
    "GOALS",
    "LIGHTS",
    "NONE",
    "NUMBERS",
    "OVERALL",
    "RULES",
    "SEPARATOR",
    "WHOLE",
    "Deliveries",
    "Measured",
    "forecast_uniformity",
    "forecast_use",
    "judged",
    "measured",
]
