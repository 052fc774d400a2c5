"""What is made of words that somebody typed.

The order is the promise: danger first, in any state; then a receipt; then the open question of a flow; then small talk, which must
be the whole message, so that anything asked wins over it; then what plainly asks for a flow; then the question itself (`asking`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.asking import Asking, Meant, Question
from bot.dialogue.context import TurnContext
from bot.dialogue.find.search import Finder, SearchResult
from bot.dialogue.flow.guide import Guide
from bot.dialogue.own.my_cases import MyCase
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording
from bot.dialogue.words.danger import CHECK_FAILED, Safety
from bot.dialogue.words.dialogue_acts import DialogueActs
from bot.dialogue.words.recognisers import Recognisers
from bot.dialogue.words.smalltalk import SmallTalker
from bot.model.case import CaseKind
from bot.model.channel import ChannelRules
from bot.model.content.flow import Request
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW, SETTINGS, TELL_US
from bot.model.inbound import Attached, Said
from bot.model.normalise import Normalised, normalise
from bot.model.outbound import Block, Message
from bot.model.patterns import Pattern, PatternTooSlowError
from bot.model.safety import Category, Finding
from bot.model.session import Answer, Session
from bot.model.turn import Outcome

_LONGEST_REQUEST = 80
"""Letters. What plainly asks for a flow is short."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message on its way through the steps."""

    question: Question
    wording: Wording
    context: TurnContext

    @property
    def session(self) -> Session:
        return self.question.session

    @property
    def message(self) -> Normalised:
        return self.question.message


class Interpreter:
    """Hears words. Holds only what never changes."""

    def __init__(
        self,
        english: Library,
        finder: Finder,
        wording: Callable[[Session, date], Wording],
        web_address: str | None,
        guide: Guide,
        my_case: MyCase,
    ) -> None:
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
        self._guide, self._my_case = guide, my_case

    def hear(self, said: Said, context: TurnContext) -> Reply:
        """The reply to a message of any text at all."""
        heard = self._heard(said.text, context)
        finding = self._danger(heard)
        given = self._given(heard, finding, edited=said.edited)
        if given is not None:
            reply = self._after_help(heard, given, finding) if finding else given
        elif finding and finding.urgent and finding is not CHECK_FAILED:
            reply = self._guide.stepped_aside(self._crisis(heard, finding), context)
        else:
            reply = self._ordinary(heard)
            begun = reply.outcome is Outcome.FLOW
            if finding:
                reply = self._with_help(heard, reply, finding)
            reply = reply if begun else self._guide.stepped_aside(reply, context)
        return self._with_age(heard, reply, context.channel)

    def hear_file(self, what: Attached, context: TurnContext) -> Reply | None:
        """What becomes of a file at a step that takes files; its caption is heard like any words. None at any other step."""
        heard = self._heard(what.caption, context)
        finding = self._danger(heard) if what.caption.strip() else None
        taken = self._guide.file(what, context, finding)
        return self._after_help(heard, taken, finding) if taken and finding else taken

    def hear_danger(self, text: str, context: TurnContext) -> Reply | None:
        """What is said to danger in a message, and to nothing else in it; None where there is none."""
        heard = self._heard(text, context)
        finding = self._danger(heard)
        if finding is None:
            return None
        crisis = self._crisis(heard, finding)
        return replace(crisis, outcome=Outcome.OFF) if finding is CHECK_FAILED else crisis

    def topic_meant(self, text: str, context: TurnContext) -> str | None:
        """The topic that a message surely means, if it does and the search works."""
        found = self._also_meant(self._heard(text, context)).found
        return found.best if found.confident else None

    def _heard(self, text: str, context: TurnContext) -> _Heard:
        question = Question(text, normalise(text), context.session, context.today)
        return _Heard(question, self._wording(context.session, context.today), context)

    def _danger(self, heard: _Heard) -> Finding | None:
        try:
            return self._safety.check(heard.message)
        except Exception:  # noqa: BLE001 - a check that fails, for whatever reason, counts as danger found
            return CHECK_FAILED

    def _given(self, heard: _Heard, finding: Finding | None, *, edited: bool) -> Reply | None:
        """A receipt, or an answer to the open question of a flow."""
        found = heard.context.loaded
        if found.receipt_given:
            return self._guide.stepped_aside(self._my_case.by_receipt(heard.context), heard.context)
        return self._guide.words(heard.question.text, heard.message, heard.context, finding, edited=edited)

    def _after_help(self, heard: _Heard, given: Reply, finding: Finding) -> Reply:
        """An answer in a flow that speaks of danger: help first, and that nobody has read it yet; then the flow goes on, with the answer kept."""
        if finding is CHECK_FAILED:
            return replace(given.under_it(self._help(heard, finding)), finding=finding)
        blocks = (*self._help(heard, finding), *heard.wording.say(Phrase.FLOW_AFTER_DANGER))
        message = Message(blocks, (menu.help_now_row(heard.wording),))
        return replace(given, outcome=Outcome.CRISIS, messages=(message, *given.messages), finding=finding)

    def _ordinary(self, heard: _Heard) -> Reply:
        """What is made of words without danger. A pattern that takes too long counts as the safety check having failed."""
        slow = False
        for step in (self._no_words, self._council_alone, self._request, self._chat, self._question):
            try:
                reply = step(heard)
            except PatternTooSlowError:
                slow = True
                continue
            if reply is not None:
                return self._with_help(heard, reply, CHECK_FAILED) if slow else reply
        raise AssertionError("unreachable: a question always has a reply")

    def _no_words(self, heard: _Heard) -> Reply | None:
        if heard.message.words:
            return None
        return Reply(Outcome.NO_ANSWER, heard.session, (Message(heard.wording.say(Phrase.NO_WORDS), menu.ways_on(heard.wording)),))

    def _council_alone(self, heard: _Heard) -> Reply | None:
        """A council's name and nothing else: the person says where they belong."""
        council = self._acts.council_alone(heard.message)
        if council is None:
            return None
        context = replace(heard.context, session=replace(heard.session, council=council))
        saved = self._guide.begin(SETTINGS, "done", context)
        return replace(saved, outcome=Outcome.SETTINGS, flow=None) if saved else None

    def _request(self, heard: _Heard) -> Reply | None:
        """What plainly asks for a flow begins it."""
        sentence = heard.message.sentence
        if len(sentence) > _LONGEST_REQUEST:
            return None
        asked = next((entry for entry in self._requests if sentence in entry[1].says or (entry[2] and entry[2].whole(sentence))), None)
        return self._requested(asked[0], asked[1], heard) if asked else None

    def _requested(self, flow: str, request: Request, heard: _Heard) -> Reply | None:
        first = heard.wording.library.flows[flow].asks_first
        answers = (Answer(first.id, request.answer),) if first and request.answer else ()
        begun = self._guide.begin(flow, None, heard.context, answers)
        topics = tuple(dict.fromkeys((*([request.topic] if request.topic else []), *self._also_meant(heard).topics)))
        return replace(begun, topic=request.topic, suggestions=topics) if begun else None

    def _chat(self, heard: _Heard) -> Reply | None:
        talk = self._small_talk.recognise(heard.message)
        if talk is None:
            return None
        said = next(entry for entry in heard.wording.library.small_talk if entry.id == talk)
        return Reply(Outcome.CHAT, heard.session, (Message(heard.wording.blocks([said.reply]), ((answers.menu_button(heard.wording),),)),))

    def _question(self, heard: _Heard) -> Reply | None:
        """The answer; where the words sound like a complaint, with the way to make one."""
        reply = self._asking.reply(heard.question)
        if reply.flow or not self._recognisers.complaint(heard.question.text):
            return reply
        button = answers.flow_button(heard.wording, TELL_US, CaseKind.COMPLAINT)
        return reply.with_buttons_below([(button,)]) if button else reply

    def _crisis(self, heard: _Heard, finding: Finding) -> Reply:
        """Help first. What else was asked stands on a button under it, and the chat goes on."""
        meant = self._also_meant(heard)
        topic = meant.found.best if meant.found.confident else None
        also = (answers.topic_button(heard.wording, topic),) if topic and topic != HELP_NOW else ()
        message = Message(self._help(heard, finding), (menu.help_now_row(heard.wording), *also, (answers.person_button(heard.wording),)))
        return Reply(Outcome.CRISIS, heard.session, (message,), topic=topic, suggestions=meant.topics, finding=finding)

    def _also_meant(self, heard: _Heard) -> Meant:
        """What else the message asks; a search that breaks must never stand between a person and help."""
        try:
            return self._asking.meant(heard.question)
        except Exception:  # noqa: BLE001 - whatever broke, help comes without it
            return Meant(SearchResult())

    def _with_help(self, heard: _Heard, reply: Reply, finding: Finding) -> Reply:
        """An answer with the help underneath; where there was none, the help alone. Its words are kept for nobody."""
        unanswered = reply.outcome in (Outcome.NO_ANSWER, Outcome.CHAT, Outcome.CHOOSE)
        if unanswered and finding.category is not Category.CHECK_FAILED:
            return self._crisis(heard, finding)
        outcome = reply.outcome if finding.category is Category.CHECK_FAILED else Outcome.CRISIS
        return replace(reply.under_it(self._help(heard, finding)), outcome=outcome, finding=finding, unanswered=None)

    def _help(self, heard: _Heard, finding: Finding) -> tuple[Block, ...]:
        reply = heard.wording.library.safety.replies[finding.category, finding.severity]
        return heard.wording.blocks(reply.paragraphs)

    def _with_age(self, heard: _Heard, reply: Reply, channel: ChannelRules) -> Reply:
        """Somebody younger than the channel's terms allow is told where else to ask, and is answered all the same."""
        if channel.least_age is None or not self._safety.says_under_16(heard.message):
            return reply
        if self._web_address:
            return reply.under_it(heard.wording.say(Phrase.UNDER_AGE_WEB, web=self._web_address))
        return reply.under_it(heard.wording.say(Phrase.UNDER_AGE))
