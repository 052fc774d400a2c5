"""Messages that are too long for their channel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.say.cut import cut
from bot.model.outbound import Block, BlockKind, Button, LeaveGroup, Message, Span

LIMIT = 4096
LONG = st.builds(
    lambda kind, word, times, bold: Block(kind, (Span(word * times, bold=bold), Span("end")), 7),
    st.sampled_from(BlockKind),
    st.sampled_from(["word ", "😀", "x", "مرحبا ", "line\n", " "]),
    st.integers(0, 3000),
    st.booleans(),
)


def pages(*blocks: Block) -> list[tuple[Block, ...]]:
    return [page.blocks for page in cut(Message(blocks), LIMIT) if isinstance(page, Message)]


def length(message: Message) -> int:
    return len(message.text.encode("utf-16-le")) // 2


@given(st.lists(LONG, min_size=1, max_size=5))
def test_every_part_fits_and_no_word_is_lost(blocks: list[Block]) -> None:
    parts = [part for part in cut(Message(tuple(blocks)), LIMIT) if isinstance(part, Message)]
    assert all(length(part) <= LIMIT for part in parts)
    assert "".join(block.text for part in parts for block in part.blocks) == "".join(block.text for block in blocks)


def test_it_is_cut_between_paragraphs_where_that_is_enough() -> None:
    paragraphs = [Block(BlockKind.PARAGRAPH, (Span(letter * 1500),)) for letter in "abc"]
    assert pages(*paragraphs) == [tuple(paragraphs[:2]), (paragraphs[2],)]


def test_one_long_paragraph_is_cut_between_words_and_keeps_its_style() -> None:
    (first,), (second,) = pages(Block(BlockKind.PARAGRAPH, (Span("word " * 1000, italic=True),)))
    assert first.text.endswith("word ")
    assert second.spans == (Span("word " * (1000 - len(first.text) // 5), italic=True),)


def test_a_long_list_item_is_marked_once() -> None:
    (first,), (second,) = pages(Block(BlockKind.NUMBERED, (Span("word " * 1000),), 3))
    assert (first.kind, second.kind) == (BlockKind.NUMBERED, BlockKind.PARAGRAPH)


def test_the_buttons_stand_under_the_last_part() -> None:
    rows = ((Button("Go", action="menu"),),)
    first, last = cut(Message((Block(BlockKind.PARAGRAPH, (Span("word " * 1000),)),), rows), LIMIT)
    assert isinstance(first, Message)
    assert isinstance(last, Message)
    assert (first.buttons, last.buttons) == ((), rows)


def test_what_fits_or_has_no_limit_stays_whole() -> None:
    short, long = (Message((Block(BlockKind.PARAGRAPH, (Span("word " * times),)),)) for times in (1, 5000))
    assert cut(short, LIMIT) == (short,)
    assert cut(long, None) == (long,)
    assert cut(LeaveGroup(), LIMIT) == (LeaveGroup(),)
