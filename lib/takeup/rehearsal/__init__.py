"""Germany as a rehearsal: a project folder for each of 400 invented, labelled Kreise.

A Kreis is drawn (:mod:`takeup.rehearsal.kreis`), described as a project of its own
(:mod:`takeup.rehearsal.project`) and given the sample deliveries of that project, all from one
seed and its number (:mod:`takeup.rehearsal.write`). Words and sizes stand in ``rehearsal.yml``.
"""
