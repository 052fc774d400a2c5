"""The reply to a question: the answer, a choice of topics, what Heard does not know, or "I don't know that one".

What the search finds is read together with the conversation: the last topic ("and how much?"), what was ruled out ("not that"),
the council that is named ("in bradford"), and several questions in one message, of which the second is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.find.search import OFFERED, Finder, SearchResult
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording
from bot.dialogue.words.dialogue_acts import DialogueActs
from bot.model.actions import NoneOfThese, write
from bot.model.content.phrases import Phrase
from bot.model.normalise import Normalised, normalise
from bot.model.outbound import Button, Message
from bot.model.session import Session
from bot.model.turn import Outcome

SURELY = 0.6
"""From which share on a part of a message is offered as a second question."""

LONGEST_KEPT = 500
"""Characters. A longer message is a story, not a question, and is never kept for editors."""

WordingFor = Callable[[Session, date], Wording]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asked, and where they are."""

    text: str
    message: Normalised
    session: Session
    today: date


@dataclass(frozen=True, slots=True)
class Meant:
    """The subject of a question, once the conversation was taken into account."""

    found: SearchResult
    also: tuple[str, ...] = ()
    """Other topics that the same message surely asks about."""
    more: bool = False
    """True if more of the last topic was asked for."""

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics thought of, best first, then the others that were asked about."""
        if not self.also:
            return self.found.topics
        best = self.found.topics[:1]
        return tuple(dict.fromkeys((*best, *self.also, *self.found.topics)))


class Asking:
    """Answers questions. Holds only what never changes."""

    def __init__(self, finder: Finder, acts: DialogueActs, titles: Mapping[str, str], wording: WordingFor) -> None:
        """`titles` of all topics, in English, as the search reads them."""
        self._finder = finder
        self._titles = titles
        self._acts = acts
        self._wording = wording

    def reply(self, question: Question) -> Reply:
        """The reply to a question of any words at all."""
        meant = self.meant(question)
        named = self._acts.council(question.message)
        elsewhere = named is not None and named != question.session.council
        wording = self._wording(replace(question.session, council=named) if elsewhere else question.session, question.today)
        if meant.found.confident or meant.more:
            return self._answer(question, meant, wording, elsewhere=elsewhere)
        if meant.found.offer:
            return self._choose(question, meant, wording)
        return self._unknown(question, meant, wording)

    def meant(self, question: Question) -> Meant:
        """The subject of a question."""
        session, message = question.session, self._acts.corrected(question.message)
        reading = self._acts.reading(message, session.audience)
        if reading and reading in self._titles:
            return Meant(SearchResult.given(reading))
        if session.topic:
            ruled_out = self._acts.ruled_out(message)
            if ruled_out is not None and ruled_out.words:
                return Meant(self._clearer(ruled_out, session, session.topic, without=(session.topic,)))
            carried_on = self._carried_on(message, session, session.topic)
            if carried_on:
                return carried_on
        council = self._acts.council(message) or session.council
        found = self._finder.find(message, session.audience, council)
        return self._with_parts(question, found, council)

    def _carried_on(self, message: Normalised, session: Session, topic: str) -> Meant | None:
        """More of the last topic, where a short message asks for it, or says nothing that could be found on its own."""
        carried_on = self._acts.carried_on(message)
        if carried_on is None:
            return None
        if carried_on.asks_more:
            return Meant(SearchResult(), more=True)
        found = self._clearer(carried_on.rest, session, topic)
        return Meant(found, more=found.best == topic or not found.confident)

    def _clearer(self, message: Normalised, session: Session, topic: str, without: Collection[str] = ()) -> SearchResult:
        """A few words on their own, or else together with what was talked of last: "for foster carers", after council tax."""
        alone = self._finder.find(message, session.audience, session.council, without)
        if alone.confident:
            return alone
        title = self._titles.get(topic, "")
        return self._finder.find(normalise(f"{title} {message.searched}"), session.audience, session.council, without)

    def _with_parts(self, question: Question, found: SearchResult, council: str | None) -> Meant:
        """A message of several questions: the clearest is answered, the others that are clear are offered."""
        parts = self._acts.parts(question.text)
        heard = [self._finder.find(part, question.session.audience, council) for part in parts]
        clear = [part for part in heard if part.confident and part.hits[0].share >= SURELY]
        first = found if found.confident or not clear else clear[0]
        also = dict.fromkeys(part.topics[0] for part in clear if part.best != first.best)
        return Meant(first, tuple(also)[: OFFERED - 1])

    def _answer(self, question: Question, meant: Meant, wording: Wording, *, elsewhere: bool) -> Reply:
        last = question.session.topic
        topic_id = last if meant.more and last else meant.found.topics[0]
        topic = wording.library.topics[topic_id]
        answer = answers.compose(wording, topic, question.session.audience)
        if elsewhere:  # *Tell me more* would tell what the person's own council says
            answer = replace(answer, whole=True)
        show = answers.details_message if meant.more and not elsewhere else answers.first_message
        reply = Reply(
            Outcome.ANSWER,
            replace(question.session, topic=topic_id),
            (show(wording, answer),),
            topic=topic_id,
            suggestions=tuple(dict.fromkeys((topic_id, *meant.topics))),
            answer=answer,
            flow=topic.next_steps(wording.council.id if wording.council else None).flow,
            share=meant.found.hits[0].share if meant.found.hits else None,
        )
        if elsewhere and wording.council:
            reply = reply.under_it(wording.say(Phrase.ANSWER_FOR_COUNCIL))
        if meant.also:
            reply = reply.under_it(wording.say(Phrase.ALSO_ASKED)).with_buttons(answers.topic_button(wording, also) for also in meant.also)
        return reply

    def _choose(self, question: Question, meant: Meant, wording: Wording) -> Reply:
        offered = meant.topics[:OFFERED]
        rows = tuple(answers.topic_button(wording, topic) for topic in offered)
        none = (Button(wording.label(Phrase.BUTTON_NONE), write(NoneOfThese())),)
        message = Message(wording.say(Phrase.CHOOSE), (*rows, none))
        share = meant.found.hits[0].share
        return Reply(Outcome.CHOOSE, question.session, (message,), topic=offered[0], suggestions=meant.topics, share=share)

    def _unknown(self, question: Question, meant: Meant, wording: Wording) -> Reply:
        """The reply about things that Heard does not know: said in the words of its group, if it has one."""
        limit = next((limit for limit in wording.library.limits if limit.id == meant.found.limit), None)
        phrase = Phrase.NO_ANSWER_LONG if question.message.shortened else Phrase.NO_ANSWER
        said = wording.blocks(limit.reply.split("\n\n")) if limit else wording.say(phrase)
        may_keep = len(question.text) <= LONGEST_KEPT
        buttons = menu.ways_on(wording, ask_to_keep=may_keep and question.session.keep_questions is None)
        return Reply(
            Outcome.NO_ANSWER,
            question.session,
            (Message(said, buttons),),
            suggestions=meant.topics,
            limit=limit.id if limit else None,
            unanswered=question.text if may_keep else None,
        )
