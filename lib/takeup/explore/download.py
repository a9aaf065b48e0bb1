"""Rows as a link that downloads them."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from takeup.render import numbers
from takeup.render.texts import text

# The same for every selection: no name from the data can choose where a file goes.
_FILE: Final = "takeup-auswahl.csv"
_LINK: Final = Markup(
    '<a class="jupyter-button" download="{file}" href="data:text/csv;charset=utf-8,{content}">'
    "{words}</a>"
)


def csv_link(rows: pd.DataFrame) -> str:
    """Link to rows as CSV in the form of the published tables: UTF-8, comma, point.

    Nothing of the content can end the link: it is percent-encoded.
    """
    content = quote(rows.to_csv(index=False, lineterminator="\n"), safe="")
    words = text("explore.download", rows=numbers.integer(len(rows)))
    return str(_LINK.format(file=_FILE, content=content, words=words))
