"""Deliveries by kind: one module and one contract each; :func:`stage` takes them all in."""

from takeup.sources.registry import SOURCES
from takeup.sources.stage import check_params, stage
from takeup.sources.staged import Staged, write_staged

__all__ = ["SOURCES", "Staged", "check_params", "stage", "write_staged"]
