"""Words with their blanks filled, for one person on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.content.library import Libraries
from bot.dialogue.say.wording import Wording
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.content.topics import Amount, AmountValue, Audience, Contact, Council, Helpline, Language
from bot.model.outbound import BlockKind
from tests.conftest import TODAY

CHILD = Helpline("kids", "Kids", "0800 1", "any time")
ADULT = Helpline("adults", "Adults", "0800 2")
OWN = Contact("York's team", "01904 1", "9 to 5", CHILD, ADULT)
UNCHECKED = Contact("York's night team", None, "", CHILD, ADULT)
YORK = Council("york", "City of York Council", "York", (), {"daytime": OWN, "out-of-hours": UNCHECKED})
FEE = Amount("fee", (AmountValue(date(2020, 4, 1), "£1"), AmountValue(date(2026, 12, 1), "£2")))


@pytest.fixture
def library(libraries: Libraries) -> Library:
    return replace(libraries.english, councils={"york": YORK}, helplines={"kids": CHILD, "adults": ADULT}, amounts={"fee": FEE})


def said(wording: Wording, text: str, values: Mapping[str, str] | None = None) -> str:
    return "\n".join(block.text for block in wording.blocks([text], values))


@pytest.mark.parametrize(
    ("text", "council", "expected"),
    [
        ("Ask {council}.", YORK, "Ask York."),
        ("Ask {council}.", None, "Ask your council."),
        ("Ring {phone kids}.", YORK, "Ring 0800 1."),
        ("It is {amount fee} since {date fee}.", YORK, "It is £1 since April 2020."),
        ("{contact daytime}", YORK, "York's team: 01904 1 (9 to 5)"),
        ("{contact out-of-hours}", YORK, "Kids: 0800 1 (any time)"),
        ("{contact daytime}", None, "Kids: 0800 1 (any time)"),
        ("{phone nobody} {amount nothing} {what}", YORK, "{phone nobody} {amount nothing} {what}"),
        ("[{contact switchboard}]", YORK, "[]"),
    ],
)
def test_what_is_filled_in(library: Library, text: str, council: Council | None, expected: str) -> None:
    assert said(Wording(library, council, TODAY), text) == expected


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (None, "Kids: 0800 1 (any time)"),
        (Audience.CHILD_IN_CARE, "Kids: 0800 1 (any time)"),
        (Audience.CARE_LEAVER, "Kids: 0800 1 (any time)"),
        (Audience.CARER, "Adults: 0800 2"),
        (Audience.COUNCILLOR, "Adults: 0800 2"),
        (Audience.OFFICER, "Adults: 0800 2"),
        (Audience.PARTNER, "Adults: 0800 2"),
    ],
)
@pytest.mark.parametrize("council", [YORK, None])
def test_a_helpline_that_stands_in_serves_who_is_asking(
    library: Library, council: Council | None, audience: Audience | None, expected: str
) -> None:
    assert said(Wording(library, council, TODAY, audience), "{contact out-of-hours}") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2019, 1, 1), "£1 since April 2020"), (date(2026, 11, 30), "£1 since April 2020"), (date(2026, 12, 1), "£2 since December 2026")],
    ids=["before the first", "the day before the next", "the day of the next"],
)
def test_amounts_follow_the_day(library: Library, day: date, expected: str) -> None:
    assert said(Wording(library, YORK, day), "{amount fee} since {date fee}") == expected


def test_one_helpline_in_place_of_two_numbers_stands_once(library: Library) -> None:
    wording = Wording(library, None, TODAY)
    blocks = wording.blocks(["- {contact daytime}\n- {contact out-of-hours}\n- Ask.", "Again.", "Again."])
    assert [block.text for block in blocks] == ["Kids: 0800 1 (any time)", "Ask.", "Again.", "Again."]
    assert [block.kind for block in blocks[:2]] == [BlockKind.BULLET] * 2


def test_values_given_at_once_come_before_the_lists_and_are_not_filled_again(library: Library) -> None:
    wording = Wording(library, YORK, TODAY)
    assert said(wording, "{council}, {who}", {"council": "Leeds {phone kids}", "who": "*you*"}) == "Leeds {phone kids}, *you*".replace(
        "*", ""
    )
    assert said(wording, "{phone kids} {date fee}", {"phone": "no", "date": "no"}) == "0800 1 April 2020", "only where no name follows"


def test_a_phrase_is_said_as_blocks_or_as_a_label(library: Library) -> None:
    wording = Wording(replace(library, phrases={Phrase.MENU: "One **{council}**.\n\nTwo.", Phrase.YOUR_COUNCIL: "yours"}), YORK, TODAY)
    assert [block.text for block in wording.say(Phrase.MENU)] == ["One York.", "Two."]
    assert wording.label(Phrase.MENU, council="Leeds") == "One **Leeds**.\n\nTwo."
    assert wording.council_name == "York"
    assert replace(wording, council=None).council_name == "yours"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "22 November 2026"),
        ("pl", "22 listopada 2026"),
        ("pt_BR", "22 de novembro de 2026"),
        ("pt-BR", "22 de novembro de 2026"),
        ("en_XA", "22 November 2026"),
        ("no such language", "22 November 2026"),
    ],
)
def test_a_day_is_written_as_the_language_does(library: Library, language: str, expected: str) -> None:
    wording = Wording(replace(library, language=Language(language, language)), YORK, TODAY)
    assert wording.day(date(2026, 11, 22)) == expected
