"""The pages of a month: those that stay as they are, and those that are built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from takeup import keeping
from takeup.freshness import Inputs
from takeup.indexes import page_frame
from takeup.keeping import Trace
from takeup.making import Task, collected, kernel_settings, longest_first, make_page
from takeup.manifest import read_manifests
from takeup.neighbours import Surroundings, neighbours
from takeup.order import Reason, Request, Watch
from takeup.pages import Built, Page
from takeup.params import Params
from takeup.publication import Published, read_published
from takeup.regions import ALL
from takeup.report.data import PageData
from takeup.report.reads import Digests
from takeup.store import Store
from takeup.waiting import each_done

# Of what a run reads, this decides all pages; the rest they see through the tables.
_SHARED = ("code", "params", "versions")


@dataclass(frozen=True)
class Site:
    """Where pages are built: the month under construction with its tables, and who asked."""

    request: Request
    store: Store
    params: Params
    watch: Watch
    folder: Path
    published: Published
    inputs: Inputs

    @property
    def before(self) -> Path:
        """The month as it was published last."""
        return self.store.published(self.request.edition)

    @property
    def traces(self) -> Path:
        """Where it is kept how the pages were made; not among what is mailed."""
        return self.store.outputs / f".{self.request.edition}.pages.json"

    @cached_property
    def known(self) -> dict[str, Trace]:
        """How the pages were made last."""
        return keeping.read(self.traces)

    @cached_property
    def shared(self) -> dict[str, str]:
        """What all pages rest on besides the tables, as hashes."""
        run = keeping.hash_of(repr(sorted(self.published.run.items())))
        return {**{name: self.inputs.parts[name] for name in _SHARED}, "run": run}

    @cached_property
    def digests(self) -> Digests:
        """Content of the tables as the pages read them."""
        written = read_published(self.folder / "daten")
        data = PageData(self.request.month, ALL, written, self.params, {})
        values = {"months": data.months, "provisional": sorted(data.provisional)}
        return Digests(written.tables, values)

    def parts(self, task: Task) -> dict[str, str]:
        """What one page rests on besides the tables, as hashes."""
        page = task.page
        return keeping.parts_of(
            self.shared, page.notebook, dict(page.parameters), task.bericht, task.frame
        )


@dataclass(frozen=True)
class Made:
    """Pages by file, and how all pages of the month were made, for the next run."""

    built: Mapping[str, Built]
    traces: Mapping[str, Trace]


def chosen(request: Request, pages: Sequence[Page]) -> list[Page]:
    """Pages to make: all, or those of the administration asked for."""
    wanted = request.verwaltung
    return [page for page in pages if not wanted or page.parameters.get("verwaltung") == wanted]


def build_pages(site: Site, pool: Executor, pages: Sequence[Page]) -> Made:
    """Make the pages side by side; one that fails does not stop the others.

    Parameters
    ----------
    site
        Where, from what, and for whom.
    pool
        Who makes them.
    pages
        All pages of the month.

    Returns
    -------
    Made
        Each page made now, or as it was if making it again would change nothing.
    """
    tasks = _tasks(site, pages)
    site.watch.stage("pages", len(tasks))
    why = {task.page.file: _reason(site, task) for task in tasks}
    built: dict[str, Built] = {}
    for task in tasks:
        if why[task.page.file] is None:
            html = (site.before / task.page.file).read_text(encoding="utf-8")
            built[task.page.file] = Built(task.page, html=html, kept=True)
            site.watch.kept(task.page.file)
    waiting = longest_first(task for task in tasks if why[task.page.file])
    for task, future in each_done(pool, make_page, waiting):
        done = collected(task, future)
        built[done.page.file] = done
        site.watch.made(done.page.file, why[done.page.file], done.reason)
    return Made(built, _traces(site, tasks, built))


def _tasks(site: Site, pages: Sequence[Page]) -> list[Task]:
    # A month as known on a day stands alone.
    others = {} if site.request.stand else read_manifests(site.store.outputs)
    around = Surroundings(pages, others)
    settings = kernel_settings(site.store, site.folder / "daten")
    return [
        Task(
            page,
            site.params.berichte[page.bericht],
            page_frame(
                page, site.params, site.published, neighbours(page, around, site.params)
            ),
            settings,
            site.request.workers.kernel,
        )
        for page in chosen(site.request, pages)
    ]


def _reason(site: Site, task: Task) -> Reason | None:
    """Why a page is built; None if it stays."""
    if site.request.force:
        return Reason(keeping.FORCED)
    file = task.page.file
    return keeping.reason_to_build(
        site.known.get(file), site.parts(task), site.digests, site.before / file
    )


def _traces(site: Site, tasks: Sequence[Task], built: Mapping[str, Built]) -> dict[str, Trace]:
    """How all pages were made; of one that failed nothing is known."""
    traces = dict(site.known)
    for task in tasks:
        done = built[task.page.file]
        if done.kept:
            continue
        traces.pop(task.page.file, None)
        if done.html:
            html = keeping.hash_of(done.html)
            traces[task.page.file] = Trace(site.parts(task), site.digests.of(done.reads), html)
    return traces
