"""One self-contained page from an executed notebook, and index pages in the same frame."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from takeup.errors import ContractError
from takeup.render import markup
from takeup.render.blocks import MIME, from_dict
from takeup.render.markdown import Heading, Outline, is_local, to_html
from takeup.render.numbers import SIGNS
from takeup.render.plain import trusted
from takeup.render.texts import text

CARD_STATES: Final = ("ok", "failed", "stale")
_ZERO_SIGN: Final = "0"
_PARTIAL_SIGN: Final = "( )"


@dataclass(frozen=True)
class Link:
    """A link to another page of the report, by a relative path."""

    label: str
    href: str

    def __post_init__(self) -> None:
        """Refuse an address outside the report."""
        _check_local(self.href)


@dataclass(frozen=True)
class PageFrame:
    """What stands around the content of a page; empty texts are left out.

    ``navigation`` leads up and on, ``beside`` to the same page of others and of other months.
    ``barriers`` names whom a reader tells about a barrier.
    """

    title: str
    kicker: str
    period: str
    status: str
    sample: bool
    navigation: tuple[Link, ...]
    meta: tuple[tuple[str, str], ...]
    barriers: str
    beside: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Card:
    """A page or month on an index: its key figure and, if not ok, what happened.

    ``href`` is empty if there is nothing to open; ``state`` is one of ``CARD_STATES``.
    """

    title: str
    href: str
    value: str
    label: str
    state: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse an address outside the report and a state without a word."""
        _check_local(self.href)
        if self.state not in CARD_STATES:
            raise ContractError("status_unknown", status=self.state)


@dataclass(frozen=True)
class Section:
    """Cards under one heading."""

    title: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class IndexPage:
    """An index: its frame, one sentence, sections of cards."""

    frame: PageFrame
    lead: str
    sections: tuple[Section, ...]


def _check_local(href: str) -> None:
    if not is_local(href):
        raise ContractError("link_outside", href=href)


class BlockExporter(HTMLExporter):
    """Body of a page: Markdown cells and our blocks, on nbconvert's ``base`` template."""

    def __init__(self, **settings: Any) -> None:
        self._outline = Outline()
        self._blocks = 0
        super().__init__(**settings)  # type: ignore[no-untyped-call]

    @default("template_name")
    def _template_name_default(self) -> str:
        return "base"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "notebook.html.j2"

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []  # nothing rewrites a cell between the run and the page

    def _create_environment(self) -> Environment:
        self.extra_loaders = [markup.LOADER]
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        return environment.overlay(**markup.SAFE)

    def default_filters(self) -> Any:
        """Add the filters of our template: Markdown and blocks of this page."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown", self._markdown
        yield "block", self._block

    def _markdown(self, source: str) -> Markup:
        return to_html(source, self._outline)

    def _block(self, output: NotebookNode) -> Markup:
        """Block of an output; any other output is left out."""
        if MIME not in output.data:
            return Markup()
        self._blocks += 1
        return markup.block_markup(from_dict(output.data[MIME]), f"b{self._blocks}")

    def from_notebook_node(  # type: ignore[override] # as nbconvert's own exporters do
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Body of the page; ``resources["sections"]`` holds its headings.

        Goes past ``HTMLExporter``, which would parse the whole page again to add things that
        ours has or must not have (placeholder alt texts).
        """
        self._outline, self._blocks = Outline(), 0
        body, found = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return body, {**found, "sections": tuple(self._outline.sections)}


class _Threads(threading.local):
    """An exporter for each thread, with its template compiled: it keeps state of its page."""

    @cached_property
    def exporter(self) -> BlockExporter:
        return BlockExporter()


_threads: Final = _Threads()


def render_page(notebook: NotebookNode, frame: PageFrame) -> str:
    """Page from an executed notebook.

    Parameters
    ----------
    notebook
        Executed notebook; only Markdown cells and outputs with our MIME type are shown. Its
        own title (level 1) gives way to the title of the frame.
    frame
        Title, period, banner, navigation and foot of the page.

    Raises
    ------
    ContractError
        If an output claims to be a block and is none.
    """
    body, resources = _threads.exporter.from_notebook_node(notebook)
    return _framed(frame, body, resources["sections"])


def render_index(page: IndexPage) -> str:
    """Index page of a month (its pages) or over all months."""
    outline = Outline()
    ids = [outline.add(section.title) for section in page.sections]
    template = markup.environment().get_template("index.html.j2")
    body = template.render(lead=page.lead, sections=page.sections, ids=ids)
    return _framed(page.frame, body, outline.sections)


def _framed(frame: PageFrame, body: str, sections: Sequence[Heading]) -> str:
    css, js = own_code()
    return (
        markup.environment()
        .get_template("page.html.j2")
        .render(
            frame=frame,
            body=trusted(body),
            # A table of contents of one entry would only repeat the heading.
            contents=sections if len(sections) > 1 else (),
            css=trusted(css),
            js=trusted(js),
            policy=policy(css, js),
            legend=_legend(),
        )
        + "\n"
    )


def own_code() -> tuple[str, str]:
    """Style and script of every page, to the letter."""
    css = markup.asset("page.css") + "\n" + markup.asset("blocks.css")
    return css, markup.asset("page.js")


def policy(css: str, js: str) -> str:
    """Content security policy that lets in nothing but this style and this script."""
    return (
        f"default-src 'none'; style-src '{markup.fingerprint(css)}'; "
        f"script-src '{markup.fingerprint(js)}'; base-uri 'none'; form-action 'none'"
    )


def _legend() -> list[tuple[str, str]]:
    """Signs and their meaning in the order of ``texts.yml``."""
    signs = {"zero": _ZERO_SIGN, **SIGNS, "partial": _PARTIAL_SIGN}
    return [(sign, text(f"signs.{name}")) for name, sign in signs.items()]
