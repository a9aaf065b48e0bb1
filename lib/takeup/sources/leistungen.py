"""Keys of services in deliveries: today's key, a former one, or one nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from takeup.columns import distinct, recode
from takeup.errors import ParameterError
from takeup.intake.names import SUGGESTIONS, name_key, nearest
from takeup.params import Leistung, suggest
from takeup.regions import check_leika, key_stem

# 9,90001E+13: Excel kept six digits of fourteen.
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
# One portal service can stand for several Leistungen; which one a case was is not told.
_BETWEEN_KEYS: Final = re.compile(r"[\s,;/|+&]+")
# Keys that are not today's, and whose service is known all the same.
KNOWN_ANYWAY: Final = ("old_key", "other_detail")


def bare_key(text: str) -> str:
    """Key without blanks, and without the apostrophe by which Excel marks a number as text."""
    return re.sub(r"\s", "", text).removeprefix("'")


class Verdict(NamedTuple):
    """Today's key (empty if there is none), the rule broken, and the nearest service."""

    key: str
    rule: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Keys:
    """Every key and name a service goes by; ``stems`` is empty unless details may differ."""

    leistungen: dict[str, Leistung]
    former: dict[str, str]
    names: dict[str, str]
    by_ozg_id: dict[str, list[str]]
    stems: dict[str, str]

    @classmethod
    def of(cls, leistungen: dict[str, Leistung], *, by_stem: bool = False) -> Keys:
        """Collect keys and names.

        Parameters
        ----------
        leistungen
            Services by today's key.
        by_stem
            Whether a key is known by its first 11 digits if only one service has them.

        Raises
        ------
        ParameterError
            If a former key or a name belongs to two services.
        """
        former: dict[str, str] = {}
        for key, each in leistungen.items():
            for alias in each.aliase:
                other = former.setdefault(alias, key)
                if other != key or (alias in leistungen and alias != key):
                    raise ParameterError(
                        "leistung_alias_twice", alias=alias, first=other, second=key
                    )
        by_ozg_id: dict[str, list[str]] = {}
        for key, each in leistungen.items():
            by_ozg_id.setdefault(each.ozg_id, []).append(key)
        stems = _stems(leistungen) if by_stem else {}
        return cls(leistungen, former, _names(leistungen), by_ozg_id, stems)

    def judge(self, text: str, name: str, *, near: bool = True) -> Verdict:
        """Find today's key for what was delivered: a key, a former key or an agreed name.

        Parameters
        ----------
        text
            Content of the key column.
        name
            Name of the service in the same row; only used for the suggestion.
        near
            Whether to look for the nearest service, which is slow.
        """
        key = bare_key(text)
        if key in self.leistungen or not key:
            return Verdict(key)
        if key in self.former:
            return Verdict(self.former[key], "old_key", self.former[key])
        if named := self.names.get(name_key(text)):
            return Verdict(named)
        if key in self.by_ozg_id:
            return Verdict("", "ozg_id", "; ".join(map(self._titled, self.by_ozg_id[key])))
        if _is_leika(key) and (today := self.stems.get(key_stem(key))):
            return Verdict(today, "other_detail", today)
        rule = _rule(text, key)
        return Verdict("", rule, self._near(key, name or text, near=near))

    def _titled(self, key: str) -> str:
        return f"{key} {self.leistungen[key].name}"

    def _near(self, key: str, name: str, *, near: bool) -> str:
        """Nearest service, by its name if there is one, else by its key."""
        if not near:
            return ""
        found = self.names.get(name_key(name)) or self._by_name(name)
        found = found or suggest(key, self.leistungen)
        return self._titled(found) if found else ""

    def _by_name(self, name: str) -> str:
        known = [each.name for each in self.leistungen.values()]
        return self.names.get(name_key(nearest(name, known)), "") if name else ""


def _stems(leistungen: dict[str, Leistung]) -> dict[str, str]:
    """First digits → key, where they name one service only."""
    shared = Counter(map(key_stem, leistungen))
    return {stem: key for key in leistungen if shared[stem := key_stem(key)] == 1}


def _names(leistungen: dict[str, Leistung]) -> dict[str, str]:
    """Compared form of every name → key; two services never share a name."""
    names: dict[str, str] = {}
    for key, each in leistungen.items():
        for name in (each.katalogname, each.name, *each.namen):
            other = names.setdefault(name_key(name), key)
            if other != key:
                raise ParameterError("leistung_name_twice", name=name, first=other, second=key)
    return names


def _rule(text: str, key: str) -> str:
    """Name what is wrong with a key that nobody knows."""
    if _SCIENTIFIC.fullmatch(key):
        return "digits_lost"
    parts = [part for part in _BETWEEN_KEYS.split(text) if part]
    if len(parts) > 1 and all(map(_is_leika, parts)):
        return "several_keys"
    return "unknown_leistung" if _is_leika(key) else "bad_leika"


def _is_leika(text: str) -> bool:
    try:
        check_leika(text)
    except ValueError:
        return False
    return True


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
    codes, texts = distinct(delivered)
    plain = {text: keys.judge(text, "", near=False) for text in texts}
    today = recode(delivered, lambda text: plain[text].key)
    is_broken = np.array([plain[text].rule != "" for text in texts], dtype=bool)
    broken = np.flatnonzero(is_broken[codes])
    pairs = list(zip(texts.iloc[codes[broken]], names.iloc[broken], strict=True))
    distinct_pairs = enumerate(dict.fromkeys(pairs))
    verdicts = {pair: keys.judge(*pair, near=at < SUGGESTIONS) for at, pair in distinct_pairs}
    rows = [("leistung_id", pair[0], *verdicts[pair][1:]) for pair in pairs]
    columns = ["column", "raw", "rule", "detail"]
    index = delivered.index[broken]
    return today, pd.DataFrame(rows, columns=columns, index=index, dtype="str")
