import pandas as pd
import pytest

from takeup.errors import ContractError
from takeup.render.tables import Column, TableWords, table, text_column

WORDS = TableWords(caption="Vorgänge je Leistung", source="Portal", notes=("Vorläufig.",))
COLUMNS = (
    text_column("name", "Leistung"),
    Column("value", "Anzahl", "integer", "status"),
    Column("share", "Anteil", "percent", "share_status"),
)


def _frame(value: object, status: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Hund anmelden", "Wohngeld"],
            "value": pd.array([1234, value], dtype="Int64"),
            "status": ["ok", status],
            "share": [0.5, None],
            "share_status": ["partial", "too_small"],
        }
    )


def test_numbers_and_signs_are_printed_by_status() -> None:
    built = table(_frame(None, "suppressed"), COLUMNS, WORDS)
    assert built.columns == ("Leistung", "Anzahl", "Anteil")
    assert built.rows == (
        ("Hund anmelden", "1.234", "(50,0\u00a0%)"),
        ("Wohngeld", "·", "/"),
    )
    assert built.align == ("left", "right", "right")
    assert (built.caption, built.source, built.notes) == (
        "Vorgänge je Leistung",
        "Portal",
        ("Vorläufig.",),
    )


def test_a_missing_number_that_should_be_there_stops_the_page() -> None:
    with pytest.raises(ContractError, match="Eine Zahl fehlt"):
        table(_frame(None, "ok"), COLUMNS, WORDS)


def test_the_frame_is_not_changed() -> None:
    frame = _frame(7, "ok")
    before = frame.copy()
    table(frame, COLUMNS, WORDS)
    pd.testing.assert_frame_equal(frame, before)
