"""How many messages may be in flight: what the line learns from what comes of them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bot.delivery.line import Line, Room
from bot.delivery.pace import Pace
from bot.model.inbound import Conversation
from bot.model.limits import LONGEST_WAIT
from bot.run.health import HealthBoard
from tests.cases.cases_in_memory import HandClock

PEOPLE = [Conversation("telegram", str(number)) for number in range(9)]
WAIT = timedelta(seconds=30)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def line(clock: HandClock) -> Line:
    return Line("telegram", Pace(), clock, HealthBoard(), random.Random(1))


def test_seven_of_any_kind_and_one_more_of_help(line: Line) -> None:
    assert [line.room(in_flight) for in_flight in (0, 6, 7, 8)] == [Room(8, 7), Room(2, 1), Room(1, 0), Room(0, 0)]


def test_an_outage_lets_nothing_go_and_then_one_more_at_once_for_each_that_arrives(line: Line, clock: HandClock) -> None:
    for person in PEOPLE[:3]:
        line.unanswered(person, attempts=0)
    assert line.room(0) == Room(0, 0)
    clock.forward(seconds=1)
    assert line.room(0) == Room(2, 1)
    rooms = []
    for _ in range(8):
        line.arrived()
        rooms.append(line.room(0).ordinary)
    assert rooms == [2, 3, 4, 5, 6, 7, 7, 7]


def test_failures_of_messages_that_flew_together_are_one_outage(line: Line, clock: HandClock) -> None:
    for person in PEOPLE:
        line.unanswered(person, attempts=0)
    clock.forward(seconds=1)
    assert line.room(0).ordinary == 1


def test_one_persons_failures_stop_nobody(line: Line) -> None:
    for attempts in range(9):
        line.unanswered(PEOPLE[0], attempts)
        line.asked_to_wait(PEOPLE[1], WAIT)
    assert line.room(0) == Room(8, 7)


def test_several_who_are_asked_to_wait_let_only_help_go_for_a_while(line: Line, clock: HandClock) -> None:
    for person in PEOPLE[:3]:
        line.asked_to_wait(person, WAIT)
    assert line.room(0) == Room(2, 0)
    assert line.wakes_at() == clock.now() + Pace().longest_pause
    clock.forward(seconds=5)
    assert line.room(0) == Room(2, 1)


def test_who_is_to_be_left_alone_is_so_for_as_long_as_was_asked(line: Line, clock: HandClock) -> None:
    line.asked_to_wait(PEOPLE[0], WAIT)
    clock.forward(seconds=10)
    assert line.left_alone(PEOPLE[0]) == timedelta(seconds=20)
    assert line.left_alone(PEOPLE[1]) is None
    clock.forward(seconds=20)
    assert line.left_alone(PEOPLE[0]) is None


@pytest.mark.parametrize("asked", [timedelta(seconds=10_000_000_000), timedelta(days=400), timedelta(hours=1, seconds=1)], ids=str)
def test_nobody_is_left_alone_for_longer_than_anything_waits(line: Line, clock: HandClock, asked: timedelta) -> None:
    assert line.asked_to_wait(PEOPLE[0], asked) == LONGEST_WAIT
    assert line.left_alone(PEOPLE[0]) == LONGEST_WAIT
    clock.forward(seconds=LONGEST_WAIT.total_seconds())
    assert line.left_alone(PEOPLE[0]) is None


def test_a_clock_that_was_a_year_ahead_for_a_moment_silences_nobody(line: Line, clock: HandClock) -> None:
    year = timedelta(days=365).total_seconds()
    clock.forward(seconds=year)
    for person in PEOPLE[:3]:
        line.asked_to_wait(person, WAIT)
    clock.forward(seconds=-year)
    assert line.left_alone(PEOPLE[0]) is None
    assert line.wakes_at() is None
    assert line.room(0).ordinary > 0
