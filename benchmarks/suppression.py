"""What secondary suppression loses, and how near the least possible it is.

Chooses anew what to hide in every month that the register of ``data/`` knows, without its
earlier editions, and prints the figures hidden beyond the small ones, their price, the lower
bound of it and the share that a better choice could save at most. Needs a report built before.
"""

from __future__ import annotations

import time

import numpy as np

from takeup import register
from takeup.analysis import relations_of_measures, suppression_rule
from takeup.disclosure.choice import hidden_cells
from takeup.disclosure.history import History
from takeup.disclosure.rule import too_small
from takeup.params import load_params
from takeup.store import Store


def main() -> None:
    """Print one line per month and the sums."""
    store = Store.open()
    rule, relations = suppression_rule(load_params(store.params)), relations_of_measures()
    print("month    counts  small  beyond    price    bound   gap  seconds")
    sums = np.zeros(3)
    for month, rows in register.read(store.state / register.FILE).groupby("month"):
        history = History.of(rows)
        cells = history.versions[history.together[:, -1]].reset_index(drop=True)
        alone = History.of(cells.assign(states="1", shown=""))
        small = too_small(cells, relations.kinds, rule).to_numpy(dtype=bool)
        begun = time.process_time()
        matrix = alone.joint(relations, rule)
        found = hidden_cells(alone.versions, matrix, small, np.zeros_like(small), rule.reach)
        taken = time.process_time() - begun
        beyond = int((found.hidden & ~small).sum())
        positive = int((cells["numerator"] > 0).sum())
        sums += beyond, found.price, found.bound
        print(
            f"{month}  {positive:6d} {small.sum():6d} {beyond:7d} "
            f"{found.price:8.0f} {found.bound:8.0f} {found.gap:5.1%} {taken:8.1f}"
        )
    print(f"all: {sums[0]:.0f} beyond, at most {1 - sums[2] / sums[1]:.1%} could be saved")


if __name__ == "__main__":
    main()
