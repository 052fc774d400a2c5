"""The server that stands in for Telegram: it must refuse what Telegram refuses, or the tests that use it prove nothing."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.telegram_double import Double, updates
from tests.telegram_double.client import PATIENCE, ROOT


def call(double: Double, method: str, **params: Any) -> Any:
    """The whole answer to a call, as a form, as bots send it."""
    connection = http.client.HTTPConnection(urlsplit(double.base_url).netloc, timeout=PATIENCE)
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    connection.request("POST", f"/bot{double.token}/{method}", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    assert body["ok"] is (answer.status == 200)
    return body


def button(**fields: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go"} | fields]]}


TAKEN = [
    ({"text": "x" * 4096}, "x" * 4096),
    ({"text": "😀" * 2048}, "😀" * 2048),
    ({"text": "&lt;b&gt; <b>" + "x" * 4000 + "</b>", "parse_mode": "HTML"}, "<b> " + "x" * 4000),
    ({"text": "a <i>b <a href='https://a.uk'>c</a></i> &#39;", "parse_mode": "HTML"}, "a b c '"),
    ({"text": "<b> is no mark here"}, "<b> is no mark here"),
    ({"text": "Go?", "reply_markup": button(callback_data="x" * 64)}, "Go?"),
    ({"text": "Go?", "reply_markup": button(url="https://a.uk")}, "Go?"),
]


@pytest.mark.parametrize(("params", "text"), TAKEN)
def test_it_takes_what_telegram_takes(double: Double, params: dict[str, Any], text: str) -> None:
    double.say(42, "hi")
    assert call(double, "sendMessage", chat_id=42, **params)["result"]["text"] == text
    assert double.texts(42) == [text]


REFUSED = [
    ({"chat_id": 43, "text": "hi"}, 400, "chat not found"),
    ({"text": "hi"}, 400, "chat_id is empty"),
    ({"chat_id": 42}, 400, "text is empty"),
    ({"chat_id": 42, "text": " \n"}, 400, "text is empty"),
    ({"chat_id": 42, "text": "<b></b>", "parse_mode": "HTML"}, 400, "text is empty"),
    ({"chat_id": 42, "text": "x" * 4097}, 400, "too long"),
    ({"chat_id": 42, "text": "😀" * 2049}, 400, "too long"),
    ({"chat_id": 42, "text": "<p>hi</p>", "parse_mode": "HTML"}, 400, 'Unsupported start tag "p"'),
    ({"chat_id": 42, "text": "a<br/>b", "parse_mode": "HTML"}, 400, "Unsupported start tag"),
    ({"chat_id": 42, "text": "1 < 2", "parse_mode": "HTML"}, 400, "Unsupported start tag"),
    ({"chat_id": 42, "text": "<!-- x -->", "parse_mode": "HTML"}, 400, "Unsupported start tag"),
    ({"chat_id": 42, "text": "<b>hi", "parse_mode": "HTML"}, 400, "Can't find end tag"),
    ({"chat_id": 42, "text": "<b><i>hi</b></i>", "parse_mode": "HTML"}, 400, "Unmatched end tag"),
    ({"chat_id": 42, "text": "hi", "reply_markup": button(callback_data="x" * 65)}, 400, "BUTTON_DATA_INVALID"),
    ({"chat_id": 42, "text": "hi", "reply_markup": button(callback_data="")}, 400, "BUTTON_DATA_INVALID"),
    ({"chat_id": 42, "text": "hi", "reply_markup": button(url="tel:999")}, 400, "BUTTON_URL_INVALID"),
]


@pytest.mark.parametrize(("params", "code", "why"), REFUSED)
def test_it_refuses_what_telegram_refuses(double: Double, params: dict[str, Any], code: int, why: str) -> None:
    double.say(42, "hi")
    answer = call(double, "sendMessage", **params)
    assert answer["error_code"] == code
    assert why in answer["description"]
    assert double.sent() == []


def test_it_knows_no_other_methods(double: Double) -> None:
    assert call(double, "makeTea") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert call(double, "GETME")["result"]["is_bot"] is True


def test_who_blocks_the_bot_hears_nothing_until_they_let_it_in(double: Double) -> None:
    double.say(42, "hi")
    double.block(42)
    assert call(double, "sendMessage", chat_id=42, text="hi")["description"] == "Forbidden: bot was blocked by the user"
    double.unblock(42)
    assert call(double, "sendMessage", chat_id=42, text="hi")["ok"]


def seen(double: Double, **params: Any) -> list[str]:
    return [update["message"]["text"] for update in call(double, "getUpdates", **params)["result"]]


def test_an_offset_confirms_what_lies_before_it(double: Double) -> None:
    ids = double.say(42, "a", "b", "c")
    assert seen(double) == seen(double) == ["a", "b", "c"]
    assert seen(double, limit=1) == ["a"]
    assert seen(double, offset=ids[1]) == ["b", "c"]
    assert seen(double) == ["b", "c"]
    assert seen(double, offset=-1) == ["c"]
    assert seen(double, offset=ids[2] + 1) == []
    assert double.again(2) == 2
    assert seen(double, offset=ids[2] + 1) == ["b", "c"]
    assert seen(double, offset=ids[2] + 1) == []


def test_updates_that_the_bot_does_not_want_are_dropped(double: Double) -> None:
    call(double, "getUpdates", allowed_updates=["callback_query"])
    double.say(42, "hi")
    double.push(updates.pressed(42, "yes"))
    assert [update["callback_query"]["data"] for update in call(double, "getUpdates")["result"]] == ["yes"]


def test_a_webhook_and_polling_exclude_each_other(double: Double) -> None:
    call(double, "setWebhook", url="https://elsewhere.example/hook")
    double.say(42, "hi")
    assert call(double, "getUpdates")["error_code"] == 409
    assert call(double, "getWebhookInfo")["result"]["pending_update_count"] == 1
    call(double, "deleteWebhook")
    assert seen(double) == ["hi"]


def test_a_second_poll_ends_the_first(double: Double) -> None:
    ask = f"GET /bot{double.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    host, _, port = urlsplit(double.base_url).netloc.partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as first:
        first.sendall(ask)
        double.wait("polled")
        call(double, "getUpdates")
        assert first.recv(4096).startswith(b"HTTP/1.1 409 ")


def test_messages_can_be_changed_and_taken_away(double: Double) -> None:
    double.say(42, "hi")
    message = call(double, "sendMessage", chat_id=42, text="a", reply_markup=button(callback_data="go"))["result"]
    where = {"chat_id": 42, "message_id": message["message_id"]}
    assert double.press(42, "Go")
    call(double, "editMessageReplyMarkup", **where)
    with pytest.raises(LookupError):
        double.press(42, "Go")
    call(double, "editMessageText", **where, text="b")
    assert "not modified" in call(double, "editMessageText", **where, text="b")["description"]
    assert double.texts(42) == ["b"]
    call(double, "deleteMessage", **where)
    assert double.texts(42) == []


def test_faults_are_used_up_and_meet_only_those_they_are_meant_for(double: Double) -> None:
    double.say(42, "hi")
    double.say(43, "hi")
    double.flood(5, chat=43, times=2)
    assert call(double, "sendMessage", chat_id=42, text="a")["ok"]
    for _ in range(2):
        assert call(double, "sendMessage", chat_id=43, text="a")["parameters"] == {"retry_after": 5}
    assert call(double, "sendMessage", chat_id=43, text="a")["ok"]


@pytest.mark.parametrize(("after", "arrived"), [(False, []), (True, ["a"])])
def test_a_connection_is_cut_before_or_after_the_message_is_taken(double: Double, after: bool, arrived: list[str]) -> None:
    double.say(42, "hi")
    double.drop(after=after)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        call(double, "sendMessage", chat_id=42, text="a")
    assert double.texts(42) == arrived


def test_it_runs_by_itself_and_says_where() -> None:
    command = [sys.executable, "-m", "tests.telegram_double"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        double = Double(process.stdout.readline().strip())
        assert double.say(42, "hi")
        process.terminate()
