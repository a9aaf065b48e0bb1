"""From staged rows to published tables: measure, protect, then compare what may be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from takeup import comparison, gaps, ledger, quality, steering
from takeup.campaigns import evaluate_campaigns
from takeup.disclosure import Relations, SuppressionRule, audit, audit_sums, protect
from takeup.errors import DisclosureError
from takeup.intake.findings import describe
from takeup.measures.costs import cost_terms
from takeup.measures.definition import all_counts, first_provisional
from takeup.measures.dictionary import dictionary
from takeup.measures.inputs import Inputs
from takeup.measures.rates import MinimumBase, rates
from takeup.measures.scope import excluded_from_takeup
from takeup.measures.sidecar import load_sidecars
from takeup.params import Params
from takeup.periods import Month
from takeup.portals import portal_facts
from takeup.render.texts import text
from takeup.revisions import revisions
from takeup.sources.staged import Staged
from takeup.uniformity import uniformity
from takeup.variation import Known, breaks, exposure, variation

# Fields whose content is a key, a name or a date. A finding in any other column could print
# a small count, so its raw text and detail stay out of what is published.
_SAFE_FIELDS: Final = (
    "ars",
    "date",
    "leistung_id",
    "leistung_name",
    "month",
    "name",
    "reference_date",
    "verwaltung",
)


@dataclass(frozen=True)
class Analysis:
    """Published tables of a month, and the register of all that was published so far."""

    tables: dict[str, pd.DataFrame]
    register: pd.DataFrame


def analyse(
    staged: Staged, params: Params, month: Month, register: pd.DataFrame, *, sample: bool
) -> Analysis:
    """Compute everything a month publishes.

    Parameters
    ----------
    staged
        Typed rows with their findings.
    params
        The facts under ``params/``.
    month
        Report month; nothing later is looked at.
    register
        What earlier reports showed, and what they hid and must stay hidden.
    sample
        Whether the data are the labelled sample: then its invented events apply.

    Returns
    -------
    Analysis
        One frame per table of :data:`takeup.publication.TABLES`; not the project's status,
        which rests on them.

    Raises
    ------
    DisclosureError
        If a hidden count could be derived from what would be published.
    """
    found = gaps.find(_evidence(staged, params, month, sample=sample))
    inputs = measure_inputs(staged, params, found, sample=sample)
    days = params.settings.vorlaeufig_tage
    counts = all_counts(inputs, first_provisional(staged.stand, days))
    relations = relations_of_measures()
    rule = suppression_rule(params)
    protected = protect(counts, relations, rule, register)
    told = revisions(
        counts, _inputs_before(inputs, staged), staged.before.changes, protected, rule
    )
    _require_safe(audit(protected.counts, protected.relations, rule, told.register, register))
    published = pd.concat(
        [protected.counts, rates(protected.counts, load_sidecars(), _minimum(params))],
        ignore_index=True,
    )
    compared = comparison.compare(published, str(month), load_sidecars(), _minimum(params))
    _require_safe(audit_sums(published, compared, str(month), relations))
    known = _known(params, found, sample=sample)
    tables = {
        "measures": published,
        "dictionary": dictionary(load_sidecars()),
        "comparison": compared,
        "variation": variation(published, known),
        "forecast": steering.forecast(staged, params, published, known, sample=sample),
        **_portal_tables(staged, params, month),
        **_delivery_tables(staged, params, inputs, found),
        **evaluate_campaigns(staged, params, month, found, sample=sample),
        "suppression": protected.summary,
        "revisions": told.table,
    }
    return Analysis(tables, told.register)


def _portal_tables(staged: Staged, params: Params, month: Month) -> dict[str, pd.DataFrame]:
    """What the portals offer, how alike they are, and what is to be done."""
    uniform = uniformity(portal_facts(staged, params, month))
    return {
        "uniformity": uniform.components,
        "uniformity_pairs": uniform.pairs,
        "uniformity_verdicts": uniform.verdicts,
        "tasks": uniform.tasks,
    }


def _delivery_tables(
    staged: Staged, params: Params, inputs: Inputs, found: gaps.Found
) -> dict[str, pd.DataFrame]:
    """What was delivered for the last of the months in view, and what became of its rows."""
    month = Month.parse(inputs.months[-1])
    return {
        "completeness": _completeness(staged, params, inputs),
        "days": gaps.published_days(found.grid, str(month)),
        "gaps": found.gaps,
        "scope": _scope(inputs, month),
        "costs": cost_terms(staged.frames, str(month)),
        "findings": _findings(staged, params),
        "balance": _balance(staged),
        "exclusions": staged.exclusions,
    }


def _evidence(staged: Staged, params: Params, month: Month, *, sample: bool) -> gaps.Evidence:
    """Gather what tells a gap from a quiet day, for the months in view."""
    first = month.shift(1 - params.settings.monate_rueckblick)
    return gaps.Evidence(
        frames=staged.frames,
        days=staged.days,
        doubts=staged.doubts,
        outages=gaps.outage_days(params, sample=sample),
        verwaltungen=tuple(params.verwaltungen),
        months=tuple(str(each) for each in Month.range(first, month)),
    )


def measure_inputs(
    staged: Staged, params: Params, found: gaps.Found, *, sample: bool
) -> Inputs:
    """What the measures may know, for the months in view."""
    starts = [
        (slug, event.first_day)
        for event in params.events(sample=sample)
        if event.art == "ewa"
        for slug in event.verwaltungen
    ]
    return Inputs(
        frames=staged.frames,
        coverage=staged.coverage,
        gaps=found.gaps,
        months=found.months,
        verwaltungen=pd.DataFrame(
            [(slug, each.schluessel) for slug, each in params.verwaltungen.items()],
            columns=["verwaltung", "ars"],
        ),
        leistungen=pd.DataFrame(
            [(key, each.persoenlich) for key, each in params.leistungen.items()],
            columns=["leistung_id", "attendance_required"],
        ),
        zustaendigkeit=params.zustaendigkeit,
        ewa_start=pd.DataFrame(starts, columns=["verwaltung", "date"]).astype(
            {"date": "datetime64[s]"}
        ),
    )


def _known(params: Params, found: gaps.Found, *, sample: bool) -> Known:
    """What is known of the months beside their published figures."""
    return Known(
        months=found.months,
        sources={name: each.sources[0] for name, each in load_sidecars().items()},
        exposure=exposure(found.grid),
        unsure=found.gaps[found.gaps["reason"].isin(gaps.UNQUANTIFIED)],
        breaks=breaks(params, sample=sample),
        # The Kreis offers other services than Ämter and towns.
        comparable=params.offices,
    )


def _inputs_before(inputs: Inputs, staged: Staged) -> Inputs:
    """What was known first; doubts about visits change no count."""
    before = staged.before
    nothing = inputs.gaps.iloc[:0]
    return replace(inputs, frames=before.frames, coverage=before.coverage, gaps=nothing)


def relations_of_measures() -> Relations:
    """How counts add up, from the sidecars of the measures."""
    sidecars = load_sidecars()
    counted = {name: each for name, each in sidecars.items() if each.kind == "count"}
    return Relations(
        kinds={name: each.counts for name, each in counted.items()},
        parts={name: each.parts for name, each in counted.items() if each.parts},
        follows={name: each.follows for name, each in counted.items() if each.follows},
        nearly={name: each.nearly for name, each in counted.items() if each.nearly},
    )


def suppression_rule(params: Params) -> SuppressionRule:
    """Profile and minimum counts of disclosure control, from the settings."""
    limits = params.settings.geheimhaltung
    return SuppressionRule(
        min_count=limits.mindestzahl,
        min_answers=limits.mindestantworten,
        min_denominator=limits.mindestbasis,
        profile=limits.profil,
    )


def _minimum(params: Params) -> MinimumBase:
    limits = params.settings.geheimhaltung
    return MinimumBase(share=limits.mindestbasis, answers=limits.mindestantworten)


def _require_safe(leaks: pd.DataFrame) -> None:
    if not leaks.empty:
        first = leaks.iloc[0]
        raise DisclosureError(
            "count_derivable",
            count=len(leaks),
            measure=first["measure"],
            month=first["month"],
            verwaltung=first["verwaltung"],
        )


def _completeness(staged: Staged, params: Params, inputs: Inputs) -> pd.DataFrame:
    expected = pd.DataFrame({"source": params.settings.pflichtquellen}).merge(
        pd.DataFrame({"verwaltung": list(params.verwaltungen)}), how="cross"
    )
    return quality.completeness(staged.coverage, expected, inputs.months, inputs.gaps)


def _scope(inputs: Inputs, month: Month) -> pd.DataFrame:
    """Services outside the take-up this month; those of other administrations are no news."""
    excluded = excluded_from_takeup(inputs)
    now = (excluded["month"] == str(month)) & (excluded["reason"] != "not_zustaendig")
    return excluded[now]


def _findings(staged: Staged, params: Params) -> pd.DataFrame:
    """Findings with their German text, without anything that could be a small count."""
    found = staged.findings
    safe = found["row"].isna() | (_is_safe_column(found, params) & ~_may_be_count(found))
    hidden = {name: found[name].where(safe, text("pages.hidden")) for name in ("raw", "detail")}
    told = describe(found.assign(**hidden))
    numbered = told.reset_index(drop=True).rename_axis("number").reset_index()
    return numbered.assign(folder_month=numbered["file"].str.extract(r"^(\d{4}-\d{2})/")[0])


def _may_be_count(found: pd.DataFrame) -> pd.Series[bool]:
    """Tell raw texts that are a short number: in shifted columns a count stands there."""
    return found["raw"].str.fullmatch(r"\D{0,2}\d{1,3}\D{0,2}")


def _is_safe_column(found: pd.DataFrame, params: Params) -> pd.Series[bool]:
    """Tell columns that hold keys, names or dates in every mapping of the finding's source."""
    safe: set[tuple[str, str]] = set()
    counts: set[tuple[str, str]] = set()
    for quelle in params.quellen.values():
        for field, headers in (quelle.spalten | quelle.beiwerk).items():
            kind = safe if field in _SAFE_FIELDS else counts
            kind.update((quelle.quelle, header) for header in headers)
    known = safe - counts
    pairs = zip(found["source"], found["column"], strict=True)
    return pd.Series([pair in known for pair in pairs], index=found.index).astype(bool)


def _balance(staged: Staged) -> pd.DataFrame:
    """Account of every file, with the day of its receipt; the exact time is nobody's news."""
    seen = [str(ledger.day_of(each)) if each else "" for each in staged.balance["received"]]
    days = staged.balance[["period_first", "period_last"]].assign(received=seen)
    return staged.balance.assign(**days.where(days != "").astype("datetime64[s]"))
