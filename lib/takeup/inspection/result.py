"""What an inspection found, as one frozen value, and the same as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from takeup.inspection.draft import Draft

How = Literal["asked", "name", "columns", "draft", "none"]
Use = Literal["field", "beside", "none"]


@dataclass(frozen=True)
class SeenColumn:
    """One column: position from 1, header, kind of content, an example.

    ``field`` is its name in the mapping; ``use`` says what becomes of it: field (staged),
    beside (known, not staged) or none.
    """

    position: int
    header: str
    kind: str
    example: str
    field: str = ""
    use: Use = "none"


class SeenFinding(NamedTuple):
    """One finding with its German text; ``row`` as in Excel, None for the whole file."""

    file: str
    sha256: str
    sheet: str
    row: int | None
    column: str
    raw: str
    rule: str
    severity: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Balance:
    """Rows: all after the header, accepted, set aside, and left out by rule."""

    rows_in: int = 0
    accepted: int = 0
    quarantined: int = 0
    excluded: int = 0
    excluded_by_rule: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Inspection:
    """Everything that was recognised in one file; texts hold no control characters."""

    name: str
    file: str
    sha256: str
    size: int
    format: str
    encoding: str
    line_ends: tuple[str, ...]
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    preamble: tuple[tuple[int, str], ...]
    header_row: int
    header_rows: int
    columns: tuple[SeenColumn, ...]
    mapping: str
    how: How
    source: str
    refused: bool
    verwaltung: str
    month: str
    findings: tuple[SeenFinding, ...]
    balance: Balance
    draft: Draft | None = None

    @property
    def proposed(self) -> bool:
        """Whether the mapping is a draft made from this file."""
        return self.how == "draft"


def plain(inspection: Inspection, proposal: str) -> dict[str, Any]:
    """Inspection as plain data with stable English keys.

    Parameters
    ----------
    inspection
        The inspection.
    proposal
        The drafted mapping as YAML, or empty.
    """
    data = {
        key: value
        for key, value in vars(inspection).items()
        if key not in ("draft", "columns", "findings", "balance", "preamble")
    }
    balance = asdict(inspection.balance) | {
        "excluded_by_rule": dict(inspection.balance.excluded_by_rule)
    }
    return data | {
        "preamble": [{"row": row, "text": text} for row, text in inspection.preamble],
        "columns": [asdict(each) for each in inspection.columns],
        "proposed": inspection.proposed,
        "proposal": proposal,
        "findings": [each._asdict() for each in inspection.findings],
        "balance": balance,
    }
