"""A topic's answer for one person, and the messages that show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.say.wording import Wording
from bot.model.actions import Choose, OpenFlow, OpenMenu, OpenTopic, PickCouncil, Rate, TellMore, write
from bot.model.content.phrases import Phrase
from bot.model.content.topics import Audience, Citation, Edition, SectionName, Topic
from bot.model.ids import TALK_TO_A_PERSON
from bot.model.outbound import Block, BlockKind, Button, Message, Span

"""The topic behind *Ask a person*."""

KEPT = 1024
"""How many answers are kept ready, the last ones asked for: many people ask the same, and a wording, a topic and a reader make one answer."""

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A topic as one person reads it."""

    topic: Topic
    short: tuple[Block, ...]
    details: tuple[Block, ...]
    remark: tuple[Block, ...]
    """That the council's documents do not say, or that a council can be picked."""
    phones: tuple[Block, ...]
    editions: tuple[Edition, ...]
    """Where short answer and details come from, without repeats."""
    whole: bool
    """True if this reader gets the details at once."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source of the answer, in order."""
        return tuple(dict.fromkeys(citation for edition in self.editions for citation in edition.citations))


@lru_cache(maxsize=KEPT)
def compose(wording: Wording, topic: Topic, audience: Audience | None) -> Answer:
    """The answer of a topic for this council and audience (the topic's main reader while nobody has said)."""
    council = wording.council.id if wording.council else None
    reader = topic.reader(audience)
    found = {name: topic.find_section(name, council, reader) for name in SectionName}
    text = {name: wording.blocks(part[0].paragraphs) if part else () for name, part in found.items()}
    return Answer(
        topic=topic,
        short=text[SectionName.SHORT],
        details=text[SectionName.DETAILS],
        remark=_remark(wording, topic, audience),
        phones=_phones(wording, topic.next_steps(council).phones or (), said=[*text[SectionName.SHORT], *text[SectionName.DETAILS]]),
        editions=tuple(dict.fromkeys(part[1] for part in found.values() if part)),
        whole=wording.library.reads_all_at_once(reader),
    )


def _remark(wording: Wording, topic: Topic, audience: Audience | None) -> tuple[Block, ...]:
    if wording.council and wording.council.id not in topic.editions and not topic.same_everywhere:
        return wording.say(Phrase.ANSWER_COUNCIL_SILENT)
    if wording.any_council and len(topic.editions) > 1:
        return wording.say(Phrase.ANSWER_PICK_COUNCIL)
    return ()


def _phones(wording: Wording, names: Iterable[str], said: Iterable[Block]) -> tuple[Block, ...]:
    """The helplines to ring, but for those whose number stands in the answer already."""
    helplines = [wording.library.helplines[name] for name in names]
    words = " ".join(block.text for block in said)
    lines = [wording.phone_line(helpline) for helpline in helplines if helpline.phone not in words]
    return tuple(Block(BlockKind.BULLET, (Span(line),)) for line in lines)


SHORT_SOURCES = 2
"""How many sources stand under a short answer, the main ones first; the others stand under the details."""


def sources(wording: Wording, editions: Iterable[Edition], most: int | None = None) -> Block:
    """Where an answer comes from: each document with its period (and that it has ended) and place, and the day of the last check."""
    shown = tuple(editions)
    places: dict[str, list[str]] = {}
    named = {}
    for citation in dict.fromkeys(citation for edition in shown for citation in edition.citations):
        named[citation.source.id] = citation.source
        places.setdefault(citation.source.id, []).append(citation.place)
    lines = []
    for key, source in list(named.items())[:most]:
        place = "; ".join(dict.fromkeys(place for place in places[key] if place))
        values = {"title": source.title, "period": source.period}
        line = wording.label(Phrase.SOURCE_PLACE, **values, place=place) if place else wording.label(Phrase.SOURCE, **values)
        lines.append(wording.label(Phrase.SOURCE_ENDED, source=line) if source.has_ended(wording.today) else line)
    checked = wording.label(Phrase.ANSWER_CHECKED, date=wording.day(min(edition.checked for edition in shown)))
    return Block(BlockKind.SOURCE, (Span("\n".join([wording.label(Phrase.ANSWER_SOURCES), *lines, checked])),))


@lru_cache(maxsize=KEPT)
def first_message(wording: Wording, answer: Answer) -> Message:
    """The answer as it is first given: short, or whole for those who read it so."""
    whole = answer.whole and bool(answer.details)
    shown = answer.editions if whole else answer.editions[:1]
    body = (*answer.short, *(answer.details if whole else ()), *answer.phones, *answer.remark)
    more = () if whole or not answer.details else ((Button(wording.label(Phrase.BUTTON_MORE), write(TellMore(answer.topic.id))),),)
    said = sources(wording, shown, most=None if whole or not answer.details else SHORT_SOURCES)
    return Message((*body, said), (*more, *_pick_council(wording, answer), *_next(wording, answer), *_feedback(wording, answer)))


@lru_cache(maxsize=KEPT)
def details_message(wording: Wording, answer: Answer) -> Message:
    """The message behind *Tell me more*; the short answer again where there is nothing more."""
    heading = Block(BlockKind.HEADING, (Span(answer.topic.title(wording.council.id if wording.council else None)),))
    body = answer.details or answer.short
    return Message((heading, *body, sources(wording, answer.editions[-1:])), (*_next(wording, answer), *_feedback(wording, answer)))


def person_button(wording: Wording) -> Button:
    """*Ask a person*."""
    return Button(wording.label(Phrase.BUTTON_PERSON), write(OpenTopic(TALK_TO_A_PERSON)))


def menu_button(wording: Wording) -> Button:
    """*See all topics*."""
    return Button(wording.label(Phrase.BUTTON_MENU), write(OpenMenu()))


def topic_button(wording: Wording, topic: str) -> tuple[Button, ...]:
    """A row with a topic's title."""
    title = wording.library.topics[topic].title(wording.council.id if wording.council else None)
    return (Button(title, write(OpenTopic(topic))),)


def flow_button(wording: Wording, flow_id: str, answer: str | None) -> Button | None:
    """The button that begins a flow; with an answer to its first question, if that is one of its choices."""
    flow = wording.library.flows.get(flow_id)
    if flow is None:
        return None
    first = flow.asks_first
    choice = next((choice for choice in first.choices if choice.value == answer), None) if first and not first.collects else None
    if first is None or choice is None:
        return Button(flow.title, write(OpenFlow(flow.id)))
    return Button(choice.label, write(Choose(flow.id, first.id, choice.value)))


def _pick_council(wording: Wording, answer: Answer) -> Rows:
    if not wording.any_council or len(answer.topic.editions) == 1:
        return ()
    own = [council for council in wording.library.councils.values() if council.id in answer.topic.editions]
    buttons = [Button(council.short_name, write(PickCouncil(council.id, answer.topic.id))) for council in own]
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def _next(wording: Wording, answer: Answer) -> Rows:
    steps = answer.topic.next_steps(wording.council.id if wording.council else None)
    begun = flow_button(wording, steps.flow, steps.answer) if steps.flow else None
    flow = ((begun,),) if begun else ()
    topics = tuple(topic_button(wording, topic) for topic in steps.topics or () if _is_for(wording, topic))
    links = tuple((Button(link.text, url=link.url),) for link in steps.links or ())
    return (*flow, *topics, *links)


def _is_for(wording: Wording, topic: str) -> bool:
    """True if a related topic speaks to this person at all: a child is not sent to a page for councillors."""
    return wording.audience is None or wording.audience in wording.library.topics[topic].audiences


def _feedback(wording: Wording, answer: Answer) -> Rows:
    rate = (
        Button(wording.label(Phrase.BUTTON_HELPED), write(Rate(answer.topic.id, helped=True))),
        Button(wording.label(Phrase.BUTTON_NOT_HELPED), write(Rate(answer.topic.id, helped=False))),
    )
    return (rate, (person_button(wording),)) if answer.topic.id != TALK_TO_A_PERSON else (rate,)
