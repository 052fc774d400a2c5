"""What editors are told of questions without an answer and of votes."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.reports import gaps, grouped, helpful
from bot.dialogue.dialogue import Dialogue
from bot.encoder.remembered import RememberingEncoder
from bot.model.content.topics import Audience
from bot.model.inbound import Conversation
from bot.model.session import Session
from bot.model.turn import Outcome, Rating, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.model.vectors import Vectors
from bot.storage.store import SqlStore
from tests.commands.here import run_here
from tests.conftest import TODAY
from tests.databases import keyring_in, opened, sqlite_url
from tests.end_to_end.service import environment


def kept(words: str, council: str | None = None, audience: Audience | None = None, day: date = TODAY) -> Unanswered:
    return Unanswered(day, words, council, audience, "en")


class Compass:
    """An encoder of numbers: a text is an angle in degrees."""

    def known(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        angles = np.radians([float(text) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("angles", "groups"),
    [
        ([], []),
        (["10"], [["10"]]),
        (["0", "50", "100"], [["0", "50"], ["100"]]),  # 100 is near 50, but not near the group's first
        (["0", "100", "55"], [["100", "55"], ["0"]]),  # near neither way round: it goes to the nearer
        (["0", "90", "91", "92", "180"], [["90", "91", "92"], ["0"], ["180"]]),
        (["0", "45", "45", "90"], [["45", "45", "0", "90"]]),  # what is asked most often stands for the group
    ],
)
def test_like_goes_with_like_and_the_largest_group_comes_first(angles: list[str], groups: list[list[str]]) -> None:
    found = grouped([kept(angle) for angle in angles], Compass())
    assert [[question.words for question in group.questions] for group in found] == groups


@given(st.lists(st.integers(0, 359).map(str), max_size=40))
def test_every_question_is_in_one_group_and_near_its_first(angles: list[str]) -> None:
    found = grouped([kept(angle) for angle in angles], Compass())
    assert sorted(question.words for group in found for question in group.questions) == sorted(angles)
    sizes = [len(group.questions) for group in found]
    assert sizes == sorted(sizes, reverse=True)
    for group in found:
        first, *others = Compass().encode(group.messages)
        assert all(first @ other >= 0.6 for other in others)


PETS = ["can i have a dog", "Can I have a dog?", "can i get a dog", "is it ok to have a dog"]


def test_rewordings_of_one_question_are_one_gap(encoder: RememberingEncoder) -> None:
    found = grouped([*map(kept, PETS), kept("how do i get a tattoo")], encoder)
    assert [len(group.questions) for group in found] == [4, 1]
    assert len(found[0].messages) == 3, "what differs only in how it is written is shown once"


def test_a_gap_tells_how_many_where_and_what_is_nearest_today(dialogue: Dialogue, encoder: RememberingEncoder) -> None:
    questions = [kept(words, "bristol", Audience.CARE_LEAVER) for words in PETS] + [kept("how do i get a tattoo")]
    progress: list[tuple[int, int]] = []
    lines = [*gaps(questions, encoder, dialogue, TODAY, lambda done, of: progress.append((done, of)))]
    assert lines[0] == "questions without an answer: 5; groups: 2"
    assert "4 × bristol 4" in lines
    assert "1 × no council 1" in lines
    (named, _) = [line.partition("nearest: ")[2] for line in lines if "nearest: " in line]
    assert set(named.split(", ")) <= dialogue.library("en").topics.keys()
    assert progress == [(4, 4)]


@pytest.mark.parametrize("words", ['it\'s $(reboot); `x` "y" | z', "--help", "-c"])
def test_the_command_to_try_holds_somebodys_words_and_runs_none_of_them(
    dialogue: Dialogue, encoder: RememberingEncoder, words: str
) -> None:
    question = replace(kept(words, "bristol", Audience.CARER), language="so")
    last = [*gaps([question], encoder, dialogue, TODAY)][-1]
    assert shlex.split(last.removeprefix("  try: ")) == [
        *("python", "-m", "bot", "ask"),
        *("--council", "bristol", "--audience", "carer", "--locale", "so", "--", words),
    ]


def test_topics_are_told_the_worst_first() -> None:
    ratings = [Rating("fine", 9, 1), Rating("bad", 10, 20), Rating("one-vote", 0, 1), Rating("awful", 0, 4)]
    head, *rows = helpful(ratings)
    assert head.split() == ["topic", "helped", "did", "not", "share"]
    assert [row.split() for row in rows] == [
        ["awful", "0", "4", "0%"],
        ["one-vote", "0", "1", "0%"],
        ["bad", "10", "20", "33%"],
        ["fine", "9", "1", "90%"],
    ]


# The commands


async def fill(data: Path) -> None:
    """A database in which somebody asked about pets lately, about a tattoo long ago, and voted."""
    today = datetime.now(UTC)
    long_ago = today.date() - timedelta(days=100)
    turns: list[tuple[Outcome, str | None, Unanswered | None]] = [
        (Outcome.NO_ANSWER, None, kept("can i have a dog", "bristol", day=today.date())),
        (Outcome.NO_ANSWER, None, kept("how do i get a tattoo", "bradford", day=long_ago)),
        (Outcome.HELPED, "council-tax", None),
        (Outcome.NOT_HELPED, "council-tax", None),
    ]
    keyring = keyring_in(data, "bristol", "bradford")
    async with opened(sqlite_url(data)) as database:
        for number, (outcome, topic, question) in enumerate(turns):
            place = Conversation("telegram", str(number))
            record = TurnRecord(str(number), today, "telegram", outcome, topic)
            commit = TurnCommit(place, record, StoredSession(Session()), Session(), unanswered=question)
            await SqlStore(database, keyring).commit(commit, today)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "data").mkdir()
    asyncio.run(fill(folder / "data"))
    return environment(folder / "data", make_content(folder / "content"))


@pytest.mark.parametrize(
    ("options", "told"),
    [([], {"dog", "tattoo"}), (["--days", "30"], {"dog"}), (["--council", "bradford"], {"tattoo"}), (["--council", "england"], set[str]())],
)
def test_gaps_can_be_asked_for_by_council_and_days(env: dict[str, str], options: list[str], told: set[str]) -> None:
    asked = run_here(env, "report", "gaps", *options)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert {word for word in ("dog", "tattoo") if word in asked.stdout} == told


def test_votes_can_be_asked_for(env: dict[str, str], tmp_path: Path) -> None:
    assert run_here(env, "report", "helpful", "--days", "7").stdout.splitlines()[-1].split() == ["council-tax", "1", "1", "50%"]
    nothing = run_here({**env, "HEARD_DATA_DIR": str(tmp_path)}, "report", "helpful")
    assert (nothing.returncode, nothing.stdout.count("\n")) == (0, 1)


def test_a_council_that_nobody_knows_is_told(env: dict[str, str]) -> None:
    asked = run_here(env, "report", "gaps", "--council", "atlantis")
    assert asked.returncode == 2
    assert "bristol" in asked.stderr
