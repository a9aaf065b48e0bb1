"""Whether everything is there, in a sentence, and why not."""

from takeup.report.deliveries import grid, point

SILENT = {f"d{day}": "silent" for day in range(5, 13)}


def test_everything_there_is_said_in_one_sentence(page, delivered) -> None:
    assert point(page(completeness=delivered())) == "Alle erwarteten Lieferungen liegen vor."


def test_reasons_are_named_source_by_source(page, delivered) -> None:
    rows = delivered(matomo="outage,quarantined", antraege="part")

    assert point(page(completeness=rows)) == (
        "Nicht alles liegt vollständig vor: Portal-Anträge (Tage fehlen) und Webstatistik "
        "(Ausfall und Zeilen zurückgestellt). Betroffene Zahlen sind gekennzeichnet."
    )


def test_administrations_that_lack_the_same_are_named_together(page, delivered) -> None:
    same = [
        row
        for slug in ("stadt-heide", "amt-marne-nordsee")
        for row in delivered(slug, matomo="outage")
    ]
    rows = [*same, *delivered("stadt-brunsbuettel", konten="")]

    assert point(page("alle", completeness=rows)) == (
        "Nicht alles liegt vollständig vor: Brunsbüttel: Konten (unvollständig); Heide und "
        "Marne-Nordsee: Webstatistik (Ausfall). Betroffene Zahlen sind gekennzeichnet."
    )


def test_what_all_lack_is_said_once(page, delivered, params) -> None:
    rows = [row for slug in params.verwaltungen for row in delivered(slug, matomo="outage")]

    assert point(page("alle", completeness=rows)) == (
        "Nicht alles liegt vollständig vor: bei allen Verwaltungen Webstatistik (Ausfall). "
        "Betroffene Zahlen sind gekennzeichnet."
    )


def test_unexplained_days_are_asked_about_in_das_wichtigste(page, delivered, strip) -> None:
    data = page(completeness=delivered(matomo="silent"), days=strip("matomo", **SILENT))

    assert point(data).endswith(
        "Im September 2024 wurden am 5. bis 12. des Monats keine Besuche gezählt. Ausfall oder "
        "fehlendes Archiv?"
    )


def test_the_table_of_the_grid_gives_the_reasons(page, delivered) -> None:
    figure = grid(page(completeness=delivered(matomo="wrong_time_zone", konten="")))

    told = dict(figure.table.rows)
    assert told["Webstatistik"] == "teilweise: in anderer Zeitzone gezählt"
    assert told["Konten"] == "teilweise: unvollständig"
    assert told["Fachverfahren"] == "vollständig"
