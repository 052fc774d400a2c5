"""What the assistant says, as Telegram's HTML, messages and buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.outbound import keyboard, to_html
from bot.errors import RefusedError
from bot.model.outbound import Block, BlockKind, Button, Span, plain
from bot.workshop.telegram_double.markup import words

ANYTHING = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"' \n"), st.characters(categories=["Cs"])), max_size=40)
SPANS = st.builds(Span, ANYTHING, bold=st.booleans(), italic=st.booleans(), url=st.none() | ANYTHING)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(BlockKind), st.lists(SPANS, max_size=4).map(tuple), st.integers(1, 99)), max_size=6)


def block(kind: BlockKind, *spans: Span | str, number: int | None = None) -> Block:
    return Block(kind, tuple(Span(span) if isinstance(span, str) else span for span in spans), number)


def sound(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


PARAGRAPH, HEADING, BULLET, NUMBERED, SOURCE = BlockKind
HTML = [
    ([block(PARAGRAPH, "Hello")], "Hello"),
    ([block(PARAGRAPH, "a < b & c > d \"e\" 'f'")], "a &lt; b &amp; c &gt; d \"e\" 'f'"),
    ([block(PARAGRAPH, "One "), block(PARAGRAPH, "Two")], "One \n\nTwo"),
    ([block(PARAGRAPH, "You ", Span("can", bold=True), Span(" ask", italic=True))], "You <b>can</b><i> ask</i>"),
    ([block(PARAGRAPH, Span("both", bold=True, italic=True))], "<b><i>both</i></b>"),
    ([block(PARAGRAPH, Span("page", url='https://a.uk/?b=1&c="2"'))], '<a href="https://a.uk/?b=1&amp;c=&quot;2&quot;">page</a>'),
    ([block(HEADING, "Money ", Span("now", bold=True))], "<b>Money </b><b>now</b>"),
    ([block(SOURCE, "Council plan, ", Span("2021", italic=True))], "<i>Council plan, </i><i>2021</i>"),
    (
        [block(PARAGRAPH, "You get:"), block(BULLET, "a home"), block(BULLET, "a PA"), block(PARAGRAPH, "Ask.")],
        "You get:\n\n• a home\n• a PA\n\nAsk.",
    ),
    ([block(NUMBERED, "call", number=1), block(NUMBERED, "write", number=2)], "1. call\n2. write"),
    ([block(BULLET, "x"), block(NUMBERED, "y", number=1)], "• x\n\n1. y"),
    ([block(PARAGRAPH, "", Span("", bold=True), "so")], "so"),
    ([block(PARAGRAPH, "half \ud83d, whole \ud83d\ude00")], "half \ufffd, whole 😀"),
    ([], ""),
]


@pytest.mark.parametrize(("blocks", "html"), HTML)
def test_what_a_block_looks_like(blocks: list[Block], html: str) -> None:
    assert to_html(blocks) == html


@given(BLOCKS)
def test_any_words_arrive_as_they_are(blocks: list[Block]) -> None:
    whole = [Block(each.kind, tuple(Span(sound(span.text)) for span in each.spans), each.number) for each in blocks]
    html = to_html(blocks)
    assert words(html) == plain(whole)
    html.encode()


def test_buttons_stand_in_their_rows() -> None:
    markup = keyboard([[Button("Yes", action="yes"), Button("No \ud83d", action="no")], [Button("Page", url="https://a.uk")]])
    assert markup is not None
    assert markup.to_dict() == {
        "inline_keyboard": [
            [{"text": "Yes", "callback_data": "yes"}, {"text": "No \ufffd", "callback_data": "no"}],
            [{"text": "Page", "url": "https://a.uk"}],
        ]
    }
    assert keyboard([]) is None


@pytest.mark.parametrize("action", ["x" * 64, "é" * 32])
def test_an_action_of_64_bytes_fits(action: str) -> None:
    assert keyboard([[Button("Go", action=action)]])


@pytest.mark.parametrize("action", ["x" * 65, "é" * 33, "", None])
def test_an_action_that_does_not_fit_is_refused(action: str | None) -> None:
    with pytest.raises(RefusedError):
        keyboard([[Button("Go", action=action)]])
