"""What `bench` measures of waiting is what happens."""

from __future__ import annotations

import asyncio

from bot.workshop.bench import waiting
from bot.workshop.telegram_double import Double


async def test_nothing_comes_before_help_in_a_chat_that_takes_one_message_a_second(double: Double) -> None:
    await asyncio.to_thread(double.allow_strangers)
    before, seconds = await waiting.behind_own_replies(double)
    assert before == 0
    assert seconds > 0


def test_the_middle_and_the_longest_wait_are_shown() -> None:
    assert waiting.shown([0.001, 0.002, 0.5]) == "2 ms, at most 500 ms"
