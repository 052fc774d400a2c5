"""What becomes of words: long answers arrive whole, and nobody's own words are kept anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.workshop.telegram_double import Double, updates
from bot.workshop.telegram_double.markup import utf16_length
from tests.end_to_end.conftest import Start
from tests.end_to_end.service import Service

SAM, BOB = 42, 43
MARK = "Quokka"
"""Stands in everything Sam writes, and in nothing that anybody else does."""


@pytest.fixture
def long_topic(content: Path) -> list[str]:
    """A topic with details that are longer than one message of Telegram's; its paragraphs."""
    paragraphs = [f"Paragraph {number} " + "extraordinarily " * 40 + f"ends {number}." for number in range(12)]
    path = content / "knowledge" / "england" / "what-can-you-do.md"
    text = path.read_text(encoding="utf-8") + "\n## Details\n\n" + "\n\n".join(paragraphs) + "\n"
    path.write_text(text, encoding="utf-8")
    return paragraphs


def test_a_long_answer_comes_in_several_messages_with_the_buttons_under_the_last(
    long_topic: list[str], double: Double, service: Service
) -> None:
    double.say(SAM, "/help")
    double.wait("sent", chat=SAM)
    double.press(SAM, "more:what-can-you-do")
    double.wait("sent", chat=SAM, count=3)
    pieces = double.sent(SAM)[1:]
    assert all(utf16_length(piece["text"]) <= 4_096 for piece in pieces)
    assert [bool(piece["buttons"]) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    whole = "\n\n".join(piece["text"] for piece in pieces)
    assert "\n\n".join(long_topic) in whole


SENT = [
    updates.said(SAM, f"do care leavers pay council tax {MARK}"),
    updates.said(SAM, f"i want to kill myself {MARK}"),
    updates.said(SAM, f"/start {MARK} and more"),
    updates.said(SAM, f"/{MARK} {MARK}"),
    updates.attached(SAM, "photo", f"who is my social worker {MARK}"),
    updates.edited(SAM, f"what am i entitled to {MARK}"),
    updates.forwarded(SAM, f"hello {MARK}"),
    updates.pressed(SAM, f"topic:{MARK}"),
    updates.overheard(-100, f"everybody {MARK}"),
    updates.said(SAM, f"{MARK} " * 500),
    {"message": updates.message(SAM, text=f"broken {MARK}", entities="no list")},
]


def test_nobodys_words_are_in_the_log_or_in_the_database(double: Double, start: Start, env: dict[str, str], tmp_path: Path) -> None:
    env["HEARD_LOG_LEVEL"] = "debug"
    service = start()
    double.refuse(400, f'Bad Request: can\'t parse entities: unsupported start tag "{MARK}" at byte offset 0', chat=SAM)
    double.push(*SENT)
    double.say(BOB, "bye")
    double.wait("sent", chat=BOB)
    double.wait("confirmed")
    assert service.settled()["given_up"] == 1
    assert holding(tmp_path / "data") == []
    assert service.stop() == 0
    assert holding(tmp_path / "data") == []
    assert '"event": "telegram.unreadable_update"' in service.output, "what cannot be read was among it"
    assert MARK.lower() not in service.output.lower()
    assert double.token not in service.output


def holding(folder: Path) -> list[str]:
    """The files in which Sam's mark stands: the database, and what lies beside it while it is open."""
    files = (path for path in folder.iterdir() if path.is_file())
    return [path.name for path in files if MARK.lower().encode() in path.read_bytes().lower()]
