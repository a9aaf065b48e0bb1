"""HTML from blocks and frames: one set of templates for pages and for JupyterLab.

Every text is escaped and cleaned on its way into a template; the only markup that enters is
SVG, and that is reduced to listed elements first.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from takeup.render import svg
from takeup.render.numbers import SIGNS
from takeup.render.plain import clean, trusted
from takeup.render.texts import text

LOADER: Final = PackageLoader("takeup.render", "template")
# What makes any Jinja environment safe for our templates.
SAFE: Final[dict[str, Any]] = {"autoescape": True, "undefined": StrictUndefined}

_MACROS: Final = {
    "table": "table",
    "figure": "figure",
    "tiles": "tiles",
    "text": "sentences",
    "note": "note",
    "key_value": "key_value",
    "folds": "folds",
    "letter": "letter",
}


def _cleaned(value: object) -> object:
    """Text without control and bidirectional characters; markup is clean already."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _image(source: str, prefix: str, title: str, description: str) -> Markup:
    return trusted(svg.embed(source, prefix, clean(title), clean(description)))


def _decoration(source: str, prefix: str) -> Markup:
    return trusted(svg.embed_decoration(source, prefix))


def _pattern(key: str) -> str:
    """Pattern whose column name the page's script fills in."""
    return text(key, column="{column}")


@cache
def environment() -> Environment:
    """Jinja environment of pages and blocks."""
    found = Environment(  # noqa: S701 - escapes: see SAFE
        loader=LOADER,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        **SAFE,
    )
    found.globals.update(
        text=text,
        pattern=_pattern,
        image=_image,
        decoration=_decoration,
        spoken_signs={sign: text(f"spoken.{status}") for status, sign in SIGNS.items()},
    )
    return found


def asset(name: str) -> str:
    """Text of a style sheet or script in ``template/``."""
    path = files("takeup.render").joinpath("template").joinpath(name)
    return path.read_text(encoding="utf-8").strip()


def fingerprint(content: str) -> str:
    """SHA-256 of a style or script as a content security policy names it."""
    digest = hashlib.sha256(content.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def block_markup(block: Any, uid: str) -> Markup:
    """HTML of a block.

    Parameters
    ----------
    block
        A block of ``render.blocks``; its ``kind`` chooses the template.
    uid
        Unique on the page; all ids inside begin with it.
    """
    macros = environment().get_template("blocks.html.j2").module
    return trusted(getattr(macros, _MACROS[block.kind])(block, uid))


def standalone(block: Any) -> str:
    """HTML of a block that brings its own style, for JupyterLab.

    The id comes from the content, so that several blocks can stand in one notebook.
    """
    uid = "t" + hashlib.sha256(repr(block).encode()).hexdigest()[:12]
    style = f"<style>{asset('blocks.css')}</style>"
    return f'<div class="takeup">{style}{block_markup(block, uid)}</div>'
