"""All checks of finished pages: findings as data, none for a page that may go out."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from . import browser as looks
from . import static, tools
from .findings import Finding


def audit(browser: Browser, paths: Sequence[Path]) -> list[Finding]:
    """Findings on pages, by the public tools, in the browser and in their text."""
    found = [*tools.html_validate(paths), *tools.vnu(paths)]
    with looks.windows(browser) as (with_script, without):
        for path in paths:
            found += static.findings(path)
            found += looks.findings(path, with_script, without)
    return found
