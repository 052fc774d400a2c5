"""The flow engine: from where somebody is in a flow, and what they chose, to what is said and where they are now.

Pure: a step's buttons carry everything that their choice means, so an old button still does what stands on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.normalise import Normalised, normalise
from bot.dialogue.voice import Voice
from bot.model.actions import Choose, write
from bot.model.content import ENGLAND, Audience
from bot.model.flow import UNSAID, YES, Choice, Flow, Setting, Step
from bot.model.outbound import Button, Message
from bot.model.phrases import Phrase
from bot.model.session import Session

VoiceOf = Callable[[Session], Voice]
"""The voice for a session as it is now: a choice may change the language or the council it speaks for."""


def begin(flow: Flow, step: Step, session: Session, voice_of: VoiceOf, skip: Setting | None = None) -> tuple[Session, tuple[Message, ...]]:
    """Say a step, and those that follow it without a question, up to the one that waits for the person.

    A question whose answer is known already (`skip`, from a link) is passed over.
    """
    messages: list[Message] = []
    current: Step | None = step
    passed: set[str] = set()
    while current and current.id not in passed:
        passed.add(current.id)
        if skip and current.sets is skip:
            current = flow.steps.get(current.choices[0].leads_to or "")
            continue
        messages.append(_message(flow, current, session, voice_of(session)))
        if current.choices:
            return replace(session, flow=flow.id, step=current.id), tuple(messages)
        current = flow.steps.get(current.next) if current.next else None
    return replace(session, flow=None, step=None), tuple(messages)


def choose(flow: Flow, step: Step, choice: Choice, session: Session, voice_of: VoiceOf) -> tuple[Session, tuple[Message, ...]]:
    """Take a choice: set what the step sets, and go where the choice leads."""
    changed = _set(session, step.sets, choice.value)
    flow = voice_of(changed).library.flows[flow.id]  # the choice may have been a language: what follows is said in it
    following = flow.steps.get(choice.leads_to) if choice.leads_to else None
    if following is None:
        return replace(changed, flow=None, step=None), ()
    return begin(flow, following, changed, voice_of)


def choice_by_value(step: Step, value: str) -> Choice | None:
    """The choice that a button names."""
    return next((choice for choice in step.choices if choice.value == value), None)


def choice_in_words(step: Step, message: Normalised, voice: Voice) -> Choice | None:
    """The choice that somebody typed instead of pressing: its label, its number, or another name of the council."""
    if message.sentence.isdecimal() and message.sentence.isascii() and 1 <= int(message.sentence[:3]) <= len(step.choices):
        return step.choices[int(message.sentence[:3]) - 1]
    for choice in step.choices:
        names = (choice.label, choice.value.replace("-", " "), *_other_names(step, choice, voice))
        if any(normalise(name).sentence == message.sentence for name in names):
            return choice
    return None


def _other_names(step: Step, choice: Choice, voice: Voice) -> tuple[str, ...]:
    library = voice.library
    if step.sets is Setting.COUNCIL and choice.value in library.councils:
        council = library.councils[choice.value]
        return (council.name, *council.also_called)
    if step.sets is Setting.AUDIENCE and choice.value != UNSAID:
        return library.audiences[Audience(choice.value)].also_called
    return ()


def _set(session: Session, setting: Setting | None, value: str) -> Session:
    match setting:
        case Setting.COUNCIL:
            return replace(session, council=ENGLAND if value == UNSAID else value)
        case Setting.AUDIENCE:
            return replace(session, audience=None if value == UNSAID else Audience(value))
        case Setting.LANGUAGE:
            return replace(session, language=value)
        case Setting.KEEP_QUESTIONS:
            return replace(session, keep_questions=value == YES)
    return session


def _message(flow: Flow, step: Step, session: Session, voice: Voice) -> Message:
    library = voice.library
    audience = library.audiences[session.audience].described if session.audience else voice.label(Phrase.NO_AUDIENCE)
    values = {
        "council": voice.council.short_name if voice.council else voice.label(Phrase.NO_COUNCIL),
        "audience": audience,
        "language": library.language.name,
        "questions": voice.label(Phrase.QUESTIONS_KEPT if session.keep_questions else Phrase.QUESTIONS_NOT_KEPT),
    }
    choices = [Button(choice.label, write(Choose(flow.id, step.id, choice.value))) for choice in step.choices]
    shortcuts = [Button(shortcut.label, shortcut.action) for shortcut in step.shortcuts]
    return Message(voice.blocks(step.paragraphs, values), tuple((button,) for button in [*choices, *shortcuts]))
