"""What Telegram, the network and the people on it can do, while the program runs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.workshop.telegram_double import Double, updates
from tests.end_to_end.service import Service, environment

TAX, WORKER, GET = "do care leavers pay council tax", "who is my social worker", "what am i entitled to"
SAID = {TAX: "Your council can cut the bill", WORKER: "You have a right to know", GET: "A PA, a plan and help with money"}


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    """A Telegram for this module: starting the program is what takes the time, so its tests share one and differ in their people."""
    with Double.start() as started:
        yield started


@pytest.fixture(scope="module")
def service(double: Double, tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("faults")
    content = make_content(folder / "content")
    env = environment(folder / "data", content, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url)
    with Service(env) as started:
        double.wait("polled")
        yield started


PEOPLE = itertools.count(42)


@pytest.fixture
def sam() -> int:
    """Somebody new."""
    return next(PEOPLE)


@pytest.fixture
def alex() -> int:
    """Somebody else."""
    return next(PEOPLE)


def answers(double: Double, chat: int) -> list[str]:
    """The questions whose answers somebody got, in order; what is no such answer as it is."""
    return [next((question for question, begins in SAID.items() if text.startswith(begins)), text) for text in double.texts(chat)]


def test_an_update_that_comes_twice_is_answered_once(double: Double, service: Service, sam: int) -> None:
    double.say(sam, TAX, WORKER)
    double.wait("sent", chat=sam, count=2)
    double.wait("confirmed")
    assert double.again(2) == 2
    double.say(sam, GET)
    double.wait("sent", chat=sam, count=3)
    assert answers(double, sam) == [TAX, WORKER, GET]


@pytest.mark.parametrize(("after", "arrived"), [(False, [TAX, WORKER]), (True, [TAX, TAX, WORKER])], ids=["before", "after"])
def test_a_connection_that_breaks_loses_nothing(double: Double, service: Service, sam: int, after: bool, arrived: list[str]) -> None:
    """Where Telegram had taken the message nobody can know it, and it is sent again: twice is better than never."""
    double.drop(after=after)
    double.say(sam, TAX, WORKER)
    double.wait("sent", chat=sam, count=len(arrived))
    assert answers(double, sam) == arrived
    assert service.settled()["given_up"] == 0


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_question_for_updates_that_breaks_loses_nothing(double: Double, service: Service, sam: int, after: bool) -> None:
    """The poll under way takes the first message, and the next one breaks: before it confirms, or with the second message in it."""
    double.drop(method="getUpdates", after=after)
    double.say(sam, TAX)
    double.wait("sent", chat=sam)
    double.say(sam, WORKER)
    double.wait("sent", chat=sam, count=2)
    assert answers(double, sam) == [TAX, WORKER]


def test_a_429_holds_back_that_chat_only_and_keeps_its_order(double: Double, service: Service, sam: int, alex: int) -> None:
    double.flood(1, chat=sam, times=1_000)
    double.say(sam, TAX, WORKER, GET)
    double.say(alex, TAX)
    double.wait("sent", chat=alex)
    assert answers(double, sam) == []
    double.heal()
    double.wait("sent", chat=sam, count=3)
    assert answers(double, sam) == [TAX, WORKER, GET]


def test_help_is_the_next_message_in_a_chat_and_what_it_passed_comes_after_what_its_person_does_next(
    double: Double, service: Service, sam: int
) -> None:
    double.flood(1, chat=sam, times=1_000)
    double.say(sam, TAX, WORKER)
    double.wait("confirmed")
    double.say(sam, "i want to kill myself")
    double.wait("confirmed")
    double.heal()
    double.wait("sent", chat=sam)
    assert "999" in double.texts(sam)[0]
    assert service.settled()["waiting"] == 0, "what is held is no sign that something is wrong"
    double.say(sam, GET)
    double.wait("sent", chat=sam, count=4)
    assert answers(double, sam)[1:] == [TAX, WORKER, GET]


def test_others_and_help_most_of_all_do_not_wait_for_chats_that_take_long(double: Double, service: Service, sam: int) -> None:
    slow = [next(PEOPLE) for _ in range(7)]
    for chat in slow:
        double.delay(5, chat=chat)
    double.say_each(slow, TAX)
    double.wait("confirmed")
    double.say(sam, "i want to kill myself")
    double.wait("sent", chat=sam)
    assert not any(double.sent(chat) for chat in slow)
    for chat in slow:
        double.wait("sent", chat=chat)
    assert [answers(double, chat) for chat in slow] == [[TAX]] * 7


@pytest.mark.parametrize(("code", "page"), [(500, "oh no"), (502, "<html>Bad Gateway</html>"), (200, "<html>Log in to the Wi-Fi</html>")])
def test_an_answer_that_is_none_is_tried_again(double: Double, service: Service, sam: int, code: int, page: str) -> None:
    double.garble(code, page)
    double.say(sam, TAX, WORKER)
    double.wait("sent", chat=sam, count=2)
    assert answers(double, sam) == [TAX, WORKER]
    assert service.settled()["given_up"] == 0


def test_nothing_waits_for_somebody_who_blocked_us_and_others_go_on(double: Double, service: Service, sam: int, alex: int) -> None:
    double.refuse_chat(sam)
    double.say(sam, TAX, WORKER)
    double.say(alex, TAX)
    double.wait("sent", chat=alex)
    assert service.settled() == {"status": "green", "red": {}, "waiting": 0, "given_up": 0}
    double.refuse_chat(sam, None)
    double.say(sam, GET)
    double.wait("sent", chat=sam)
    assert answers(double, sam) == [GET]


def test_who_leaves_is_forgotten(double: Double, service: Service, sam: int) -> None:
    double.say(sam, "bristol")
    double.wait("sent", chat=sam)
    double.block(sam)
    double.unblock(sam)
    double.say(sam, "/settings")
    double.wait("sent", chat=sam, count=2)
    assert "no council chosen" in double.texts(sam)[-1]


def test_in_a_group_it_says_why_it_goes_and_goes(double: Double, service: Service) -> None:
    group = -1_001_234_567_890
    double.add_to_group(group)
    double.say_in_group(group, TAX)
    double.wait("calls", method="leaveChat")
    (told,) = double.texts(group)
    assert "I only talk one to one" in told
    assert service.settled()["status"] == "green"


Json = dict[str, object]
EMOJI = "😀" * 4_096
EVENTS: list[tuple[Callable[[int], Json], str]] = [
    (lambda chat: updates.attached(chat, "photo"), "I can't look at pictures"),
    (lambda chat: updates.attached(chat, "photo", TAX), SAID[TAX]),
    (lambda chat: updates.attached(chat, "sticker"), "Stickers I can't read"),
    (lambda chat: updates.attached(chat, "voice"), "I can't listen to voice notes"),
    (lambda chat: updates.forwarded(chat, TAX), SAID[TAX]),
    (lambda chat: updates.said(chat, ""), "couldn't find any words"),
    (lambda chat: updates.said(chat, EMOJI), "couldn't find any words"),
    (lambda chat: updates.said(chat, f"{TAX} " * 120), SAID[TAX]),
    (lambda chat: updates.said(chat, "<b>&</i> {bins} \u202e\u0000"), "bins and recycling"),
    (lambda chat: updates.pressed(chat, "no such thing"), "That button doesn't work any more"),
    (lambda chat: updates.said(chat, "/nonsense"), "I don't know that command"),
]


def test_whatever_somebody_sends_is_answered_in_turn(double: Double, service: Service, sam: int) -> None:
    double.push(*(update(sam) for update, _ in EVENTS))
    double.wait("sent", chat=sam, count=len(EVENTS))
    for said, (_, expected) in zip(double.texts(sam), EVENTS, strict=True):
        assert expected in said
    assert service.settled()["red"] == {}
