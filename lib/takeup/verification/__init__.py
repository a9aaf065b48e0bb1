"""Whether a published month is what it says: files, tables, and every figure once more.

Nothing here is used to make a report; the figures are recomputed in SQL
(:mod:`takeup.verification.recount`), not with the functions that made them.
"""
