"""What the administrations agreed on: who is zuständig, and what "einheitlich" means."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import pandas as pd
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from takeup.errors import ParameterError
from takeup.regions import check_leika

Component = Literal["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "E11", "E12"]
COMPONENTS: Final[tuple[Component, ...]] = get_args(Component)
Answer = Literal["ja", "nein", "unbekannt"]
Share = Annotated[float, Field(gt=0, le=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pruefpunkt(_Model):
    """One point of the checklist; an administration without an answer is unknown."""

    titel: str
    antworten: dict[str, Answer]


class Einheitlich(_Model):
    """Core catalogue, maturity that counts as online, and the ticked definition.

    ``gilt_als_einheitlich`` maps the components that the steering group ticked to the share
    each must reach; without ``beschlossen_am`` all of it is a proposal.
    """

    beschlossen_am: date | None
    ungeprueft: tuple[str, ...] = ()
    kernkatalog: tuple[Annotated[str, AfterValidator(check_leika)], ...] = Field(min_length=1)
    reifegrad_ab: int = Field(ge=1, le=4)
    reifegradmodell: str
    linkpruefung_gueltig_tage: int = Field(ge=1)
    gilt_als_einheitlich: dict[Component, Share]
    pruefliste: dict[str, Pruefpunkt]

    @property
    def answering(self) -> tuple[str, ...]:
        """Administrations that the checklist names."""
        named = [slug for each in self.pruefliste.values() for slug in each.antworten]
        return tuple(dict.fromkeys(named))


def read_zustaendigkeit(root: Path) -> pd.DataFrame:
    """Read the Zuständigkeitsmatrix: ``leistung_id``, ``verwaltung``, ``zustaendig``.

    Raises
    ------
    ParameterError
        If the file is missing, or with the line that is wrong.
    """
    path = root / "zustaendigkeit.csv"
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise ParameterError("params_missing", file="params/zustaendigkeit.csv") from None
    columns = ["leistung_id", "verwaltung", "zustaendig"]
    wrong = table.index[~table.get("zustaendig", pd.Series()).isin(list(get_args(Answer)))]
    if list(table.columns) != columns or len(wrong):
        line = int(wrong[0]) + 2 if len(wrong) else 1
        raise ParameterError("zustaendigkeit_invalid", line=line)
    return table
