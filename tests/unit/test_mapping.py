import pytest
from pydantic import ValidationError

from takeup.mapping import Quelle

SPEC = {
    "quelle": "konten",
    "dateien": "konten_*.csv",
    "format": "csv",
    "spalten": {"month": ["Monat"], "active_accounts": ["Aktive Konten", "Konten"]},
    "pflicht": ["month"],
}


def test_a_mapping_says_how_its_sender_writes_numbers_dates_and_missing_values() -> None:
    quelle = Quelle.model_validate(
        SPEC
        | {
            "tausender": ".",
            "datum": "%Y-%m-%d",
            "ja": ["j"],
            "woerter": {"null": ["-"], "geheim": ["<3"]},
        }
    )

    formats = quelle.formats

    assert (formats.decimal, formats.thousands, formats.date) == (",", ".", "%Y-%m-%d")
    assert formats.words["zero"] == ("-",)
    assert formats.words["suppressed"] == ("<3",)
    assert formats.true == ("j",)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kodirung": "cp1252"}, "kodirung"),
        ({"pflicht": ["monat"]}, "monat"),
        ({"dezimal": ".", "tausender": "."}, "differ"),
        ({"spalten": {"month": [202409]}}, "spalten"),
        ({"kopfzeilen": 3}, "kopfzeilen"),
        ({"kodierung": "klingon"}, "kodierung"),
        ({"summen": {"spalten": ["amt"], "woerter": ["Summe"]}}, "amt"),
    ],
)
def test_a_mapping_refuses_what_it_does_not_know(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        Quelle.model_validate(SPEC | change)
