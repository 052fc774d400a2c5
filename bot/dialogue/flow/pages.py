"""How a step of a flow looks: its words with what they are filled with, its choices, and the ways back, on and out."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dialogue.flow.engine import Standing, mark
from bot.dialogue.say.wording import Wording
from bot.model.actions import Choose as Chosen
from bot.model.actions import Send, Steer, Steered, write
from bot.model.content.flow import Ask, Check, Choice, Choose, Collect, Date, Flow, Step, Text
from bot.model.content.phrases import Phrase
from bot.model.inbound import Attachment
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.session import Answer, Item, Run, Session

Rows = tuple[tuple[Button, ...], ...]

FILE_NAMES = {
    Attachment.PHOTO: Phrase.FILE_PHOTO,
    Attachment.VOICE: Phrase.FILE_VOICE,
    Attachment.VIDEO: Phrase.FILE_VIDEO,
}
"""What a file is called where it is listed; anything else is a document."""


def values(wording: Wording, session: Session, look_by: date | None, keep: timedelta) -> dict[str, str]:
    """What stands for the blanks of a step's words."""
    library = wording.library
    return {
        "council": wording.council.short_name if wording.council else wording.label(Phrase.NO_COUNCIL),
        "audience": library.audiences[session.audience].described if session.audience else wording.label(Phrase.NO_AUDIENCE),
        "language": library.language.name,
        "questions": wording.label(Phrase.QUESTIONS_KEPT if session.keep_questions else Phrase.QUESTIONS_NOT_KEPT),
        "days": str(keep.days),
        **({"promise": wording.day(look_by)} if look_by else {}),
    }


def message(flow: Flow, step: Step, standing: Standing, run: Run, wording: Wording, filled: dict[str, str]) -> Message:
    """A step as it is shown to the person."""
    said = wording.blocks(step.paragraphs, filled)
    shortcuts = tuple((Button(shortcut.label, shortcut.action),) for shortcut in step.shortcuts)
    if isinstance(step, Check):
        return Message((*said, *told(standing, run, wording)), (*_check_rows(flow, step, standing, run, wording), *shortcuts))
    if not isinstance(step, Ask):
        return Message(said, shortcuts)
    return Message(said, (*_answers(flow, step, run), *shortcuts, *_ways(flow, step, standing, run, wording)))


def _answers(flow: Flow, step: Ask, run: Run) -> Rows:
    """The choices that can be pressed; of those collected only what is not chosen yet."""
    if not isinstance(step, Choose | Collect):
        return ()
    answer = run.answer(step.id)
    taken = {item.choice for item in answer.value if item.choice} if answer and isinstance(answer.value, tuple) else set()
    return tuple(
        (Button(choice.label, write(Chosen(flow.id, step.id, choice.value))),) for choice in step.choices if choice.value not in taken
    )


def _ways(flow: Flow, step: Ask, standing: Standing, run: Run, wording: Wording) -> Rows:
    """Back, skip, that's all, something else, stop: only in flows that hold somebody's words, so that short ones stay short."""
    if not holds_words(flow):
        return ()
    rows = []
    answer = run.answer(step.id)
    if isinstance(step, Collect) and answer and answer.value and not answer.done:
        rows.append((_steer(flow, step, Steered.DONE, Phrase.BUTTON_DONE, wording),))
    elif step.optional:
        rows.append((_steer(flow, step, Steered.SKIP, Phrase.BUTTON_SKIP, wording),))
    back = (_steer(flow, step, Steered.BACK, Phrase.BUTTON_BACK, wording),) if standing.asked else ()
    stop = (_steer(flow, step, Steered.LEAVE, Phrase.BUTTON_LEAVE, wording),)
    aside = () if isinstance(step, Choose) else ((_steer(flow, step, Steered.ASIDE, Phrase.BUTTON_ASIDE, wording),),)
    return (*rows, (*back, *stop), *aside)


def _check_rows(flow: Flow, step: Check, standing: Standing, run: Run, wording: Wording) -> Rows:
    changes = [
        Button(wording.label(Phrase.BUTTON_CHANGE, answer=asked.label), write(Steer(Steered.CHANGE, flow.id, asked.id)))
        for asked in standing.asked
        if asked.label
    ]
    pairs = tuple(tuple(changes[n : n + 2]) for n in range(0, len(changes), 2))
    leave = (_steer(flow, step, Steered.BACK, Phrase.BUTTON_BACK, wording), _steer(flow, step, Steered.LEAVE, Phrase.BUTTON_LEAVE, wording))
    return ((Button(step.button, write(Send(flow.id, mark(run)))),), *pairs, leave)


def _steer(flow: Flow, step: Step, how: Steered, phrase: Phrase, wording: Wording) -> Button:
    return Button(wording.label(phrase), write(Steer(how, flow.id, step.id)))


def told(standing: Standing, run: Run, wording: Wording) -> tuple[Block, ...]:
    """Each question's short name with what was answered, as the person wrote it."""
    lines = []
    for step in standing.asked:
        answer = run.answer(step.id)
        if step.label and answer:
            lines.append(Block(BlockKind.PARAGRAPH, (Span(f"{step.label}: ", bold=True), Span(in_words(step, answer, wording)))))
    return tuple(lines)


def in_words(step: Ask, answer: Answer, wording: Wording) -> str:
    """An answer as people read it."""
    match step, answer.value:
        case _, None | ():
            return wording.label(Phrase.SKIPPED)
        case Choose(choices=choices), str(value):
            return _label(choices, value)
        case Date(), str(day):
            return wording.day(date.fromisoformat(day))
        case Collect(choices=choices), tuple(items):
            return "\n".join(_item(item, choices, wording) for item in items)
    return str(answer.value)


def _label(choices: tuple[Choice, ...], value: str) -> str:
    return next((choice.label for choice in choices if choice.value == value), value)


def _item(item: Item, choices: tuple[Choice, ...], wording: Wording) -> str:
    if item.file:
        name = wording.label(FILE_NAMES.get(item.file.kind, Phrase.FILE_DOCUMENT))
        return f"{name}: {item.words}" if item.words else name
    return _label(choices, item.choice) if item.choice else item.words


def holds_words(flow: Flow) -> bool:
    """Whether somebody writes something in the flow that would be a loss."""
    return any(isinstance(step, Text | Collect | Date) for step in flow.steps.values())


def again(flow: Flow, step: Ask, standing: Standing, run: Run, wording: Wording) -> Message:
    """A question that was answered before, with that answer: to be changed, added to, or kept."""
    shown = message(flow, step, standing, run, wording, {})
    answer = run.answer(step.id)
    now = Block(BlockKind.PARAGRAPH, (Span(in_words(step, answer, wording) if answer else ""),))
    if isinstance(step, Collect):
        anew = (_steer(flow, step, Steered.CHANGE, Phrase.BUTTON_WRITE_ANEW, wording),)
        return Message((*wording.say(Phrase.FLOW_COLLECTED), now), (*shown.buttons, anew))
    keep = (_steer(flow, step, Steered.RESUME, Phrase.BUTTON_KEEP_ANSWER, wording),)
    return Message((*shown.blocks, *wording.say(Phrase.FLOW_ANSWER_NOW), now), (*shown.buttons, keep))


def leave_page(flow: Flow, standing: Standing, wording: Wording, keep: timedelta) -> Message:
    """What shall become of the words: carry on, keep them for later, or throw them away."""
    step = standing.here or flow.first
    rows = (
        (_steer(flow, step, Steered.RESUME, Phrase.BUTTON_RESUME, wording),),
        (_steer(flow, step, Steered.ASIDE, Phrase.BUTTON_KEEP_FOR_LATER, wording),),
        (_steer(flow, step, Steered.AGAIN, Phrase.BUTTON_AGAIN, wording),),
        (_steer(flow, step, Steered.DISCARD, Phrase.BUTTON_DISCARD, wording),),
    )
    return Message(wording.say(Phrase.FLOW_LEAVE, days=str(keep.days)), rows)


def carry_on(flow: Flow, wording: Wording) -> tuple[Button, ...]:
    """The row that leads back to an open flow."""
    return (_steer(flow, flow.first, Steered.RESUME, Phrase.BUTTON_RESUME, wording),)
