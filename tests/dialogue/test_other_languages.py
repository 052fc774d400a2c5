"""A message in a language that Heard does not read: help in that language first, danger named where it can be, and never an answer by chance."""

from __future__ import annotations

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.model.channel import TERMINAL
from bot.model.inbound import Commanded, Said
from bot.model.outbound import Message
from bot.model.safety import Category
from bot.model.session import Session
from bot.model.turn import Outcome, TurnContext
from tests.dialogue.contexts import NOON

HERE = Session(council="bristol")


def context(session: Session = HERE, *, off: bool = False) -> TurnContext:
    return TurnContext(session, new=False, channel=TERMINAL, now=NOON, off=off)


def words(reply: Reply) -> str:
    return "\n".join(message.text for message in reply.messages if isinstance(message, Message))


def test_an_ordinary_message_gets_the_sentences_of_its_language(real: Dialogue) -> None:
    reply = real.respond(Said("kush është punonjësi im social?"), context())
    assert (reply.outcome, reply.finding) == (Outcome.UNREAD, None)
    assert words(reply).startswith("Nëse je në rrezik tani, telefono 999.")
    assert "0800 1111" in words(reply)
    assert "116 123" in words(reply)
    assert words(reply).splitlines()[-1].startswith("Unë jam program kompjuteri.")


def test_danger_is_named_and_its_help_stands_under_the_sentences(real: Dialogue) -> None:
    reply = real.respond(Said("waxaan rabaa inaan is dilo"), context())
    assert reply.outcome is Outcome.CRISIS
    assert reply.finding is not None
    assert reply.finding.category is Category.SUICIDE
    text = words(reply)
    assert text.index("wac 999") < text.index("I'm glad you told me")


def test_an_unknown_language_gets_the_sentences_in_english(real: Dialogue) -> None:
    reply = real.respond(Said("nem tudom mit csináljak, félek"), context())
    assert reply.outcome is Outcome.UNREAD
    assert words(reply).startswith("Are you in danger now? Ring 999.")


def test_numbers_keep_their_order_in_text_from_right_to_left(real: Dialogue) -> None:
    text = words(real.respond(Said("متى يأتي الاخصائي الاجتماعي لزيارتي"), context()))
    assert "\u20660800 1111\u2069" in text
    assert "\u2066116 123\u2069" in text


@pytest.mark.parametrize("text", ["who is my social worker", "hola", "merci", "thanks"])
def test_english_and_small_talk_are_answered_as_ever(real: Dialogue, text: str) -> None:
    assert real.respond(Said(text), context()).outcome is not Outcome.UNREAD


def test_while_turned_off_the_sentences_come_before_that(real: Dialogue) -> None:
    reply = real.respond(Said("kush është punonjësi im social?"), context(off=True))
    assert words(reply).startswith("Nëse je në rrezik tani")


def test_words_after_a_command_are_heard_too(real: Dialogue) -> None:
    reply = real.respond(Commanded("menu", "waxaan rabaa inaan is dilo"), context())
    assert reply.outcome is Outcome.CRISIS


def test_a_link_of_a_poster_is_no_language(real: Dialogue) -> None:
    reply = real.respond(Commanded("start", "council_bradford"), context())
    assert reply.outcome is not Outcome.UNREAD


def test_in_a_flow_the_sentences_come_first_and_the_answer_is_kept(real: Dialogue) -> None:
    session = HERE
    for said in (Commanded("tell", ""), Said("something's worrying me")):
        reply = real.respond(said, context(session))
        assert reply.session is not None
        session = reply.session
    reply = real.respond(Said("dua ta shoh vëllanë tim"), context(session))
    assert words(reply).startswith("Nëse je në rrezik tani")
    assert reply.session is not None
    assert reply.session.runs != session.runs
