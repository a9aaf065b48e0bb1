"""Labelled sample deliveries ("Musterdaten") in the formats real ones come in.

The module knows an invented world (:mod:`takeup.sample.world`), writes it down as nine
administrations would (:mod:`takeup.sample.deliveries`) and lets go wrong what usually does.
Settings, truths and all German words stand in ``sample.yml``.
"""

from takeup.sample.plan import SamplePlan
from takeup.sample.write import write_sample

__all__ = ["SamplePlan", "write_sample"]
