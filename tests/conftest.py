"""What all tests share: a browser where there is one, and no skip where it is demanded."""

import os
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium that starts; tests that use it are marked ``browser``."""
    finder = ["sh", str(ROOT / "tools/find_browser.sh")]
    search = subprocess.run(finder, cwd=ROOT, capture_output=True, text=True, check=False)
    if search.returncode:
        pytest.skip(search.stderr.strip())
    return search.stdout.strip()


# facts.md, "Browser": nothing may leave the machine while a page is looked at.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of a process: a second Playwright beside it cannot start."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)


BUILT_MONTH = "tests/report/"


class OneMonth(LoadScopeScheduling):
    """Tests go to the workers by file; those of the month together if it is yet to be built."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BUILT_MONTH) and not os.environ.get("TAKEUP_BUILT_MONTH"):
            return BUILT_MONTH
        return nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneMonth:
    """Hand tests out as :class:`OneMonth` says."""
    return OneMonth(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker is left with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(BUILT_MONTH))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped browser test where TAKEUP_REQUIRE_BROWSER demands the browser (CI)."""
    report = yield
    demanded = os.environ.get("TAKEUP_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    if demanded and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"TAKEUP_REQUIRE_BROWSER is set, but: {report.longrepr}"
    return report
