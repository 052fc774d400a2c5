"""Messages cut to what a channel can carry: between blocks where that is enough, else between words.

Cutting stands before the outbox, so that one row is one message on its way and a failure half way repeats nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.model.outbound import Block, BlockKind, Message, Outbound, Span, plain

_CHUNK = re.compile(r"\S{1,1000}\s{0,1000}|\s{1,1000}")
"""A word and the space after it: where a text may be cut. Every chunk fits into a message, whatever it is made of."""
_BETWEEN = 2
"""Units of the empty line between two blocks."""


def cut(outbound: Outbound, limit: int | None) -> tuple[Outbound, ...]:
    """A message as one or more, each within `limit` UTF-16 units; the buttons stand under the last."""
    if not isinstance(outbound, Message) or limit is None or _units(outbound.text) <= limit:
        return (outbound,)
    *first, last = [Message(tuple(page)) for page in _pages(outbound.blocks, limit)]
    return (*first, replace(last, buttons=outbound.buttons))


def _pages(blocks: Sequence[Block], limit: int) -> list[list[Block]]:
    pages: list[list[Block]] = []
    room = 0
    for piece in (piece for block in blocks for piece in _pieces(block, limit)):
        length = _units(plain([piece])) + _BETWEEN
        if length > room or not pages:
            pages.append([])
            room = limit + _BETWEEN
        pages[-1].append(piece)
        room -= length
    return pages


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """The block itself, or where it is too long for any message, its parts; those after the first carry no marker."""
    if _units(plain([block])) <= limit:
        yield block
        return
    room = limit - _units(plain([replace(block, spans=())]))
    piece: list[Span] = []
    for chunk in (replace(span, text=text) for span in block.spans for text in _CHUNK.findall(span.text)):
        length = _units(chunk.text)
        if length > room:
            yield replace(block, spans=tuple(piece))
            if block.kind in (BlockKind.BULLET, BlockKind.NUMBERED):
                block = replace(block, kind=BlockKind.PARAGRAPH, number=None)
            piece, room = [], limit
        if piece and replace(chunk, text=piece[-1].text) == piece[-1]:
            chunk = replace(chunk, text=piece.pop().text + chunk.text)
        piece.append(chunk)
        room -= length
    yield replace(block, spans=tuple(piece))


def _units(text: str) -> int:
    """Length as Telegram counts: characters beyond the first plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
