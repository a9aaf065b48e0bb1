"""Grading of the estimators of campaign effects; see docs/effects.md."""
