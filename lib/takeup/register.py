"""The register on disk: every number that was published or hidden so far, and beside which.

It holds raw numbers, as staged data do, and is never published.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from takeup.disclosure import CELL, REGISTER, decisions_only, empty_register
from takeup.errors import DisclosureError

FILE: Final = "geheimhaltung.csv"
_FORMS: Final = {
    "month": r"\d{4}-(0[1-9]|1[0-2])",
    "verwaltung": r"\S+",
    "leistung_id": r"\S+",
    "measure": r"\S+",
    "numerator": r"\d*",
    "shown": "exact|rounded|hidden|untold|apart",
    "states": r"([1-9]\d*( [1-9]\d*)*)?",
}


def read(path: Path) -> pd.DataFrame:
    """Read the register, one row per version of a cell; empty before the first report.

    A file of the form before versions were kept holds decisions: such a cell is hidden, and
    the number of it is not known.

    Raises
    ------
    DisclosureError
        If the file was damaged or saved by another program. It is not read as far as it goes:
        what is missing in it would be published.
    """
    if not path.is_file():
        return empty_register()
    try:
        texts = pd.read_csv(path, dtype="str", keep_default_na=False)
    except ValueError as error:
        raise DisclosureError("register_broken", file=path.name) from error
    is_old = list(texts.columns) == CELL
    if not is_old and list(texts.columns) != list(REGISTER):
        raise DisclosureError("register_broken", file=path.name)
    if not _is_sound(texts):
        raise DisclosureError("register_broken", file=path.name)
    if is_old:
        return decisions_only(texts)
    numbers = pd.to_numeric(texts["numerator"].replace("", pd.NA))
    return texts.assign(numerator=numbers).astype(REGISTER)


def _is_sound(texts: pd.DataFrame) -> bool:
    """Whether every field has its form, no row stands there twice, and no state lacks."""
    formed = all(texts[name].str.fullmatch(_FORMS[name]).all() for name in texts.columns)
    if not formed or "states" not in texts.columns:
        return formed
    # A number can stand there twice: in a state apart, and in others.
    known = texts.assign(shown=texts["shown"] == "apart")
    once = not known.duplicated([*CELL, "numerator", "shown"]).any()
    bare = (texts["numerator"] == "") & (texts["shown"] == "hidden")
    placed = ((texts["states"] == "") == (texts["numerator"] == "")) & (
        (texts["numerator"] != "") | bare
    )
    return once and bool(placed.all()) and _has_all_states(texts)


def _has_all_states(texts: pd.DataFrame) -> bool:
    """Whether the states of every month are numbered from one on, each with rows."""
    states = texts[["month"]].assign(state=texts["states"].str.split()).explode("state")
    counted = states.dropna().astype({"state": "int64"}).groupby("month")["state"]
    return bool((counted.max() == counted.nunique()).all())


def to_bytes(register: pd.DataFrame) -> bytes:
    """Register as CSV, sorted, so that the same register gives the same bytes."""
    rows = register[list(REGISTER)].sort_values([*CELL, "numerator", "shown"])
    whole = rows.assign(numerator=rows["numerator"].astype("Int64"))
    text: str = whole.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")
