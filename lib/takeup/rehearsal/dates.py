"""Events and campaigns of an invented Kreis, all of them invented but the elections."""

from __future__ import annotations

from takeup.params import Ereignis, Params
from takeup.registration import Kampagne
from takeup.rehearsal.kreis import Kreis, facts


def events(params: Params, kreis: Kreis) -> list[Ereignis]:
    """What concerns all administrations, and the start of the eWA in each of them."""
    common = [each for each in params.ereignisse if not each.verwaltungen]
    starts = [
        Ereignis(
            name=facts()["ewa_event"].format(name=office.short_name),
            art="ewa",
            datum=office.ewa,
            verwaltungen=(office.slug,),
            muster=True,
        )
        for office in kreis.offices
        if office.ewa
    ]
    return common + starts


def campaigns(params: Params, kreis: Kreis) -> dict[str, Kampagne]:
    """Campaigns of the sample, with whoever takes after those that took part.

    Without anybody to take part, or to compare with where the estimator compares, there is
    none.
    """
    found = {}
    for slug, model in params.campaigns(sample=True).items():
        treated, others = (
            tuple(office.slug for office in kreis.offices if office.like in named)
            for named in (model.verwaltungen, model.vergleich)
        )
        if treated and (others or not model.vergleich):
            found[slug] = model.model_copy(
                update={
                    "verwaltungen": treated,
                    "vergleich": others,
                    "wellen": {},
                    "geaendert": (),
                    "ausstrahlung": facts()["spillover"],
                }
            )
    return found
