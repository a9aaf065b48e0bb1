"""Exploring and planning in JupyterLab: widgets over the published tables, and the planner.

Only notebooks open this package: it needs ipywidgets, which a report does not.
"""

from takeup.explore.explorer import Explorer, open_explorer

__all__ = ["Explorer", "open_explorer"]
