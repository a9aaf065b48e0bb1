"""How often Python looks for objects that hold each other and nobody else."""

import gc
from typing import Final

_NEW_OBJECTS: Final = 50_000
_YOUNGER_LOOKS: Final = 20


def look_seldom() -> None:
    """Look seventy times as seldom as usual.

    Tables and drawings live until a run or a page is done: looking through them finds next to
    nothing, and took a tenth of the time (benchmarks/README.md).
    """
    gc.set_threshold(_NEW_OBJECTS, _YOUNGER_LOOKS, _YOUNGER_LOOKS)
