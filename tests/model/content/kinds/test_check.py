"""The kind `check`: all answers once more, before they are sent."""

from __future__ import annotations

from dataclasses import replace

from bot.content.library import Libraries
from bot.model.actions import Send, Steer, Steered
from bot.model.content.kinds.check import MARK, mark
from bot.model.session import Answer
from tests.model.content.kinds.asking import Looking, entry, pressed, run_of, step

WHY = step(id="why", kind="text", label="Why", optional=True)
QUIET = step(id="quiet", kind="text")
PAGE = step(id="page", kind="check", say="Is this right?", button="Send it")


def test_every_answer_with_a_name_is_shown_and_can_be_changed(libraries: Libraries) -> None:
    run = run_of(why=None, quiet="hush")
    message = PAGE.shown(Looking(libraries.english).at(PAGE, run, (WHY, QUIET)))
    assert message.text == "Is this right?\n\nWhy: (skipped)"
    assert pressed(message) == [
        Send("fruit", mark(run)),
        Steer(Steered.CHANGE, "fruit", "why"),
        Steer(Steered.BACK, "fruit", "page"),
        Steer(Steered.LEAVE, "fruit", "page"),
    ]


def test_it_waits_until_the_person_goes_on() -> None:
    assert PAGE.waits(run_of())
    assert not PAGE.waits(run_of(page="seen"))


def test_the_mark_of_answers_changes_with_them_and_not_with_the_page() -> None:
    run = run_of(why="sour", many=2)
    marks = {mark(run), mark(run.with_answer(Answer("why", "sweet"))), mark(run.without("why"))}
    assert len(marks) == 3
    assert mark(replace(run, aside=True, leaving=True)) == mark(run)


def test_its_button_is_as_long_as_it_can_be() -> None:
    assert [*entry(kind="check", button="Send it").pressed("fruit")] == [Send("fruit", "m" * MARK)]
    assert len(mark(run_of())) == MARK


def test_it_is_told_in_words() -> None:
    assert (PAGE.does, [*PAGE.notes({})], PAGE.button) == ("shows all answers", ["each answer has a button to change it"], "Send it")
