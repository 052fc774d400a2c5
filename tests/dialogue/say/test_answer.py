"""Where an answer says it comes from."""

from __future__ import annotations

from dataclasses import replace

from bot.content.library import Libraries
from bot.dialogue.say.answer import sources
from bot.dialogue.say.wording import Wording
from bot.model.content.topics import Citation
from tests.conftest import TODAY


def test_a_source_of_two_layers_is_named_once_with_every_place(libraries: Libraries) -> None:
    council, national = (libraries.english.topics["council-tax"].editions[layer] for layer in ("bristol", "england"))
    plan = council.citations[0].source
    cited = [
        replace(edition, citations=(Citation(plan, "sections 5 and 9"), Citation(plan, place)))
        for edition, place in ((council, "section 9, Priority 4"), (national, "Foreword"))
    ]
    said = sources(Wording(libraries.english, None, TODAY), cited).text.split("\n")
    assert [line.partition("), ")[2] for line in said if plan.title in line] == [
        "sections 5 and 9; section 9, Priority 4; Foreword. This plan has ended."
    ]
