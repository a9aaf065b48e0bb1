"""The first tab: choose a measure, administrations, a period and a comparison; see the rows."""

from __future__ import annotations

from typing import Any, Final

import ipywidgets as widgets

from takeup.explore import shown
from takeup.explore.download import csv_link
from takeup.explore.form import control, note
from takeup.explore.selection import COMPARISONS, Selection, rows
from takeup.regions import ALL
from takeup.render import numbers
from takeup.render.markup import standalone
from takeup.render.plain import sort_key
from takeup.render.texts import text
from takeup.report.data import PageData

# A year and the month it is compared with.
_MONTHS_AT_FIRST: Final = 13
_FIRST_MEASURE: Final = "submitted"


def figures(data: PageData) -> Any:
    """Controls and, below them, the chart, the table and the download of what they choose."""
    controls = _controls(data)
    chart, table, link = widgets.HTML(), widgets.HTML(), widgets.HTML()

    def show(_: object = None) -> None:
        values = {name: each.value for name, each in controls.items()}
        chart.value, table.value, link.value = _shown(data, _selection(values))

    for each in controls.values():
        each.observe(show, names="value")
    show()
    return widgets.VBox([_arranged(controls), chart, table, link])


def _selection(values: dict[str, Any]) -> Selection:
    first, last = values.pop("period")
    return Selection(first=first, last=last, **values)


def _shown(data: PageData, chosen: Selection) -> tuple[str, str, str]:
    """HTML of chart, table and link."""
    if not chosen.verwaltungen:
        return note("info", text("explore.nobody_title"), text("explore.nobody")), "", ""
    found = rows(data, chosen)
    figure = shown.figure(data, chosen, found)
    return standalone(figure), standalone(figure.table), csv_link(found)


def _controls(data: PageData) -> dict[str, Any]:
    """Widgets by the name of what they choose."""
    measures = [(each.name, key) for key, each in data.sidecars.items()]
    months = [(numbers.month_short(each), each) for each in data.months]
    places = [(name, slug) for slug, name in shown.names(data).items()]
    comparisons = [(text(f"explore.comparisons.{each}"), each) for each in COMPARISONS]
    return {
        "measure": control(
            widgets.Dropdown, "measure", options=_sorted(measures), value=_FIRST_MEASURE
        ),
        "comparison": control(widgets.Dropdown, "comparison", options=comparisons),
        "period": control(
            widgets.SelectionRangeSlider,
            "period",
            options=months,
            index=(max(len(months) - _MONTHS_AT_FIRST, 0), len(months) - 1),
            continuous_update=False,
        ),
        "verwaltungen": control(
            widgets.SelectMultiple,
            "verwaltungen",
            options=places,
            value=(ALL,),
            rows=len(places),
        ),
    }


def _sorted(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: sort_key(option[0]))


def _arranged(controls: dict[str, Any]) -> Any:
    """Controls in two columns where there is room, below each other where there is none."""
    *left, places = controls.values()
    hint = widgets.Label(text("explore.hint"))
    wrap = widgets.Layout(flex_flow="row wrap", grid_gap="0 1rem")
    return widgets.VBox([widgets.Box([widgets.VBox(left), places], layout=wrap), hint])
