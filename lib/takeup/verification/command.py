"""``takeup verify``: check a published month and say what differs. Texts in ``texts.yml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console

from takeup.errors import VerificationError
from takeup.facts import read_facts
from takeup.store import Store

if TYPE_CHECKING:
    import pandas as pd

    from takeup.verification.files import Difference
    from takeup.verification.recount import Recount

_MOST_LINES: Final = 20
_SUMS: Final = ("compared", "numbers", "different")


@cache
def texts() -> dict[str, Any]:
    """German texts of the command."""
    found: dict[str, Any] = read_facts("takeup.verification", "texts.yml")
    return found


_out = Console(highlight=False, markup=False, soft_wrap=True)


def _say(key: str, **values: object) -> None:
    _out.print(texts()[key].format(**values))


def verify(
    folder: Annotated[Path, typer.Argument(envvar="TAKEUP_REPORT", help=texts()["folder"])],
) -> None:
    """Check hashes and tables of a published month, then recompute its figures.

    Raises
    ------
    VerificationError
        If anything differs, or the figures cannot be recomputed.
    """
    from takeup.params import load_params
    from takeup.verification.belonging import read_edition, require_belonging
    from takeup.verification.files import file_differences
    from takeup.verification.recount import recount
    from takeup.verification.tables import check_tables

    store = Store.open()
    edition = read_edition(folder, store)
    changed = file_differences(edition)
    _say("files", count=len(edition.manifest["outputs"]), different=len(changed))
    _list(_told(changed))
    tables = check_tables(edition)
    different = len(tables.differences)
    _say("tables", count=tables.count, rows=tables.rows, different=different)
    _list(_told(tables.differences))
    require_belonging(edition, store.params)
    found = recount(edition, load_params(store.params))
    _show(found)
    count = len(changed) + different + len(found.differences)
    if count:
        raise VerificationError("report_differs", folder=folder.name, count=count)
    _say("done", folder=folder.name)


def _told(differences: Iterable[Difference]) -> list[str]:
    kinds = texts()["kinds"]
    return [
        kinds[each.kind].format(place=each.place, detail=each.detail) for each in differences
    ]


def _list(lines: list[str]) -> None:
    for line in lines[:_MOST_LINES]:
        _out.print(f"  {line}")
    if len(lines) > _MOST_LINES:
        _say("more", count=len(lines) - _MOST_LINES)


def _show(found: Recount) -> None:
    """Say how many cells of each measure agree, and where one does not."""
    sums = {name: int(found.measures[name].sum()) for name in _SUMS}
    _say("figures", **sums)
    for row in _records(found.measures):
        _say("line", **row)
    patterns = texts()["figures_differ"]
    _list(
        [
            texts()["figure"].format(what=patterns[row["kind"]].format(**row), **row)
            for row in _records(found.differences)
        ]
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): each[name] for name in each} for each in frame.to_dict("records")]
