"""The audit finds what is planted on real pages, and nothing on them as they are."""

import re
from dataclasses import replace

import pytest

from takeup.errors import DisclosureError
from takeup.reading import Cell, Finding, Place, audit_pages, require_clean
from takeup.reading.audit import PageAudit
from takeup.regions import ALL

from .conftest import DOG, GAP, HOSTILE_ID, MONTH, NUMBERED_ID, PAGE

HIDDEN_SIGN = (
    '<span class="sign" aria-hidden="true">·</span><span class="hidden">geheim gehalten</span>'
)
NUMBERED_ROW = '<tr><th scope="row">§ 34 Antrag 17</th><td>5</td><td>'


def reasons(findings):
    return {each.reason for each in findings}


def cells(findings):
    return {each.cell for each in findings}


@pytest.mark.parametrize("name", [PAGE, "kreis.html"])
def test_pages_as_they_are_give_no_finding_and_most_numbers_are_attributed(month, name):
    audit = month.audit(name, month.html(name))
    assert audit.findings == ()
    assert audit.attributed > 180
    assert sum(audit.licensed.values()) < audit.attributed / 3


@pytest.mark.parametrize("name", [PAGE, "kreis.html"])
def test_pages_on_which_all_counts_are_hidden_give_no_finding(hidden_month, name):
    audit = hidden_month.audit(name, hidden_month.html(name))
    assert audit.findings == ()
    assert 0 < audit.attributed < 60


def test_the_true_number_in_place_of_a_sign_is_found_with_its_cell(month):
    truth = month.truth(MONTH, "stadt-heide", NUMBERED_ID, "submitted")
    found = month.planted(f"{NUMBERED_ROW}{HIDDEN_SIGN}", f"{NUMBERED_ROW}{truth}")
    assert found[0].cell == Cell(MONTH, "stadt-heide", NUMBERED_ID, "submitted")
    assert found[0].reason == "not_hidden"
    assert "§ 34 Antrag 17 / Abgesendet" in found[0].place.element


def test_a_wrong_number_for_a_hidden_cell_is_found_as_well(month):
    found = month.planted(f"{NUMBERED_ROW}{HIDDEN_SIGN}", f"{NUMBERED_ROW}999")
    assert found[0].reason == "not_hidden"


def test_a_number_said_only_to_screen_readers_is_found(month):
    found = month.planted(
        f"{NUMBERED_ROW}{HIDDEN_SIGN}",
        NUMBERED_ROW + HIDDEN_SIGN.replace("geheim gehalten", "geheim gehalten: 2"),
    )
    assert reasons(found) == {"unlicensed"}


def test_a_number_in_the_data_table_of_a_figure_is_found(month):
    truth = month.truth(*GAP)
    before = '<th scope="row">März 2024</th>'
    row = rf"({before}<td>\d+</td><td>)"
    leaky, times = re.subn(
        row + re.escape(HIDDEN_SIGN), rf"\g<1>{truth}", month.html(), count=1
    )
    assert times == 1
    found = month.audit(PAGE, leaky).findings
    assert ("not_hidden", Cell(*GAP)) in {(each.reason, each.cell) for each in found}


def test_a_service_named_like_markup_or_like_a_number_is_no_number(month):
    assert "§ 34 Antrag 17" in month.html()
    assert "&lt;img src=x onerror=alert(1)&gt;" in month.html()
    hidden = "&lt;img src=x onerror=alert(1)&gt;</th><td>29</td><td>"
    found = month.planted(f"{hidden}{HIDDEN_SIGN}", f"{hidden}14")
    assert found[0].cell == Cell(MONTH, "stadt-heide", HOSTILE_ID, "submitted")
    assert "unlicensed" not in reasons(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Alle erwarteten Lieferungen", "Beim Antrag stieg es von 5 auf 7. Alle Lieferungen"),
        ('<main id="inhalt"', '<main data-submitted="2" id="inhalt"'),
        ("<table class", '<table aria-label="davon 2 abgesendet" class'),
        ("<h1>", '<h1 title="2">'),
        ("</main>", '<script type="application/json">{"submitted": 2}</script></main>'),
        ("</main>", "<!-- submitted: 2 --></main>"),
        ("</main>", "<p>plus 2 gegenüber Vormonat</p></main>"),
        (
            '<p class="remark">\u22127 % zum Vormonat',
            '<p class="remark">+2 beim § 34 Antrag 17',
        ),
        ("So lesen Sie die Grafik:</strong>", "So lesen Sie die Grafik:</strong> Es waren 2."),
    ],
    ids=["sentence", "data", "aria", "title", "json", "comment", "plus", "tile", "reading"],
)
def test_a_number_of_no_known_origin_is_found_wherever_it_stands(month, old, new):
    found = month.planted(old, new)
    assert reasons(found) == {"unlicensed"}
    assert all(each.place.page == PAGE for each in found)


def test_the_reason_of_a_failed_page_is_known_and_no_other(month):
    reason = "Zelle 20 wurde nicht fertig (Zustand: pending)."
    card = f"<p>{reason} Gezeigt wird die letzte gute Fassung.</p></main>"
    html = month.html("kreis.html").replace("</main>", card)
    told = replace(month.mailing, narrative=(*month.mailing.narrative, reason))
    assert audit_pages(told, {"index.html": (ALL, html)}).findings == ()
    assert reasons(audit_pages(month.mailing, {"index.html": (ALL, html)}).findings) == {
        "unlicensed"
    }


def test_a_script_that_is_not_ours_to_the_letter_is_found(month):
    found = month.planted('"use strict";', '"use strict"; const submitted = 2;')
    assert reasons(found) == {"unlicensed"}


@pytest.mark.parametrize(
    ("old", "new", "measure"),
    [
        ("gingen 53 Vorgänge", "gingen 54 Vorgänge", "submitted"),
        ('<p class="value">53</p>', '<p class="value">52</p>', "submitted"),
        ("Abschlussquote: 51,4 %", "Abschlussquote: 51,6 %", "completion_rate"),
        ("wurden 56 zu Ende", "wurden 57 zu Ende", "completion_rate"),
        ("7 % weniger als im August 2024", "7 % mehr als im August 2024", "submitted"),
    ],
    ids=["sentence", "tile", "rate", "numerator", "direction"],
)  # fmt: skip
def test_a_number_other_than_the_published_one_is_a_contradiction(month, old, new, measure):
    found = month.planted(old, new)
    cell = Cell(MONTH, "stadt-heide", ALL, measure)
    assert ("contradiction", cell) in {(each.reason, each.cell) for each in found}


def test_a_change_against_a_hidden_month_is_found_in_a_sentence_and_an_alternative_text(month):
    told = "7 % weniger als im August 2024 (57)"
    found = month.planted(told, "8 % mehr als im März 2024 (49)")
    assert {(each.reason, each.cell) for each in found} >= {("not_hidden", Cell(*GAP))}
    alt = "4\u00a0% mehr als im September 2023 (51)."
    position = month.html().index("<desc")
    leaky = month.html()[:position] + month.html()[position:].replace(
        alt, "8\u00a0% mehr als im März 2024 (49).", 1
    )
    assert Cell(*GAP) in cells(month.audit(PAGE, leaky).findings)


def test_a_share_beside_a_hidden_numerator_is_found(month):
    row = NUMBERED_ROW + HIDDEN_SIGN
    start = month.html().index(row)
    head, tail = month.html()[:start], month.html()[start:]
    signs = [each.start() for each in re.finditer(re.escape(HIDDEN_SIGN), tail)]
    leaky = head + tail[: signs[1]] + "60,0 %" + tail[signs[1] + len(HIDDEN_SIGN) :]
    found = month.audit(PAGE, leaky).findings
    rate = Cell(MONTH, "stadt-heide", NUMBERED_ID, "completion_rate")
    assert ("not_hidden", rate) in {(each.reason, each.cell) for each in found}
    # 60,0 % of 5 is 3: the share pins the count.
    completed = Cell(MONTH, "stadt-heide", NUMBERED_ID, "completed")
    assert ("derivable", completed, "3-3") in {(e.reason, e.cell, e.shown) for e in found}


def test_a_sum_over_months_gives_a_hidden_month_away(month):
    total = sum(
        month.truth(f"{year}-{number:02}", "stadt-heide", ALL, "submitted")
        for year, numbers in ((2023, range(10, 13)), (2024, range(1, 10)))
        for number in numbers
    )
    before = '<th scope="row">Abgesendete Vorgänge</th>'
    row = rf"({before}(?:<td>\d+</td>){{3}}<td>).*?(</td>)"
    leaky, times = re.subn(row, rf"\g<1>{total}\g<2>", month.html(), count=1)
    assert times == 1
    found = month.audit(PAGE, leaky).findings
    truth = month.truth(*GAP)
    assert ("derivable", Cell(*GAP), f"{truth}-{truth}") in {
        (each.reason, each.cell, each.shown) for each in found
    }


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_dot_for_a_hidden_month_is_found_whatever_its_height(month, layout):
    html = month.html()
    start = html.index(f'aria-labelledby="b4-{layout}-title')
    axis = re.search(
        r'<path d="M([\d.]+) ([\d.]+)H([\d.]+)" fill="none" stroke="#6e7597"',
        html[start:],
    )
    left, zero, right = (float(each) for each in axis.groups())
    at = left + (right - left) * 6 / 12
    dot = f'<circle cx="{at:.1f}" cy="{zero - 40}" r="3" stroke="#c67600" fill="#c67600"/>'
    end = html.index("</svg>", start)
    found = month.audit(PAGE, html[:end] + dot + html[end:]).findings
    assert {(each.reason, each.cell) for each in found} >= {("not_hidden", Cell(*GAP))}


def test_a_line_through_a_hidden_month_is_found(month):
    html = month.html()
    start = html.index('aria-labelledby="b4-wide-title')
    line = re.search(r'd="([^"]*)" fill="none" stroke="#c67600"', html[start:])
    corners = re.findall(r"([ML])([\d.]+) ([\d.]+)", line[1])
    assert [command for command, _, _ in corners].count("M") > 1
    x = [float(each) for _, each, _ in corners]
    at = max(range(1, len(x)), key=lambda at: x[at] - x[at - 1])
    corners.insert(at, ("L", f"{(x[at - 1] + x[at]) / 2:.1f}", "200"))
    drawn = "M" + "L".join(f"{x} {y}" for _, x, y in corners)
    found = month.audit(PAGE, html.replace(line[1], drawn)).findings
    assert ("not_hidden", Cell(*GAP)) in {(each.reason, each.cell) for each in found}


def test_a_bar_that_is_longer_than_its_number_is_found(month):
    html = month.html()
    start = html.index('aria-labelledby="b5-wide-title')
    bar = re.search(r'd="M([\d.]+) [\d.]+H([\d.]+)V[\d.]+H\1z"', html[start:])
    longer = bar[0].replace(bar[2], f"{float(bar[2]) + 4:.1f}")
    found = month.audit(PAGE, html.replace(bar[0], longer)).findings
    assert {(each.reason, each.cell) for each in found} == {
        ("contradiction", Cell(MONTH, "stadt-heide", DOG, "completion_rate"))
    }


def test_a_bar_of_no_row_is_found(month):
    html = month.html()
    end = html.index("</svg>", html.index('aria-labelledby="b5-wide-title'))
    bar = '<path d="M 90 400 L 120 400 L 120 416 L 90 416 z" fill="#2044aa"/>'
    found = month.audit(PAGE, html[:end] + bar + html[end:]).findings
    assert reasons(found) == {"mark"}


def test_a_dot_in_the_small_line_of_a_tile_is_found(month):
    html = month.html()
    tile = html.index('<p class="label">Abgesendete Vorgänge')
    end = html.index("</svg>", tile)
    dot = '<circle cx="60" cy="12" r="3" fill="#2044aa"/>'
    found = month.audit(PAGE, html[:end] + dot + html[end:]).findings
    assert {(each.reason, each.cell) for each in found} >= {("not_hidden", Cell(*GAP))}


def test_a_number_written_into_a_drawing_is_found(month):
    html = month.html()
    end = html.index("</svg>", html.index('aria-labelledby="b4-wide-title'))
    label = '<text fill="#51577a" font-size="13" x="300" y="200">49</text>'
    found = month.audit(PAGE, html[:end] + label + html[end:]).findings
    assert reasons(found) == {"unlicensed"}


def test_a_panel_of_another_administration_is_read_by_its_place(month):
    html = month.html("kreis.html")
    truth = month.truth(*GAP)
    row = r'(<th scope="row">März 2024</th><td>)' + re.escape(HIDDEN_SIGN)
    leaky, times = re.subn(row, rf"\g<1>{truth}", html, count=1)
    assert times == 1
    found = month.audit("kreis.html", leaky).findings
    assert Cell(*GAP) in cells(found)


def test_a_finding_stops_the_run_and_names_page_element_and_remedy_but_no_number():
    cell = Cell(MONTH, "stadt-heide", NUMBERED_ID, "submitted")
    finding = Finding("not_hidden", "4711", Place("kreis.html", "table Leistungen"), cell)
    with pytest.raises(DisclosureError) as raised:
        require_clean(PageAudit((finding, finding), 1, {}))
    message = str(raised.value)
    assert raised.value.exit_code == 7
    assert "kreis.html" in message
    assert "table Leistungen" in message
    assert "1 weitere" in message
    assert "4711" not in message


def test_the_worst_finding_comes_first(month):
    leaky = month.html().replace("</main>", "<p>plus 2</p></main>")
    leaky = leaky.replace(f"{NUMBERED_ROW}{HIDDEN_SIGN}", f"{NUMBERED_ROW}2")
    found = [each.reason for each in month.audit(PAGE, leaky).findings]
    assert found[0] == "not_hidden"
    assert found[-1] == "unlicensed"


def test_nothing_to_find_does_not_stop_the_run(month):
    require_clean(month.audit(PAGE, month.html()))
