"""What a report hands to a notebook: blocks of plain text, numbers as text, and SVG.

A block travels through the executed notebook as JSON under a MIME type of our own; only the
exporter turns it into a page. In JupyterLab the same renderer feeds ``text/html``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Final, get_type_hints

from takeup.errors import ContractError
from takeup.render.markup import standalone

MIME: Final = "application/vnd.takeup.block+json"

ALIGNMENTS: Final = ("left", "right")
TONES: Final = ("info", "warning", "error", "success")


class _Shown:
    """What all blocks share: their JSON form and their look in JupyterLab."""

    kind: ClassVar[str]
    # Whether somebody looks at the notebook itself, as in JupyterLab.
    is_looked_at: ClassVar[bool] = True

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        """Block as JSON for the exporter and as HTML for JupyterLab."""
        if _Shown.is_looked_at:
            return {MIME: to_dict(self), "text/html": standalone(self)}
        return {MIME: to_dict(self), "text/plain": self.kind}


def only_for_pages() -> None:
    """Leave out what only JupyterLab shows: it is larger than the block itself."""
    _Shown.is_looked_at = False


@dataclass(frozen=True)
class Table(_Shown):
    """A table; the first column holds the row headings.

    ``align`` names left or right per column; every row has as many cells as ``columns``.
    """

    kind: ClassVar[str] = "table"

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[str, ...]
    notes: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        """Refuse a ragged table: its cells would stand under the wrong heading."""
        width = len(self.columns)
        if width == 0 or len(self.align) != width or any(len(r) != width for r in self.rows):
            raise ContractError("table_ragged", caption=self.caption)
        if not set(self.align) <= set(ALIGNMENTS):
            raise ContractError("block_invalid", kind=self.kind, field="align")


@dataclass(frozen=True)
class Figure(_Shown):
    """A chart as a statement: message, layouts for wide and narrow screens, its data."""

    kind: ClassVar[str] = "figure"

    title: str
    subtitle: str
    unit: str
    source: str
    alt: str
    reading: str
    table: Table
    wide_svg: str
    narrow_svg: str

    def __post_init__(self) -> None:
        """Refuse empty words: a figure without them cannot be read by everyone."""
        for name in ("title", "subtitle", "unit", "source", "alt", "reading"):
            if not getattr(self, name).strip():
                raise ContractError("block_invalid", kind=self.kind, field=name)


@dataclass(frozen=True)
class Tile(_Shown):
    """One key figure: label, value, change against before, a note, an optional sparkline."""

    kind: ClassVar[str] = "tile"

    label: str
    value: str
    change: str
    note: str
    sparkline_svg: str


@dataclass(frozen=True)
class Tiles(_Shown):
    """Key figures side by side."""

    kind: ClassVar[str] = "tiles"

    items: tuple[Tile, ...]


@dataclass(frozen=True)
class Text(_Shown):
    """Composed sentences: a lead and points; ``key`` sets it off as the core of a page."""

    kind: ClassVar[str] = "text"

    lead: str
    points: tuple[str, ...] = ()
    key: bool = False


@dataclass(frozen=True)
class Note(_Shown):
    """A remark set apart; ``tone`` is one of ``TONES`` and is also said in a word."""

    kind: ClassVar[str] = "note"

    tone: str
    title: str
    text: str

    def __post_init__(self) -> None:
        """Refuse a tone the page has no word for."""
        if self.tone not in TONES:
            raise ContractError("block_invalid", kind=self.kind, field="tone")


@dataclass(frozen=True)
class KeyValue(_Shown):
    """Facts as pairs of term and value, for example the head of a status report."""

    kind: ClassVar[str] = "key_value"

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fold(_Shown):
    """One entry that opens on demand: its heading, a value beside it, facts, tables."""

    kind: ClassVar[str] = "fold"

    title: str
    value: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Folds(_Shown):
    """Entries to look up, one below the other; on paper all of them, or those that are open."""

    kind: ClassVar[str] = "folds"

    items: tuple[Fold, ...]
    on_paper: bool = True


@dataclass(frozen=True)
class Letter(_Shown):
    """A plain text to paste into a mail, paragraph by paragraph."""

    kind: ClassVar[str] = "letter"

    paragraphs: tuple[str, ...]


Block = Figure | Table | Tiles | Text | Note | KeyValue | Folds | Letter
_KINDS: Final[dict[str, type[Any]]] = {
    block.kind: block for block in (Figure, Table, Tiles, Text, Note, KeyValue, Folds, Letter)
}

# Type of each field, by class.
_FIELDS: Final = {block: get_type_hints(block) for block in (*_KINDS.values(), Tile, Fold)}


def to_dict(block: object) -> dict[str, Any]:
    """Block as plain JSON values, with its ``kind``."""
    fields_as_json = json.dumps(asdict(block))  # type: ignore[call-overload]
    return {"kind": block.kind, **json.loads(fields_as_json)}  # type: ignore[attr-defined]


def from_dict(data: Mapping[str, Any]) -> Block:
    """Block from its JSON form.

    Raises
    ------
    ContractError
        If the kind is unknown, or if fields are missing, unknown or of the wrong type.
    """
    kind = str(data.get("kind"))
    if kind not in _KINDS:
        raise ContractError("block_unknown", kind=kind)
    block: Block = _build(_KINDS[kind], {k: v for k, v in data.items() if k != "kind"})
    return block


def _build(block: type[Any], data: object) -> Any:
    """Block of a class from its fields, each read strictly."""
    names = [field.name for field in fields(block)]
    if not isinstance(data, Mapping) or sorted(data) != sorted(names):
        raise ContractError("block_fields", kind=block.kind, fields=", ".join(names))
    values = {}
    for name in names:
        try:
            values[name] = _READERS[_FIELDS[block][name]](data[name])
        except (TypeError, ValueError) as error:
            raise ContractError("block_invalid", kind=block.kind, field=name) from error
    return block(**values)


def _scalar(kind: type) -> Callable[[object], Any]:
    def read(value: object) -> object:
        if not isinstance(value, kind):
            raise TypeError
        return value

    return read


def _many(read: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError
        return tuple(read(item) for item in value)

    return read_all


def _pair(value: object) -> tuple[str, str]:
    term, description = _many(_scalar(str))(value)
    return term, description


def _table(value: object) -> Table:
    table: Table = _build(Table, value)
    return table


def _tile(value: object) -> Tile:
    tile: Tile = _build(Tile, value)
    return tile


def _fold(value: object) -> Fold:
    fold: Fold = _build(Fold, value)
    return fold


_READERS: Final[dict[Any, Callable[[object], Any]]] = {
    str: _scalar(str),
    bool: _scalar(bool),
    tuple[str, ...]: _many(_scalar(str)),
    tuple[tuple[str, ...], ...]: _many(_many(_scalar(str))),
    tuple[tuple[str, str], ...]: _many(_pair),
    tuple[Tile, ...]: _many(_tile),
    tuple[Table, ...]: _many(_table),
    tuple[Fold, ...]: _many(_fold),
    Table: _table,
}
