"""The kinds `say` and `end`: words, and then the next step or none."""

from __future__ import annotations

import pytest

from bot.content.library import Libraries
from bot.model.actions import OpenTopic
from bot.model.content.kinds.end import End
from bot.model.content.kinds.say import Say
from bot.model.session import Session
from tests.model.content.kinds.asking import Looking, pressed, run_of, step

HELP = {"label": "Help now", "action": "topic:help-now"}


@pytest.mark.parametrize(
    ("kind", "made", "does", "leads_to"), [("say", Say, "says", "next"), ("end", End, "the end", None)], ids=["say", "end"]
)
def test_it_says_its_words_and_leads_on_at_once(
    libraries: Libraries, kind: str, made: type[Say | End], does: str, leads_to: str | None
) -> None:
    says = step(kind=kind, say="Hello {council}.", next="next", shortcuts=[HELP])
    message = says.shown(Looking(libraries.english).at(says, run_of()))
    assert (type(says), says.does, says.waits(run_of()), says.leads_to({}, Session())) == (made, does, False, leads_to)
    assert (message.text, pressed(message)) == ("Hello Bristol.", [OpenTopic("help-now")])
