"""Two conversations on two phones, with the words that the assistant says today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path

from bot.dialogue.dialogue import Dialogue
from bot.model.actions import Action, Choose, TellMore, write
from bot.model.channel import TELEGRAM
from bot.model.content.topics import Audience
from bot.model.ids import START
from bot.model.inbound import Commanded, Pressed, Said, What
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.session import Session
from bot.model.turn import TurnContext
from bot.workshop.drawing.bubbles import ITEMS, Bubble, Keyboard, Piece, Remark, Spoken
from bot.workshop.drawing.picture import Picture, tall

WIDTH, MARGIN, TOP, FOOT = 900.0, 20.0, 140.0, 26.0
"""Where the screens' own words begin, and the room under them."""
LEFT, RIGHT = 372.0, 468.0
"""How wide the two screens are: a councillor's answers are long."""
EDGE, INSET = 12.0, 10.0
"""Between a screen and what is on it; how much narrower bubbles are."""
MORE = Block(BlockKind.PARAGRAPH, (Span("…"),))
LEAST_DETAILS = 120.0
"""Pixels: where the phone beside it is short, this much of the details is shown all the same."""


class Visitor:
    """Somebody who talks to the assistant on one day, and remembers the session between turns."""

    def __init__(self, dialogue: Dialogue, today: date) -> None:
        self._dialogue = dialogue
        self._today = today
        self._session = Session()
        self._heard: list[Message] = []

    @property
    def day(self) -> str:
        """The day, in words."""
        return self._dialogue.wording(self._session, self._today).day(self._today)

    def commands(self, name: str) -> list[Message]:
        """Sends a command."""
        return self._does(Commanded(name))

    def asks(self, words: str) -> Message:
        """Types a question that has one answer."""
        (answer,) = self._does(Said(words))
        return answer

    def presses(self, action: Action) -> tuple[str, list[Message]]:
        """Presses a button of what was said last: its label, and what comes.

        Raises:
            LookupError: there is no such button.
        """
        label = next((button.label for button in _buttons(self._heard) if button.action == write(action)), None)
        if label is None:
            raise LookupError(f"nothing that was said last has a button for {write(action)}: look at docs/pictures/conversation.py")
        return label, self._does(Pressed(write(action)))

    def settles(self, council: str, audience: Audience) -> str:
        """Answers the first two questions; which buttons that took."""
        place, _ = self.presses(Choose(START, "council", council))
        person, _ = self.presses(Choose(START, "audience", audience.value))
        return f"Taps “{place}”, then “{person}”"

    def _does(self, what: What) -> list[Message]:
        reply = self._dialogue.respond(what, TurnContext(self._session, False, TELEGRAM, datetime.combine(self._today, time(12), UTC)))
        self._session = reply.session or Session()
        self._heard = [message for message in reply.messages if isinstance(message, Message)]
        return self._heard


def _buttons(messages: Iterable[Message]) -> list[Button]:
    return [button for message in messages for row in message.buttons for button in row]


def draw_conversation(dialogue: Dialogue, today: date) -> Picture:
    """The picture: the councillor's screen as long as her answer, the care leaver's cut to the same length."""
    councillor = _councillor(Visitor(dialogue, today))
    care_leaver = _care_leaver(Visitor(dialogue, today), tall(councillor))
    screens = (
        _Screen(MARGIN, LEFT, "A care leaver in Bristol", "A short answer in plain words, and its source", care_leaver),
        _Screen(2 * MARGIN + LEFT, RIGHT, "A ward councillor in North Somerset", "The whole list at once, and its source", councillor),
    )
    return Picture(
        title="Two conversations with Heard",
        description=_described(care_leaver, councillor),
        width=WIDTH,
        height=TOP + max(tall(care_leaver), tall(councillor)) + FOOT + MARGIN,
        template="conversation.svg.jinja",
        values={"screens": screens},
        folder=Path(__file__).parent,
    )


def _care_leaver(visitor: Visitor, height: float) -> list[Piece]:
    """Hello, a question, its answer, and as much of the details as fits into the height."""
    greeting = visitor.commands(START)[0]
    settled = visitor.settles("bristol", Audience.CARE_LEAVER)
    question = "wots the deal with council tax im 20"
    answer = visitor.asks(question)
    pressed, (details,) = visitor.presses(TellMore("council-tax"))
    wide = LEFT - 2 * EDGE - INSET
    pieces: list[Piece] = [
        Remark(visitor.day),
        Spoken(f"/{START}"),
        Bubble(greeting.blocks, wide),
        Remark(settled),
        Spoken(question),
        Bubble(answer.blocks, wide),
        Keyboard(answer.buttons, wide, pressed),
    ]
    room = height - tall(pieces) - Bubble.above
    return [*pieces, Bubble(details.blocks, wide, most=max(room, LEAST_DETAILS))]


def _councillor(visitor: Visitor) -> list[Piece]:
    """A question and its answer; the buttons under it are past the end of the screen."""
    visitor.commands(START)
    settled = visitor.settles("north-somerset", Audience.COUNCILLOR)
    question = "what are my duties as a ward councillor?"
    answer = visitor.asks(question)
    blocks = _with_longest_list(answer.blocks)
    return [Remark(visitor.day), Remark(settled), Spoken(question), Bubble(blocks, RIGHT - 2 * EDGE - INSET)]


def _with_longest_list(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The first block, the longest list with the line above it, and the source; an ellipsis for what is left out between.

    Raises:
        LookupError: there is no list.
    """
    if not (lists := _lists(blocks)):
        raise LookupError("the councillor's answer has no list any more: look at docs/pictures/conversation.py")
    start, end = max(lists, key=lambda ends: sum(len(block.text) for block in blocks[slice(*ends)]))
    shown: list[Block] = []
    for n, block in enumerate(blocks):
        if n == 0 or start - 1 <= n < end or block.kind is BlockKind.SOURCE:
            shown.append(block)
        elif shown[-1] is not MORE:
            shown.append(MORE)
    return tuple(shown)


def _lists(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where each list begins, and where it has ended."""
    lists, at = [], 0
    for kind, same in groupby(blocks, key=lambda block: block.kind):
        end = at + len(list(same))
        if kind in ITEMS:
            lists.append((at, end))
        at = end
    return lists


@dataclass(frozen=True, slots=True)
class _Screen:
    """A phone, or something wider, with a caption over it."""

    x: float
    wide: float
    who: str
    about: str
    pieces: Sequence[Piece]


def _described(care_leaver: Sequence[Piece], councillor: Sequence[Piece]) -> str:
    """The same conversations in words, for somebody who cannot see them."""
    return (
        f"Two chats side by side. A care leaver in Bristol: {_spoken(care_leaver)} "
        f"A ward councillor in North Somerset: {_spoken(councillor)}"
    )


def _spoken(pieces: Sequence[Piece]) -> str:
    return "\n".join(_aloud(piece) for piece in pieces)


def _aloud(piece: Piece) -> str:
    match piece:
        case Remark():
            return f"({piece.text})"
        case Spoken():
            return f"Asks: {piece.text}"
        case Bubble():
            return f"Heard: {piece.text}"
        case Keyboard():
            return f"Buttons: {', '.join(piece.labels)}. Taps: {piece.pressed}."
