"""How to follow a number back to the rows of a delivery."""

from takeup.report.method import trace


def _files(*slugs: str) -> list[dict[str, object]]:
    return [
        {
            "verwaltung": slug,
            "source": "antraege",
            "folder_month": "2024-09",
            "file": f"2024-09/{slug}/antraege.csv",
            "accepted": 30,
        }
        for slug in slugs
    ]


def test_one_file_is_named(page) -> None:
    points = trace(page(balance=_files("stadt-heide"))).points
    assert points[0] == (
        "Öffnen Sie im Ordner der Lieferungen die Datei: 2024-09/stadt-heide/antraege.csv."
    )


def test_the_sum_of_all_administrations_needs_all_their_files(page) -> None:
    rows = _files("stadt-heide", "amt-marne-nordsee")
    (point, *_) = trace(page("alle", balance=rows)).points
    assert "alle Dateien der Portal-Anträge" in point
    assert point.endswith("Die erste: 2024-09/stadt-heide/antraege.csv.")


def test_a_number_that_is_not_shown_is_no_result(page) -> None:
    (*_, last) = trace(page(balance=_files("stadt-heide"))).points
    assert last == "Dieser Bericht nennt das Ergebnis nicht; die Angabe liegt nicht vor."
