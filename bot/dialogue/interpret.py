"""Words that somebody typed: read once, with the danger in them, and then a reply, which may go on with a flow.

Danger comes first, in any state. What is no answer in a flow is small talk, which must be the whole message, so that anything asked
wins over it; then what plainly asks for a flow; then the question itself (`asking`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogue.asked import Begin
from bot.dialogue.asking import Asking, Meant, Question
from bot.dialogue.find.search import Finder, SearchResult
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording, WordingFor
from bot.dialogue.words.danger import CHECK_FAILED, Safety
from bot.dialogue.words.dialogue_acts import DialogueActs
from bot.dialogue.words.recognisers import Recognisers
from bot.dialogue.words.smalltalk import SmallTalker
from bot.model.case import CaseKind
from bot.model.content.flow import Request
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW, SETTINGS, TELL_US
from bot.model.normalise import Normalised, normalise
from bot.model.outbound import Block, Message
from bot.model.patterns import Pattern, PatternTooSlowError
from bot.model.safety import Category, Finding
from bot.model.session import Answer
from bot.model.turn import Outcome, TurnContext

_LONGEST_REQUEST = 80
"""Letters. What plainly asks for a flow is short."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it was read."""

    question: Question
    finding: Finding | None
    """The danger in it."""
    under_age: bool
    """True where somebody says that they are younger than the channel's terms allow."""


class Interpreter:
    """Reads words, and says what comes of them. Holds only what never changes."""

    def __init__(self, english: Library, finder: Finder, wording: WordingFor, web_address: str | None) -> None:
        self._safety = Safety(english.safety)
        self._small_talk = SmallTalker(english.small_talk)
        self._acts = DialogueActs(english.cues, english.councils.values())
        titles = {topic.id: topic.title() for topic in english.topics.values()}
        self._asking = Asking(finder, self._acts, titles, wording)
        self._recognisers = Recognisers(english.cues)
        self._requests = [
            (flow.id, request, Pattern((request.pattern,)) if request.pattern else None)
            for flow in english.flows.values()
            for request in flow.requests
        ]
        self._wording = wording
        self._web_address = web_address

    def read(self, text: str, context: TurnContext) -> Reading:
        """The message, and the danger in it."""
        message, least_age = normalise(text), context.channel.least_age
        under_age = least_age is not None and self._safety.says_under_16(message)
        return Reading(Question(text, message, context.session, context.today), self._danger(message), under_age)

    def _words(self, reading: Reading) -> Wording:
        return self._wording(reading.question.session, reading.question.today)

    def _danger(self, message: Normalised) -> Finding | None:
        try:
            return self._safety.check(message)
        except Exception:  # noqa: BLE001 - a check that fails, for whatever reason, counts as danger found
            return CHECK_FAILED

    # What danger comes to

    def only_danger(self, reading: Reading) -> Reply | None:
        """The reply to danger in a message, and to nothing else in it; None where there is none."""
        if reading.finding is None:
            return None
        crisis = self.crisis(reading, reading.finding)
        return replace(crisis, outcome=Outcome.OFF) if reading.finding is CHECK_FAILED else crisis

    def crisis(self, reading: Reading, finding: Finding) -> Reply:
        """Help first. What else was asked stands on a button under it, and the chat goes on."""
        meant, wording = self._also_meant(reading), self._words(reading)
        topic = meant.found.best if meant.found.confident else None
        also = (answers.topic_button(wording, topic),) if topic and topic != HELP_NOW else ()
        buttons = (menu.help_now_row(wording), *also, (answers.person_button(wording),))
        message = Message(_help(wording, finding), buttons)
        return Reply(Outcome.CRISIS, reading.question.session, (message,), topic=topic, suggestions=meant.topics, finding=finding)

    def danger(self, words: str) -> Finding | None:
        """The danger in words."""
        return self._danger(normalise(words))

    def after_help(self, given: Reply, finding: Finding, context: TurnContext) -> Reply:
        """An answer in a flow that speaks of danger: help first, and that nobody has read it yet; then the flow goes on, with the answer kept."""
        wording = self._wording(context.session, context.today)
        if finding is CHECK_FAILED:
            return replace(given.under_it(_help(wording, finding)), finding=finding)
        blocks = (*_help(wording, finding), *wording.say(Phrase.FLOW_AFTER_DANGER))
        message = Message(blocks, (menu.help_now_row(wording),))
        return replace(given, outcome=Outcome.CRISIS, messages=(message, *given.messages), finding=finding)

    def help_unstored(self, finding: Finding, context: TurnContext) -> Message:
        """Help where nothing can be stored: it promises nothing, and no button under it would work."""
        wording = self._wording(context.session, context.today)
        return Message((*_help(wording, finding), *wording.say(Phrase.UNSTORED)))

    def with_help(self, reading: Reading, reply: Reply, finding: Finding) -> Reply:
        """An answer with the help underneath; where there was none, the help alone. Its words are kept for nobody."""
        unanswered = reply.outcome in (Outcome.NO_ANSWER, Outcome.CHAT, Outcome.CHOOSE)
        if unanswered and finding.category is not Category.CHECK_FAILED:
            return self.crisis(reading, finding)
        outcome = reply.outcome if finding.category is Category.CHECK_FAILED else Outcome.CRISIS
        return replace(reply.under_it(_help(self._words(reading), finding)), outcome=outcome, finding=finding, unanswered=None)

    def with_age(self, reading: Reading, reply: Reply) -> Reply:
        """Somebody younger than the channel's terms allow is told where else to ask, and is answered all the same."""
        wording = self._words(reading)
        if self._web_address:
            return reply.under_it(wording.say(Phrase.UNDER_AGE_WEB, web=self._web_address))
        return reply.under_it(wording.say(Phrase.UNDER_AGE))

    # What everything else comes to

    def topic_meant(self, reading: Reading) -> str | None:
        """The topic that a message surely means, if it does and the search works."""
        found = self._also_meant(reading).found
        return found.best if found.confident else None

    def ordinary(self, reading: Reading) -> Reply:
        """The reply to words that are no answer in a flow. A pattern that takes too long counts as the safety check having failed."""
        slow = False
        for step in (self._no_words, self._council_alone, self._request, self._chat, self._question):
            try:
                reply = step(reading)
            except PatternTooSlowError:
                slow = True
                continue
            if reply is not None:
                return self.with_help(reading, reply, CHECK_FAILED) if slow else reply
        raise AssertionError("unreachable: a question always has a reply")

    def answered(self, reading: Reading) -> Reply:
        """The answer to a question and nothing else: no flow, no setting."""
        return self._asking.reply(reading.question)

    def _no_words(self, reading: Reading) -> Reply | None:
        if reading.question.message.words:
            return None
        wording = self._words(reading)
        return Reply(Outcome.NO_ANSWER, reading.question.session, (Message(wording.say(Phrase.NO_WORDS), menu.ways_on(wording)),))

    def _council_alone(self, reading: Reading) -> Reply | None:
        """A council's name and nothing else: the person says where they belong."""
        council = self._acts.council_alone(reading.question.message)
        if council is None:
            return None
        return Reply(Outcome.SETTINGS, replace(reading.question.session, council=council), then=Begin(SETTINGS, "done"))

    def _request(self, reading: Reading) -> Reply | None:
        """Words that plainly ask for a flow begin it."""
        sentence = reading.question.message.sentence
        if len(sentence) > _LONGEST_REQUEST:
            return None
        asked = next((entry for entry in self._requests if sentence in entry[1].says or (entry[2] and entry[2].whole(sentence))), None)
        return self._requested(asked[0], asked[1], reading) if asked else None

    def _requested(self, flow: str, request: Request, reading: Reading) -> Reply:
        first = self._wording.library(reading.question.session).flows[flow].asks_first
        given = (Answer(first.id, request.answer),) if first and request.answer else ()
        topics = tuple(dict.fromkeys((*([request.topic] if request.topic else []), *self._also_meant(reading).topics)))
        return Reply(Outcome.FLOW, reading.question.session, topic=request.topic, suggestions=topics, then=Begin(flow, answers=given))

    def _chat(self, reading: Reading) -> Reply | None:
        talk = self._small_talk.recognise(reading.question.message)
        if talk is None:
            return None
        wording = self._words(reading)
        said = next(entry for entry in wording.library.small_talk if entry.id == talk)
        message = Message(wording.blocks([said.reply]), ((answers.menu_button(wording),),))
        return Reply(Outcome.CHAT, reading.question.session, (message,))

    def _question(self, reading: Reading) -> Reply | None:
        """The answer; where the words sound like a complaint, with the way to make one."""
        reply = self._asking.reply(reading.question)
        if reply.flow or not self._recognisers.complaint(reading.question.text):
            return reply
        button = answers.flow_button(self._words(reading), TELL_US, CaseKind.COMPLAINT)
        return reply.with_buttons_below([(button,)]) if button else reply

    def _also_meant(self, reading: Reading) -> Meant:
        """All else that the message asks; a search that breaks must never stand between a person and help."""
        try:
            return self._asking.meant(reading.question)
        except Exception:  # noqa: BLE001 - whatever broke, help comes without it
            return Meant(SearchResult())


def _help(wording: Wording, finding: Finding) -> tuple[Block, ...]:
    return wording.blocks(wording.library.safety.replies[finding.category, finding.severity].paragraphs)
