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
    SOURCE_PLACE = "source-place"
    SOURCE_ENDED = "source-ended"
    CITED_WHOLE = "cited-whole"
    CITED_AND = "cited-and"
    CITED_TO = "cited-to"
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
    UNSTORED = "unstored"
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
    BUTTON_BACK = "button-back"
    BUTTON_SKIP = "button-skip"
    BUTTON_DONE = "button-done"
    BUTTON_LEAVE = "button-leave"
    BUTTON_ASIDE = "button-aside"
    BUTTON_CHANGE = "button-change"
    BUTTON_RESUME = "button-resume"
    BUTTON_KEEP_FOR_LATER = "button-keep-for-later"
    BUTTON_AGAIN = "button-again"
    BUTTON_DISCARD = "button-discard"
    BUTTON_KEEP_ANSWER = "button-keep-answer"
    FLOW_ANSWER_NOW = "flow-answer-now"
    BUTTON_WRITE_ANEW = "button-write-anew"
    SKIPPED = "skipped"
    FLOW_LEAVE = "flow-leave"
    FLOW_LEFT = "flow-left"
    FLOW_DISCARDED = "flow-discarded"
    FLOW_KEPT_FOR_LATER = "flow-kept-for-later"
    FLOW_ASIDE = "flow-aside"
    FLOW_MORE = "flow-more"
    FLOW_COLLECTED = "flow-collected"
    FLOW_CHANGED_SINCE = "flow-changed-since"
    FLOW_EDITED = "flow-edited"
    FLOW_EDIT_NOT_TAKEN = "flow-edit-not-taken"
    FLOW_EDIT_SENT = "flow-edit-sent"
    FLOW_SENT_ALREADY = "flow-sent-already"
    BUTTON_MY_CASES = "button-my-cases"
    FLOW_NO_SKIP = "flow-no-skip"
    FLOW_REMINDER = "flow-reminder"
    FLOW_TOO_LONG = "flow-too-long"
    FLOW_FULL = "flow-full"
    FLOW_PICK = "flow-pick"
    FLOW_NO_NUMBER = "flow-no-number"
    FLOW_OTHER_NUMBER = "flow-other-number"
    FLOW_NO_DAY = "flow-no-day"
    FLOW_DAY_AHEAD = "flow-day-ahead"
    FLOW_DAY_OVER = "flow-day-over"
    FLOW_AFTER_DANGER = "flow-after-danger"
    FILE_PHOTO = "file-photo"
    FILE_VOICE = "file-voice"
    FILE_VIDEO = "file-video"
    FILE_DOCUMENT = "file-document"
    FILE_UNHEARD = "file-unheard"
    FILE_REFUSED = "file-refused"
    FILES_DROPPED = "files-dropped"
    FILE_NOT_TAKEN = "file-not-taken"
    RECEIPT_WRONG = "receipt-wrong"
    RECEIPT_TOO_OFTEN = "receipt-too-often"
    CASE_TOO_OFTEN = "case-too-often"
    CASE_GONE = "case-gone"
    CASE_LOCKED = "case-locked"
    CASE_HEAD = "case-head"
    CASE_PROMISE = "case-promise"
    CASE_NO_NEWS = "case-no-news"
    CASE_REOPENED = "case-reopened"
    CASE_HELPED = "case-helped"
    CASE_NOT_HELPED = "case-not-helped"
    CASES = "cases"
    CASES_NONE = "cases-none"
    CASE_LINE = "case-line"
    CASE_LINE_NEW = "case-line-new"
    CASE_FEEDBACK = "case-feedback"
    CASE_CONCERN = "case-concern"
    CASE_COMPLAINT = "case-complaint"
    CASE_QUESTION = "case-question"
    CASE_PRAISE = "case-praise"
    STATE_RECEIVED = "state-received"
    STATE_SEEN = "state-seen"
    STATE_WORKING = "state-working"
    STATE_ANSWERED = "state-answered"
    STATE_CLOSED = "state-closed"
    NEWS_SEEN = "news-seen"
    NEWS_WORKING = "news-working"
    NEWS_REPLY = "news-reply"
    NEWS_CLOSED = "news-closed"
    NEWS_ADDED = "news-added"
    NEWS_REOPENED = "news-reopened"
    NEWS_HELPED = "news-helped"
    NEWS_NOT_HELPED = "news-not-helped"
    BUTTON_ADD = "button-add"
    BUTTON_ADD_EDIT = "button-add-edit"
    BUTTON_TAKE_BACK = "button-take-back"
    BUTTON_TAKE_BACK_SURE = "button-take-back-sure"
    TAKE_BACK_ASK = "take-back-ask"
    TAKEN_BACK = "taken-back"
    TAKE_BACK_TOO_LATE = "take-back-too-late"
    BUTTON_REOPEN = "button-reopen"
    BUTTON_WHOLE_CASE = "button-whole-case"
    BUTTON_HIDE = "button-hide"
    BUTTON_CASE = "button-case"
    BUTTON_READ = "button-read"
    BUTTON_MY_DATA = "button-my-data"
    BUTTON_DELETE = "button-delete"
    BUTTON_DELETE_SURE = "button-delete-sure"
    HIDE_ASK = "hide-ask"
    BUTTON_HIDE_SURE = "button-hide-sure"
    CHAT_HIDDEN = "chat-hidden"
    CHAT_HIDDEN_BACK = "chat-hidden-back"
    MESSAGE_WAITS = "message-waits"
    MY_DATA_ASK = "my-data-ask"
    MY_DATA = "my-data"
    MY_DATA_NOTHING = "my-data-nothing"
    MY_DATA_DRAFT = "my-data-draft"
    STOP_ASK = "stop-ask"
    BUTTON_STOP_SURE = "button-stop-sure"
    DELETE_ASK = "delete-ask"
    DELETED_ALL = "deleted-all"
    DELETED = "deleted"
    NOTICE_SUBJECT = "notice-subject"
    NOTICE_NEW = "notice-new"
    NOTICE_URGENT = "notice-urgent"
    NOTICE_MORE = "notice-more"
    NOTICE_FALLBACK = "notice-fallback"
    NOTICE_HOW = "notice-how"


FILLED: dict[Phrase, tuple[str, ...]] = {
    Phrase.ANSWER_COUNCIL_SILENT: ("council",),
    Phrase.ANSWER_CHECKED: ("date",),
    Phrase.SOURCE: ("title", "period"),
    Phrase.SOURCE_PLACE: ("title", "period", "place"),
    Phrase.SOURCE_ENDED: ("source",),
    Phrase.CITED_AND: ("first", "last"),
    Phrase.CITED_TO: ("first", "last"),
    Phrase.PHONE_LINE: ("name", "phone"),
    Phrase.PHONE_LINE_HOURS: ("name", "phone", "hours"),
    Phrase.MENU_GROUP: ("group",),
    Phrase.UNDER_AGE_WEB: ("web",),
    Phrase.BUTTON_CHANGE: ("answer",),
    Phrase.FLOW_LEAVE: ("days",),
    Phrase.FLOW_KEPT_FOR_LATER: ("days",),
    Phrase.FLOW_REMINDER: ("date",),
    Phrase.FLOW_TOO_LONG: ("most", "length"),
    Phrase.FLOW_FULL: ("most",),
    Phrase.FLOW_OTHER_NUMBER: ("least", "most"),
    Phrase.FILE_UNHEARD: ("date",),
    Phrase.CASE_HEAD: ("what", "date", "state"),
    Phrase.CASE_PROMISE: ("date",),
    Phrase.CASE_LINE: ("what", "date", "state"),
    Phrase.CASE_LINE_NEW: ("what", "date", "state"),
    **dict.fromkeys((each for each in Phrase if each.startswith("news-")), ("date",)),
    Phrase.BUTTON_CASE: ("what", "date"),
    Phrase.MY_DATA: ("council", "audience", "language", "topic", "questions", "drafts", "cases"),
    Phrase.DELETE_ASK: ("withdrawn", "kept"),
    Phrase.DELETED_ALL: ("withdrawn", "kept"),
    Phrase.DELETED: ("withdrawn", "kept"),
    Phrase.NOTICE_SUBJECT: ("what", "council", "number"),
    Phrase.NOTICE_NEW: ("council", "number", "date"),
    Phrase.NOTICE_URGENT: ("council", "number", "date"),
    Phrase.NOTICE_MORE: ("council", "number"),
    Phrase.NOTICE_FALLBACK: ("council", "number"),
    Phrase.NOTICE_HOW: ("number",),
}
"""Arguments of a phrase, beside the placeholders that every text may hold."""

EVERYWHERE = ("council", "phone")
"""Placeholders that any phrase may hold."""
