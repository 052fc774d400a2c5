"""Markdown as content designers write it, made into blocks that every channel can show.

Tables become lists, a line a row, because a phone is narrow: "**Children in care**: 2017: 685; 2020: 623".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.model.outbound import Block, BlockKind, Span

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=4096)
def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a piece of Markdown. Cached: the same paragraphs are said again and again."""
    return tuple(_blocks(_PARSER.parse(markdown)))


def all_blocks(paragraphs: Iterable[str]) -> tuple[Block, ...]:
    """The blocks of several paragraphs, one after the other."""
    return tuple(block for paragraph in paragraphs for block in blocks(paragraph))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    numbers: list[int | None] = []
    kind = BlockKind.PARAGRAPH
    first_in_item = False
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(n for n in range(position, len(tokens)) if tokens[n].type == "table_close")
            yield from _table(tokens[position:end])
            position = end
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            first_in_item = True
        elif token.type == "heading_open":
            kind = BlockKind.HEADING
        elif token.type == "heading_close":
            kind = BlockKind.PARAGRAPH
        elif token.type == "inline":
            spans = tuple(_spans(token.children or []))
            if numbers and first_in_item:
                yield _item(spans, numbers)
                first_in_item = False
            else:
                yield Block(kind, spans)
        position += 1


def _item(spans: tuple[Span, ...], numbers: list[int | None]) -> Block:
    number = numbers[-1]
    if number is None:
        return Block(BlockKind.BULLET, spans)
    numbers[-1] = number + 1
    return Block(BlockKind.NUMBERED, spans, number)


def _spans(tokens: Iterable[Token]) -> Iterator[Span]:
    bold = italic = 0
    url: str | None = None
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "link_open":
                url = str(token.attrGet("href"))
            case "link_close":
                url = None
            case "softbreak":
                yield Span(" ", bold=bold > 0, italic=italic > 0, url=url)
            case "hardbreak":
                yield Span("\n", bold=bold > 0, italic=italic > 0, url=url)
            case _ if token.content:
                yield Span(token.content, bold=bold > 0, italic=italic > 0, url=url)


def _table(tokens: list[Token]) -> Iterator[Block]:
    rows: list[list[tuple[Span, ...]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(tuple(_spans(token.children or [])))
    head, *body = rows
    for row in body:
        yield Block(BlockKind.BULLET, tuple(_row(head, row)))


def _row(head: list[tuple[Span, ...]], row: list[tuple[Span, ...]]) -> Iterator[Span]:
    yield from (Span(span.text, bold=True, url=span.url) for span in row[0])
    for n, cell in enumerate(row[1:], start=1):
        label = "".join(span.text for span in head[n])
        yield Span(": " if n == 1 else "; ")
        if label:
            yield Span(f"{label}: ")
        yield from cell
