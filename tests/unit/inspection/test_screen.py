"""What the terminal shows: words, never the delivered file's own markup or escapes."""

import io

from rich.console import Console

from takeup.inspection import Inspection, screen

from .conftest import Look


def printed(inspection: Inspection) -> str:
    """Everything an inspection prints on a wide terminal."""
    console = Console(
        file=io.StringIO(), width=200, markup=False, highlight=False, color_system=None
    )
    for block in screen(inspection):
        console.print(block)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def test_the_screen_names_everything_in_german(look: Look) -> None:
    text = printed(look("Ort;Zahl\nA;5\nB;7\nSumme;13\n", "zahlen.csv"))

    assert "Trennzeichen  Semikolon" in text
    assert "Kopfzeile     Zeile 1" in text
    assert "ganze Zahl" in text
    assert "Die Summe in Zeile 4" in text
    assert "3 = 2 angenommen + 0 zurückgestellt + 1 nach Regel ausgelassen (Summen: 1)" in text


def test_escape_sequences_and_markup_of_a_file_are_shown_not_obeyed(look: Look) -> None:
    hostile = "\x1b]0;titel\x07\x1b[2J[bold red]:smile:\u202e"
    content = f"{hostile} x\n\nOrt{hostile};Zahl\nA{hostile};5\nB;{hostile}\n"

    text = printed(look(content, f"a{hostile}.csv"))

    assert not set(text) & set("\x1b\x07\u202e")
    assert "[bold red]:smile:" in text


def test_a_refused_file_says_so(look: Look) -> None:
    text = printed(look(b"%PDF-1.7", "bericht.pdf"))

    assert "keine Tabelle" in text
    assert text.rstrip().endswith("Die Datei wurde als Ganzes abgelehnt.")


def test_many_findings_are_cut_with_their_number(look: Look) -> None:
    text = printed(look("Ort;Zahl;Mehr\nA;1;2\n" + "B;1\n" * 300))

    assert "… und 100 weitere" in text
