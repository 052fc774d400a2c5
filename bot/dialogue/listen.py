"""What is made of words that somebody typed.

The order is the promise: danger first, in any state; then the open question of a flow; then small talk, which must be the whole
message, so that anything asked wins over it; then the question itself (`asking`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue import answer as answers
from bot.dialogue import engine, menu
from bot.dialogue.asking import Asking, Meant, Question
from bot.dialogue.hearing import Hearing
from bot.dialogue.normalise import normalise
from bot.dialogue.reply import Reply
from bot.dialogue.safety import CHECK_FAILED, Safety
from bot.dialogue.search import Finder, Found
from bot.dialogue.smalltalk import SmallTalker
from bot.dialogue.voice import Voice
from bot.model.channel import ChannelRules
from bot.model.library import Library
from bot.model.outbound import Block, Message
from bot.model.phrases import Phrase
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Session
from bot.model.turn import Outcome


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message on its way through the steps."""

    question: Question
    voice: Voice

    @property
    def session(self) -> Session:
        return self.question.session


class Listener:
    """Hears words. Holds only what never changes."""

    def __init__(self, english: Library, finder: Finder, voice: Callable[[Session, date], Voice], web_address: str | None) -> None:
        self._safety = Safety(english.safety)
        self._small_talk = SmallTalker(english.small_talk)
        self._hearing = Hearing(english.hearing, english.councils.values())
        titles = {topic.id: topic.title() for topic in english.topics.values()}
        self._asking = Asking(finder, self._hearing, titles, voice)
        self._voice = voice
        self._web_address = web_address

    def hear(self, text: str, session: Session, channel: ChannelRules, today: date) -> Reply:
        """The reply to a message of any text at all."""
        heard = self._heard(text, session, today)
        finding = self._danger(heard)
        if finding and finding.severity is not Severity.CONCERN and finding is not CHECK_FAILED:
            reply = self._crisis(heard, finding)
        else:
            reply = self._ordinary(heard)
            if finding:
                reply = self._with_help(heard, reply, finding)
        return self._with_age(heard, reply, channel)

    def hear_danger(self, text: str, session: Session, today: date) -> Reply | None:
        """What is said to danger in a message, and to nothing else in it; None where there is none."""
        heard = self._heard(text, session, today)
        finding = self._danger(heard)
        if finding is None:
            return None
        crisis = self._crisis(heard, finding)
        return replace(crisis, outcome=Outcome.OFF) if finding is CHECK_FAILED else crisis

    def topic_meant(self, text: str, session: Session, today: date) -> str | None:
        """The topic that a message surely means, if it does and the search works."""
        found = self._also_meant(self._heard(text, session, today)).found
        return found.best if found.confident else None

    def _heard(self, text: str, session: Session, today: date) -> _Heard:
        return _Heard(Question(text, normalise(text), session, today), self._voice(session, today))

    def _danger(self, heard: _Heard) -> Finding | None:
        try:
            return self._safety.check(heard.question.message)
        except Exception:  # noqa: BLE001 - a check that fails, for whatever reason, counts as danger found
            return CHECK_FAILED

    def _ordinary(self, heard: _Heard) -> Reply:
        steps = (self._no_words, self._open_question, self._council_alone, self._chat, self._question)
        return next(reply for step in steps if (reply := step(heard)) is not None)

    def _no_words(self, heard: _Heard) -> Reply | None:
        if heard.question.message.words:
            return None
        return Reply(Outcome.NO_ANSWER, heard.session, (Message(heard.voice.say(Phrase.NO_WORDS), menu.ways_on(heard.voice)),))

    def _open_question(self, heard: _Heard) -> Reply | None:
        """Typing instead of pressing, while a flow waits."""
        flow = heard.voice.library.flows.get(heard.session.flow or "")
        step = flow.steps.get(heard.session.step or "") if flow else None
        choice = engine.choice_in_words(step, heard.question.message, heard.voice) if step else None
        if flow is None or step is None or choice is None:
            return None
        session, messages = engine.choose(flow, step, choice, heard.session, lambda now: self._voice(now, heard.question.today))
        return Reply(Outcome.SETTINGS if step.sets else Outcome.FLOW, session, messages)

    def _council_alone(self, heard: _Heard) -> Reply | None:
        """A council's name and nothing else: the person says where they belong."""
        council = self._hearing.council_alone(heard.question.message)
        if council is None:
            return None
        session = replace(heard.session, council=council)
        settings = heard.voice.library.flows["settings"]
        session, messages = engine.begin(settings, settings.steps["done"], session, lambda now: self._voice(now, heard.question.today))
        return Reply(Outcome.SETTINGS, session, messages)

    def _chat(self, heard: _Heard) -> Reply | None:
        talk = self._small_talk.recognise(heard.question.message)
        if talk is None:
            return None
        said = next(entry for entry in heard.voice.library.small_talk if entry.id == talk)
        return Reply(Outcome.CHAT, heard.session, (Message(heard.voice.blocks([said.reply]), ((answers.menu_button(heard.voice),),)),))

    def _question(self, heard: _Heard) -> Reply | None:
        return self._asking.reply(heard.question)

    def _crisis(self, heard: _Heard, finding: Finding) -> Reply:
        """Help first. What else was asked stands on a button under it, and the chat goes on."""
        meant = self._also_meant(heard)
        topic = meant.found.best if meant.found.confident else None
        also = (answers.topic_button(heard.voice, topic),) if topic and topic != menu.HELP_NOW else ()
        message = Message(self._help(heard, finding), (menu.help_now_row(heard.voice), *also, (answers.person_button(heard.voice),)))
        return Reply(Outcome.CRISIS, heard.session, (message,), topic=topic, suggestions=meant.topics, finding=finding)

    def _also_meant(self, heard: _Heard) -> Meant:
        """What else the message asks; a search that breaks must never stand between a person and help."""
        try:
            return self._asking.meant(heard.question)
        except Exception:  # noqa: BLE001 - whatever broke, help comes without it
            return Meant(Found())

    def _with_help(self, heard: _Heard, reply: Reply, finding: Finding) -> Reply:
        """An answer with the help underneath; where there was none, the help alone. Its words are kept for nobody."""
        unanswered = reply.outcome in (Outcome.NO_ANSWER, Outcome.CHAT, Outcome.CHOOSE)
        if unanswered and finding.category is not Category.CHECK_FAILED:
            return self._crisis(heard, finding)
        outcome = reply.outcome if finding.category is Category.CHECK_FAILED else Outcome.CRISIS
        return replace(reply.under_it(self._help(heard, finding)), outcome=outcome, finding=finding, unanswered=None)

    def _help(self, heard: _Heard, finding: Finding) -> tuple[Block, ...]:
        reply = heard.voice.library.safety.replies[finding.category, finding.severity]
        return heard.voice.blocks(reply.paragraphs)

    def _with_age(self, heard: _Heard, reply: Reply, channel: ChannelRules) -> Reply:
        """Somebody younger than the channel's terms allow is told where else to ask, and is answered all the same."""
        if channel.least_age is None or not self._safety.says_under_16(heard.question.message):
            return reply
        if self._web_address:
            return reply.under_it(heard.voice.say(Phrase.UNDER_AGE_WEB, web=self._web_address))
        return reply.under_it(heard.voice.say(Phrase.UNDER_AGE))
