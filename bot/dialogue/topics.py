"""Topics and the menu, opened by a button, a command or a link."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import WordingFor
from bot.model.actions import NoneOfThese, OpenMenu, OpenTopic, PickCouncil, Rate, TellMore
from bot.model.content.phrases import Phrase
from bot.model.limits import RATINGS_NOTED
from bot.model.outbound import Message
from bot.model.turn import Outcome, TurnContext


class Topics:
    """Shows topics and the menu. None for what is not there any more. Holds only what never changes."""

    def __init__(self, wording: WordingFor) -> None:
        self._wording = wording

    def open(self, action: OpenTopic, context: TurnContext) -> Reply | None:
        """A topic's answer."""
        return self._shown(action.topic, context)

    def more(self, action: TellMore, context: TurnContext) -> Reply | None:
        """A topic's details."""
        return self._shown(action.topic, context, details=True)

    def pick_council(self, action: PickCouncil, context: TurnContext) -> Reply | None:
        """Set the council and show the topic again. A long topic's id was cut to fit on its button."""
        library, begins = self._wording.library(context.session), action.topic
        topic = begins if begins in library.topics else next((name for name in library.topics if name.startswith(begins)), None)
        if action.council not in library.councils or topic is None:
            return None
        return self._shown(topic, replace(context, session=replace(context.session, council=action.council)))

    def menu(self, action: OpenMenu, context: TurnContext) -> Reply | None:
        """The menu, or a page of one of its groups."""
        wording = self._wording(context.session, context.today)
        message = menu.group_page(wording, action.group, action.page) if action.group else menu.groups(wording)
        return Reply(Outcome.SHOWN, context.session, (message,)) if message else None

    def rate(self, action: Rate, context: TurnContext) -> Reply | None:
        """Count that a topic helped, or did not."""
        wording = self._wording(context.session, context.today)
        if action.topic not in wording.library.topics:
            return None
        ways_on = () if action.helped else ((answers.person_button(wording),), (answers.menu_button(wording),))
        message = Message(wording.say(Phrase.HELPED if action.helped else Phrase.NOT_HELPED), ways_on)
        rated = context.session.rated
        if action.topic in rated:  # each person counts once for a topic
            return Reply(Outcome.SHOWN, context.session, (message,))
        session = replace(context.session, rated=(*rated, action.topic)[-RATINGS_NOTED:])
        return Reply(Outcome.HELPED if action.helped else Outcome.NOT_HELPED, session, (message,), topic=action.topic)

    def none(self, action: NoneOfThese, context: TurnContext) -> Reply:
        """None of the offered topics fits."""
        return self.plain(context, Phrase.NO_ANSWER, Outcome.NO_ANSWER)

    def plain(self, context: TurnContext, phrase: Phrase, outcome: Outcome) -> Reply:
        """A short text with the ways on: help now, a person, all topics."""
        wording = self._wording(context.session, context.today)
        return Reply(outcome, context.session, (Message(wording.say(phrase), menu.ways_on(wording)),))

    def _shown(self, name: str, context: TurnContext, *, details: bool = False) -> Reply | None:
        wording = self._wording(context.session, context.today)
        topic = wording.library.topics.get(name)
        if topic is None:
            return None
        answer = answers.compose(wording, topic, context.session.audience)
        message = answers.details_message(wording, answer) if details else answers.first_message(wording, answer)
        return Reply(Outcome.SHOWN, replace(context.session, topic=name), (message,), topic=name, answer=answer)
