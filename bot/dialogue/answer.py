"""What a topic's answer is for one person, and the messages that show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue.voice import Voice
from bot.model.actions import Choose, OpenFlow, OpenMenu, OpenTopic, PickCouncil, Rate, TellMore, write
from bot.model.content import Audience, Citation, Edition, SectionName, Topic
from bot.model.flow import Choose as AskedChoice
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.phrases import Phrase

PERSON = "talk-to-a-person"
"""The topic behind *Ask a person*."""

KEPT = 1024
"""How many answers are kept ready, the last ones asked for: many people ask the same, and a voice, a topic and a reader make one answer."""

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
    """Whether this reader gets the details at once."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source of the answer, in order."""
        return tuple(dict.fromkeys(citation for edition in self.editions for citation in edition.citations))


@lru_cache(maxsize=KEPT)
def compose(voice: Voice, topic: Topic, audience: Audience | None) -> Answer:
    """The answer of a topic for this council and audience (the topic's main reader while nobody has said)."""
    council = voice.council.id if voice.council else None
    reader = topic.reader(audience)
    found = {name: topic.find_section(name, council, reader) for name in SectionName}
    text = {name: voice.blocks(part[0].paragraphs) if part else () for name, part in found.items()}
    return Answer(
        topic=topic,
        short=text[SectionName.SHORT],
        details=text[SectionName.DETAILS],
        remark=_remark(voice, topic, audience),
        phones=_phones(voice, topic.next_steps(council).phones or (), said=[*text[SectionName.SHORT], *text[SectionName.DETAILS]]),
        editions=tuple(dict.fromkeys(part[1] for part in found.values() if part)),
        whole=voice.library.reads_all_at_once(reader),
    )


def _remark(voice: Voice, topic: Topic, audience: Audience | None) -> tuple[Block, ...]:
    if voice.council and voice.council.id not in topic.editions and not topic.same_everywhere:
        return voice.say(Phrase.ANSWER_COUNCIL_SILENT)
    if voice.any_council and len(topic.editions) > 1:
        return voice.say(Phrase.ANSWER_PICK_COUNCIL)
    return ()


def _phones(voice: Voice, names: Iterable[str], said: Iterable[Block]) -> tuple[Block, ...]:
    """The helplines to ring, but for those whose number stands in the answer already."""
    helplines = [voice.library.helplines[name] for name in names]
    words = " ".join(block.text for block in said)
    lines = [voice.phone_line(helpline) for helpline in helplines if helpline.phone not in words]
    return tuple(Block(BlockKind.BULLET, (Span(line),)) for line in lines)


SHORT_SOURCES = 2
"""How many sources stand under a short answer, the main ones first; the others stand under the details."""


def sources(voice: Voice, editions: Iterable[Edition], most: int | None = None) -> Block:
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
        line = voice.label(Phrase.SOURCE_PLACE, **values, place=place) if place else voice.label(Phrase.SOURCE, **values)
        lines.append(voice.label(Phrase.SOURCE_ENDED, source=line) if source.has_ended(voice.today) else line)
    checked = voice.label(Phrase.ANSWER_CHECKED, date=voice.day(min(edition.checked for edition in shown)))
    return Block(BlockKind.SOURCE, (Span("\n".join([voice.label(Phrase.ANSWER_SOURCES), *lines, checked])),))


@lru_cache(maxsize=KEPT)
def first_message(voice: Voice, answer: Answer) -> Message:
    """The answer as it is first given: short, or whole for those who read it so."""
    whole = answer.whole and bool(answer.details)
    shown = answer.editions if whole else answer.editions[:1]
    body = (*answer.short, *(answer.details if whole else ()), *answer.phones, *answer.remark)
    more = () if whole or not answer.details else ((Button(voice.label(Phrase.BUTTON_MORE), write(TellMore(answer.topic.id))),),)
    said = sources(voice, shown, most=None if whole or not answer.details else SHORT_SOURCES)
    return Message((*body, said), (*more, *_pick_council(voice, answer), *_next(voice, answer), *_feedback(voice, answer)))


@lru_cache(maxsize=KEPT)
def details_message(voice: Voice, answer: Answer) -> Message:
    """What *Tell me more* shows; the short answer again where there is nothing more."""
    heading = Block(BlockKind.HEADING, (Span(answer.topic.title(voice.council.id if voice.council else None)),))
    body = answer.details or answer.short
    return Message((heading, *body, sources(voice, answer.editions[-1:])), (*_next(voice, answer), *_feedback(voice, answer)))


def person_button(voice: Voice) -> Button:
    """*Ask a person*."""
    return Button(voice.label(Phrase.BUTTON_PERSON), write(OpenTopic(PERSON)))


def menu_button(voice: Voice) -> Button:
    """*See all topics*."""
    return Button(voice.label(Phrase.BUTTON_MENU), write(OpenMenu()))


def topic_button(voice: Voice, topic: str) -> tuple[Button, ...]:
    """A row with a topic's title."""
    title = voice.library.topics[topic].title(voice.council.id if voice.council else None)
    return (Button(title, write(OpenTopic(topic))),)


def flow_button(voice: Voice, flow_id: str, answer: str | None) -> Button | None:
    """What begins a flow; with an answer to its first question, if that is one of its choices."""
    flow = voice.library.flows.get(flow_id)
    if flow is None:
        return None
    first = flow.asks_first
    choice = next((choice for choice in first.choices if choice.value == answer), None) if isinstance(first, AskedChoice) else None
    if first is None or choice is None:
        return Button(flow.title, write(OpenFlow(flow.id)))
    return Button(choice.label, write(Choose(flow.id, first.id, choice.value)))


def _pick_council(voice: Voice, answer: Answer) -> Rows:
    if not voice.any_council or len(answer.topic.editions) == 1:
        return ()
    own = [council for council in voice.library.councils.values() if council.id in answer.topic.editions]
    buttons = [Button(council.short_name, write(PickCouncil(council.id, answer.topic.id))) for council in own]
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def _next(voice: Voice, answer: Answer) -> Rows:
    steps = answer.topic.next_steps(voice.council.id if voice.council else None)
    begun = flow_button(voice, steps.flow, steps.answer) if steps.flow else None
    flow = ((begun,),) if begun else ()
    topics = tuple(topic_button(voice, topic) for topic in steps.topics or () if _is_for(voice, topic))
    links = tuple((Button(link.text, url=link.url),) for link in steps.links or ())
    return (*flow, *topics, *links)


def _is_for(voice: Voice, topic: str) -> bool:
    """Whether a related topic speaks to this person at all: a child is not sent to a page for councillors."""
    return voice.audience is None or voice.audience in voice.library.topics[topic].audiences


def _feedback(voice: Voice, answer: Answer) -> Rows:
    rate = (
        Button(voice.label(Phrase.BUTTON_HELPED), write(Rate(answer.topic.id, helped=True))),
        Button(voice.label(Phrase.BUTTON_NOT_HELPED), write(Rate(answer.topic.id, helped=False))),
    )
    return (rate, (person_button(voice),)) if answer.topic.id != PERSON else (rate,)
