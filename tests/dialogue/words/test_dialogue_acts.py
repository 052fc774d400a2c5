from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import CHECKOUT
from bot.content.library import Libraries
from bot.dialogue.words.dialogue_acts import MOST_PARTS, DialogueActs
from bot.model.content.topics import Audience
from bot.model.normalise import normalise

LIBRARY = Libraries(CHECKOUT).english
HEARING = DialogueActs(LIBRARY.cues, LIBRARY.councils.values())


@pytest.mark.parametrize(
    ("message", "rest", "asks_more"),
    [
        ("and how much?", "how much", True),
        ("how do i get one", "how do i get one", True),
        ("who pays for it", "who pays for it", False),
        ("what about in bradford", "", True),
        ("and in bradford?", "", True),
        ("what about university", "university", False),
        ("ok so what is a PA", "what is a pa", False),
    ],
)
def test_a_short_message_goes_on_from_the_last_answer(message: str, rest: str, asks_more: bool) -> None:
    carried_on = HEARING.carried_on(normalise(message))
    assert carried_on is not None
    assert (carried_on.rest.sentence, carried_on.asks_more) == (rest, asks_more)


@pytest.mark.parametrize("message", ["do i pay council tax", "and " + "so " * 12 + "what now", "i feel alone"])
def test_a_question_of_its_own_does_not(message: str) -> None:
    assert HEARING.carried_on(normalise(message)) is None


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("not that, i mean the bus", "the bus"),
        ("No. I meant foster carers", "foster carers"),
        ("thats not what i asked", ""),
        ("nothing helps", None),
        ("not sure where to go", None),
    ],
)
def test_what_was_not_meant_is_ruled_out(message: str, rest: str | None) -> None:
    ruled_out = HEARING.ruled_out(normalise(message))
    assert (ruled_out.sentence if ruled_out else None) == rest


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("not about contact but about fees", "about fees"),
        ("im not asking about school i mean college", "college"),
        ("instead of a taxi can i get bus fare", "get bus fare"),
        ("i am not happy but i am ok", "i am not happy but i am ok"),
    ],
)
def test_a_correction_inside_a_message_is_heard(message: str, meant: str) -> None:
    assert HEARING.corrected(normalise(message)).sentence == meant


@pytest.mark.parametrize(
    ("message", "council"),
    [
        ("how many kids are in care in bristol", "bristol"),
        ("what does North Somerset council do for us", "north-somerset"),
        ("can i get a bath in my flat", None),
        ("i moved from bristol to bradford", None),
        ("pool prices in keighley", "bradford"),
        ("what happened at B&NES", "bath-and-north-east-somerset"),
        ("do you get more in bristol or in bradford", None),
    ],
)
def test_the_council_that_a_message_is_about(message: str, council: str | None) -> None:
    """Only with a word of place before it, and only if it is one: a bath is no place."""
    assert HEARING.council(normalise(message)) == council


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("who is my pa? can i get a bus pass?", ["who is my pa", "can i get a bus pass"]),
        ("I need help with rent. Also how do I join the group", ["i need help with rent", "how do i join the group"]),
        ("do i pay council tax and also who is my pa", ["do i pay council tax", "who is my pa"]),
        ("who is my social worker and how do i ring her", []),
        ("Hi! ok. who is my pa", []),
    ],
)
def test_the_questions_of_a_message(message: str, parts: list[str]) -> None:
    assert [part.sentence for part in HEARING.parts(message)] == parts


@pytest.mark.parametrize(
    ("message", "audience", "topic"),
    [
        ("Fees?", Audience.CARER, "foster-carer-support"),
        ("fees", Audience.CARE_LEAVER, None),
        ("contact", Audience.COUNCILLOR, "a-young-person-contacts-me"),
        ("contact", Audience.CHILD_IN_CARE, None),
        ("my duties", Audience.OFFICER, "duties-council-employee"),
        ("my duties", None, None),
    ],
)
def test_a_word_means_what_this_reader_means_by_it(message: str, audience: Audience | None, topic: str | None) -> None:
    assert HEARING.reading(normalise(message), audience) == topic


@given(st.text(max_size=400))
def test_any_text_is_heard(text: str) -> None:
    message = normalise(text)
    HEARING.carried_on(message)
    HEARING.ruled_out(message)
    HEARING.council(message)
    assert HEARING.corrected(message) is not None
    assert len(HEARING.parts(text)) <= MOST_PARTS
