"""From published figures to verdicts: which months are judged, and why others are not."""

import pandas as pd
import pytest

from takeup.periods import Month
from takeup.variation import Known, exposure, variation
from takeup.variation.breaks import breaks

FIRST = Month(2023, 1)
COUNTS = [100, 104, 97, 101, 99, 103, 98, 102, 100, 96, 105, 101]


def month(at):
    return str(FIRST.shift(at))


def published(
    values, measure="submitted", verwaltung="stadt-heide", denominator=None, **states
):
    """One total over months from January 2023; ``states`` by place, as m3="partial"."""
    rows = [
        {
            "month": month(at),
            "verwaltung": verwaltung,
            "leistung_id": "alle",
            "measure": measure,
            "numerator": float(value),
            "denominator": denominator,
            "value": value / denominator if denominator else float(value),
            "status": states.get(f"m{at}", "ok"),
        }
        for at, value in enumerate(values)
    ]
    table = pd.DataFrame(rows)
    hidden = table["status"].isin(["suppressed", "unknown"])
    return table.assign(
        **{name: table[name].mask(hidden) for name in ("numerator", "denominator", "value")}
    ).astype(dict.fromkeys(("numerator", "denominator", "value"), "Float64"))


def known(length, dark=(), broken=(), unsure=()):
    """All days counted but ``dark`` ones; breaks as (measure, month, mixed)."""
    months = tuple(month(at) for at in range(length))
    days = pd.date_range(f"{months[0]}-01", periods=31 * length, unit="s")
    grid = pd.DataFrame({"source": "antraege", "verwaltung": "stadt-heide", "date": days})
    grid["month"] = grid["date"].dt.strftime("%Y-%m").astype("str")
    grid = grid[grid["month"].isin(months)]
    grid["state"] = ["silent" if str(each.date()) in dark else "there" for each in grid["date"]]
    cell = {"verwaltung": "stadt-heide", "leistung_id": "alle"}
    rows = [{"measure": m, "month": at, "mixed": mixed, **cell} for m, at, mixed in broken]
    return Known(
        months=months,
        sources={"submitted": "antraege", "digital_takeup": "faelle", "visits": "matomo"},
        exposure=exposure(grid),
        unsure=pd.DataFrame(
            [("antraege", "stadt-heide", each) for each in unsure],
            columns=["source", "verwaltung", "month"],
        ),
        breaks=pd.DataFrame(
            rows, columns=["measure", "verwaltung", "leistung_id", "month", "mixed"]
        ),
        comparable=(),
    )


def last(table):
    rows = table[table["method"] == "individuals"]
    return rows.sort_values("month").iloc[-1]


def test_an_ordinary_month_is_usual_and_a_threefold_one_noticeable():
    usual = last(variation(published([*COUNTS, 103]), known(13)))
    assert (usual["verdict"], usual["reason"], usual["compared"]) == ("usual", "", 12)
    assert usual["low"] < 103 < usual["high"]
    assert last(variation(published([*COUNTS, 300]), known(13)))["verdict"] == "noticeable"


def test_the_first_year_is_not_judged():
    table = variation(published(COUNTS), known(12))
    assert set(table["reason"]) == {"few_months"}
    assert table["low"].isna().all()


@pytest.mark.parametrize("state", ["suppressed", "unknown"])
def test_a_month_without_a_number_gets_no_verdict_and_says_why(state):
    found = last(variation(published([*COUNTS, 5], m12=state), known(13)))
    assert (found["verdict"], found["reason"]) == ("none", state)


def test_a_hidden_month_of_the_past_is_as_if_it_were_not_there():
    hidden = published([*COUNTS, 101, 103], m4="suppressed")
    absent = published([*COUNTS, 101, 103])
    absent = absent[absent["month"] != month(4)]
    first, second = (last(variation(each, known(14))) for each in (hidden, absent))
    assert first["compared"] == 12
    assert first[["low", "high", "verdict"]].equals(second[["low", "high", "verdict"]])


def test_days_that_were_not_counted_lower_what_is_expected():
    dark = ("2024-01-10", "2024-01-11")
    whole = last(variation(published([*COUNTS, 95]), known(13)))
    short = last(variation(published([*COUNTS, 95], m12="partial"), known(13, dark)))
    assert short["verdict"] == "usual"
    assert 0.88 < short["centre"] / whole["centre"] < 0.96


def test_a_month_that_lacks_more_than_a_tenth_of_its_days_is_not_judged():
    dark = tuple(f"2024-01-{day:02d}" for day in range(8, 13))
    found = last(variation(published([*COUNTS, 80], m12="partial"), known(13, dark)))
    assert (found["verdict"], found["reason"]) == ("none", "partial")


def test_a_month_that_lacks_an_unknown_part_is_not_judged():
    table = variation(published([*COUNTS, 80], m12="partial"), known(13, unsure=[month(12)]))
    assert last(table)["reason"] == "partial"


@pytest.mark.parametrize(("after", "reason"), [(0, "break"), (3, "break"), (4, "")])
def test_after_a_break_three_whole_months_must_pass(after, reason):
    # The break lies within its month: that month is a mixture and counts for no level.
    values = [*COUNTS, *[200] * (after + 1)]
    broken = [("submitted", month(12), True)]
    found = last(variation(published(values), known(len(values), broken=broken)))
    assert found["reason"] == reason


def test_a_break_of_one_measure_does_not_touch_another():
    values = [*COUNTS, 103]
    broken = [("visits", month(12), True)]
    assert last(variation(published(values), known(13, broken=broken)))["verdict"] == "usual"


def test_a_share_is_judged_on_its_base():
    shares = published([30, 33, 28, 31, 29, 32] * 2 + [60], "digital_takeup", denominator=100.0)
    found = last(variation(shares, known(13)))
    assert found["verdict"] == "noticeable"
    assert 0 <= found["low"] < 0.31 < found["high"] < 0.6


def test_a_consent_banner_breaks_the_visits_only(params):
    found = breaks(params, sample=True)
    banner = found[
        (found["verwaltung"] == "stadt-brunsbuettel") & (found["month"] == "2024-07")
    ]
    assert set(banner["measure"]) == {"visits"}
    assert not banner["mixed"].any()


def test_an_event_in_one_administration_does_not_break_the_sum_of_all(params):
    found = breaks(params, sample=True)
    assert "2024-02" not in set(found.loc[found["verwaltung"] == "alle", "month"])
    assert "2023-11" in set(found.loc[found["verwaltung"] == "alle", "month"])


def rates(measure, parts, states=None):
    slugs = [f"amt-{name}" for name in "abcdefgh"]
    tables = [
        published(
            [part], measure, slug, 100.0, **({"m0": states[slug]} if slug in states else {})
        )
        for slug, part in zip(slugs, parts, strict=True)
    ]
    return pd.concat(tables, ignore_index=True), tuple(slugs)


def judged(measure, parts, comparable=None, **states):
    table, slugs = rates(
        measure, parts, {name.replace("_", "-"): s for name, s in states.items()}
    )
    facts = known(1)
    facts = Known(**{**vars(facts), "comparable": comparable or slugs})
    found = variation(table, facts)
    return found[found["method"] == "funnel"].set_index("verwaltung")


def test_one_far_rate_is_noticeable_and_the_others_stay_usual():
    found = judged("digital_takeup", [30, 31, 29, 33, 27, 30, 32, 80])
    assert found.loc["amt-h", "verdict"] == "noticeable"
    assert set(found.drop("amt-h")["verdict"]) == {"usual"}


def test_an_administration_with_other_services_is_left_out():
    found = judged(
        "digital_takeup", [30] * 7 + [5], comparable=tuple(f"amt-{n}" for n in "abcdefg")
    )
    assert found.loc["amt-h", "reason"] == "other_services"
    assert found.loc["amt-a", "compared"] == 6


def test_a_hidden_rate_is_neither_judged_nor_used():
    found = judged("digital_takeup", [30] * 8, amt_b="suppressed")
    assert found.loc["amt-b", ["verdict", "reason"]].tolist() == ["none", "suppressed"]
    assert found.loc["amt-a", "compared"] == 6


def test_with_few_others_there_is_no_verdict():
    states = {f"amt_{name}": "unknown" for name in "efgh"}
    assert set(judged("digital_takeup", [30] * 8, **states)["reason"]) == {
        "few_others",
        "unknown",
    }
