"""What is said while the conversation is turned off. Help in danger works all the same; whatever else is asked has one true sentence."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import answer as answers
from bot.dialogue import menu
from bot.dialogue.reply import Reply
from bot.dialogue.voice import Voice
from bot.model.actions import Action, DeleteMyData, HideMessages, MyCases, OpenCase, OpenTopic, ShowMyData, Stop, TellMore, parse
from bot.model.outbound import Button, Message, Outbound
from bot.model.phrases import Phrase
from bot.model.session import Session
from bot.model.turn import Outcome

OfOwn = OpenCase | MyCases | HideMessages | ShowMyData | DeleteMyData
"""What goes on with cases that are open: reading the replies, and leaving with everything."""


def works(action: Action | None, voice: Voice) -> bool:
    """Whether a button or command does what it always does: leaving, a topic of help, and how to reach a person."""
    match action:
        case _ if isinstance(action, Stop | OfOwn):
            return True
        case OpenTopic(topic) | TellMore(topic):
            return topic in (menu.HELP_NOW, answers.PERSON, *_leads_to(voice))
    return False


def _leads_to(voice: Voice) -> tuple[str, ...]:
    """The topics that stand under *Help now*."""
    steps = voice.library.topics[menu.HELP_NOW].next_steps(voice.council.id if voice.council else None)
    return steps.topics or ()


def closed(session: Session, voice: Voice) -> Reply:
    """The one sentence, with the help numbers."""
    said = (*voice.say(Phrase.OFF), *voice.say(Phrase.OFF_HELP))
    return Reply(Outcome.OFF, session, (Message(said, (menu.help_now_row(voice), (answers.person_button(voice),))),))


def after_help(crisis: Reply, voice: Voice) -> Reply:
    """Help first, then the sentence: it has its numbers already."""
    return crisis.under_it(voice.say(Phrase.OFF))


def untouched(reply: Reply, session: Session | None, voice: Voice) -> Reply:
    """The same with the session as it was, and without the buttons that do nothing now."""
    return replace(pressable(reply, voice), session=session)


def pressable(reply: Reply, voice: Voice) -> Reply:
    """The same without the buttons that do nothing now."""
    return replace(reply, messages=tuple(_pressable(message, voice) for message in reply.messages))


def _pressable(message: Outbound, voice: Voice) -> Outbound:
    if not isinstance(message, Message):
        return message
    rows = (tuple(button for button in row if _leads_on(button, voice)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _leads_on(button: Button, voice: Voice) -> bool:
    return button.action is None or works(parse(button.action), voice)
