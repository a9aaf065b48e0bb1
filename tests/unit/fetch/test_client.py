import gzip
import json
import logging
from dataclasses import replace
from types import SimpleNamespace

import pytest
import requests
from pydantic import SecretStr
from urllib3.util import retry as urllib3_retry

from takeup.errors import FetchError
from takeup.fetch import client as client_module
from takeup.fetch.client import Client, Question
from takeup.fetch.limits import Limits
from takeup.fetch.verdict import Answer

from .conftest import MONTH, QUICK, RECORDED, TOKEN, Matomo, Reply, as_json, summary

QUESTION = Question("VisitsSummary.get", {"idSite": "3", "period": "month", "date": str(MONTH)})
GOOD = {"2024-09": summary(5)}


@pytest.fixture
def ask(bare, matomo: Matomo):
    """Ask the server, which gives these replies in order, the last one again and again."""

    def ask(*replies: Reply, **limits: float) -> Answer:
        left = list(replies)
        matomo.answers = lambda _: left.pop(0) if len(left) > 1 else left[0]
        bounds = replace(QUICK, **limits)
        return Client(matomo.address, SecretStr(TOKEN), "stadt-heide", bounds).ask(QUESTION)

    return ask


@pytest.fixture
def refusal(ask):
    """Code of the error that these replies lead to."""

    def refusal(*replies: Reply, **limits: float) -> str:
        with pytest.raises(FetchError) as caught:
            ask(*replies, **limits)
        assert "stadt-heide, VisitsSummary.get" in caught.value.what
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None
        return caught.value.code

    return refusal


def test_the_bytes_are_those_of_the_server(ask) -> None:
    raw = b'\n{"2024-09": {"nb_visits": 5, "bounce_rate": "35,9\\u00a0%"}}  '
    answer = ask(Reply(raw))
    assert (answer.status, answer.content) == (200, raw)
    assert answer.value == {"2024-09": {"nb_visits": 5, "bounce_rate": "35,9\u00a0%"}}


def test_the_token_travels_in_the_body_and_the_path_is_that_of_the_address(ask, matomo) -> None:
    ask(as_json(GOOD))
    assert matomo.asked == [
        {
            "module": "API",
            "method": "VisitsSummary.get",
            "format": "json",
            "filter_limit": "-1",
            "idSite": "3",
            "period": "month",
            "date": "2024-09",
            "token_auth": TOKEN,
        }
    ]
    assert matomo.lines == ["POST /index.php HTTP/1.1"]


def test_a_server_that_is_busy_for_a_moment_is_asked_again(ask, matomo) -> None:
    assert ask(Reply(b"", 503), Reply(b"<html>", 502), as_json(GOOD)).value == GOOD
    assert len(matomo.asked) == 3


def test_a_server_that_stays_busy_is_asked_a_bounded_number_of_times(refusal, matomo) -> None:
    assert refusal(Reply(b"", 503)) == "matomo_status"
    assert len(matomo.asked) == 1 + QUICK.retries


@pytest.mark.parametrize(("wished", "slept"), [("7", [7]), ("86400", [60]), ("0", [])])
def test_a_rate_limit_is_respected_up_to_a_bound(
    ask, monkeypatch, wished: str, slept: list[int]
) -> None:
    pauses: list[float] = []
    fake = SimpleNamespace(sleep=pauses.append, time=lambda: 0.0)
    monkeypatch.setattr(urllib3_retry, "time", fake)
    too_many = Reply(b"", 429, {"Retry-After": wished})
    assert ask(too_many, as_json(GOOD), retry_after_s=60).value == GOOD
    assert pauses == slept


@pytest.mark.parametrize(
    "wished", ["soon", "9" * 5000, "Mon, 01 Jan 999999999999 00:00:00 GMT"]
)
def test_a_rate_limit_that_cannot_be_read_ends_the_question(refusal, wished: str) -> None:
    assert refusal(Reply(b"", 429, {"Retry-After": wished})) == "matomo_busy"


def test_a_rate_limit_without_end_is_named(refusal) -> None:
    assert refusal(Reply(b"", 429, {"Retry-After": "1"})) == "matomo_busy"


def test_a_server_that_never_answers_times_out(refusal, matomo) -> None:
    assert refusal(Reply(b"", hang=True), retries=1, read_s=0.05) == "matomo_timeout"
    assert len(matomo.asked) == 2


def test_a_server_that_sends_a_byte_now_and_then_times_out_too(refusal) -> None:
    assert refusal(Reply(b"{", drip=True), total_s=0.3) == "matomo_timeout"


def test_a_body_that_stalls_times_out_and_does_not_make_the_server_unreachable(refusal):
    half = Reply(b"{", headers={"Content-Length": "400"}, stall=True)
    assert refusal(half, retries=0, read_s=0.05) == "matomo_timeout"


def test_a_connection_that_never_comes_about_makes_the_server_unreachable(
    refusal, monkeypatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise requests.ConnectTimeout

    monkeypatch.setattr(requests.Session, "post", never)
    assert refusal(as_json(GOOD)) == "matomo_unreachable"


def test_the_time_limit_holds_for_reading_the_answer_too(refusal, matomo, monkeypatch) -> None:
    monkeypatch.setattr(client_module, "judge", lambda *_: matomo.over.wait(10))
    assert refusal(as_json(GOOD), total_s=0.3) == "matomo_timeout"


def test_after_the_time_limit_the_token_is_not_sent_again(refusal, matomo, monkeypatch) -> None:
    times = iter([100.0, 100.0 + QUICK.total_s])
    monkeypatch.setattr(client_module, "monotonic", lambda: next(times), raising=False)
    assert refusal(Reply(b"", 503)) == "matomo_status"
    assert len(matomo.asked) == 1


def test_no_answer_may_fill_more_than_eight_megabytes() -> None:
    assert Limits().size_bytes == 8 << 20


def test_an_answer_that_breaks_off_is_asked_for_again(ask, refusal) -> None:
    half = Reply(b'{"2024-09":', headers={"Content-Length": "400"})
    assert ask(half, as_json(GOOD)).value == GOOD
    assert refusal(half) == "matomo_cut_off"


def test_a_server_that_is_not_there_is_unreachable(bare) -> None:
    # Port 9 of this computer: nobody listens there.
    client = Client("http://127.0.0.1:9/index.php", SecretStr(TOKEN), "stadt-heide", QUICK)
    with pytest.raises(FetchError) as caught:
        client.ask(QUESTION)
    assert caught.value.code == "matomo_unreachable"
    assert TOKEN not in f"{caught.value!r} {caught.value.__context__!r}"


def test_a_server_without_a_valid_certificate_gets_nothing(bare, matomo) -> None:
    address = matomo.address.replace("http:", "https:")
    with pytest.raises(FetchError):
        Client(address, SecretStr(TOKEN), "stadt-heide", QUICK).ask(QUESTION)
    assert matomo.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(refusal, matomo, status: int) -> None:
    other = Matomo()
    try:
        location = {"Location": f"{other.address}?again={status}"}
        assert refusal(Reply(b"", status, location)) == "matomo_redirect"
        assert other.heads == []
        assert len(matomo.asked) == 1
    finally:
        other.close()


def test_a_body_without_end_is_cut(refusal) -> None:
    assert refusal(Reply(b"[", endless=True)) == "matomo_too_large"


def test_an_error_page_without_end_is_cut_too(refusal) -> None:
    assert refusal(Reply(b"<html>", 503, endless=True)) == "matomo_too_large"


def test_a_body_that_inflates_beyond_bounds_is_cut(refusal) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < QUICK.size_bytes
    assert refusal(Reply(bomb, headers={"Content-Encoding": "gzip"})) == "matomo_too_large"


def test_a_body_that_came_packed_is_kept_unpacked(ask) -> None:
    packed = Reply(gzip.compress(b'{"2024-09": []}'), headers={"Content-Encoding": "gzip"})
    assert ask(packed).content == b'{"2024-09": []}'


def test_a_body_that_pretends_to_be_packed_is_broken(refusal) -> None:
    assert refusal(Reply(b"{}", headers={"Content-Encoding": "gzip"})) == "matomo_cut_off"


def test_neither_proxy_nor_netrc_of_the_environment_meets_an_unencrypted_server(
    ask, matomo, monkeypatch, tmp_path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(as_json(GOOD)).value == GOOD
    assert "Authorization" not in matomo.heads[0]


def test_a_proxy_for_encrypted_servers_sees_no_more_than_their_name(bare, matomo, monkeypatch):
    monkeypatch.setenv("https_proxy", matomo.address.removesuffix("/index.php"))
    monkeypatch.setenv("no_proxy", "")
    client = Client("https://stats.example.org/index.php", SecretStr(TOKEN), "x", QUICK)
    with pytest.raises(FetchError):
        client.ask(QUESTION)
    assert matomo.asked == []
    assert matomo.lines == ["CONNECT stats.example.org:443 HTTP/1.0"] * (1 + QUICK.retries)


def test_libraries_log_no_body(ask, caplog) -> None:
    ask(as_json(GOOD))
    assert [record for record in caplog.records if record.levelno == logging.DEBUG]
    assert TOKEN not in caplog.text


# -- answers recorded on a real server; what is not listed here is a good answer

REFUSED = {
    "err_no_token.json": "matomo_refused",
    "err_invalid_token_post.json": "matomo_refused",
    "err_unknown_site.json": "matomo_message",
    "err_unknown_method.json": "matomo_message",
    "err_bad_date.json": "matomo_message",
    "err_bad_period.json": "matomo_message",
    "err_bad_segment.json": "matomo_message",
    "err_bad_format": "matomo_not_json",
    "bulk.json": "matomo_message",
}


def test_recorded_answers_are_taken_as_they_are_or_refused(ask, refusal) -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not here")
    listed = json.loads((RECORDED / "MANIFEST.json").read_bytes())
    replayed = 0
    for each in listed:
        path = RECORDED / each["file"]
        if not path.is_file() or path.suffix not in {".json", ""}:
            continue
        recorded = Reply(path.read_bytes(), each["status"], each["headers"])
        replayed += 1
        if path.name in REFUSED:
            assert (path.name, refusal(recorded)) == (path.name, REFUSED[path.name])
        else:
            assert ask(recorded, size_bytes=1_000_000).content == recorded.body
    assert replayed > len(REFUSED)
