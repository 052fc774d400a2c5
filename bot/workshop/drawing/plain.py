"""Kinds of steps, conditions and actions in plain English, for people who do not read flow files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.model.actions import DeleteMyData, HideMessages, MyCases, OpenFlow, OpenMenu, OpenTopic, ShowMyData, Stop, parse
from bot.model.content.flow import (
    UNSAID,
    Answered,
    Ask,
    AtLeast,
    AtMost,
    Check,
    Choose,
    Collect,
    Condition,
    Date,
    Days,
    End,
    Equals,
    Flow,
    Number,
    OfAudience,
    OfCouncil,
    OneOf,
    OpenCase,
    Setting,
    Shortcut,
    Start,
    Step,
    Text,
)
from bot.model.content.library import Library
from bot.model.content.topics import Audience

Titles = Mapping[str, str]
"""What each step is called in the picture: its number and title."""

_KINDS: Mapping[type[Step], str] = {
    Choose: "asks: one of these",
    Text: "asks: a few words",
    Number: "asks: a number",
    Date: "asks: a day",
    Collect: "collects",
    Check: "shows all answers",
    Start: "goes on with",
    End: "the end",
    Step: "says",
}
_DAYS = {Days.PAST: "today or before", Days.FUTURE: "today or later"}
_SETS = {
    Setting.COUNCIL: "sets the council",
    Setting.AUDIENCE: "sets who they are",
    Setting.LANGUAGE: "sets the language",
    Setting.KEEP_QUESTIONS: "sets whether questions are kept",
}

_DOES: Mapping[type, str] = {
    OpenMenu: "opens the menu",
    MyCases: "shows what they sent",
    HideMessages: "empties this chat",
    ShowMyData: "shows what is kept of them",
    DeleteMyData: "deletes what is kept of them",
    Stop: "forgets them",
}


def kind_in_words(step: Step) -> str:
    """What a step does."""
    if isinstance(step, OpenCase):
        return "sends it" if step.kind_from else "adds it to what was sent"
    return _KINDS[type(step)]


def notes(step: Step, titles: Titles) -> tuple[str, ...]:
    """What else there is to know of a step."""
    return tuple(_notes(step, titles))


def _notes(step: Step, titles: Titles) -> Iterator[str]:
    match step:
        case Choose(sets=Setting() as sets):
            yield _SETS[sets]
        case Text(most=most):
            yield f"at most {most} characters"
        case Number(least=least, most=most):
            yield f"from {least} to {most}"
        case Date(days=days) if days in _DAYS:
            yield _DAYS[days]
        case Collect():
            yield from _collected(step)
        case Check():
            yield "each answer has a button to change it"
        case OpenCase():
            yield from _case(step, titles)
    if isinstance(step, Ask) and step.optional:
        yield "may be skipped"


def _collected(step: Collect) -> Iterator[str]:
    takes = [name for name, taken in (("words", step.words), ("choices", bool(step.choices)), ("files", step.files)) if taken]
    yield f"{_listed(takes, 'and')}, until they press “That's all”"
    if step.hears:
        yield "notices words that sound like a complaint"


def _case(step: OpenCase, titles: Titles) -> Iterator[str]:
    for what, names in (
        ("what it is", step.kind_from),
        ("who must not see it", (step.keep_from,) if step.keep_from else ()),
        ("their name", step.name_from),
        ("how they hear back", (step.reply_from,) if step.reply_from else ()),
    ):
        if names:
            yield f"{what}: from {_listed([titles[name].split()[0] for name in names if name in titles], 'or')}"


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
    return f"has {amount} things" if isinstance(step, Collect) else f"is {amount}"


def _choices(values: Iterable[str], step: Step | None) -> str:
    labels = {choice.value: choice.label for choice in step.choices} if isinstance(step, Choose | Collect) else {}
    return _listed([f"“{labels.get(value, value)}”" for value in values], "or")


def _of_councils(councils: frozenset[str], library: Library) -> str:
    names = [library.councils[name].short_name if name in library.councils else name for name in sorted(councils - {UNSAID})]
    told = [f"their council is {_listed(names, 'or')}"] if names else []
    return " or ".join([*told, *(["their council is not known, or not one of ours"] if UNSAID in councils else [])])


def _of_audiences(audiences: frozenset[str], library: Library) -> str:
    known = [audience for audience in Audience if audience in audiences]
    names = [library.audiences[audience].described if audience in library.audiences else str(audience) for audience in known]
    told = [f"they are {_listed(names, 'or')}"] if names else []
    return " or ".join([*told, *(["they have not said who they are"] if UNSAID in audiences else [])])


def opens(by: Shortcut | Start, library: Library) -> str:
    """What a shortcut does, or with what a flow goes on."""
    if isinstance(by, Start):
        return _topic(by.topic, library) if by.topic else _flow(by.flow or "", library)
    match parse(by.action):
        case OpenTopic(topic):
            return f"opens the {_topic(topic, library)}"
        case OpenFlow(flow):
            return f"begins the {_flow(flow, library)}"
        case found if type(found) in _DOES:
            return _DOES[type(found)]
    return by.action


def _topic(name: str, library: Library) -> str:
    return f"topic “{library.topics[name].title()}”" if name in library.topics else f"topic {name}"


def _flow(name: str, library: Library) -> str:
    return f"flow “{library.flows[name].title}”" if name in library.flows else f"flow {name}"


def _listed(words: Iterable[str], joiner: str) -> str:
    """Words as a sentence lists them: a, b or c."""
    *most, last = [*words]
    return f"{', '.join(most)} {joiner} {last}" if most else last
