"""Receipts are random, hard to try out, made ahead, and handed out once."""

from __future__ import annotations

import asyncio
import hashlib
import math
import secrets
from collections.abc import Sequence
from itertools import count

import pytest
import yaml

from bot.cases import receipts
from bot.cases.receipts import ReceiptPool, digest, make
from bot.dialogue.words.receipt import COUNT
from tests.conftest import CHECKOUT

WORDS: list[str] = yaml.safe_load((CHECKOUT / "knowledge" / "receipt.yaml").read_text(encoding="utf-8"))["words"]
SALT = b"a salt of 32 bytes for the tests"
MINE = ("kettle", "mango", "rocket", "panda", "violin")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What digests were computed of; quickly, since their slowness has a test of its own."""
    seen: list[tuple[str, ...]] = []

    def quick(words: Sequence[str], salt: bytes) -> str:
        seen.append(tuple(words))
        return hashlib.sha256(" ".join(words).encode() + salt).hexdigest()

    monkeypatch.setattr(receipts, "digest", quick)
    return seen


def one_after_another() -> receipts.Choose:
    """A choice that anybody can foresee."""
    turn = count()
    return lambda words: words[next(turn) % len(words)]


def test_a_receipt_is_five_words_of_which_each_is_chosen_anew() -> None:
    assert make(WORDS, one_after_another()) == tuple(WORDS[:5])
    assert make(["kettle"], secrets.choice) == ("kettle",) * 5


def test_there_are_45_bits_in_it() -> None:
    assert COUNT * math.log2(len(set(WORDS))) >= 45


def test_the_digest_is_that_of_scrypt_with_the_cost_that_was_decided() -> None:
    plain = b"kettle mango rocket panda violin"
    expected = hashlib.scrypt(plain, salt=SALT, n=2**15, r=8, p=1, maxmem=2**26, dklen=32).hex()
    assert digest(MINE, SALT) == digest([" Kettle", *MINE[1:]], SALT) == expected


def test_another_word_order_or_salt_gives_another_digest() -> None:
    found = {digest(MINE, SALT), digest(MINE[::-1], SALT), digest((*MINE[:4], "zebra"), SALT), digest(MINE, SALT[::-1])}
    assert len(found) == 4


async def test_the_pool_looks_up_by_the_digest_that_it_hands_out() -> None:
    pool = ReceiptPool(WORDS, SALT, size=0)
    receipt = await pool.take()
    assert set(receipt.words) <= set(WORDS)
    assert receipt.digest == await pool.digest(receipt.words) == digest(receipt.words, SALT)


async def test_no_receipt_is_handed_out_twice(made: list[tuple[str, ...]]) -> None:
    pool = ReceiptPool([f"w{n}" for n in range(512)], SALT, choose=one_after_another())
    taken = [await pool.take() for _ in range(5)]
    taken += await asyncio.gather(*(pool.take() for _ in range(20)))
    assert len({receipt.words for receipt in taken}) == len({receipt.digest for receipt in taken}) == 25


async def test_a_few_are_ready_before_anybody_asks_and_made_again_after(made: list[tuple[str, ...]]) -> None:
    pool = ReceiptPool(WORDS, SALT, size=3)
    await pool.fill()
    assert len(made) == 3
    first = await pool.take()
    assert first.words == made[0]
    assert len(made) == 3, "nobody waits for one while some are ready"
    await pool.fill()
    assert 4 <= len(made) <= 5, "one for the one that was taken; the pool may be making another at this moment"


async def test_an_empty_pool_makes_one_at_once(made: list[tuple[str, ...]]) -> None:
    pool = ReceiptPool(WORDS, SALT, size=2)
    receipt = await pool.take()
    assert receipt.words in made


async def test_what_goes_wrong_ahead_is_told_to_who_takes_one(monkeypatch: pytest.MonkeyPatch, made: list[tuple[str, ...]]) -> None:
    pool = ReceiptPool(WORDS, SALT, size=1)
    await pool.fill()

    def broken(words: Sequence[str], salt: bytes) -> str:
        raise MemoryError

    monkeypatch.setattr(receipts, "digest", broken)
    assert (await pool.take()).words == made[0]
    for _ in range(2):
        with pytest.raises(MemoryError):
            await pool.take()
