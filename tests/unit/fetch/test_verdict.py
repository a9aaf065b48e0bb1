import json

import pytest

from takeup.errors import FetchError
from takeup.fetch.verdict import judge, plain

from .conftest import TOKEN


def refusal(status: int, content: bytes) -> FetchError:
    with pytest.raises(FetchError) as caught:
        judge(status, content, "stadt-heide, VisitsSummary.get", TOKEN)
    assert TOKEN not in str(caught.value)
    return caught.value


def error(message: str) -> bytes:
    return json.dumps({"result": "error", "message": message}).encode()


@pytest.mark.parametrize(
    ("status", "content", "code"),
    [
        (401, b"<!DOCTYPE html><html>Unable to authenticate", "matomo_refused"),
        (401, error("requires 'view' access"), "matomo_refused"),
        (403, b"", "matomo_refused"),
        (302, b"", "matomo_redirect"),
        (404, b"<html>", "matomo_status"),
        (500, b"", "matomo_status"),
        (204, b"", "matomo_status"),
        (429, b"slow down", "matomo_busy"),
        (200, error("The period 'monat' is not supported"), "matomo_message"),
        (200, error(""), "matomo_message"),
        (200, error("\u200b\n"), "matomo_message"),
        (200, b'{"result": "error"}', "matomo_message"),
        (200, b'[{"nb_visits": 1}, ' + error("unexpected website") + b"]", "matomo_message"),
        (200, b"<!DOCTYPE html><title>Anmeldung</title>", "matomo_page"),
        (200, b"\xef\xbb\xbf \n<html>", "matomo_page"),
        (200, b"", "matomo_not_json"),
        (200, b"No data available", "matomo_not_json"),
        (200, b'{"2024-09": {"nb_visits": 1', "matomo_not_json"),
        (200, b'{"2024-09": NaN}', "matomo_not_json"),
        (200, b'{"2024-09": ' + b"9" * 5000 + b"}", "matomo_not_json"),
        (200, b"[" * 100_000, "matomo_not_json"),
        (200, b'{"2024-09": "\xff"}', "matomo_not_json"),
    ],
)
def test_whatever_is_no_answer_has_its_own_name(status, content, code) -> None:
    found = refusal(status, content)
    assert found.code == code
    assert found.what.startswith("stadt-heide, VisitsSummary.get: ")
    assert found.exit_code == 8


def test_the_message_of_a_server_is_unescaped_short_and_on_one_line() -> None:
    words = "Settings &gt; Plugins\n#0 /srv/matomo/core.php(12)\x1b[31m " + "x" * 500
    what = refusal(200, error(words)).what
    assert "Settings > Plugins #0 /srv" in what
    assert what.isprintable()
    assert len(what) < 260


@pytest.mark.parametrize("message", [f"token_auth={TOKEN} is wrong", "x" * 150 + TOKEN])
def test_a_token_in_a_message_is_masked_even_where_the_message_is_cut(message: str) -> None:
    what = refusal(200, error(message)).what
    assert not [size for size in range(8, 33) if TOKEN[:size] in what]


def test_a_token_written_in_entities_is_masked_too() -> None:
    escaped = "".join(f"&#{ord(char)};" for char in TOKEN)
    assert plain(f"bad token {escaped}", TOKEN) == "bad token ***"


def test_an_answer_nested_as_deep_as_a_parser_bears_is_searched_for_the_token() -> None:
    deep = b"[" * 450 + b"%s" + b"]" * 450
    assert judge(200, deep % b"5", "x", TOKEN).content == deep % b"5"
    escaped = "".join(f"\\u{ord(char):04x}" for char in TOKEN).encode()
    assert refusal(200, deep % (b'"' + escaped + b'"')).code == "matomo_echo"


def test_a_message_that_is_no_text_is_not_shown() -> None:
    nested = b'{"result": "error", "message": ' + b"[" * 450 + b"]" * 450 + b"}"
    assert "meldet: -" in refusal(200, nested).what


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"2024-09": [{"label": f"a {TOKEN} b", "nb_visits": 1}]}).encode(),
        json.dumps({TOKEN: []}).encode(),
        json.dumps({"x": "@"})
        .replace("@", "".join(f"\\u{ord(c):04x}" for c in TOKEN))
        .encode(),
    ],
)
def test_an_answer_that_holds_the_token_is_refused(content: bytes) -> None:
    assert refusal(200, content).code == "matomo_echo"
