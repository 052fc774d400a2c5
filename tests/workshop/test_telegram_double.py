"""The server that stands in for Telegram: it must refuse what Telegram refuses, or the tests that use it prove nothing."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from bot.workshop.telegram_double import Double, updates
from bot.workshop.telegram_double.client import PATIENCE, ROOT


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


def test_updates_come_in_any_order_and_twice_where_that_is_ordered(double: Double) -> None:
    said = [str(number) for number in range(20)]
    double.say(42, *said)
    double.repeat()
    assert seen(double) == said * 2
    double.shuffle(seed=1)
    once, again = seen(double), seen(double)
    assert sorted(once) == sorted(again) == sorted(said * 2)
    assert once != again
    double.heal()
    assert seen(double) == said


def test_an_update_that_is_held_back_comes_after_later_ones_and_stays_until_it_is_confirmed(double: Double) -> None:
    ids = double.say(42, "a", "b", "c")
    double.hold_back()
    assert seen(double) == seen(double) == ["b", "c"]
    assert double.settings()["waiting"] == 3
    assert seen(double, offset=ids[1] + 1) == ["a", "c"]
    assert seen(double, offset=ids[0]) == ["a", "c"]
    assert seen(double, offset=ids[2] + 1) == []


def test_only_what_something_waits_behind_can_be_held_back(double: Double) -> None:
    double.say(42, "a")
    with pytest.raises(RuntimeError):
        double.hold_back()


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
    assert double.visible_texts(42) == ["hi"]
    assert double.texts(42) == ["b"], "it did arrive"
    assert "to edit not found" in call(double, "editMessageText", **where, text="c")["description"]
    assert "to delete not found" in call(double, "deleteMessage", **where)["description"]


def number_of(double: Double, chat: int, text: str) -> int:
    return next(int(message["message_id"]) for message in double.visible(chat) if message["text"] == text)


def test_a_chat_shows_what_both_sides_wrote(double: Double) -> None:
    double.say(42, "hi")
    double.say(43, "someone else")
    call(double, "sendMessage", chat_id=42, text="hello")
    double.attach(42, "photo", "my room")
    double.edit(42, "hiya", number_of(double, 42, "hi"))
    assert double.visible_texts(42) == ["hiya", "hello", "my room"]


def test_messages_of_both_sides_are_deleted_at_once_and_missing_ones_skipped(double: Double) -> None:
    double.say(42, "hi", "stay")
    said = call(double, "sendMessage", chat_id=42, text="hello")["result"]["message_id"]
    assert call(double, "deleteMessages", chat_id=42, message_ids=[number_of(double, 42, "hi"), 5, said])["result"] is True
    assert double.visible_texts(42) == ["stay"]


def test_one_message_older_than_two_days_refuses_the_whole_call(double: Double) -> None:
    double.say(42, "old")
    double.age(hours=49)
    double.say(42, "new")
    old, new = number_of(double, 42, "old"), number_of(double, 42, "new")
    for answer in (
        call(double, "deleteMessages", chat_id=42, message_ids=[old, new]),
        call(double, "deleteMessage", chat_id=42, message_id=old),
    ):
        assert answer["description"] == "Bad Request: message can't be deleted for everyone"
    assert double.visible_texts(42) == ["old", "new"]
    call(double, "deleteMessage", chat_id=42, message_id=new)
    assert double.visible_texts(42) == ["old"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("deleteMessages", {"message_ids": list(range(1, 102))}),
        ("deleteMessages", {"message_ids": []}),
        ("deleteMessages", {}),
        ("deleteMessages", {"message_ids": ["x"]}),
        ("deleteMessage", {}),
    ],
)
def test_deleting_wants_one_to_a_hundred_ids(double: Double, method: str, params: dict[str, Any]) -> None:
    double.say(42, "hi")
    assert call(double, method, chat_id=42, **params)["error_code"] == 400
    assert double.visible_texts(42) == ["hi"]


def test_in_a_group_only_what_the_bot_itself_wrote_can_be_deleted(double: Double) -> None:
    double.add_to_group(-7)
    double.say_in_group(-7, "hi")
    said = call(double, "sendMessage", chat_id=-7, text="hello")["result"]["message_id"]
    assert not call(double, "deleteMessage", chat_id=-7, message_id=number_of(double, -7, "hi"))["ok"]
    assert call(double, "deleteMessage", chat_id=-7, message_id=said)["ok"]
    assert double.visible_texts(-7) == ["hi"]


def test_a_file_is_always_called_the_same(double: Double) -> None:
    double.attach(42, "photo")
    double.attach(42, "photo", number=2)
    double.attach(42, "animation")
    first, second, third = (update["message"] for update in call(double, "getUpdates")["result"])
    assert first["photo"][-1]["file_id"] == updates.file_id("photo") != updates.file_id("photo", 2) == second["photo"][-1]["file_id"]
    assert first["photo"][0]["file_id"] != first["photo"][-1]["file_id"]
    assert third["animation"]["file_id"] == third["document"]["file_id"] == updates.file_id("animation")


def downloaded(double: Double, path: str) -> tuple[int, bytes]:
    """The status and body of a download."""
    connection = http.client.HTTPConnection(urlsplit(double.base_url).netloc, timeout=PATIENCE)
    connection.request("GET", f"/file/bot{double.token}/{quote(path)}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_a_file_lies_where_it_was_said_to_once_somebody_has_asked(double: Double) -> None:
    called = updates.file_id("voice", 2)
    path = updates.file_path(called)
    assert path is not None
    assert downloaded(double, path)[0] == 404
    found = call(double, "getFile", file_id=called)["result"]
    status, body = downloaded(double, path)
    assert (found["file_path"], status, body) == (path, 200, updates.file_content(called))
    assert found["file_size"] == len(body)
    assert body != updates.file_content(updates.file_id("voice"))


@pytest.mark.parametrize("params", [{}, {"file_id": "AwADvoice"}, {"file_id": "BAADAgADZAAD-teapot-1"}])
def test_a_file_that_nobody_sent_is_refused(double: Double, params: dict[str, Any]) -> None:
    assert call(double, "getFile", **params)["description"] == "Bad Request: wrong file_id or the file is temporarily unavailable"


def test_downloads_go_wrong_like_calls(double: Double) -> None:
    path = call(double, "getFile", file_id=updates.file_id("photo"))["result"]["file_path"]
    double.flood(5, method="file")
    assert downloaded(double, path)[0] == 429
    assert downloaded(double, path)[0] == 200
    assert [asked["file_path"] for _, asked in double.calls("file")] == [path]


def test_a_chat_may_take_only_one_message_at_a_time(double: Double) -> None:
    double.say(42, "hello")
    double.say(43, "hello")
    double.limit(42, 3600)
    answers = [call(double, "sendMessage", chat_id=chat, text="a") for chat in (42, 42, 43, 43)]
    assert [answer.get("error_code") for answer in answers] == [None, 429, None, None]
    assert answers[1]["parameters"] == {"retry_after": 3600}
    double.limit(42, 0)
    assert call(double, "sendMessage", chat_id=42, text="a")["ok"]


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


def test_a_call_is_taken_at_once_and_answered_late(double: Double) -> None:
    double.say(42, "hi")
    double.delay(3600, after=True)
    ask = f"GET /bot{double.token}/sendMessage?chat_id=42&text=a HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    host, _, port = urlsplit(double.base_url).netloc.partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as waiting:
        waiting.sendall(ask)
        double.wait("sent", chat=42)
        waiting.setblocking(False)
        with pytest.raises(BlockingIOError):
            waiting.recv(1)


def test_it_runs_by_itself_and_says_where() -> None:
    command = [sys.executable, "-m", "bot.workshop.telegram_double"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        double = Double(process.stdout.readline().strip())
        assert double.say(42, "hi")
        process.terminate()
