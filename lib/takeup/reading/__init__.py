"""Reading finished pages back: what they tell, and whether it may be told.

``document`` takes a page apart, ``tables``, ``tiles``, ``sentences`` and ``drawings`` turn its
parts into statements about published cells by the words of ``vocabulary``, ``licences`` cover
the numbers of other tables, ``downloads`` reads the files beside the pages; ``published`` holds
a statement against what is published, ``equations`` hands it to the linear programs of
``disclosure``, ``audit`` puts it together. ``reading.yml`` says what our sentences mean.
"""

from __future__ import annotations

from takeup.reading.audit import PageAudit, audit_pages, require_clean
from takeup.reading.mailing import Mailing, narrative
from takeup.reading.statements import Cell, Finding, Place, Statement

__all__ = [
    "Cell",
    "Finding",
    "Mailing",
    "PageAudit",
    "Place",
    "Statement",
    "audit_pages",
    "narrative",
    "require_clean",
]
