"""The content that people get: everything that must be there, and nothing that must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bot.channels.telegram.outbound import LONGEST_ACTION
from bot.content.check.checker import check
from bot.content.extract import template
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.say import answer as answers
from bot.model.content.topics import ENGLAND, Audience
from bot.model.outbound import Button
from bot.model.session import Session
from tests.conftest import CHECKOUT, TODAY

COVERAGE = yaml.safe_load((Path(__file__).parent / "coverage.yaml").read_text(encoding="utf-8"))
KNOWLEDGE = CHECKOUT / "knowledge"
WRITTEN = sorted([*KNOWLEDGE.rglob("*.md"), *KNOWLEDGE.glob("*.yaml"), *(CHECKOUT / "flows").rglob("*.yaml")])

NAMES = frozenset(
    {
        "2655d7c4fab312ad302e1045e9e0254ba2f92dff558bbd276e8f0e131dc203d9",
        "2b24b9de2c3c67f8552590c24ed3da8f7dccaa1d30044859b2c5f5e45c4d3879",
        "2ed83e16e6926c03201088f47156f2a80b1aef81c3f7f70407f01c030cc51ec5",
        "3761e2bbd8f6a4644ccd3d444a5276b10afb20f223b76c853e63995f1662f3b7",
        "3a67a6a54ae2d802d09351fa8d1a14190418ec8b1e30ffee6153151cbe269ad0",
        "49c2d256892484185d6537db35bbca1ce4130d266cda8fde696991fd808d98ce",
        "646a45c1252d2646107aa15b9ad46629255dca2b31a1a2d91993390bd541417b",
        "73803d03a5a39806c75ac231a0dd9e2edcf8a6c8323e048ec43838c8e7a8ba8e",
        "9c69b64bf8dafd58673771b4dd042c332863db4b5a6f599661a4df93b88b3839",
        "d810291ad4ef62136d8242d7795571840f5515aca8debcc279ccd528978383e5",
        "dc54909532a36a4966971e3afae91467c19f4401162b7078babe604cc2b43e3d",
        "fe94e45659447938e582be31d7b468dd03b1095d7aab8864034a2e79e2b0dc77",
    }
)
"""Names of people in the councils' documents, first name and surname in small letters, as SHA-256: not even this file names them."""
TITLED = re.compile(r"\b(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir|Dame)\.? [A-Z][a-z]+ [A-Z][a-z]+")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?<![\d£,.])(?:\+44|0\d)(?:[ -]?\d){5,}|\b116 ?\d{3}\b|(?<![\d£,.])\d{5,}(?![\d,])")
EVERYBODYS = frozenset({"116 123"})
"""Numbers that may be written out; 999, 101, 111 and 112 are too short to be taken for a number of somebody's."""
EXAMPLES = re.compile(r"^questions:\n(?:  - .*\n)+", re.MULTILINE)
"""What people may ask is theirs: it may name a minister, and nobody is shown it."""
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def test_all_topics_are_on_the_list() -> None:
    assert len(COVERAGE) == 141


@pytest.mark.parametrize("topic", COVERAGE)
def test_a_topic_is_there_with_every_council_whose_documents_speak_of_it(topic: str) -> None:
    layers = [ENGLAND, *COVERAGE[topic]["local"]]
    assert [layer for layer in layers if not (KNOWLEDGE / layer / f"{topic}.md").is_file()] == []


def test_the_check_finds_nothing_to_mend() -> None:
    assert [str(problem) for problem in check(CHECKOUT, datetime.now(UTC).date()) if not problem.warning] == []


@pytest.mark.parametrize("council", [None, ENGLAND, "bristol", "bath-and-north-east-somerset", "bradford", "north-somerset"])
def test_every_topic_has_words_and_a_source_for_every_reader(real: Dialogue, council: str | None) -> None:
    for topic in real.library("en").topics.values():
        for audience in (None, *Audience):
            wording = real.wording(Session(council=council, audience=audience), TODAY)
            answer = answers.compose(wording, topic, audience)
            assert answer.short, (topic.id, audience)
            for message in (answers.first_message(wording, answer), answers.details_message(wording, answer)):
                assert "{" not in message.text, (topic.id, audience)
                assert message.text.count(wording.day(answer.editions[0].checked)[-4:]) > 0, (topic.id, audience)


def buttons(real: Dialogue) -> Iterator[Button]:
    """Every button under every answer."""
    library = real.library("en")
    for council in (None, *library.councils):
        wording = real.wording(Session(council=council), TODAY)
        for topic in library.topics.values():
            message = answers.first_message(wording, answers.compose(wording, topic, None))
            yield from (button for row in message.buttons for button in row)


def test_every_button_fits_into_what_telegram_carries(real: Dialogue) -> None:
    actions = {button.action for button in buttons(real) if button.action}
    assert {action for action in actions if len(action.encode()) > LONGEST_ACTION} == set()


@pytest.fixture(scope="module")
def read_by_people() -> list[tuple[str, str]]:
    """Every text that a person reads, with where it stands; the lists that numbers stand in left out."""
    messages = [(str(message.context), str(message.id)) for message in template(CHECKOUT) if message.id]
    return [(place, words) for place, words in messages if not place.startswith(("sources/", "councils/"))]


def test_numbers_stand_in_the_lists_and_nowhere_else(read_by_people: list[tuple[str, str]]) -> None:
    found = [(place, number) for place, words in read_by_people for number in PHONE.findall(re.sub(r"https://\S+", "", words))]
    assert [(place, number) for place, number in found if number not in EVERYBODYS] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nobody_is_named_and_no_address_is_given(path: Path) -> None:
    text = EXAMPLES.sub("", path.read_text(encoding="utf-8"))
    words = [word.casefold() for word in WORD.findall(text)]
    named = [n for n, pair in enumerate(pairwise(words)) if sha256(" ".join(pair).encode()).hexdigest() in NAMES]
    assert named == [], "a name from the documents"
    assert TITLED.findall(text) == []
    assert path.name == "sources.yaml" or [address for address in MAIL.findall(text) if not address.endswith("@example.org")] == []
