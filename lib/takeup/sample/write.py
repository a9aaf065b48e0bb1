"""Write the sample deliveries month by month."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from takeup.errors import UsageError
from takeup.periods import Month
from takeup.sample.deliveries import Ledger
from takeup.sample.plan import SamplePlan, build_scene
from takeup.sample.settings import SampleSettings, load_settings
from takeup.sample.world import simulate

_MORNING: Final = time(8)
_ZONE: Final = ZoneInfo("Europe/Berlin")


def write_sample(
    root: Path,
    plan: SamplePlan,
    on_month: Callable[[Month], None] | None = None,
    settings: SampleSettings | None = None,
) -> None:
    """Write the deliveries of a plan below a new or empty folder.

    Parameters
    ----------
    root
        Folder to fill with ``<month>/<verwaltung>/<files>`` and a note that all is invented;
        the time of each file is the day it arrived.
    plan
        Months, facts and randomness; its generator is used up.
    on_month
        Called after each month is written.
    settings
        The invented world and its senders; those of ``sample.yml`` if left out.

    Raises
    ------
    UsageError
        If the folder holds anything: leftovers would mix with the sample.
    """
    if root.exists() and any(root.iterdir()):
        raise UsageError("sample_folder_not_empty", folder=root.name)
    settings = settings or load_settings()
    scene = build_scene(plan, settings)
    ledger = Ledger.of(scene, simulate(scene))
    _write(root / settings.texts.readme_file, settings.texts.readme.encode())
    for month in scene.months:
        for name, content in ledger.files(month):
            _write(root / name, content)
            _arrive(root / name, Month.parse(name.split("/")[0]))
        if on_month is not None:
            on_month(month)


def _arrive(path: Path, folder: Month) -> None:
    """Set a file's time to its arrival: the morning after the folder's month.

    The ledger of deliveries takes it as the time of receipt.
    """
    arrival = datetime.combine(folder.shift(1).first_day, _MORNING, _ZONE).timestamp()
    os.utime(path, (arrival, arrival))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
