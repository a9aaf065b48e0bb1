"""What both tabs share: labelled controls, notes, and the frame that stands around them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import ipywidgets as widgets

from takeup.render.blocks import Note
from takeup.render.markup import standalone
from takeup.render.texts import text


def control(kind: Any, name: str, width: str = "23.5rem", **settings: Any) -> Any:
    """Widget with its German label and explanation.

    Parameters
    ----------
    kind
        Class of the widget.
    name
        Its key in the texts.
    width
        Width with the label.
    settings
        Further traits of the widget.
    """
    return kind(
        description=text(f"explore.labels.{name}"),
        tooltip=text(f"explore.tooltips.{name}"),
        style={"description_width": "7rem"},
        layout=widgets.Layout(width=width, max_width="100%"),
        **settings,
    )


def framed(inside: Any) -> Any:
    """Widget with the style and the manners of the explorer."""
    folder = files(__package__)
    style, script = (
        folder.joinpath(f"frame.{each}").read_text(encoding="utf-8") for each in ("css", "js")
    )
    data = {"application/javascript": script, "text/plain": ""}
    run = {"output_type": "display_data", "data": data, "metadata": {}}
    unseen = widgets.Layout(display="none")
    frame = (
        widgets.HTML(f"<style>{style}</style>", layout=unseen),
        widgets.Output(outputs=(run,), layout=unseen),
    )
    box = widgets.VBox([*frame, inside])
    box.add_class("takeup-explore")
    return box


def note(tone: str, title: str, words: str) -> str:
    """HTML of a remark."""
    return standalone(Note(tone, title, words))
