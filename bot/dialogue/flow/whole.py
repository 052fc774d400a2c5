"""Everything that was told, taken together: one thought may come in several messages, and its danger stands in none of them alone."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow.sprint import Ground, Open
from bot.model.content.steps import Ask
from bot.model.inbound import Attachment
from bot.model.safety import Finding
from bot.model.session import Answer, Item, Run


def graver(run: Run, finding: Finding | None) -> Run:
    """The run with a danger that is graver than any that was noticed in it."""
    return replace(run, finding=finding) if finding and finding.graver_than(run.finding) else run


def in_step(run: Run, step: Ask, on: Ground, beside: str = "") -> Finding | None:
    """The danger in everything that was said at a step, and in words beside it, where it is graver than what is known of the run."""
    answer = run.answer(step.id)
    return _new(run, [*(_words(answer) if answer else []), beside], on)


def in_case(at: Open, run: Run, on: Ground) -> Finding | None:
    """The danger in everything that is about to be sent, where it is graver than what is known of the run."""
    told = [answer for answer in run.answers if (step := at.flow.steps.get(answer.step)) and step.holds_words]
    return _new(run, [words for answer in told for words in _words(answer)], on)


def with_words(run: Run, step: Ask, on: Ground, finding: Finding | None, beside: str = "") -> tuple[Run, Finding | None]:
    """The run with the danger in new words, and with that of all words of the step; the latter by itself, where it is graver."""
    run = graver(run, finding)
    found = in_step(run, step, on, beside)
    return graver(run, found), found


def without_pictures(run: Run) -> Run:
    """The run without any file that may show something, so without all but voice notes; the words under them stay."""
    return replace(run, answers=tuple(_without_pictures(answer) for answer in run.answers))


def _new(run: Run, words: list[str], on: Ground) -> Finding | None:
    words = [each for each in words if each.strip()]
    if len(words) < 2:  # one message was checked when it came
        return None
    found = on.danger(" ".join(words))
    return found if found and found.graver_than(run.finding) else None


def _words(answer: Answer) -> list[str]:
    if isinstance(answer.value, tuple):
        return [item.words for item in answer.value]
    return [answer.value] if isinstance(answer.value, str) else []


def _without_pictures(answer: Answer) -> Answer:
    if not isinstance(answer.value, tuple):
        return answer
    items = (replace(item, file=None) if item.file and item.file.kind is not Attachment.VOICE else item for item in answer.value)
    return replace(answer, value=tuple(item for item in items if item != Item()))
