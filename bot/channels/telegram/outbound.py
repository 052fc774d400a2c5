"""From what the assistant says to what Telegram shows. Pure: HTML that parses, buttons that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.errors import RefusedError
from bot.model.outbound import Block, BlockKind, Button, Span

LONGEST_ACTION = 64
"""Bytes of what a button sends back."""
ITEMS = frozenset({BlockKind.BULLET, BlockKind.NUMBERED})
BETWEEN = "\n\n"


def to_html(blocks: Iterable[Block]) -> str:
    """Blocks in Telegram's HTML: list items line by line, everything else set apart by an empty line."""
    parts: list[str] = []
    previous: BlockKind | None = None
    for block in blocks:
        if previous is not None:
            parts.append("\n" if block.kind is previous and previous in ITEMS else BETWEEN)
        parts.append(_marker(block))
        parts.extend(_span(span, block.kind) for span in block.spans if span.text)
        previous = block.kind
    return "".join(parts)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Rows of buttons; nothing where there are none.

    Raises:
        RefusedError: a button leads nowhere, or its action is longer than 64 bytes.
    """
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(_sound(button.label), url=button.url)
    size = len((button.action or "").encode("utf-8", "replace"))
    if button.action is None or not 1 <= size <= LONGEST_ACTION:
        raise RefusedError(f"a button's action has {size} bytes, not 1 to {LONGEST_ACTION}")
    return InlineKeyboardButton(_sound(button.label), callback_data=_sound(button.action))


def _marker(block: Block) -> str:
    match block.kind:
        case BlockKind.BULLET:
            return "• "
        case BlockKind.NUMBERED:
            return f"{block.number}. "
    return ""


def _span(span: Span, kind: BlockKind) -> str:
    html = escape(_sound(span.text), quote=False)
    if span.italic or kind is BlockKind.SOURCE:
        html = f"<i>{html}</i>"
    if span.bold or kind is BlockKind.HEADING:
        html = f"<b>{html}</b>"
    if span.url is not None:
        html = f'<a href="{escape(_sound(span.url))}">{html}</a>'
    return html


def _sound(text: str) -> str:
    """The text as valid Unicode: half a surrogate pair, which Python can hold and nobody can send, becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
