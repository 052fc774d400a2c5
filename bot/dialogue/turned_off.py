"""What is said while the conversation is turned off. Help in danger works all the same; whatever else is asked has one true sentence."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording
from bot.model.actions import Action, DeleteMyData, HideMessages, MyCases, OpenTopic, ShowMyData, Stop, TellMore, ViewCase, parse
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW, TALK_TO_A_PERSON
from bot.model.outbound import Button, Message, Outbound
from bot.model.session import Session
from bot.model.turn import Outcome

OfOwn = ViewCase | MyCases | HideMessages | ShowMyData | DeleteMyData
"""What goes on with cases that are open: reading the replies, and leaving with everything."""


def works(action: Action | None, wording: Wording) -> bool:
    """Whether a button or command does what it always does: leaving, a topic of help, and how to reach a person."""
    match action:
        case _ if isinstance(action, Stop | OfOwn):
            return True
        case OpenTopic(topic) | TellMore(topic):
            return topic in (HELP_NOW, TALK_TO_A_PERSON, *_leads_to(wording))
    return False


def _leads_to(wording: Wording) -> tuple[str, ...]:
    """The topics that stand under *Help now*."""
    steps = wording.library.topics[HELP_NOW].next_steps(wording.council.id if wording.council else None)
    return steps.topics or ()


def closed(session: Session, wording: Wording) -> Reply:
    """The one sentence, with the help numbers."""
    said = (*wording.say(Phrase.OFF), *wording.say(Phrase.OFF_HELP))
    return Reply(Outcome.OFF, session, (Message(said, (menu.help_now_row(wording), (answers.person_button(wording),))),))


def after_help(crisis: Reply, wording: Wording) -> Reply:
    """Help first, then the sentence: it has its numbers already."""
    return crisis.under_it(wording.say(Phrase.OFF))


def untouched(reply: Reply, session: Session | None, wording: Wording) -> Reply:
    """The same with the session as it was, and without the buttons that do nothing now."""
    return replace(pressable(reply, wording), session=session)


def pressable(reply: Reply, wording: Wording) -> Reply:
    """The same without the buttons that do nothing now."""
    return replace(reply, messages=tuple(_pressable(message, wording) for message in reply.messages))


def _pressable(message: Outbound, wording: Wording) -> Outbound:
    if not isinstance(message, Message):
        return message
    rows = (tuple(button for button in row if _leads_on(button, wording)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _leads_on(button: Button, wording: Wording) -> bool:
    return button.action is None or works(parse(button.action), wording)
