"""Messages of the assistant, before any channel has turned it into its own form.

Text is a row of blocks (paragraphs, list items) of spans, so that each channel marks it up and cuts it by its own rules,
and nothing a person wrote can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


class BlockKind(StrEnum):
    """The kind of a block; the channel decides what it looks like."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBERED = "numbered"
    SOURCE = "source"
    """Where an answer comes from: set smaller or fainter than the answer itself."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item."""

    kind: BlockKind
    spans: tuple[Span, ...]
    number: int | None = None
    """The number of a numbered item."""

    @property
    def text(self) -> str:
        """Its words without any style."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: either an action that comes back to us, or a page that opens."""

    label: str
    action: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks of text, with rows of buttons under them."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    kind: Literal["message"] = field(default="message")

    @property
    def text(self) -> str:
        """All its words as plain text, a line a block."""
        return plain(self.blocks)


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Leave a group that nobody configured."""

    kind: Literal["leave-group"] = field(default="leave-group")


@dataclass(frozen=True, slots=True)
class HideChat:
    """Take these messages out of the chat, as far as the channel still lets us."""

    messages: tuple[str, ...]
    kind: Literal["hide-chat"] = field(default="hide-chat")


Outbound = Message | LeaveGroup | HideChat


def plain(blocks: Iterable[Block]) -> str:
    """Blocks as plain text: list items marked, paragraphs set apart by an empty line."""
    lines: list[str] = []
    previous: Block | None = None
    for block in blocks:
        item = block.kind in (BlockKind.BULLET, BlockKind.NUMBERED)
        follows = previous is not None and previous.kind == block.kind and item
        if previous is not None and not follows:
            lines.append("")
        marker = {BlockKind.BULLET: "• ", BlockKind.NUMBERED: f"{block.number}. "}.get(block.kind, "")
        lines.append(marker + block.text)
        previous = block
    return "\n".join(lines)
