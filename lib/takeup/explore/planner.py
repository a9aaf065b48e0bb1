"""The second tab: what a campaign could show, asked of ``takeup.planning``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ipywidgets as widgets

from takeup.errors import TakeupError
from takeup.explore.form import control, note
from takeup.params import Params
from takeup.render.markup import standalone
from takeup.render.texts import text

if TYPE_CHECKING:
    from takeup.planning import Question

_FIELD: Final = "17rem"


def planner(params: Params, *, sample: bool) -> Any:
    """Controls of a question, a button, and below them its answer.

    Parameters
    ----------
    params
        Campaigns whose services a question may be limited to, and the administrations.
    sample
        Whether the data are the labelled sample.
    """
    controls = _controls(params, sample=sample)
    button = widgets.Button(description=text("explore.plan"), button_style="primary")
    button.layout.margin = "0.5rem 0.5rem 0.5rem 0"
    progress = widgets.IntProgress(description=text("explore.planning"))
    progress.layout.visibility = "hidden"
    answer = widgets.HTML()

    def work(_: object) -> None:
        button.disabled, progress.value, answer.value = True, 0, ""
        progress.layout.visibility = "visible"
        try:
            answer.value = _answer(controls, progress, len(params.offices))
        except TakeupError as error:
            answer.value = note("error", error.what, error.remedy)
        finally:
            button.disabled, progress.layout.visibility = False, "hidden"

    button.on_click(work)
    fields = [_explained(name, each) for name, each in controls.items()]
    return widgets.VBox([*fields, widgets.HBox([button, progress]), answer])


def _explained(name: str, field: Any) -> Any:
    """Field with its explanation beside it."""
    about = widgets.Label(text(f"explore.tooltips.{name}"))
    return widgets.Box([field, about], layout=widgets.Layout(flex_flow="row wrap"))


def _answer(controls: dict[str, Any], progress: Any, units: int) -> str:
    # The estimators take seconds to load, and who only looks at figures needs none.
    from takeup.planning import plan, plan_table

    question = _question({name: each.value for name, each in controls.items()})
    progress.max = max(len(question.designs(units)), 1)

    def step() -> None:
        progress.value += 1

    return standalone(plan_table(plan(question, step)))


def _question(values: dict[str, Any]) -> Question:
    from takeup.planning import Question, amount, whole_numbers

    return Question(
        treated=whole_numbers(values["treated"]),
        waves=whole_numbers(values["waves"]) or (1,),
        weeks=whole_numbers(values["weeks"]) or (8,),
        per_week=amount(values["volume"]),
        cost_eur=amount(values["cost"]),
        value_eur=amount(values["value"]),
        like=values["like"],
    )


def _controls(params: Params, *, sample: bool) -> dict[str, Any]:
    """Widgets by the name of what they ask for."""
    campaigns = params.campaigns(sample=sample)
    likes = [(text("explore.all_services"), "")]
    likes += [(each.titel, slug) for slug, each in campaigns.items()]
    lists = {"treated": "1,3,6", "waves": "1,3", "weeks": "8"}
    amounts = ("volume", "cost", "value")
    fields = {
        name: control(widgets.Text, name, _FIELD, value=first) for name, first in lists.items()
    }
    fields |= {name: control(widgets.FloatText, name, _FIELD, value=0) for name in amounts}
    return fields | {"like": control(widgets.Dropdown, "like", _FIELD, options=likes)}
