"""The menu: every topic can be reached without typing, a group at a time, a page at a time."""

from __future__ import annotations

from bot.dialogue.answer import Rows, menu_button, person_button, topic_button
from bot.dialogue.voice import Voice
from bot.model.actions import OpenFlow, OpenMenu, OpenTopic, write
from bot.model.outbound import Button, Message
from bot.model.phrases import Phrase

PAGE = 8
"""Topics on a page: what a phone shows without scrolling far."""
HELP_NOW = "help-now"
KEEP_QUESTIONS = OpenFlow("settings", "keep-questions")


def groups(voice: Voice) -> Message:
    """All groups, with *Help now* first."""
    rows = [(Button(group.title, write(OpenMenu(group.id))),) for group in voice.library.menu if group.topics]
    return Message(voice.say(Phrase.MENU), (help_now_row(voice), *rows))


def group_page(voice: Voice, group_id: str, page: int) -> Message | None:
    """One page of a group's topics; None for a group or page that is not there."""
    group = next((group for group in voice.library.menu if group.id == group_id), None)
    shown = group.topics[page * PAGE : (page + 1) * PAGE] if group else ()
    if group is None or not shown:
        return None
    rows = [topic_button(voice, topic) for topic in shown]
    turn = []
    if page:
        turn.append(Button(voice.label(Phrase.BUTTON_PREVIOUS_PAGE), write(OpenMenu(group_id, page - 1))))
    if len(group.topics) > (page + 1) * PAGE:
        turn.append(Button(voice.label(Phrase.BUTTON_NEXT_PAGE), write(OpenMenu(group_id, page + 1))))
    return Message(voice.say(Phrase.MENU_GROUP, group=group.title), (*rows, *([tuple(turn)] if turn else []), (menu_button(voice),)))


def help_now_row(voice: Voice) -> tuple[Button, ...]:
    """A row with *Help now*."""
    return (Button(voice.label(Phrase.BUTTON_HELP_NOW), write(OpenTopic(HELP_NOW))),)


def ways_on(voice: Voice, *, ask_to_keep: bool = False) -> Rows:
    """What can be pressed wherever there was no answer; with a way to agree that such questions are kept, where nobody has asked yet."""
    keep = ((Button(voice.label(Phrase.BUTTON_KEEP), write(KEEP_QUESTIONS)),),) if ask_to_keep else ()
    return (help_now_row(voice), (person_button(voice),), (menu_button(voice),), *keep)
