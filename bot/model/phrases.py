"""The names of every short text in phrases.yaml, with what each may hold in `{…}`.

Only the names stand here; the words are content.
"""

from __future__ import annotations

from enum import StrEnum


class Phrase(StrEnum):
    """A short text that the program says."""

    BUTTON_MORE = "button-more"
    BUTTON_PERSON = "button-person"
    BUTTON_HELPED = "button-helped"
    BUTTON_NOT_HELPED = "button-not-helped"
    BUTTON_MENU = "button-menu"
    BUTTON_NEXT_PAGE = "button-next-page"
    BUTTON_PREVIOUS_PAGE = "button-previous-page"
    BUTTON_NONE = "button-none"
    BUTTON_HELP_NOW = "button-help-now"
    ANSWER_COUNCIL_SILENT = "answer-council-silent"
    ANSWER_PICK_COUNCIL = "answer-pick-council"
    ANSWER_SOURCES = "answer-sources"
    ANSWER_CHECKED = "answer-checked"
    SOURCE = "source"
    SOURCE_SECTION = "source-section"
    SOURCE_ENDED = "source-ended"
    PHONE_LINE = "phone-line"
    PHONE_LINE_HOURS = "phone-line-hours"
    YOUR_COUNCIL = "your-council"
    CHOOSE = "choose"
    NO_ANSWER = "no-answer"
    NO_ANSWER_LONG = "no-answer-long"
    NO_WORDS = "no-words"
    MENU = "menu"
    MENU_GROUP = "menu-group"
    HELPED = "helped"
    NOT_HELPED = "not-helped"
    UNREAD_VOICE = "unread-voice"
    UNREAD_PICTURE = "unread-picture"
    UNREAD_FILE = "unread-file"
    UNREAD_STICKER = "unread-sticker"
    UNREAD_OTHER = "unread-other"
    STOPPED = "stopped"
    FAILED = "failed"
    GROUP = "group"
    UNDER_AGE_WEB = "under-age-web"
    UNDER_AGE = "under-age"
    OLD_BUTTON = "old-button"
    UNKNOWN_COMMAND = "unknown-command"
    NO_COUNCIL = "no-council"
    NO_AUDIENCE = "no-audience"
    BOT_ABOUT = "bot-about"
    BOT_DESCRIPTION = "bot-description"
    TERMINAL_HINT = "terminal-hint"
    TERMINAL_PROMPT = "terminal-prompt"
    ANSWER_FOR_COUNCIL = "answer-for-council"
    ALSO_ASKED = "also-asked"
    BUTTON_KEEP = "button-keep"
    QUESTIONS_KEPT = "questions-kept"
    QUESTIONS_NOT_KEPT = "questions-not-kept"
    OFF = "off"
    OFF_HELP = "off-help"


FILLED: dict[Phrase, tuple[str, ...]] = {
    Phrase.ANSWER_COUNCIL_SILENT: ("council",),
    Phrase.ANSWER_CHECKED: ("date",),
    Phrase.SOURCE: ("title", "period"),
    Phrase.SOURCE_SECTION: ("title", "period", "section"),
    Phrase.SOURCE_ENDED: ("source",),
    Phrase.PHONE_LINE: ("name", "phone"),
    Phrase.PHONE_LINE_HOURS: ("name", "phone", "hours"),
    Phrase.MENU_GROUP: ("group",),
    Phrase.UNDER_AGE_WEB: ("web",),
}
"""Arguments of a phrase, beside the placeholders that every text may hold."""

EVERYWHERE = ("council", "phone")
"""Placeholders that any phrase may hold."""
