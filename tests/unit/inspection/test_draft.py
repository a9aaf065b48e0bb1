"""A drafted mapping: the right fields, the strict default where nothing is certain."""

import io

import pytest
from openpyxl import Workbook

from takeup.inspection.draft import Draft
from takeup.inspection.notes import has_to_decide
from takeup.params import Params

from .conftest import Look, workbook

HEAD = "Titel\nVerwaltung: Amt Büsum-Wesselburen\nZeitraum: 01.09.2024 - 30.09.2024\n\n"
# One delivery of each source that is a table, as the sample writes it.
SHIPPED = {
    "antraege": HEAD
    + "Datum;LeiKa-Schlüssel;Leistung;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet\n"
    + "01.09.2024;99050012104000;Gewerbe anmelden;5;1;3;2\n",
    "katalog": HEAD
    + "LeiKa-Schlüssel;Leistung;Online;Reifegrad;Geprüft am;Beschreibung;Kosten;Unterlagen;"
    + "Dauer;Ansprechpartner;Link\n"
    + "99050012104000;Gewerbe anmelden;ja;3;01.02.2024;ja;nein;ja;ja;nein;https://a.example\n",
    "konten": HEAD + "Monat;Aktive Konten;Registrierte Konten\nSeptember 2024;120;340\n",
    "zufriedenheit": HEAD
    + "Monat;LeiKa-Schlüssel;Leistung;1 (sehr unzufrieden);2;3;4;5 (sehr zufrieden)\n"
    + "09.2024;99050012104000;Gewerbe anmelden;0;1;2;3;4\n",
    "bevoelkerung": "Bevölkerung\nStichtag: 31.12.2022\n\nSchlüssel;Name;Einwohner\n"
    + "010515163;Amt Büsum-Wesselburen;12.345\n01051;Kreis Dithmarschen;134.000\n",
}


def drafted(look: Look, content: str | bytes, name: str = "export.csv") -> Draft:
    """Draft for a content."""
    draft = look(content, name).draft
    assert draft is not None
    return draft


def decisions(draft: Draft) -> list[str]:
    """Codes of what a human has to decide."""
    return [note.code for note in draft.notes if has_to_decide(note)]


@pytest.mark.parametrize("source", SHIPPED)
def test_a_shipped_export_gets_the_fields_of_its_own_mapping(
    look: Look, params: Params, source: str
) -> None:
    shipped = params.quellen[source]

    draft = drafted(look, SHIPPED[source], f"{source}_2024-09.csv")

    assert (draft.quelle.quelle, draft.complete) == (source, True)
    assert draft.quelle.dateien == shipped.dateien
    assert set(shipped.pflicht) <= draft.quelle.spalten.keys()
    for field, (header,) in draft.quelle.spalten.items():
        assert header in shipped.spalten[field]


def test_keys_and_times_alone_do_not_make_a_table_of_a_source(look: Look) -> None:
    """A monthly source needs none but a key: a daily table of counts is not its."""
    text = (
        "Tag der Nutzung;Dienst;angefangen;davon fortgesetzt;fertig;Eingegangen\n"
        "02.09.2024;99115005104000;12;2;8;7\n"
    )

    quelle = drafted(look, text, "portal-nord_2024-09.csv").quelle

    assert quelle.quelle == "antraege"
    assert {"date", "started", "resumed", "completed", "submitted"} <= quelle.spalten.keys()


def test_a_shipped_workbook_gets_the_fields_of_its_own_mapping(
    look: Look, params: Params
) -> None:
    leika = "99050012104000"
    rows: list[list[object]] = [
        ["LeiKa-Schlüssel", "Leistung", "Eingang digital", None, "Eingang nicht digital", None,
         None, "davon eWA-fähig", "Gesamt"],
        [None, None, "Online", "mit Hilfe", "Schalter", "Post", "Telefon/E-Mail", None, None],
        [leika, "Gewerbe anmelden", 5, 1, 7, 2, 0, "x", 15],
    ]  # fmt: skip
    merged = ("A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2", "I1:I2")

    draft = drafted(look, workbook(rows, merged), "faelle_2024-09.xlsx")

    assert (draft.quelle.quelle, draft.quelle.kopfzeilen, draft.complete) == (
        "faelle", 2, True,
    )  # fmt: skip
    assert set(params.quellen["faelle"].pflicht) <= draft.quelle.spalten.keys()
    for field, (header,) in draft.quelle.spalten.items():
        assert header in params.quellen["faelle"].spalten[field]


def test_other_words_and_spellings_are_recognised(look: Look) -> None:
    text = (
        "DATUM;Leika Schluessel;Vorgänge begonnen;Fortgesetzt;abgeschlosen;Eingereicht;Notiz\n"
        "01.09.2024;99050012104000;5;1;3;2;a\n"
    )
    draft = drafted(look, text)

    assert draft.quelle.spalten == {
        "date": ("DATUM",),
        "leistung_id": ("Leika Schluessel",),
        "started": ("Vorgänge begonnen",),
        "resumed": ("Fortgesetzt",),
        "completed": ("abgeschlosen",),
        "submitted": ("Eingereicht",),
    }
    assert draft.quelle.beiwerk == {"notiz": ("Notiz",)}
    assert "field_doubtful" in decisions(draft)


def test_what_no_column_holds_is_named_with_its_title(look: Look) -> None:
    draft = drafted(look, "Datum;LeiKa;Begonnen;Abgeschlossen\n01.09.2024;99050012104000;5;1\n")

    (missing,) = [note for note in draft.notes if note.code == "fields_missing"]
    assert not draft.complete
    assert missing.raw == "resumed (davon fortgesetzt), submitted (Abgesendet)"


def test_a_column_of_administrations_makes_a_collective_delivery(look: Look) -> None:
    text = "Kommune;Monat;Aktive Konten\nStadt Heide;09.2024;5\nAmt Eider;09.2024;7\n"

    draft = drafted(look, text)

    assert draft.quelle.spalten["verwaltung"] == ("Kommune",)
    assert draft.quelle.sammellieferung
    assert "collective" in decisions(draft)


def test_words_for_missing_values_are_sorted_and_doubted(look: Look) -> None:
    text = "Monat;Aktive Konten\n01.2024;k.A.\n02.2024;-\n03.2024;<3\n04.2024;x\n05.2024;17\n"

    draft = drafted(look, text)

    words = draft.quelle.woerter
    assert (words.null, words.entfaellt, words.unbekannt, words.geheim) == (
        (), ("x",), ("k.A.", "-"), ("<3",),
    )  # fmt: skip
    doubted = [note.raw for note in draft.notes if note.code == "word_unclear"]
    assert doubted == ["-", "x"]


def test_a_word_in_a_column_of_names_is_a_name(look: Look) -> None:
    draft = drafted(look, "Kürzel;Zahl\nNA;5\nHD;7\nBW;9\n")

    assert draft.quelle.woerter.unbekannt == ()


def test_totals_footer_and_labels_are_found(look: Look) -> None:
    text = (
        "Bericht Portal Nord September 2024\nBehörde: Stadt Heide\n\n"
        "Posten;Zahl;Mehr\nA;5;1\nErgebnis;5;1\nQuelle: Portal;;\n"
    )
    quelle = drafted(look, text).quelle

    assert quelle.summen is not None
    assert (quelle.summen.spalten, quelle.summen.woerter) == (("posten",), ("Ergebnis",))
    assert quelle.fuss == ("Quelle:",)
    assert quelle.vorspann.verwaltung == ("Behörde",)
    assert quelle.vorspann.zeitraum == ("Bericht Portal Nord",)


@pytest.mark.parametrize(
    ("cells", "form", "doubt"),
    [
        (["01.09.2024", "13.09.2024"], "%d.%m.%Y", ""),
        (["2024-09-01", "2024-09-13"], "%Y-%m-%d", ""),
        (["01/09/2024", "13/09/2024"], "%d/%m/%Y", ""),
        (["09/01/2024", "09/13/2024"], "%m/%d/%Y", ""),
        (["01/09/2024", "02/09/2024"], "%d.%m.%Y", "dates_unclear"),
        (["13/09/2024", "09/13/2024"], "%d.%m.%Y", "dates_mixed"),
        (["45536", "45537"], "%d.%m.%Y", "dates_unclear"),
    ],
)
def test_the_form_of_dates_is_proven_or_asked(
    look: Look, cells: list[str], form: str, doubt: str
) -> None:
    draft = drafted(look, "Datum;Zahl\n" + "".join(f"{cell};1\n" for cell in cells))

    assert draft.quelle.datum == form
    assert [code for code in decisions(draft) if code.startswith("dates")] == [doubt][
        : bool(doubt)
    ]


def test_the_period_of_a_file_decides_between_forms_of_dates(look: Look) -> None:
    text = "Zeitraum: 01.09.2024 - 30.09.2024\n\nDatum;Zahl\n01/09/2024;1\n02/09/2024;1\n"
    numbers = text.replace("01/09/2024", "45536").replace("02/09/2024", "45537")

    assert drafted(look, text).quelle.datum == "%d/%m/%Y"
    assert drafted(look, numbers).quelle.datum == "excel-1900"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("portal-nord_2024-09.csv", "portal-nord_*.csv"),
        ("Statistik 20240930.csv", "Statistik *.csv"),
        ("Bericht_September_2024.csv", "Bericht_*.csv"),
        ("zahlen_01.09.2024-30.09.2024.csv", "zahlen_*.csv"),
        ("top10.csv", "top10.csv"),
        ("a[1]*.csv", "a?1??.csv"),
    ],
)
def test_what_changes_in_a_name_is_left_open(look: Look, name: str, pattern: str) -> None:
    assert drafted(look, "Ort;Zahl\nA;1\n", name).quelle.dateien == pattern


def test_an_encoding_is_forced_only_where_the_usual_ones_fail(look: Look) -> None:
    text = "Ort;Zahl\nBüsum;1\nMölln;2\n"

    forced = [
        drafted(look, text.encode(each)).quelle.kodierung
        for each in ("utf-8", "cp1252", "utf-16", "cp850")
    ]

    assert forced == [None, None, None, "cp850"]


def test_shares_get_their_unit_or_a_question(look: Look) -> None:
    text = "Ort;Quote A;Quote B;Quote C;Quote D\nA;0,35;35,9;35,9 %;0,3\nB;0,5;8,1;8,1 %;35,9\n"

    draft = drafted(look, text)

    seen = {note.raw: note.detail for note in draft.notes if note.code == "unit"}
    assert seen == {"Quote A": "anteil", "Quote B": "prozent", "Quote C": "prozenttext"}
    assert "unit_unclear" in decisions(draft)


def test_a_share_that_is_a_field_gets_its_unit(look: Look) -> None:
    text = (
        "Datum;LeiKa;Begonnen;davon fortgesetzt;Abgeschlossen;Abgesendet;Abschlussquote\n"
        "01.09.2024;99050012104000;5;1;2;2;50,0 %\n"
    )
    assert drafted(look, text).quelle.einheiten == {"stated_completion": "prozenttext"}


def test_what_is_the_same_in_all_rows_is_proposed_as_fixed(look: Look) -> None:
    draft = drafted(look, "Datum;Besuche;Besucher\n01.09.2024;17;12\n02.09.2024;9;8\n")

    assert (draft.quelle.quelle, draft.complete) == ("matomo", True)
    assert draft.quelle.fest == {"period": "day", "report": "visits"}
    assert decisions(draft).count("fixed") == 2


def test_of_several_sheets_alike_one_is_named(look: Look) -> None:
    book = Workbook()
    for title in ("Heide", "Brunsbüttel"):
        page = book.create_sheet(title)
        page.append(["Posten", "Zahl"])
        page.append(["A", 5])
    raw = io.BytesIO()
    book.save(raw)

    draft = drafted(look, raw.getvalue(), "blatt.xlsx")

    assert draft.quelle.blatt == "Heide"
    assert "sheets" in decisions(draft)


def test_a_file_without_named_columns_has_no_draft(look: Look) -> None:
    assert look(";;\n;;\n").draft is None
