"""What uniformity is judged by: deliveries and parameters, put together for a month."""

from __future__ import annotations

import pandas as pd

from takeup.params import Params
from takeup.periods import Month
from takeup.sources.staged import Staged
from takeup.uniformity import Facts


def portal_facts(staged: Staged, params: Params, month: Month) -> Facts:
    """Collect what is known of the portals up to a month."""
    verwaltungen = [
        (slug, each.schluessel, each.kurzname) for slug, each in params.verwaltungen.items()
    ]
    leistungen = [(key, each.name, each.katalogname) for key, each in params.leistungen.items()]
    return Facts(
        month=str(month),
        katalog=staged.frames["katalog"],
        links=staged.frames["linkpruefung"],
        pvog=staged.frames["pvog"],
        verwaltungen=pd.DataFrame(verwaltungen, columns=["verwaltung", "ars", "name"]),
        leistungen=pd.DataFrame(leistungen, columns=["leistung_id", "name", "formal_name"]),
        zustaendigkeit=params.zustaendigkeit,
        agreement=params.einheitlich,
        valid_days=params.settings.texte_gueltig_tage,
    )
