"""How a message travels, for somebody who has a minute.

What the code decides is read from the code (the channels, the order of what is tried, the tables), and every place that is
named must exist: where the program has moved on and this picture has no words for it, drawing fails and says so.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from bot.dialogue.interpret import Interpreter
from bot.run.wiring import CHANNELS
from bot.storage.tables import metadata
from bot.workshop.drawing.paper import DEEP, FAINT, INK, PAGE, PALE, Anchor, Paper, Run, Words, wrapped
from docs.pictures.cards import PAD, Card, Frame, Line, Step

T = TypeVar("T")

TITLE = "How a message travels through Heard"
WIDTH, MARGIN, TOP = 900.0, 20.0, 92.0
NARROW, BROAD, SLIM, GAP = 220.0, 336.0, 204.0, 50.0
"""The three columns (channels, the turn, what it speaks from), and what lies between them."""
MIDDLE, RIGHT = MARGIN + NARROW + GAP, MARGIN + NARROW + BROAD + 2 * GAP
BELOW, STEP = 44.0, 40.0
"""Between the columns and the row under them; between the cards of the right column."""
SAND, FLOW, LABEL = "#f8f5ee", 2.2, 11.5

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
    tree = ast.parse(dedent(inspect.getsource(Interpreter._ordinary)))
    rows = (node.elts for node in ast.walk(tree) if isinstance(node, ast.Tuple))
    names = tuple(part.attr for part in next(rows, []) if isinstance(part, ast.Attribute))
    if not names:
        raise LookupError("Interpreter._ordinary lists its steps in another way: look at docs/pictures/architecture.py")
    return names


def draw_architecture(checkout: Path) -> Paper:
    """The picture.

    Raises:
        LookupError: the program is no longer as the picture has it.
    """
    channels, turn, words, office = _channels(), _turn(), (_content(), _check(), _library()), _office()
    under = (_sender(), _database(), _health())
    cards = (channels.head, *channels.cards, turn.head, *turn.cards, *words, office, *under)
    for place in (*(card.place for card in cards), *FOLDER_WORDS):
        if not (checkout / place).exists():
            raise LookupError(f"docs/pictures/architecture.py names {place}, which is not there")
    floor, row = TOP + turn.height + BELOW, max(card.height for card in under)
    paper = Paper(TITLE, DESCRIPTION, WIDTH, floor + row + MARGIN)
    _heading(paper)
    channels.draw(paper, MARGIN, TOP)
    turn.draw(paper, MIDDLE, TOP)
    _draw_words(paper, words)
    for card, x in zip(under[:2], (MARGIN, MIDDLE), strict=True):
        card.draw(paper, x, floor, row)
    health = floor + row - under[-1].height
    office.draw(paper, RIGHT, floor)
    under[-1].draw(paper, RIGHT, health)
    _flow(paper, channels, turn, floor)
    _watched(paper, floor, health)
    return paper


def _channels() -> Frame:
    wide = NARROW - 2 * PAD
    cards = [Card(title, place, [words], wide, fill=SAND) for _, (title, place, words) in said(CHANNEL_WORDS, (*CHANNELS, "email"))]
    words = "What somebody does becomes one kind of event, an Inbound; what is said back is shown in the channel's own way."
    return Frame(Card("Channels", "bot/channels/", [words], NARROW, number=1), cards)


def _turn() -> Frame:
    wide = BROAD - 2 * PAD
    read = ["The session. Was this event handled before? Then stop: once is enough. A case, if the reply needs one."]
    hear: list[Line] = [
        "What somebody typed goes down this list, and the first that fits replies. Buttons and commands do what they say.",
        Step("danger: before everything, in any state", first=True),
        Step("five easy words: the receipt of a case"),
        Step("the open question of a flow"),
        *(Step(words) for _, words in said(STEP_WORDS, tried())),
    ]
    commit = ["Session, record, cases and messages: all of it or nothing. If nothing, the event comes again."]
    return Frame(
        Card("One turn", "bot/turns/turn.py", [], BROAD),
        [
            Card("Read", "", read, wide, number=2, fill=SAND),
            Card("Dialogue", "bot/dialogue/", hear, wide, number=3, fill=PALE, edge=DEEP),
            Card("Commit", "", commit, wide, number=4, fill=SAND),
        ],
    )


def _content() -> Card:
    folders = [(Run(f"{name}  ", bold=True), Run(words)) for name, words in FOLDER_WORDS.items()]
    return Card("Content", "", ["Every word that people read. No Python needed.", *folders], SLIM)


def _check() -> Card:
    words = "Refuses what is wrong, by file and line, and says what to do. The service never starts on it."
    return Card("Check", "bot/content/check/", [words], SLIM)


def _library() -> Card:
    words = "All that can be said, one for each language. It never changes."
    return Card("Library", "bot/model/content/library.py", [words], SLIM, fill=PALE, edge=DEEP)


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
    return Card("Health", "bot/run/health.py", ["Each part says whether it works: green or red at /health, and an alarm in the log."], SLIM)


def _heading(paper: Paper) -> None:
    paper.write(Words(MARGIN + 8, 44, (Run("How a message travels", bold=True),), 22, INK, PAGE, 400))
    about = "Follow the numbers. What is green only computes, values in and values out; the rest touches the world."
    paper.write(Words(MARGIN + 8, 68, (Run(about),), 13.5, FAINT, PAGE, WIDTH - 2 * MARGIN - 16))


def _flow(paper: Paper, channels: Frame, turn: Frame, floor: float) -> None:
    """Round with the numbers: channel, turn, database, sender, channel."""
    into = TOP + turn.tops[0] + turn.cards[0].height / 2
    _arrow(paper, (MARGIN + NARROW, into), (MIDDLE + PAD, into))
    _label(paper, MARGIN + NARROW + GAP / 2, into - 8, "Inbound")
    middle = MIDDLE + BROAD / 2
    _arrow(paper, (middle, floor - BELOW - PAD), (middle, floor))
    _label(paper, middle + 10, floor - 16, "one transaction", "start")
    _arrow(paper, (MIDDLE, floor + 60), (MARGIN + NARROW, floor + 60))
    _label(paper, MARGIN + NARROW + GAP / 2, floor + 52, "outbox")
    up = MARGIN + 40
    _arrow(paper, (up, floor), (up, TOP + channels.height))
    beside = "Delivered after the commit, at least once, in order for each conversation."
    for n, line in enumerate(wrapped((Run(beside),), LABEL, NARROW - 60)):
        paper.write(Words(up + 14, (floor + TOP + channels.height) / 2 - 14 + n * 16, line, LABEL, FAINT, PAGE, NARROW - 54))


def _draw_words(paper: Paper, cards: Sequence[Card]) -> None:
    """From the files down to what the turn speaks from."""
    top, middle = TOP, RIGHT + SLIM / 2
    for n, card in enumerate(cards):
        if n:
            _arrow(paper, (middle, top - STEP), (middle, top))
        card.draw(paper, RIGHT, top)
        top += card.height + STEP
    level = top - STEP - cards[-1].height / 2
    _arrow(paper, (RIGHT, level), (MIDDLE + BROAD - PAD, level))
    _label(paper, RIGHT - GAP / 2, level - 8, "words")


def _watched(paper: Paper, floor: float, health: float) -> None:
    """The officers' way to the database, and who says how they are."""
    _arrow(paper, (RIGHT, floor + 60), (MIDDLE + BROAD, floor + 60))
    _label(paper, RIGHT - GAP / 2, floor + 52, "cases")
    paper.line((MIDDLE + BROAD, health + 40), (RIGHT, health + 40), ink=DEEP, thick=2, dashed=True)


def _arrow(paper: Paper, start: tuple[float, float], end: tuple[float, float]) -> None:
    paper.line(start, end, ink=DEEP, thick=FLOW, arrow=True)


def _label(paper: Paper, x: float, y: float, text: str, anchor: Anchor = "middle") -> None:
    room = GAP if anchor == "middle" else 110
    paper.write(Words(x, y, (Run(text, bold=True),), LABEL, DEEP, PAGE, room, anchor))
