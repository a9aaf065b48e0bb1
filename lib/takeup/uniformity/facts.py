"""What uniformity is judged by, and the grid of administrations and services it fills."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from takeup.agreement import Einheitlich
from takeup.periods import Month
from takeup.regions import administration_key

CELL: Final = ["verwaltung", "leistung_id"]
PARTS: Final = ("description", "costs", "documents", "duration", "contact")
_ENTRY: Final = (
    "delivered_key", "name", "online", "maturity", "checked_on", "url", "online_dienst",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """Deliveries and agreements up to a month.

    Attributes
    ----------
    month
        Report month; nothing later is looked at, ages count to its last day.
    katalog, links, pvog
        Staged tables of these sources (``links``: linkpruefung).
    verwaltungen
        ``verwaltung``, ``ars``, ``name`` (as sentences say it).
    leistungen
        ``leistung_id``, ``name`` (agreed), ``formal_name`` (of the catalogue of services).
    zustaendigkeit
        ``leistung_id``, ``verwaltung``, ``zustaendig`` (ja, nein, unbekannt).
    agreement
        Core catalogue, checklist and ticked definition.
    valid_days
        A text checked longer ago is outdated.
    """

    month: str
    katalog: pd.DataFrame
    links: pd.DataFrame
    pvog: pd.DataFrame
    verwaltungen: pd.DataFrame
    leistungen: pd.DataFrame
    zustaendigkeit: pd.DataFrame
    agreement: Einheitlich
    valid_days: int

    @property
    def last_day(self) -> pd.Timestamp:
        """Last day of the report month."""
        return pd.Timestamp(Month.parse(self.month).last_day)


def grid(facts: Facts) -> pd.DataFrame:
    """Everything known about every administration and service.

    Returns
    -------
    DataFrame
        One row per verwaltung and leistung_id: ``core`` (in the core catalogue, and not
        somebody else's duty), ``duty`` (ja, nein, unbekannt),
        ``listed`` (NA without any catalogue), the entry of the last catalogue (delivered_key,
        name, online, maturity, checked_on, url, online_dienst, has_*), ``agreed`` and
        ``formal_name``, ``link`` (result of the last check of this very address, empty if
        none), ``found`` and ``pvog_name`` of the last comparison with the PVOG.
    """
    cells = facts.verwaltungen[["verwaltung", "ars"]].merge(
        facts.leistungen.rename(columns={"name": "agreed"}), how="cross"
    )
    cells = cells.merge(facts.zustaendigkeit, on=CELL, how="left")
    cells = cells.merge(_entries(facts), on=CELL, how="left")
    cells = cells.merge(_links(facts), on=[*CELL, "url"], how="left")
    cells = cells.merge(_pvog(facts), on=["ars", "leistung_id"], how="left")
    duty = cells["zustaendig"].fillna("unbekannt")
    has_catalogue = cells.groupby("verwaltung")["row_listed"].transform("any")
    listed = cells["row_listed"].notna().astype("boolean")
    texts = ("delivered_key", "name", "url", "online_dienst", "link", "pvog_name")
    return cells.assign(
        core=cells["leistung_id"].isin(facts.agreement.kernkatalog) & (duty != "nein"),
        duty=duty,
        listed=listed.where(has_catalogue.fillna(False).astype(bool)),
        **{name: cells[name].fillna("").map(plain).astype("str") for name in texts},
        **{name: cells[name].map(plain).astype("str") for name in ("agreed", "formal_name")},
    )


def plain(name: str) -> str:
    """One spelling of a name: composed letters, single blanks, no soft hyphen."""
    return " ".join(unicodedata.normalize("NFC", name.replace("\u00ad", "")).split())


def told(keys: pd.Series, texts: Mapping[str, str] | pd.Series) -> pd.Series[str]:
    """Text of each key; empty where there is none."""
    known = texts.to_dict() if isinstance(texts, pd.Series) else texts
    return pd.Series([known.get(key, "") for key in keys], index=keys.index, dtype="str")


def _latest(frame: pd.DataFrame, owner: str, month: str) -> pd.DataFrame:
    """Last delivery of each owner up to the month."""
    known = frame[frame["month"] <= month]
    return known[known["month"] == known.groupby(owner)["month"].transform("max")]


def _entries(facts: Facts) -> pd.DataFrame:
    columns = [*CELL, *_ENTRY, *(f"has_{part}" for part in PARTS)]
    entries = _latest(facts.katalog, "verwaltung", facts.month)[columns]
    return entries.assign(row_listed=pd.Series(True, index=entries.index, dtype="boolean"))


def _links(facts: Facts) -> pd.DataFrame:
    """Last check of every address, unless it is too old to say anything."""
    oldest = facts.last_day - pd.Timedelta(days=facts.agreement.linkpruefung_gueltig_tage)
    checks = facts.links[facts.links["month"] <= facts.month]
    checks = checks[checks["checked_on"] >= oldest].sort_values("checked_on", kind="stable")
    last = checks.drop_duplicates([*CELL, "url"], keep="last")
    return last[[*CELL, "url", "result"]].rename(columns={"result": "link"})


def _pvog(facts: Facts) -> pd.DataFrame:
    """Last comparison of each area; one with parts is found if any part is."""
    entries = facts.pvog.assign(ars=facts.pvog["ars"].map(administration_key).astype("str"))
    entries = _latest(entries, "ars", facts.month).sort_values(
        ["ars", "leistung_id", "found", "name"], ascending=[True, True, False, True]
    )
    first = entries.drop_duplicates(["ars", "leistung_id"])
    return first[["ars", "leistung_id", "found", "name"]].rename(columns={"name": "pvog_name"})
