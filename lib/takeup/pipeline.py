"""The run of a month as a table of contents: read, measure, protect, tell, put in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from takeup import freshness, frozen, keeping, muster, register, stamp, steering
from takeup.analysis import analyse
from takeup.building import Site, build_pages, chosen
from takeup.errors import UsageError
from takeup.executors import open_pool
from takeup.exports import write_exports
from takeup.freshness import Inputs
from takeup.indexes import PageState, month_index, months_index
from takeup.intake.shelf import Shelf
from takeup.making import start_kernels
from takeup.manifest import commit, hashes, read_manifest, read_manifests, write_manifest
from takeup.measures.sidecar import load_sidecars
from takeup.order import Outcome, Request, Watch
from takeup.pages import Built, Page, plan_pages
from takeup.params import Params, load_params
from takeup.periods import ZONE, Month
from takeup.placing import place_pages
from takeup.publication import Published, write_published
from takeup.reading import Mailing, audit_pages, narrative, require_clean
from takeup.receipts import known_on, learn, take_stock
from takeup.regions import ALL
from takeup.report.data import PageData
from takeup.sources.stage import Means, stage
from takeup.sources.staged import Staged, write_staged
from takeup.store import Edition, Store, write_atomic

_STATUS: Final = "projektstatus"
_READINGS: Final = "readings"


@dataclass(frozen=True)
class _Job:
    """What every step of a run knows; ``folder`` is the month under construction.

    ``software`` tells the code and the versions it runs on.
    """

    request: Request
    store: Store
    params: Params
    watch: Watch
    folder: Path
    software: str

    @property
    def month(self) -> Month:
        return self.request.month

    @property
    def stand(self) -> date | None:
        """Last day that counts; the sample's report is one of its usual day (ADR 16)."""
        usual = self.month.report_day if self.store.sample else None
        return self.request.stand or usual

    @property
    def freezes(self) -> bool:
        """Whether the run may freeze a status: all pages, from all that is known."""
        return not (self.request.stand or self.request.verwaltung)

    @property
    def day(self) -> date:
        """Day of the report: that of the knowledge it rests on, or today."""
        return self.stand or self.request.now.astimezone(ZONE).date()


def run(request: Request, store: Store, watch: Watch) -> Outcome:
    """Build a month and put it in place.

    Parameters
    ----------
    request
        Month and administration.
    store
        Where things lie.
    watch
        Is told how far the run is.

    Returns
    -------
    Outcome
        A page that failed keeps its last good version and is named.

    Raises
    ------
    TakeupError
        If parameters, deliveries or protection forbid a report; what was published before
        stays as it was.
    """
    params = load_params(store.params)
    params.require_registered()
    if request.verwaltung:
        params.require_verwaltung(request.verwaltung)
    if store.sample and not muster.is_current(store):
        renew_sample(store, params, watch)
    # What comes in while it runs belongs to the next run.
    inputs = Inputs.of(request, store)
    store.require_deliveries(request.month)
    _keep_real_months(store, request.edition)
    with store.build(request.edition) as folder, open_pool(request.workers) as pool:
        job = _Job(request, store, params, watch, folder, inputs.software)
        if not request.workers.scheduler:
            # What their parent imports meanwhile is there when the first page begins.
            start_kernels(request.workers.kernel)
        staged, files = _stage(job)
        published = _publish_tables(job, staged)
        pages = plan_pages(params, store.notebooks, str(job.month), sample=store.sample)
        site = Site(request, store, params, watch, folder, published, inputs)
        made = build_pages(site, pool, pages)
        built = made.built
        states = place_pages(pages, built, folder, store.published(request.edition))
        _describe(job, published, states, staged)
        _audit(job, published, built)
    with store.state_lock():
        stamp.write(store.staged_for(request.edition), published.run, files)
        _freeze(job, published, built)
    _renew_months_index(job)
    # Pages that are not in place are pages that nobody can keep.
    keeping.write(site.traces, made.traces)
    outcome = _outcome(job, staged, pages, built)
    if not (request.verwaltung or outcome.failed):
        freshness.remember(inputs, store, request.edition, outcome.told)
    return outcome


def _keep_real_months(store: Store, edition: Edition) -> None:
    """Refuse to put sample data where a month from real deliveries stands."""
    before = read_manifest(store.published(edition))
    if store.sample and before.get("sample") is False:
        raise UsageError("sample_over_real", month=edition)


def renew_sample(store: Store, params: Params, watch: Watch) -> None:
    """Write the sample deliveries, month by month."""
    watch.stage("sample", len(muster.order(store).months))
    muster.renew(store, params, lambda _: watch.step())


def _stage(job: _Job) -> tuple[Staged, dict[str, str]]:
    """Enter what was delivered in the ledger, and read what counts of it.

    Returns the rows, and the hashes of the files they were written to.
    """
    stock = take_stock(job.store, job.params, job.request.now)
    known = known_on(stock, job.month, job.stand)
    job.watch.stage("stage", len(known.deliveries))
    folder = job.store.staged_for(job.request.edition)
    shelf = Shelf(folder / _READINGS, job.software, renew=job.request.force)
    means = Means(job.request.workers.engine, shelf.read_content)
    staged = stage(known, job.params, job.month, lambda _: job.watch.step(), means)
    with job.store.state_lock():
        stamp.remove(folder)
        write_staged(staged, folder)
        shelf.write()
        files = stamp.hashes_of(folder)
    if job.request.stand is None:
        # Of later folders this run counted only what is about its month.
        own = staged.balance["folder_month"] <= str(job.month)
        learn(stock, staged.balance[own])
    return staged, files


def _publish_tables(job: _Job, staged: Staged) -> Published:
    """Measure, protect and write the tables; remember what is published before it is."""
    job.watch.stage("analyse", None)
    path = job.store.state / register.FILE
    sample = job.store.sample
    # Two runs at once must know what the other has just shown and hidden.
    with job.store.state_lock():
        analysis = analyse(staged, job.params, job.month, register.read(path), sample=sample)
        write_atomic(path, register.to_bytes(analysis.register))
    run_facts = {
        "month": str(job.month),
        "stand": str(staged.stand),
        "as_known": job.request.stand is not None,
        "sample": sample,
        "profile": job.params.settings.geheimhaltung.profil,
        "commit": commit(job.store.root),
    }
    status = _status(job, analysis.tables)
    published = Published({**analysis.tables, "project_status": status}, run_facts)
    write_published(job.folder / "daten", published)
    return published


def _status(job: _Job, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Lights of the project: now, as they were frozen or are by this run, and before."""
    before = frozen.read(job.store.state / frozen.FOLDER)
    if job.request.stand:
        # What was frozen for the month is not what was known on that day.
        before.pop(str(job.month), None)
    status = steering.status(tables, job.params, job.month, job.day, before)
    is_frozen = job.freezes or str(job.month) in before
    return status if is_frozen else status[status["edition"] != steering.FROZEN]


def _describe(
    job: _Job, published: Published, states: list[tuple[PageState, str]], staged: Staged
) -> None:
    """Write exports, index and manifest of the month."""
    write_exports(job.folder, PageData(job.month, ALL, published, job.params, load_sidecars()))
    cards = [state for state, _ in states]
    index = month_index(job.month, cards, job.params, published)
    (job.folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    facts = {
        **published.run,
        "pages": {
            state.page.file: {
                "state": state.state,
                "reason": state.reason,
                "parameters": dict(state.page.parameters),
                "data": data,
            }
            for state, data in states
        },
        "params": hashes(job.store.params),
        # The hash of a tiny delivery tells its content; it stands in the ledger only.
        "inputs": staged.balance["file"].tolist(),
    }
    write_manifest(job.folder, facts)


def _audit(job: _Job, published: Published, built: Mapping[str, Built]) -> None:
    """Read what would be mailed as a recipient could; a leak stops the run before that."""
    index = job.folder / "index.html"
    pages = {"index.html": (ALL, index.read_text(encoding="utf-8"))}
    for file, done in sorted(built.items()):
        if done.html:
            pages[file] = (done.page.parameters.get("verwaltung", ALL), done.html)
    # The index names why a page failed, in words of ours or of Python.
    said = (*narrative(job.store.notebooks), *(done.reason for done in built.values()))
    mailing = Mailing(published, job.params, said)
    require_clean(audit_pages(mailing, pages, job.folder))


def _freeze(job: _Job, published: Published, built: Mapping[str, Built]) -> None:
    """Keep the project's status once its page is out."""
    rows = published.tables["project_status"]
    own = rows[rows["edition"] == steering.FROZEN].drop(columns="edition")
    is_out = any(done.html for done in built.values() if done.page.bericht == _STATUS)
    if job.freezes and is_out and len(own):
        frozen.freeze(job.store.state / frozen.FOLDER, str(job.month), own)


def _renew_months_index(job: _Job) -> None:
    page = months_index(read_manifests(job.store.outputs), job.params)
    write_atomic(job.store.outputs / "index.html", page.encode())


def _outcome(
    job: _Job, staged: Staged, pages: Sequence[Page], built: Mapping[str, Built]
) -> Outcome:
    severities = staged.findings["severity"].value_counts()
    return Outcome(
        folder=job.store.published(job.request.edition),
        files=len(staged.balance),
        errors=int(severities.get("error", 0)),
        warnings=int(severities.get("warning", 0)),
        total=len(chosen(job.request, pages)),
        failed=tuple(
            page.file for page in pages if page.file in built and not built[page.file].html
        ),
    )
