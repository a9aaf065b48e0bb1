import pytest

from takeup.inspection.heading import find_header

KNOWN = frozenset({"leika", "online", "monat"})


def found(text: str) -> tuple[int, int, tuple[str, ...]]:
    """Position, depth and names for a table written with ``|``."""
    header = find_header([line.split("|") for line in text.splitlines()], KNOWN)
    return header.position, header.depth, header.names


@pytest.mark.parametrize(
    ("text", "position", "depth"),
    [
        ("Ort|Zahl\nA|1\nB|2", 0, 1),
        ("Titel\n\nOrt|Zahl|Mehr\nA|1|2\nB|2|3", 2, 1),
        ("Verwaltung:|Heide\nZeitraum:|September 2024\n\nMonat|Zahl\n2024-09|1", 3, 1),
        ("Titel|||\nLeiKa|Online|Post|Notiz\n99050012104000|1|2|a", 1, 1),
        ("LeiKa|Eingang||Gesamt\n|Online|Post|\n99050012104000|1|2|3", 0, 2),
        ("a|1\nb|2", 0, 1),
        ("Monat|1|2|3\n2024-09|4|5|6", 0, 1),
        ("", 0, 1),
    ],
)
def test_the_header_is_told_from_title_preamble_and_data(
    text: str, position: int, depth: int
) -> None:
    assert found(text)[:2] == (position, depth)


def test_names_over_two_lines_are_joined_as_in_a_mapping() -> None:
    names = found("LeiKa|Eingang||Gesamt\n|Online|Post|\n99050012104000|1|2|3")[2]

    assert names == ("LeiKa", "Eingang / Online", "Eingang / Post", "Gesamt")


def test_a_title_over_all_columns_is_no_group() -> None:
    assert found("Statistik||\nOrt|Zahl|Mehr\nA|1|2")[1:] == (1, ("Ort", "Zahl", "Mehr"))
