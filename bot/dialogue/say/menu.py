"""The menu: every topic can be reached without typing, a group at a time, a page at a time."""

from __future__ import annotations

from bot.dialogue.say.answer import Rows, menu_button, person_button, topic_button
from bot.dialogue.say.wording import Wording
from bot.model.actions import OpenFlow, OpenMenu, OpenTopic, write
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW, SETTINGS
from bot.model.outbound import Button, Message

PAGE = 8
"""Topics on a page: what a phone shows without scrolling far."""
KEEP_QUESTIONS = OpenFlow(SETTINGS, "keep-questions")


def groups(wording: Wording) -> Message:
    """All groups, with *Help now* first."""
    rows = [(Button(group.title, write(OpenMenu(group.id))),) for group in wording.library.menu if group.topics]
    return Message(wording.say(Phrase.MENU), (help_now_row(wording), *rows))


def group_page(wording: Wording, group_id: str, page: int) -> Message | None:
    """One page of a group's topics; None for a group or page that is not there."""
    group = next((group for group in wording.library.menu if group.id == group_id), None)
    shown = group.topics[page * PAGE : (page + 1) * PAGE] if group else ()
    if group is None or not shown:
        return None
    rows = [topic_button(wording, topic) for topic in shown]
    turn = []
    if page:
        turn.append(Button(wording.label(Phrase.BUTTON_PREVIOUS_PAGE), write(OpenMenu(group_id, page - 1))))
    if len(group.topics) > (page + 1) * PAGE:
        turn.append(Button(wording.label(Phrase.BUTTON_NEXT_PAGE), write(OpenMenu(group_id, page + 1))))
    return Message(wording.say(Phrase.MENU_GROUP, group=group.title), (*rows, *([tuple(turn)] if turn else []), (menu_button(wording),)))


def help_now_row(wording: Wording) -> tuple[Button, ...]:
    """A row with *Help now*."""
    return (Button(wording.label(Phrase.BUTTON_HELP_NOW), write(OpenTopic(HELP_NOW))),)


def ways_on(wording: Wording, *, ask_to_keep: bool = False) -> Rows:
    """Everything that can be pressed wherever there was no answer; with a way to agree that such questions are kept, where nobody has asked yet."""
    keep = ((Button(wording.label(Phrase.BUTTON_KEEP), write(KEEP_QUESTIONS)),),) if ask_to_keep else ()
    return (help_now_row(wording), (person_button(wording),), (menu_button(wording),), *keep)
