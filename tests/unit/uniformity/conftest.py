"""Three administrations and four services, with nothing delivered but what a test names."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from takeup.agreement import Einheitlich
from takeup.contract import Contract
from takeup.sources.registry import SOURCES
from takeup.uniformity import Facts

A, B, C = "amt-a", "amt-b", "stadt-c"
DOG, BIRTH, TRADE, PASS = (
    "99102013104000",
    "99027002012000",
    "99050012104000",
    "99085001012000",
)
NAMES = {DOG: "Hund anmelden", BIRTH: "Geburtsurkunde", TRADE: "Gewerbe anmelden", PASS: "Pass"}
ARS = {A: "010515163", B: "010515166", C: "010510044"}
GOOD = {
    "online": True,
    "maturity": 3,
    "checked_on": pd.Timestamp("2024-09-01"),
    "online_dienst": "EfA",
    **{
        f"has_{part}": True
        for part in ("description", "costs", "documents", "duration", "contact")
    },
}
Entry = tuple[str, str, dict[str, Any]]
MakeFacts = Callable[..., Facts]


def typed(contract: Contract, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows with the types of a staged table; columns left out are empty."""
    dtypes = contract.dtypes
    frame = pd.DataFrame(rows, columns=list(dtypes), dtype="object").astype(dtypes)
    texts = {
        name: frame[name].fillna("")
        for name in ("name", "url", "online_dienst")
        if name in frame
    }
    return frame.assign(**texts)


def entry(slug: str, key: str, **told: Any) -> dict[str, Any]:
    """Entry of a catalogue that is as it should be, but for what is told."""
    base = {"verwaltung": slug, "month": "2024-09", "leistung_id": key, "delivered_key": key}
    return {**base, "name": NAMES[key], "url": f"https://p.example/{key}", **GOOD, **told}


def link(
    slug: str, key: str, result: str, day: str = "2024-09-05", **told: Any
) -> dict[str, Any]:
    """Check of a link."""
    base = {"verwaltung": slug, "month": day[:7], "leistung_id": key, "result": result}
    return {**base, "url": f"https://p.example/{key}", "checked_on": pd.Timestamp(day), **told}


def listed(slug: str, key: str, *, found: bool = True, **told: Any) -> dict[str, Any]:
    """Entry of the PVOG."""
    name = NAMES[key] if found else ""
    base = {"month": "2024-09", "leistung_id": key, "ars": ARS[slug], "found": found}
    return {**base, "name": name, **told}


@pytest.fixture
def facts() -> MakeFacts:
    """Everybody is zuständig for everything; the pass asks for personal attendance."""

    def make(
        *,
        katalog: list[dict[str, Any]] | None = None,
        links: list[dict[str, Any]] | None = None,
        pvog: list[dict[str, Any]] | None = None,
        duty: dict[tuple[str, str], str] | None = None,
        slugs: tuple[str, ...] = (A, B, C),
        **agreed: Any,
    ) -> Facts:
        duties = {(key, slug): "ja" for key in NAMES for slug in slugs} | (duty or {})
        rules = {
            "beschlossen_am": None,
            "kernkatalog": (DOG, BIRTH, TRADE),
            "reifegrad_ab": 3,
            "reifegradmodell": "OZG",
            "linkpruefung_gueltig_tage": 99,
            "gilt_als_einheitlich": {},
            "pruefliste": {},
        }
        frames = {
            name: typed(SOURCES[source].contract, rows or [])
            for name, source, rows in (
                ("katalog", "katalog", katalog),
                ("links", "linkpruefung", links),
                ("pvog", "pvog", pvog),
            )
        }
        return Facts(
            month="2024-09",
            **frames,
            verwaltungen=pd.DataFrame(
                [(slug, ARS[slug], slug.title()) for slug in slugs],
                columns=["verwaltung", "ars", "name"],
            ),
            leistungen=pd.DataFrame(
                [(key, name, f"{name} (LeiKa)") for key, name in NAMES.items()],
                columns=["leistung_id", "name", "formal_name"],
            ),
            zustaendigkeit=pd.DataFrame(
                [(key, slug, word) for (key, slug), word in duties.items()],
                columns=["leistung_id", "verwaltung", "zustaendig"],
            ),
            agreement=Einheitlich.model_validate({**rules, **agreed}),
            valid_days=365,
        )

    return make
