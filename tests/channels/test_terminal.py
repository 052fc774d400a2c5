"""The terminal as a channel: lines in, lines out."""

from __future__ import annotations

from io import StringIO

import pytest

from bot.channels.terminal import CLEAR, TerminalChannel
from bot.model.inbound import Commanded, Conversation, Pressed, Said, What
from bot.model.outbound import Block, BlockKind, Button, HideChat, LeaveGroup, Message, Span

HERE = Conversation("terminal", "here")


def message(text: str, *rows: tuple[Button, ...]) -> Message:
    return Message((Block(BlockKind.PARAGRAPH, (Span(text),)),), rows)


@pytest.fixture
def out() -> StringIO:
    return StringIO()


@pytest.fixture
async def terminal(out: StringIO) -> TerminalChannel:
    """One that has just shown three buttons, the last of which opens a page."""
    channel = TerminalChannel(out)
    rows = ((Button("Yes", "yes"), Button("No", "no")), (Button("More", url="https://example.org"),))
    await channel.send(HERE, message("Well?", *rows))
    return channel


def test_a_message_is_printed_with_numbered_buttons(terminal: TerminalChannel, out: StringIO) -> None:
    assert out.getvalue() == "\nWell?\n  1. Yes\n  2. No\n  3. More → https://example.org\n"


LINES: list[tuple[str, What]] = [
    ("1", Pressed("yes")),
    (" 2 ", Pressed("no")),
    ("3", Said("3")),
    ("0", Said("0")),
    ("4", Said("4")),
    ("-1", Said("-1")),
    ("²", Said("²")),
    ("٢", Said("٢")),
    ("9" * 5_000, Said("9" * 5_000)),
    ("/menu", Commanded("menu")),
    (" /Start council_bristol ", Commanded("start", "council_bristol")),
    ("/", Said("/")),
    ("/ 5", Said("/ 5")),
    ("", Said("")),
    ("  hello  ", Said("  hello  ")),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[repr(line[:20]) for line, _ in LINES])
def test_what_a_typed_line_means(terminal: TerminalChannel, line: str, expected: What) -> None:
    assert terminal.understand(line) == expected


async def test_numbers_mean_the_buttons_of_the_newest_message(terminal: TerminalChannel) -> None:
    await terminal.send(HERE, message("Done."))
    assert terminal.understand("1") == Said("1")


async def test_there_is_no_group_to_leave(terminal: TerminalChannel, out: StringIO) -> None:
    before = out.getvalue()
    await terminal.send(HERE, LeaveGroup())
    assert out.getvalue() == before


class Screen(StringIO):
    """Somebody looks at it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("out", "cleared"), [(Screen(), CLEAR), (StringIO(), "")], ids=["a screen", "a file"])
async def test_a_hidden_chat_leaves_nothing_on_a_screen_and_nothing_to_press(out: StringIO, cleared: str) -> None:
    terminal = TerminalChannel(out)
    await terminal.send(HERE, message("Well?", (Button("Yes", "yes"),)))
    before = out.getvalue()
    await terminal.send(HERE, HideChat(("1", "2")))
    assert out.getvalue() == before + cleared
    assert terminal.understand("1") == Said("1")


def test_nothing_is_pressed_before_anything_was_shown(out: StringIO) -> None:
    assert TerminalChannel(out).understand("1") == Said("1")
