"""The words while the conversation is turned off. Help in danger works all the same; whatever else is asked has one true sentence."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.asked import Asked
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording
from bot.dialogue.table import Off, Table
from bot.model.actions import OpenTopic, TellMore, parse
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW, TALK_TO_A_PERSON
from bot.model.outbound import Button, Message, Outbound
from bot.model.session import Session
from bot.model.turn import Outcome


def works(asked: Asked | None, table: Table, wording: Wording) -> bool:
    """Tell whether an action works as always: leaving, one's own cases, a topic of help, and how to reach a person."""
    off = table[type(asked)].off if asked else Off.CLOSED
    return off is Off.OPEN or (off is Off.HELP and isinstance(asked, OpenTopic | TellMore) and asked.topic in _of_help(wording))


def stays(asked: Asked, table: Table) -> bool:
    """Tell whether the person stays where they were, whatever the action does."""
    return table[type(asked)].off is not Off.OPEN


def _of_help(wording: Wording) -> tuple[str, ...]:
    """Help now, how to reach a person, and the topics that stand under *Help now*."""
    steps = wording.library.topics[HELP_NOW].next_steps(wording.council.id if wording.council else None)
    return (HELP_NOW, TALK_TO_A_PERSON, *(steps.topics or ()))


def closed(session: Session, wording: Wording) -> Reply:
    """The one sentence, with the help numbers."""
    said = (*wording.say(Phrase.OFF), *wording.say(Phrase.OFF_HELP))
    return Reply(Outcome.OFF, session, (Message(said, (menu.help_now_row(wording), (answers.person_button(wording),))),))


def after_help(crisis: Reply, wording: Wording) -> Reply:
    """Help first, then the sentence: it has its numbers already."""
    return crisis.under_it(wording.say(Phrase.OFF))


def pressable(reply: Reply, table: Table, wording: Wording) -> Reply:
    """The same without the buttons that do nothing now."""
    return replace(reply, messages=tuple(_pressable(message, table, wording) for message in reply.messages))


def _pressable(message: Outbound, table: Table, wording: Wording) -> Outbound:
    if not isinstance(message, Message):
        return message
    rows = (tuple(button for button in row if _leads_on(button, table, wording)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _leads_on(button: Button, table: Table, wording: Wording) -> bool:
    return button.action is None or works(parse(button.action), table, wording)
