"""One way through a flow: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.dialogue.flow.sprint import Ground, Look, Open, Saying, Sprint, onward, opened
from bot.dialogue.words.recognisers import Recognisers
from bot.model.actions import OpenTopic
from bot.model.channel import TELEGRAM
from bot.model.content.conditions import Lead
from bot.model.content.flow import Flow
from bot.model.content.kinds.check import Check
from bot.model.content.kinds.end import End
from bot.model.content.kinds.open_case import MOST_A_DAY, OpenCase
from bot.model.content.kinds.say import Say
from bot.model.content.kinds.start import Start
from bot.model.content.kinds.text import Text
from bot.model.content.parts import Refused
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Step
from bot.model.content.topics import Cues
from bot.model.session import Answer, Run, Sent, Session, Value
from bot.model.turn import TurnContext
from tests.conftest import TODAY

NOON = datetime.combine(TODAY, time(12), UTC)
NOTHING_HEARD = Cues((), (), (), (), (), (), (), (), {}, (), ())


def to(step: str) -> tuple[Lead, ...]:
    return (Lead(step),)


STEPS: Sequence[Step] = (
    Say(id="hello", leads=to("why")),
    Text(id="why", leads=to("thanks")),
    Say(id="thanks", leads=to("check")),
    Check(id="check", leads=to("sent")),
    OpenCase(id="sent", kind_from=("why",), leads=to("bye")),
    End(id="bye"),
)
TELL = Flow("tell", "Tell", {step.id: step for step in STEPS})
HELP = Flow("help", "Help", {"hi": Say(id="hi", leads=to("on")), "on": Start(id="on", topic="help-now")})

SEEN: Mapping[str, Value] = {"why": "so", "check": "seen"}


def at(flow: Flow, answers: Mapping[str, Value], session: Session | None = None) -> Open:
    run = Run("a run", flow.id, flow.first.id, tuple(Answer(step, value) for step, value in answers.items()))
    return opened(flow, run, replace(session or Session(), run=run))


def sprint(where: Open, saying: Saying = Saying.SINCE, remark: Refused | None = None) -> Sprint:
    context = TurnContext(where.session, False, TELEGRAM, NOON)
    return onward(where, Ground(context, Recognisers(NOTHING_HEARD), timedelta(days=14), lambda words: None), where.run, saying, remark)


def pages(way: Sprint) -> list[tuple[Look, str | None]]:
    return [(page.look, page.step.id if page.step else None) for page in way.pages]


@pytest.mark.parametrize(
    ("answers", "saying", "said", "waits"),
    [
        ({}, Saying.ALL, ["hello", "why"], "why"),
        ({}, Saying.NOTHING, ["why"], "why"),
        ({"why": "so"}, Saying.SINCE, ["thanks", "check"], "check"),
        ({"why": "so"}, Saying.ALL, ["hello", "thanks", "check"], "check"),
    ],
    ids=str,
)
def test_it_says_what_is_on_the_way_and_waits_for_the_person(
    answers: dict[str, Value], saying: Saying, said: list[str], waits: str
) -> None:
    way = sprint(at(TELL, answers), saying)
    assert [step for _, step in pages(way)] == said
    assert (way.waits and way.waits.id, way.then) == (waits, None)
    assert way.session.run is not None


def test_a_remark_stands_above_the_step_that_waits() -> None:
    way = sprint(at(TELL, {}), Saying.ALL, Refused(Phrase.FLOW_TOO_LONG, {"most": "3"}))
    assert [(page.phrase, dict(page.values)) for page in way.pages] == [(None, {}), (Phrase.FLOW_TOO_LONG, {"most": "3"})]


def test_a_step_that_does_something_is_passed_and_the_flow_is_over() -> None:
    way = sprint(at(TELL, SEEN))
    assert pages(way) == [(Look.DONE, "sent"), (Look.STEP, "bye")]
    assert (way.session.run, way.session.sent, way.waits) == (None, Sent(TODAY, 1), None)


def test_a_step_that_cannot_do_its_part_says_why_and_the_flow_stays() -> None:
    where = at(TELL, SEEN, Session(sent=Sent(TODAY, MOST_A_DAY)))
    way = sprint(where)
    assert [(page.look, page.phrase) for page in way.pages] == [(Look.WAY_BACK, Phrase.CASE_TOO_OFTEN)]
    assert way.session == where.session


def test_what_the_flow_goes_on_with_is_a_value() -> None:
    way = sprint(at(HELP, {}), Saying.ALL)
    assert (pages(way), way.then, way.session.run) == ([(Look.STEP, "hi")], OpenTopic("help-now"), None)


def test_a_flow_on_the_shelf_is_open_again_when_another_is_over() -> None:
    shelved = Run("before", "tell", "hello", (Answer("why", "so"),))
    way = sprint(at(HELP, {}, Session(shelf=(shelved,))))
    assert way.session.run == replace(shelved, aside=True)


def test_nothing_that_was_handed_in_is_changed() -> None:
    where = at(TELL, SEEN)
    before = repr(where)
    sprint(where)
    assert repr(where) == before
