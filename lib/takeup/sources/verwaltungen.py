"""Names of administrations in deliveries: whose row it is, or a name nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from takeup.columns import Codes, distinct, spread
from takeup.errors import ParameterError
from takeup.intake.names import SUGGESTIONS, name_key, nearest
from takeup.params import Params
from takeup.sources.account import Account

Flags = np.ndarray[Any, np.dtype[np.bool_]]
_ISSUE: Final = ["column", "raw", "rule", "detail"]


@dataclass(frozen=True)
class Register:
    """Who may deliver: ``slugs`` by the compared form of every name, and the official names."""

    slugs: dict[str, str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, params: Params) -> Register:
        """Collect the names of the administrations.

        Raises
        ------
        ParameterError
            If two administrations share a name: whose a row is would be a guess.
        """
        slugs: dict[str, str] = {}
        for slug, each in params.verwaltungen.items():
            for name in (slug, each.name, each.kurzname, *each.aliase):
                other = slugs.setdefault(name_key(name), slug)
                if other != slug:
                    raise ParameterError(
                        "verwaltung_name_twice", name=name, first=other, second=slug
                    )
        return cls(slugs, tuple(each.name for each in params.verwaltungen.values()))

    def slug(self, name: str) -> str:
        """Slug of the administration with this name, however it is spelled; empty if none."""
        return self.slugs.get(name_key(name), "")


def owners(account: Account, params: Params) -> tuple[pd.Series[str], pd.DataFrame]:
    """Say whose each row is: by its column of names if its file has one, else by the folder.

    Parameters
    ----------
    account
        Delivered rows.
    params
        Names of the administrations, and the mappings.

    Returns
    -------
    tuple
        Slug of every row, and issues (column, raw, rule, detail; index as in the account):
        names that are missing or unknown, and administrations for which the folder's one
        may not speak.
    """
    here = [each.delivery.verwaltung for each in account.readings]
    if "verwaltung" not in account.text.columns:
        return account.told_by_file(here), pd.DataFrame(columns=_ISSUE, dtype="str")
    register = Register.of(params)
    codes, names = distinct(account.text["verwaltung"])
    slugs = names.map(register.slug).astype("str")
    told = _told_by_rows(account)
    found = _issues(_Names(codes, names, slugs), told, account)
    unknown = found["rule"] == "unknown_administration_row"
    strangers = found.loc[unknown, "raw"].unique()[:SUGGESTIONS]
    near = {name: nearest(name, register.names) for name in strangers}
    suggested = pd.Series([near.get(name, "") for name in found["raw"]], index=found.index)
    folders = pd.Series(here, dtype="str").iloc[account.files.loc[found.index]]
    detail = suggested.where(unknown, folders.set_axis(found.index))
    named = spread(slugs, codes, account.text.index)
    whose = named if told.all() else named.where(told, account.told_by_file(here))
    return whose, found.assign(column="verwaltung", detail=detail)[_ISSUE].astype("str")


class _Names(NamedTuple):
    """Distinct delivered names, the slug of each (empty if unknown), and who holds which."""

    codes: Codes
    names: pd.Series[str]
    slugs: pd.Series[str]


def _told_by_rows(account: Account) -> Flags:
    """Rows of files that name the administration of every row."""
    tables = [each.table for each in account.readings]
    told = np.array([bool(each and "verwaltung" in each.columns) for each in tables])
    return told[account.files.to_numpy()]


def _issues(told: _Names, by_rows: Flags, account: Account) -> pd.DataFrame:
    """Rows that cannot be given to anybody: the name as delivered and the rule it breaks."""
    files = account.files.to_numpy()
    order = {slug: at for at, slug in enumerate(sorted({*told.slugs}))}
    named = told.slugs.map(order).to_numpy()[told.codes]
    here = [order.get(each.delivery.verwaltung, -1) for each in account.readings]
    may_speak = np.array([each.for_all for each in account.readings])[files]
    breaks = {
        "required": (told.names.str.strip() == "").to_numpy()[told.codes],
        "unknown_administration_row": (told.slugs == "").to_numpy()[told.codes],
        "other_administration_row": (named != np.array(here)[files]) & ~may_speak,
    }
    rules = np.array(["", *breaks])
    which = np.select(list(breaks.values()), range(1, len(rules)), 0)
    broken = np.flatnonzero((which > 0) & by_rows)
    raw = told.names.iloc[told.codes[broken]]
    rows = {"raw": raw.array, "rule": rules[which[broken]]}
    return pd.DataFrame(rows, index=account.text.index[broken]).astype("str")
