"""What ``erkunden.ipynb`` opens: two tabs, and a friendly word where something is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from takeup.errors import TakeupError
from takeup.explore.figures import figures
from takeup.explore.form import control, framed, note
from takeup.explore.planner import planner
from takeup.params import load_params
from takeup.render import numbers
from takeup.render.texts import text
from takeup.report.opening import month_data
from takeup.store import Store


class Explorer:
    """Published figures and the planner, as tabs."""

    def __init__(self, month: str) -> None:
        self._month = month

    def tabs(self) -> Any:
        """Tabs to show in a notebook."""
        titles = [text("explore.tabs.figures"), text("explore.tabs.planner")]
        pages = [_or_note(self._figures), _or_note(_planner)]
        return framed(widgets.Tab(children=pages, titles=titles))

    def _figures(self) -> Any:
        """Figures of a month, with a list of the months there are."""
        months = Store.open().months()
        options = [(numbers.month_long(each), each) for each in months]
        known = self._month if self._month in months else None
        chooser = control(widgets.Dropdown, "month", options=options, value=known)
        place = widgets.VBox([_month(self._month)])

        def change(event: Any) -> None:
            place.children = (_month(event["new"]),)

        chooser.observe(change, names="value")
        return widgets.VBox([chooser, place] if months else [place])


def _month(month: str) -> Any:
    return _or_note(lambda: figures(month_data(month)))


def _planner() -> Any:
    store = Store.open()
    return planner(load_params(store.params), sample=store.sample)


def _or_note(make: Callable[[], Any]) -> Any:
    """What is made, or in its place what is wrong and what to do."""
    try:
        return make()
    except TakeupError as error:
        return widgets.HTML(note("warning", error.what, error.remedy))


def open_explorer(month: str) -> Explorer:
    """Open the published tables of a month for exploring.

    Parameters
    ----------
    month
        Report month, ``yyyy-mm``. One that is malformed or not published is no error here:
        the explorer says so and offers the months there are.
    """
    return Explorer(month)
