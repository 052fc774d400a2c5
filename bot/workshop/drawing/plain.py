"""Conditions and actions in plain English, for people who do not read flow files. Kinds of steps say for themselves what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.model.actions import Action, DeleteMyData, HideMessages, MyCases, OpenFlow, OpenMenu, OpenTopic, ShowMyData, Stop, parse, write
from bot.model.content.conditions import (
    UNSAID,
    Answered,
    AtLeast,
    AtMost,
    Condition,
    Equals,
    OfAudience,
    OfCouncil,
    OneOf,
)
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.model.content.parts import sentence_of
from bot.model.content.steps import Step, Titles
from bot.model.content.topics import Audience

_DOES: Mapping[type, str] = {
    OpenMenu: "opens the menu",
    MyCases: "shows what they sent",
    HideMessages: "empties this chat",
    ShowMyData: "shows what is kept of them",
    DeleteMyData: "deletes what is kept of them",
    Stop: "forgets them",
}


def in_words(when: Iterable[Condition], step: Step, flow: Flow, titles: Titles, library: Library) -> str:
    """Conditions on a step's lead: "if it is “A worry”"; empty where there are none."""
    told = [_condition(condition, step, flow, titles, library) for condition in when]
    return f"if {' and '.join(told)}" if told else ""


def briefly_in_words(when: Iterable[Condition], step: Step, flow: Flow, titles: Titles, library: Library) -> str:
    """The same for somebody who sees the question itself: of a choice only what was chosen."""
    told = [
        _choices([condition.value] if isinstance(condition, Equals) else sorted(condition.values), flow.steps.get(condition.step))
        if isinstance(condition, Equals | OneOf)
        else _condition(condition, step, flow, titles, library)
        for condition in when
    ]
    return " and ".join(told)


def _condition(condition: Condition, step: Step, flow: Flow, titles: Titles, library: Library) -> str:
    match condition:
        case OfCouncil(councils):
            return _of_councils(councils, library)
        case OfAudience(audiences):
            return _of_audiences(audiences, library)
        case Answered(name) if name not in flow.steps:
            return "it sounds like a complaint"
    told = "it" if condition.step == step.id else f"“{titles.get(condition.step, condition.step)}”"
    match condition:
        case Equals(name, value):
            return f"{told} is {_choices([value], flow.steps.get(name))}"
        case OneOf(name, values):
            return f"{told} is {_choices(sorted(values), flow.steps.get(name))}"
        case AtLeast(name, number):
            return f"{told} {_amount(f'{number} or more', flow.steps.get(name))}"
        case AtMost(name, number):
            return f"{told} {_amount(f'{number} or less', flow.steps.get(name))}"
        case Answered():
            return f"{told} was answered"


def _amount(amount: str, step: Step | None) -> str:
    return f"has {amount} things" if step is not None and step.collects else f"is {amount}"


def _choices(values: Iterable[str], step: Step | None) -> str:
    labels = {choice.value: choice.label for choice in step.choices} if step else {}
    return sentence_of([f"“{labels.get(value, value)}”" for value in values], "or")


def _of_councils(councils: frozenset[str], library: Library) -> str:
    names = [library.councils[name].short_name if name in library.councils else name for name in sorted(councils - {UNSAID})]
    told = [f"their council is {sentence_of(names, 'or')}"] if names else []
    return " or ".join([*told, *(["their council is not known, or not one of ours"] if UNSAID in councils else [])])


def _of_audiences(audiences: frozenset[str], library: Library) -> str:
    known = [audience for audience in Audience if audience in audiences]
    names = [library.audiences[audience].described if audience in library.audiences else str(audience) for audience in known]
    told = [f"they are {sentence_of(names, 'or')}"] if names else []
    return " or ".join([*told, *(["they have not said who they are"] if UNSAID in audiences else [])])


def opens(action: str, library: Library) -> str:
    """The thing that a shortcut does."""
    match parse(action):
        case OpenTopic() | OpenFlow() as found:
            return f"{'opens' if isinstance(found, OpenTopic) else 'begins'} the {called(found, library)}"
        case found if type(found) in _DOES:
            return _DOES[type(found)]
    return action


def called(action: Action, library: Library) -> str:
    """The name of the topic or flow that an action opens."""
    match action:
        case OpenTopic(topic):
            return _topic(topic, library)
        case OpenFlow(flow):
            return _flow(flow, library)
    return write(action)


def _topic(name: str, library: Library) -> str:
    return f"topic “{library.topics[name].title()}”" if name in library.topics else f"topic {name}"


def _flow(name: str, library: Library) -> str:
    return f"flow “{library.flows[name].title}”" if name in library.flows else f"flow {name}"
