"""A page in a real browser: with and without JavaScript, on a phone, a screen and on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from takeup.render import theme

from . import tools
from .findings import Finding

PHONE, SCREEN = 320, 1280
HEIGHT = 900
# 178 mm between the margins of A4, at 96 dpi.
PAPER = 673
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
WORDS = "document.body.textContent.replace(/\\s+/g, ' ')"
# Nothing to preload: style is in the page, and sound is no element that may be published.
AXE = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => [`axe:${rule.id}`, node.html.slice(0, 120)])))"""


@dataclass
class Window:
    """A page of the browser that notes what a document asks for and complains about."""

    page: Page
    heard: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.heard.append(("console", said.text)))
        self.page.on("pageerror", lambda error: self.heard.append(("script", str(error))))
        self.page.on("request", lambda request: self.heard.append(("request", request.url)))
        self.page.on("dialog", lambda dialog: self._dismiss(dialog))

    def _dismiss(self, dialog: Any) -> None:
        self.heard.append(("dialog", dialog.message))
        dialog.dismiss()

    def open(self, path: Path) -> list[tuple[str, str]]:
        """Go to a page on a screen; what was heard but the page itself."""
        self.heard.clear()
        self.resize(SCREEN)
        self.page.goto(path.as_uri())
        heard = [each for each in self.heard if each != ("request", path.as_uri())]
        return [(f"own:{kind}", what) for kind, what in heard]

    def resize(self, width: int) -> None:
        """Change the width; the page goes on."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def probe(self, name: str) -> list[tuple[str, str]]:
        """Ask one of the probes (probe.js)."""
        colours = {"series": theme.SERIES, "names": theme.SERIES_TEXT}
        return [(rule, what) for rule, what in self.page.evaluate(PROBE, [name, colours])]

    def axe(self) -> list[tuple[str, str]]:
        """Ask axe-core."""
        return [(rule, what) for rule, what in self.page.evaluate(AXE, AXE_TAGS)]


@contextmanager
def windows(browser: Browser) -> Iterator[tuple[Window, Window]]:
    """Two windows, with and without JavaScript, for as many pages as one likes."""
    contexts: list[BrowserContext] = [
        browser.new_context(locale="de-DE", java_script_enabled=scripts)
        for scripts in (True, False)
    ]
    # Half a megabyte of axe-core goes to the browser once, not with every page.
    contexts[0].add_init_script(path=tools.AXE)
    yield Window(contexts[0].new_page()), Window(contexts[1].new_page())
    for context in contexts:
        context.close()


def findings(path: Path, with_script: Window, without: Window) -> list[Finding]:
    """Look at a page in every way."""
    looks = {**_with_script(with_script, path), **_without_script(without, path)}
    if with_script.page.evaluate(WORDS) != without.page.evaluate(WORDS):
        looks["no script"].append(("own:no-script", "the words differ"))
    return [
        Finding(rule, path.name, what, look)
        for look, found in looks.items()
        for rule, what in found
    ]


def _with_script(window: Window, path: Path) -> dict[str, list[tuple[str, str]]]:
    """As it opens on a screen, and with everything unfolded on a screen and a phone."""
    heard = window.open(path)
    folded = window.axe()
    window.page.evaluate(OPEN_ALL)
    screen = window.probe("layout")
    window.resize(PHONE)
    return {
        "opening": heard,
        "1280": [*folded, *screen],
        "320": [*window.axe(), *window.probe("layout")],
    }


def _without_script(window: Window, path: Path) -> dict[str, list[tuple[str, str]]]:
    """As it opens on a screen, on a phone and on paper."""
    found = {"no script": window.open(path), "1280, no script": window.probe("width")}
    window.resize(PHONE)
    found["320, no script"] = window.probe("width")
    window.page.emulate_media(media="print")
    window.resize(PAPER)
    found["A4"] = window.probe("paper")
    window.page.emulate_media(media="screen")
    return found
