"""Where the time of one page goes in a warm process: sampled stacks, and shares by part."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from rivals.turns import measured

SECONDS_BETWEEN = 0.001
# A stack belongs to the first of these in which one of its functions lies.
PARTS = {
    "run: notebook": "takeup.pages.load_notebook",
    "page: parameters": "takeup.params.load_params",
    "page: tables": "takeup.publication.read_published",
    "page: drawings": "takeup.render.charts.",
    "page: blocks as JSON": "takeup.render.blocks._Shown._repr_mimebundle_",
    "page: the rest": "takeup.report.",
    "rendering": "takeup.render.exporter.render_page",
    "check": "takeup.render.checks.check_page",
}
REST = "IPython and the rest"

Stacks = Counter[tuple[str, ...]]


def sampled(work: Callable[[], object]) -> Stacks:
    """Stacks of this thread, from the outside in, as often as they were seen."""
    seen: Stacks = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        names = []
        while frame:
            code = frame.f_code
            names.append(f"{frame.f_globals.get('__name__', '')}.{code.co_qualname}")
            frame = frame.f_back
        seen[tuple(reversed(names))] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_BETWEEN, SECONDS_BETWEEN)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return seen


def part(stack: tuple[str, ...]) -> str:
    """Part of the page's making that a stack belongs to."""
    named = (
        name for name, start in PARTS.items() if any(each.startswith(start) for each in stack)
    )
    return next(named, REST)


def flame(work: Callable[[], object], times: int, file: Path) -> None:
    """Sample a piece of work some times, print CPU by part, and write folded stacks.

    The file is what flamegraph.pl and speedscope read: one line per stack, with its number.
    """
    work()  # it becomes warm
    a_page = measured(lambda: [work() for _ in range(times)]).cpu / times
    seen = sampled(lambda: [work() for _ in range(times)])
    lines = [f"{';'.join(stack)} {count}\n" for stack, count in sorted(seen.items())]
    file.write_text("".join(lines), encoding="utf-8")
    parts: Counter[str] = Counter()
    for stack, count in seen.items():
        parts[part(stack)] += count
    print(f"{1000 * a_page:.0f} ms of CPU a page, {times} times; {seen.total()} samples")
    for name, count in parts.most_common():
        share = count / seen.total()
        print(f"{name:24s} {1000 * a_page * share:6.0f} ms {100 * share:5.1f} %")
