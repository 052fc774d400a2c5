"""How a message travels, for somebody who has a minute.

What the code decides is read from the code (the channels, the order of what is tried, the tables), and every place that is
named must exist: where the program has moved on and this picture has no words for it, drawing fails and says so.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from bot.dialogue.interpret import Interpreter
from bot.run.wiring import CHANNELS
from bot.storage.tables import metadata
from bot.workshop.drawing.picture import Picture
from bot.workshop.drawing.text import Run, wrapped
from docs.pictures.cards import PAD, Card, Step, Text

T = TypeVar("T")

WIDTH, MARGIN, TOP = 900.0, 20.0, 92.0
NARROW, BROAD, SLIM = 220.0, 336.0, 204.0
"""The three columns: channels, the turn, what it speaks from."""
BELOW, DOWN = 44.0, 40.0
"""Between the columns and the row under them; between the cards of the right column."""
BESIDE = "Delivered after the commit, at least once, in order for each conversation."

CHANNEL_WORDS = {
    "telegram": ("Telegram", "bot/channels/telegram/", "Asks for updates, and confirms one only after its commit."),
    "email": ("E-mail", "bot/channels/email.py", "Only out: an officer hears that something waits, and not a word of it."),
    "terminal": ("Terminal", "bot/channels/terminal.py", "A line is a message; a number presses a button."),
}
STEP_WORDS = {
    "_no_words": "no words at all",
    "_council_alone": "a council's name alone",
    "_request": "a plain request for a flow",
    "_chat": "small talk: hello, thanks, goodbye",
    "_not_read": "a language that Heard does not read",
    "_question": "an answer, a choice, or “I don't know”",
}
TABLE_WORDS = {
    "sessions": "address, settings, open flows",
    "cases": "what people told, and how far it is",
    "statements": "what is said in a case since",
    "quarantine": "which files came, never the files",
    "links": "the way back to a chat, if wanted",
    "shown": "which messages can be hidden",
    "tries": "receipts that opened nothing",
    "salts": "what receipts are hashed with",
    "turns": "what came of each event; leads to nobody",
    "outbox": "messages on their way",
    "unanswered": "questions, kept if people agreed",
    "audit": "who turned it off and on, and why",
    "keys": "which keys are right, and no key",
    "processes": "which run, and when last heard of",
    "parts": "what of them does not work, and why",
}
DESCRIPTION = (
    "A loop of five steps. 1: a channel (Telegram or the terminal) makes what somebody does into an Inbound event. 2: the turn reads the "
    "session, and stops if the event was handled before. 3: the dialogue, which only computes, tries one thing after the other: danger "
    "first, then a receipt, an open question of a flow, small talk, then the question: an answer, a choice of topics, or that it does not "
    "know. 4: session, record of the turn, cases and messages are stored in one transaction. 5: the sender takes the messages from the "
    "outbox back to the channel. Beside it, content folders are checked and become the library that the dialogue takes its words from, "
    "officers list, read and answer cases in the same database, and every part tells the health page whether it works."
)
FOLDER_WORDS = {"knowledge/": "answers and their sources", "flows/": "guided conversations", "locales/": "other languages"}


def said(words: Mapping[str, T], names: Iterable[str]) -> tuple[tuple[str, T], ...]:
    """Each name with its words.

    Raises:
        LookupError: the program has something that this picture has no words for.
    """
    known = tuple(names)
    unsaid = [name for name in known if name not in words]
    if unsaid:
        raise LookupError(f"docs/pictures/architecture.py has no words for {', '.join(unsaid)}: add them")
    return tuple((name, words[name]) for name in known)


def tried() -> tuple[str, ...]:
    """The steps that words go through after the check for danger, in the order of the code.

    Raises:
        LookupError: they are no longer listed where they were.
    """
    tree = ast.parse(dedent(inspect.getsource(Interpreter.ordinary)))
    rows = (node.elts for node in ast.walk(tree) if isinstance(node, ast.Tuple))
    names = tuple(part.attr for part in next(rows, []) if isinstance(part, ast.Attribute))
    if not names:
        raise LookupError("Interpreter.ordinary lists its steps in another way: look at docs/pictures/architecture.py")
    return names


def draw_architecture(checkout: Path) -> Picture:
    """The picture.

    Raises:
        LookupError: the program is no longer as the picture has it.
    """
    channels, turn, words = _channels(), _turn(), (_content(), _check(), _library())
    sender, database, office, health = _sender(), _database(), _office(), _health()
    cards = (channels, *channels.cards, turn, *turn.cards, *words, sender, database, office, health)
    for place in (*(card.place for card in cards), *FOLDER_WORDS):
        if not (checkout / place).exists():
            raise LookupError(f"docs/pictures/architecture.py names {place}, which is not there")
    column = [*zip(accumulate((card.height + DOWN for card in words[:-1]), initial=TOP), words, strict=True)]
    floor, under = TOP + turn.height + BELOW, max(sender.height, database.height)
    values = {
        "channels": channels,
        "turn": turn,
        "column": column,
        "sender": sender,
        "database": database,
        "office": office,
        "health": health,
    }
    return Picture(
        title="How a message travels through Heard",
        description=DESCRIPTION,
        width=WIDTH,
        height=floor + under + MARGIN,
        template="architecture.svg.jinja",
        values={**values, "top": TOP, "floor": floor, "under": under, "beside": wrapped(BESIDE, 11.5, NARROW - 60)},
        folder=Path(__file__).parent,
    )


def _channels() -> Card:
    wide = NARROW - 2 * PAD
    cards = [Card(title, place, [words], wide, fill="sand") for _, (title, place, words) in said(CHANNEL_WORDS, (*CHANNELS, "email"))]
    words = "What somebody does becomes one kind of event, an Inbound; what is said back is shown in the channel's own way."
    return Card("Channels", "bot/channels/", [words], NARROW, number=1, cards=cards)


def _turn() -> Card:
    wide = BROAD - 2 * PAD
    read = ["The session. Was this event handled before? Then stop: once is enough. A case, if the reply needs one."]
    hear: list[Text] = [
        "What somebody typed goes down this list, and the first that fits replies. Buttons and commands do what they say.",
        Step("danger: before everything, in any state", first=True),
        Step("five easy words: the receipt of a case"),
        Step("the open question of a flow"),
        *(Step(words) for _, words in said(STEP_WORDS, tried())),
    ]
    commit = ["Session, record, cases and messages: all of it or nothing. If nothing, the event comes again."]
    cards = [
        Card("Read", "", read, wide, number=2, fill="sand"),
        Card("Dialogue", "bot/dialogue/", hear, wide, number=3, fill="pale", edge="deep"),
        Card("Commit", "", commit, wide, number=4, fill="sand"),
    ]
    return Card("One turn", "bot/turns/turn.py", [], BROAD, cards=cards)


def _content() -> Card:
    folders = [(Run(f"{name}  ", bold=True), Run(words)) for name, words in FOLDER_WORDS.items()]
    return Card("Content", "", ["Every word that people read. No Python needed.", *folders], SLIM)


def _check() -> Card:
    words = "Refuses what is wrong, by file and line, and says what to do. The service never starts on it."
    return Card("Check", "bot/content/check/", [words], SLIM)


def _library() -> Card:
    words = "All that can be said, one for each language. It never changes."
    return Card("Library", "bot/model/content/library.py", [words], SLIM, fill="pale", edge="deep")


def _sender() -> Card:
    words = ["Takes help first, then what is oldest, one of each chat.", "What cannot go waits, and holds up only its own conversation."]
    return Card("Sender", "bot/delivery/sender.py", words, NARROW, number=5)


def _database() -> Card:
    tables = [(Run(f"{name}  ", bold=True), Run(words)) for name, words in said(TABLE_WORDS, metadata.tables)]
    return Card("Database", "bot/storage/", [*tables, "Words that somebody wrote are sealed, in all of them."], BROAD)


def _office() -> Card:
    words = ["List, read, answer and close cases; the person is told “you have a message”.", "Nobody sees one that was kept from them."]
    return Card("Officers", "bot/cases/office.py", words, SLIM)


def _health() -> Card:
    return Card(
        "Health",
        "bot/run/health.py",
        ["Each part of each process says whether it works: green or red at /health, and an alarm in the log."],
        SLIM,
    )
