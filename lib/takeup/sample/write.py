"""Write the sample deliveries month by month."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from takeup.errors import UsageError
from takeup.periods import Month
from takeup.sample.deliveries import Ledger
from takeup.sample.plan import SamplePlan, build_scene
from takeup.sample.settings import load_settings
from takeup.sample.world import simulate


def write_sample(
    root: Path, plan: SamplePlan, on_month: Callable[[Month], None] | None = None
) -> None:
    """Write the deliveries of a plan below a new or empty folder.

    Parameters
    ----------
    root
        Folder to fill with ``<month>/<verwaltung>/<files>`` and a note that all is invented.
    plan
        Months, facts and randomness; its generator is used up.
    on_month
        Called after each month is written.

    Raises
    ------
    UsageError
        If the folder holds anything: leftovers would mix with the sample.
    """
    if root.exists() and any(root.iterdir()):
        raise UsageError("sample_folder_not_empty", folder=root.name)
    settings = load_settings()
    scene = build_scene(plan, settings)
    ledger = Ledger.of(scene, simulate(scene))
    _write(root / settings.texts.readme_file, settings.texts.readme.encode())
    for month in scene.months:
        for name, content in ledger.files(month):
            _write(root / name, content)
        if on_month is not None:
            on_month(month)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
