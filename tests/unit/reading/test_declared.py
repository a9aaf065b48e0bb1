"""The declarations fit the sentences, tables and measures that there are."""

import string

import pandas as pd
import pytest

from takeup.measures.sidecar import load_sidecars
from takeup.publication import TABLES
from takeup.reading.declared import declared
from takeup.reading.sentences import single
from takeup.reading.templates import fill, followed
from takeup.render.texts import keys, pattern, text
from takeup.report.days import named

WORKED_OUT = {"components", "months", "next", "target", "campaign_size", "estimates", "files"}
OF_PARAMETERS = {"registered", "rules", "lights", "extent"}
LICENCES = {*TABLES, *WORKED_OUT, *OF_PARAMETERS, "statuses", "day_numbers"}


def test_every_declared_placeholder_exists():
    for key, slots in declared()["sentences"].items():
        names = {name for _, name, _, _ in string.Formatter().parse(pattern(key))}
        assert set(slots) <= names, key
    captions = [*declared()["tables"], *declared()["charts"]]
    named = [*captions, *declared()["headings"], *declared()["around"]]
    assert set(named) <= set(keys())


def test_every_declaration_names_a_measure_or_a_licence():
    said = [one for slots in declared()["sentences"].values() for one in slots.values()]
    for each in said:
        kind, _, rest = each.partition(" ")
        is_cell = kind in {"value", "numerator", "denominator", "change"}
        is_named = rest.startswith("@") or rest.split(" @")[0] in load_sidecars()
        assert is_named if is_cell else (rest or kind) in LICENCES
    assert set(declared()["tables"].values()) <= LICENCES
    assert set(declared()["tallies"]) <= set(TABLES)


def test_a_sentence_is_recognised_and_its_placeholders_are_found():
    verdict = "Das liegt im üblichen Rahmen (70,1 % bis 80,3 %)."
    told = {"value": "76,2 %", "started": "210", "completed": "160", "verdict": verdict}
    said = text("report.summary.completion", **told)
    (found,) = followed(said)
    assert found.template.key == "report.summary.completion"
    assert {name: said[start:end] for name, start, end in found.spans} == told


def test_sentences_in_a_row_are_recognised_one_by_one():
    said = "Kosten: 7.000 €. Ein Betrag je zusätzlichem Vorgang lässt sich nicht angeben."
    probe = text("report.campaign.fake_starts", fake_starts="8", fake_starts_flagged="0")
    assert [each.template.key for each in followed(f"{probe} {said}")] == [
        "report.campaign.fake_starts",
        "report.campaign.cost_none",
    ]


def test_a_sentence_of_nobody_follows_no_pattern():
    assert followed("Es stieg von 5 auf 7.") == ()
    assert fill("report.change.more", "5 mehr") is None


@pytest.mark.parametrize("words", ["(12)", "mindestens 12", "12 r", "12, unvollständig", "12"])
def test_words_of_certainty_around_a_number_are_read_over(words):
    assert single(words).value == 12


@pytest.mark.parametrize("words", ["12 davon 3", "12 Hunde", "·", ""])
def test_anything_else_beside_a_number_is_not(words):
    assert single(words) is None


def test_a_full_stop_inside_of_a_name_ends_no_sentence():
    said = "Am niedrigsten: Burg-St. Michaelisdonn und Eider: je 25,0 %. Unbekannt: 3."
    who, unknown = followed(said)
    assert who.template.key == "report.uniform.lowest"
    (_, start, end) = who.spans[0]
    assert said[start:end] == "Burg-St. Michaelisdonn und Eider: je 25,0 %"
    assert unknown.template.key == "report.uniform.unknown"


@pytest.mark.parametrize("source", ["matomo", "antraege"])
def test_days_and_the_month_beside_them_are_told_apart(source: str) -> None:
    days = pd.Series(pd.to_datetime(["2024-09-04", "2024-09-11", "2024-09-12"]))
    filled = {"days": named(days), "month": "September 2024"}
    key = f"report.days.question.{source}"

    assert fill(key, text(key, **filled)) == filled
