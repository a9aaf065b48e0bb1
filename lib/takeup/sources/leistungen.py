"""Keys of services in deliveries: today's key, a former one, or one nobody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd

from takeup.errors import ParameterError
from takeup.intake.names import name_key, nearest
from takeup.params import Leistung, suggest
from takeup.regions import check_leika

# 9,90001E+13: Excel kept six digits of fourteen.
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
# A file of a million wrong keys is wrong as a whole; so many suggestions help, more only cost.
_SUGGESTIONS: Final = 200


class Verdict(NamedTuple):
    """Today's key (empty if there is none), the rule broken, and the nearest service."""

    key: str
    rule: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Keys:
    """Every key and name a service goes by."""

    leistungen: dict[str, Leistung]
    former: dict[str, str]
    names: dict[str, str]

    @classmethod
    def of(cls, leistungen: dict[str, Leistung]) -> Keys:
        """Collect keys and names.

        Raises
        ------
        ParameterError
            If a former key belongs to two services.
        """
        former: dict[str, str] = {}
        for key, each in leistungen.items():
            for alias in each.aliase:
                other = former.setdefault(alias, key)
                if other != key or (alias in leistungen and alias != key):
                    raise ParameterError(
                        "leistung_alias_twice", alias=alias, first=other, second=key
                    )
        names = {
            name_key(name): key
            for key, each in leistungen.items()
            for name in (each.katalogname, each.name)
        }
        return cls(leistungen, former, names)

    def judge(self, text: str, name: str, *, near: bool = True) -> Verdict:
        """Find today's key for what was delivered.

        Parameters
        ----------
        text
            Content of the key column.
        name
            Name of the service in the same row; only used for the suggestion.
        near
            Whether to look for the nearest service, which is slow.
        """
        key = re.sub(r"\s", "", text)
        if key in self.leistungen or not key:
            return Verdict(key)
        if key in self.former:
            return Verdict(self.former[key], "old_key", self.former[key])
        if _SCIENTIFIC.fullmatch(key):
            return Verdict("", "digits_lost", self._near("", name, near=near))
        try:
            check_leika(key)
        except ValueError:
            return Verdict("", "bad_leika", self._near(key, name, near=near))
        return Verdict("", "unknown_leistung", self._near(key, name, near=near))

    def _near(self, key: str, name: str, *, near: bool) -> str:
        """Nearest service, by its name if there is one, else by its key."""
        if not near:
            return ""
        found = self.names.get(name_key(name)) or self._by_name(name)
        found = found or suggest(key, self.leistungen)
        return f"{found} {self.leistungen[found].name}" if found else ""

    def _by_name(self, name: str) -> str:
        known = [each.name for each in self.leistungen.values()]
        return self.names.get(name_key(nearest(name, known)), "") if name else ""


def judge_all(
    delivered: pd.Series[str], names: pd.Series[str], keys: Keys
) -> tuple[pd.Series[str], pd.DataFrame]:
    """Judge the key column of delivered rows.

    Parameters
    ----------
    delivered
        Keys as delivered.
    names
        Names of the services in the same rows, empty where none was delivered.
    keys
        What services there are.

    Returns
    -------
    tuple
        Today's keys (empty where there is none), and issues: one row per row with a rule
        (column, raw, rule, detail; index as in ``delivered``).
    """
    known = delivered.isin(list(keys.leistungen))
    others = pd.DataFrame({"key": delivered, "name": names})[~known]
    pairs = list(others.itertuples(index=False, name=None))
    distinct = enumerate(dict.fromkeys(pairs))
    verdicts = {pair: keys.judge(*pair, near=at < _SUGGESTIONS) for at, pair in distinct}
    judged = [verdicts[pair] for pair in pairs]
    found = pd.DataFrame(judged, columns=list(Verdict._fields), index=others.index, dtype="str")
    today = delivered.where(known, found["key"].reindex(delivered.index, fill_value=""))
    broken = found[found["rule"] != ""]
    values = {
        "column": "leistung_id",
        "raw": delivered.loc[broken.index],
        "rule": broken["rule"],
    }
    return today, pd.DataFrame(values, index=broken.index).assign(detail=broken["detail"])
