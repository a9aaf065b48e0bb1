"""What a check of a page says."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong; ``rule`` is ``tool:code``, ``look`` how we saw it."""

    rule: str
    page: str
    what: str
    look: str = ""


def rules(findings: list[Finding]) -> set[str]:
    """Rules that were broken."""
    return {each.rule for each in findings}
