"""Changes of a finished page: how defects get into it.

A change to a style or script is made as the page's makers would make it: the policy is written
anew, so that the defect shows.
"""

import re
from collections.abc import Callable

from takeup.render.exporter import policy

Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    """Put one text in place of the first occurrence of another, which must be there."""

    def edit(page: str) -> str:
        assert old in page, f"the page has no {old}"
        return page.replace(old, new, 1)

    return edit


def drop(pattern: str) -> Edit:
    """Take out what a pattern matches first."""
    return lambda page: _once(re.compile(pattern, re.DOTALL), "", page)


def _once(pattern: re.Pattern[str], new: str, page: str) -> str:
    changed, times = pattern.subn(new, page, count=1)
    assert times, f"the page has no {pattern.pattern}"
    return changed


def style(rule: str) -> Edit:
    """Add a rule to the page's style."""
    return lambda page: _allowed(page.replace("</style>", f"\n{rule}</style>", 1))


def script(line: str) -> Edit:
    """Add a line to the page's script."""
    return lambda page: _allowed(page.replace("</script>", f"\n{line}</script>", 1))


def _allowed(page: str) -> str:
    """Page whose policy allows the style and the script that it has now."""
    css, js = (
        re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script")
    )
    assert css and js
    fresh = policy(css[1], js[1]).replace("'", "&#39;")
    return re.sub(r"default-src [^\"]*", lambda _: fresh, page, count=1)


def into_main(markup: str) -> Edit:
    """Put markup at the beginning of the content."""
    return lambda page: _once(
        re.compile(r'(<main id="inhalt"[^>]*>)'), r"\1" + markup.replace("\\", r"\\"), page
    )


def in_drawings(old: str, new: str) -> Edit:
    """Put one text in place of another in the wide and in the narrow drawing."""

    def edit(page: str) -> str:
        assert page.count(old) > 1, f"the drawings have no {old}"
        return page.replace(old, new)

    return edit
