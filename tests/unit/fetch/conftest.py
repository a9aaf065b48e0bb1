"""A Matomo on 127.0.0.1 that answers as told, and a project that asks it."""

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from takeup.fetch.journal import Step
from takeup.fetch.limits import Limits
from takeup.fetch.run import Outcome, Request, run
from takeup.params import load_params
from takeup.periods import Month
from takeup.store import Store

ROOT = Path(__file__).parents[3]
PARAMS = ROOT / "params"
RECORDED = ROOT / "../shared/samples/matomo"
TOKEN = "0123456789abcdefFEDCBA9876543210"  # noqa: S105  invented, and looked for everywhere
MONTH = Month(2024, 9)
QUICK = Limits(
    connect_s=2,
    read_s=0.3,
    total_s=5,
    retries=2,
    backoff_s=0,
    retry_after_s=0,
    size_bytes=100_000,
    archive_tries=2,
    archive_pause_s=0,
)


@dataclass
class Reply:
    """What the server sends: ``hang`` is no word at all, ``stall`` no word after the body."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    endless: bool = False
    drip: bool = False
    stall: bool = False


Answers = Callable[[dict[str, str]], Reply]


def as_json(value: Any, **more: Any) -> Reply:
    return Reply(
        json.dumps(value).encode(), headers={"Content-Type": "application/json"}, **more
    )


def summary(visits: int) -> dict[str, Any]:
    return {"nb_uniq_visitors": visits, "nb_visits": visits, "bounce_rate": "49.57%"}


def days(**visits: int) -> dict[str, Any]:
    """Visits by day: ``days(d2=5)`` has five on the second and none on any other day."""
    labels = [f"2024-09-{number:02d}" for number in range(1, 31)]
    counts = {f"2024-09-{int(day[1:]):02d}": count for day, count in visits.items()}
    return {day: summary(counts[day]) if day in counts else [] for day in labels}


def site(number: int, timezone: str = "Europe/Berlin") -> dict[str, Any]:
    return {
        "idsite": number,
        "name": "Bürgerportal",
        "timezone": timezone,
        "currency": "EUR",
        "main_url": "https://portal.example.org",
        "creator_login": "root",
        "excluded_ips": "192.0.2.7",
    }


def good(asked: dict[str, str], visits: int = 5) -> Reply:
    """The answers of a server in order."""
    name = asked["method"], asked.get("period")
    by_name = {
        ("VisitsSummary.get", "day"): days(d2=visits),
        ("VisitsSummary.get", "month"): {"2024-09": summary(visits)},
        ("Referrers.getCampaigns", "day"): {day: [] for day in days()},
        ("DevicesDetection.getType", "month"): {
            "2024-09": [{"label": "Desktop", "nb_visits": visits}]
        },
        ("SitesManager.getSitesWithAtLeastViewAccess", None): [site(3), site(4)],
        ("Goals.getGoals", None): [{"idgoal": 1}, {"idgoal": "2"}],
    }
    return as_json(by_name[name])


class Matomo:
    """A server in a thread; ``answers`` decides, ``asked`` and ``paths`` remember."""

    def __init__(self) -> None:
        self.answers: Answers = good
        self.asked: list[dict[str, str]] = []
        self.heads: list[str] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.heads.append(f"{self.requestline}\n{self.headers}")
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked = {name: values[0] for name, values in parse_qs(body).items()}
                outer.asked.append(asked)
                outer.send(self, outer.answers(asked))

            def do_GET(self) -> None:
                outer.heads.append(f"{self.requestline}\n{self.headers}")
                outer.send(self, as_json({"2024-09": summary(1)}))

            def do_CONNECT(self) -> None:
                outer.heads.append(f"{self.requestline}\n{self.headers}")
                outer.send(self, Reply(b"", 502))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/index.php"

    @property
    def lines(self) -> list[str]:
        """First lines of all requests."""
        return [head.splitlines()[0] for head in self.heads]

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.close_connection = True
        if reply.hang:
            self.over.wait(10)
            return
        handler.send_response(reply.status)
        lengths = (
            {} if reply.endless or reply.drip else {"Content-Length": str(len(reply.body))}
        )
        for name, value in {**lengths, "Connection": "close", **reply.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            handler.wfile.write(reply.body)
            if reply.stall:
                self.over.wait(10)
            while reply.endless and not self.over.is_set():
                handler.wfile.write(b" " * 65536)
            while reply.drip and not self.over.wait(0.05):
                handler.wfile.write(b" ")
        except OSError:  # the client has had enough
            pass

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@dataclass
class Project:
    """A folder with parameters, and what fetching in it did."""

    root: Path
    matomo: Matomo
    environ: dict[str, str]
    limits: Limits = QUICK
    now: datetime = datetime(2024, 10, 4, 7, 15, 2, tzinfo=UTC)
    steps: list[Step] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def has_site(self, verwaltung: str, block: str) -> None:
        path = self.root / f"params/verwaltungen/{verwaltung}.yml"
        path.write_text(path.read_text("utf-8") + f"matomo: {block}\n", "utf-8")

    def has_server(self, address: str) -> None:
        path = self.root / "params/settings.yml"
        path.write_text(
            path.read_text("utf-8") + f"matomo: {{adresse: '{address}'}}\n", "utf-8"
        )

    def begin(self, total: int) -> None:
        self.total = total

    def told(self, step: Step) -> None:
        self.steps.append(step)

    def fetch(self, month: Month = MONTH, verwaltung: str = "", **limits: float) -> Outcome:
        request = Request(
            month, verwaltung, self.environ, self.clock, replace(self.limits, **limits)
        )
        store = Store(self.root, self.root / "data", self.root / "outputs", sample=True)
        self.steps.clear()
        outcome = run(request, load_params(self.root / "params"), store, self)
        self.outcomes.append(outcome)
        return outcome

    def clock(self) -> datetime:
        """Every look at the clock is a second later."""
        self.now += timedelta(seconds=1)
        return self.now

    def stored(self, verwaltung: str = "stadt-heide", month: str = "2024-09") -> dict[str, Any]:
        folder = self.root / "data/deliveries" / month / verwaltung
        return {path.name: json.loads(path.read_bytes()) for path in sorted(folder.glob("*"))}

    def states(self, verwaltung: str = "stadt-heide") -> list[str]:
        return [step.state for step in self.steps if step.verwaltung == verwaltung]

    def failures(self) -> list[str]:
        return [each.code for each in self.outcomes[-1].failures]

    def remarks(self) -> list[str]:
        known = self.outcomes[-1].remarks
        return [each.code for each in known if each.code != "without_site"]


@pytest.fixture(autouse=True)
def said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[list[str]]:
    """Whatever a test does, the token gets into no file, output, log, message or address.

    Other fixtures add what they saw.
    """
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []
    yield texts
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
    texts += [*capfd.readouterr(), caplog.text]
    texts += [f"{record.args}" for record in caplog.records]
    assert not [text for text in texts if TOKEN in text]


@pytest.fixture
def matomo(said: list[str]) -> Iterator[Matomo]:
    server = Matomo()
    yield server
    server.close()
    said += server.heads


@pytest.fixture
def bare(
    tmp_path: Path, matomo: Matomo, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> Iterator[Project]:
    """A project without a word about Matomo, in an environment without proxies."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("MATOMO_TOKEN"):
            monkeypatch.delenv(name)
    shutil.copytree(PARAMS, tmp_path / "params")
    project = Project(tmp_path, matomo, {"MATOMO_TOKEN": TOKEN})
    yield project
    for outcome in project.outcomes:
        said.append(repr(outcome))
        said += [_whole_story(error) for error in outcome.failures]


@pytest.fixture
def project(bare: Project) -> Project:
    """A project in which Stadt Heide has site 3."""
    bare.has_server(bare.matomo.address)
    bare.has_site("stadt-heide", "{site: 3, ziele: [1, 2]}")
    return bare


def _whole_story(error: BaseException | None) -> str:
    """Text of an error and of all that led to it, whether shown or suppressed."""
    if error is None:
        return ""
    own = f"{error!s}{error!r}{vars(error)}"
    return own + _whole_story(error.__cause__) + _whole_story(error.__context__)
