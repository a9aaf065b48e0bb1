"""The download holds the rows that are shown, and its link holds whatever they say."""

import io
from urllib.parse import unquote

import pandas as pd
from lxml import html

from takeup.explore.download import csv_link


def test_the_link_holds_exactly_the_rows():
    rows = pd.DataFrame({"month": ["2024-09", "2024-08"], "value": [1.5, None]})
    link = html.fromstring(csv_link(rows))
    head, content = link.get("href").split(",", 1)
    assert head == "data:text/csv;charset=utf-8"
    assert unquote(content) == "month,value\n2024-09,1.5\n2024-08,\n"
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(unquote(content))), rows)
    assert "(2)" in link.text


def test_nothing_in_the_rows_can_end_the_link_or_name_the_file():
    name = "\"'><img src=x onerror=alert(1)>&#x;\n../../etc"
    markup = csv_link(pd.DataFrame({"verwaltung": [name]}))
    (link,) = html.fragments_fromstring(markup)
    assert "<img" not in markup
    assert list(link) == []
    assert link.get("download") == "takeup-auswahl.csv"
    content = unquote(link.get("href").split(",", 1)[1])
    assert pd.read_csv(io.StringIO(content))["verwaltung"].tolist() == [name]
