"""The notebooks as an analyst opens them: default parameters, ordinary kernel, nbval."""

import os
import subprocess
import sys

from .conftest import ROOT


def test_every_notebook_runs_from_top_to_bottom_with_its_defaults(sample):
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "default", "--override-ini", "addopts="]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", *quiet, *map(str, notebooks)],
        cwd=ROOT,
        env={**sample.environment, "PYTHONSAFEPATH": os.environ.get("PYTHONSAFEPATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
