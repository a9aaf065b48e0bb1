"""Charts as statements.

Each function takes a published frame and its words, and returns a ``Figure`` block with a wide
and a narrow drawing and the data as a table.

No chart joins points over a gap, draws a missing or hidden number as zero, or relies on
colour alone.
"""

from takeup.render.charts.band import band_chart
from takeup.render.charts.bars import bar_chart
from takeup.render.charts.common import Event, Keys, Words
from takeup.render.charts.days import day_strips
from takeup.render.charts.goal import goal_chart
from takeup.render.charts.grid import completeness_grid
from takeup.render.charts.heat import heat_map
from takeup.render.charts.intervals import interval_chart
from takeup.render.charts.lines import line_chart
from takeup.render.charts.multiples import small_multiples
from takeup.render.charts.sparkline import sparkline

__all__ = [
    "Event",
    "Keys",
    "Words",
    "band_chart",
    "bar_chart",
    "completeness_grid",
    "day_strips",
    "goal_chart",
    "heat_map",
    "interval_chart",
    "line_chart",
    "small_multiples",
    "sparkline",
]
