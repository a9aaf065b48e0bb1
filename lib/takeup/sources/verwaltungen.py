"""Names of administrations in deliveries: whose row it is, or a name nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from takeup.columns import distinct, spread
from takeup.errors import ParameterError
from takeup.intake.names import SUGGESTIONS, name_key, nearest
from takeup.params import Params
from takeup.sources.account import Account


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
    folder = account.told_by_file([each.delivery.verwaltung for each in account.readings])
    if "verwaltung" not in account.text.columns:
        return folder, pd.DataFrame(columns=["column", "raw", "rule", "detail"], dtype="str")
    register = Register.of(params)
    codes, names = distinct(account.text["verwaltung"])
    named = spread(names.map(register.slug).astype("str"), codes, folder.index)
    raw = spread(names, codes, folder.index)
    found = _issues(pd.DataFrame({"raw": raw, "named": named, "folder": folder}), account)
    unknown = found["rule"] == "unknown_administration_row"
    strangers = found.loc[unknown, "raw"].unique()[:SUGGESTIONS]
    near = {name: nearest(name, register.names) for name in strangers}
    suggested = pd.Series([near.get(name, "") for name in found["raw"]], index=found.index)
    detail = suggested.where(unknown, found["folder"])
    issues = found.assign(column="verwaltung", detail=detail)
    slugs = named.where(_told_by_rows(account), folder)
    return slugs, issues[["column", "raw", "rule", "detail"]].astype("str")


def _told_by_rows(account: Account) -> pd.Series[bool]:
    tables = [each.table for each in account.readings]
    told = pd.Series([bool(each and "verwaltung" in each.columns) for each in tables])
    return spread(told, account.files.to_numpy(), account.text.index)


def _issues(rows: pd.DataFrame, account: Account) -> pd.DataFrame:
    """Rows that cannot be given to anybody, with the rule they break."""
    for_all = pd.Series([each.for_all for each in account.readings])
    may_speak = spread(for_all, account.files.to_numpy(), rows.index)
    rules = pd.Series("", index=rows.index, dtype="str")
    foreign = (rows["named"] != rows["folder"]) & ~may_speak
    rules = rules.mask(foreign, "other_administration_row")
    rules = rules.mask(rows["named"] == "", "unknown_administration_row")
    rules = rules.mask(rows["raw"].str.strip() == "", "required")
    broken = (rules != "") & _told_by_rows(account)
    return rows[broken].assign(rule=rules[broken])
