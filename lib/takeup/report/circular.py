"""Rundschreiben: the month as a plain text for a mail between the administrations."""

from __future__ import annotations

from typing import Final

from takeup.outlook import NONE, SEPARATOR
from takeup.render import numbers
from takeup.render.blocks import Letter
from takeup.render.texts import text
from takeup.report import deliveries, overview
from takeup.report.data import PageData
from takeup.report.progress import changes
from takeup.report.status_lights import rows_of
from takeup.report.uniform import offers
from takeup.report.wording import enumerate_words

# So many services to take over are named; the kreis page lists them all.
_NAMED: Final = 3


def circular(data: PageData) -> Letter:
    """Compose the mail of the month from what is published."""
    month = numbers.month_long(str(data.month))
    following = data.month.shift(1)
    due = numbers.date(data.params.projekt.deadline(following))
    next_month = numbers.month_long(str(following))
    settings = data.params.settings
    subject = "circular.subject_sample" if data.sample else "circular.subject"
    return Letter(
        (
            text(subject, project=data.params.projekt.name, month=month),
            text("circular.greeting"),
            overview.summary(data).lead,
            f"{_deliveries(data)} {deliveries.point(data)}",
            text("circular.changes"),
            *changes(data),
            *_takeover(data),
            text("circular.next", month=next_month, day=due),
            text("circular.contact", contact=settings.kontakt),
            text("circular.closing"),
            settings.herausgeber,
        )
    )


def _deliveries(data: PageData) -> str:
    """Who was late, by name, or thanks."""
    day = numbers.date(data.params.projekt.deadline(data.month))
    rows = rows_of(data, "now")
    row = rows[rows["criterion"] == "on_time"].iloc[0]
    if row["light"] == NONE:
        return text("circular.running", day=day)
    if row["reason"] != "late":
        return text("circular.thanks", day=day)
    late = str(row["detail"]).split(SEPARATOR)
    names = [data.short_name(slug) for slug in data.alphabetical if slug in late]
    return text("circular.late", day=day, names=enumerate_words(names))


def _takeover(data: PageData) -> tuple[str, ...]:
    """Who can take over what from whom; what most administrations lack first."""
    found = [
        text(
            "circular.take",
            service=data.service(each.leistung_id),
            having=enumerate_words(each.having),
            lacking=enumerate_words(each.lacking),
        )
        for each in offers(data)[:_NAMED]
    ]
    return (text("circular.takeover"), *found) if found else ()
