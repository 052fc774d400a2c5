"""The times and numbers that more than one part of the program relies on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
"""Whose days people count in: a promise at half past midnight in summer is for another day than in UTC."""

QUESTIONS_KEPT = timedelta(days=180)
"""How long the words of questions without an answer are kept."""
UNSENT_KEPT = timedelta(days=14)
"""How long words that somebody has written and not sent are kept, unless a setting says otherwise."""
LAST_DAY = timedelta(days=1)
"""How long before it is forgotten the person is reminded of a flow that they have not finished."""
CASE_OPEN_FOR = timedelta(hours=1)
"""How long a case stays open in a chat after it was opened there: the phone may be somebody else's."""
HIDEABLE_FOR = timedelta(hours=48)
"""How long Telegram lets a bot take a message out of a private chat."""
PIECES_WITHIN = timedelta(seconds=2)
"""How soon after one piece of a text the next one comes, where the person's app has cut it."""
HELD_FOR = timedelta(days=1)
"""How long at most messages are held that help was sent past, where the person neither writes nor presses anything."""
NEWS_KEPT = timedelta(days=90)
"""How long news of a case that cannot be delivered waits for its person to come back. The case itself stays for as long as any."""
LONGEST_WAIT = timedelta(hours=1)
"""No message waits longer between two attempts, whatever a channel asks for; one that would was stored by a clock that was wrong."""
TRIES_COUNTED_FOR = timedelta(hours=1)
"""How long a receipt that opened nothing counts."""
LIMITS_KEPT_FOR = timedelta(days=1)
"""How long what counts for a limit is kept, by a keyed hash of the chat, whether its person leaves or not."""
TRIES_OF_A_CHAT = 5
"""Receipts that open nothing, in one chat, within that time."""
TRIES_OF_ALL = 500
"""And in all chats together: beyond it somebody is trying them out, and each chat has fewer tries. Nobody is refused for what others do."""
TRIES_WHILE_MANY = 2
"""Receipts that open nothing, in one chat, while somebody is trying them out."""
MESSAGES_NOTED = 60
"""How many of the last messages of a chat are noted, so that an edit of one is known."""
RATINGS_NOTED = 200
"""Topics of which it is kept that a person has rated them: more than there are."""
NAMES_SAID = 3
"""Different names in one chat of which somebody is told who was understood: with more, they could find out who works here."""


def uk_day(moment: datetime) -> date:
    """The day on which something happens, as people here count."""
    return moment.astimezone(UK).date()
