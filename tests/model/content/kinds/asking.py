"""What tests of kinds of steps share: a step from the keys of its file, something given at it, and how it looks to somebody there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.content.flow_schema import FlowFile
from bot.dialogue.say.wording import Wording
from bot.model.actions import Action, parse
from bot.model.channel import TELEGRAM
from bot.model.content.entries import StepEntry
from bot.model.content.library import Library
from bot.model.content.parts import Handed, Typed
from bot.model.content.sheet import Sheet
from bot.model.content.steps import Showing, Standing, Step
from bot.model.content.ways import Ways
from bot.model.inbound import Attachment
from bot.model.normalise import normalise
from bot.model.outbound import Message
from bot.model.session import Answer, FileReference, Run, Session, Value
from bot.model.turn import Loaded, Receipt, TurnContext
from tests.conftest import TODAY

LOOK_BY = TODAY + timedelta(days=3)
LOADED = Loaded(receipt=Receipt(("apple", "balloon", "camera", "kite", "lamp"), "a digest"), look_by=LOOK_BY)
IN_BRISTOL = Session(council="bristol")
LISTED = {"councils": ("bristol", "bradford"), "audiences": ("carer",), "languages": ("en",)}
PHOTO = FileReference(Attachment.PHOTO, "telegram", "a photo")


def entries(*steps: Mapping[str, Any]) -> tuple[StepEntry, ...]:
    """Steps as they stand in a file."""
    return FlowFile.model_validate({"title": "Fruit", "steps": steps}).steps


def entry(**keys: Any) -> StepEntry:
    """A step as it stands in its file."""
    (only,) = entries({"id": "fruit", **({} if keys["kind"] == "start" else {"say": "Fruit?"}), **keys})
    return only


def step(**keys: Any) -> Step:
    """A step, from the keys of its file."""
    return entry(**keys).built({})


def faults(*steps: Mapping[str, Any]) -> list[str]:
    """Everything that the kinds find wrong in a flow of these steps."""
    built = entries(*steps)
    sheet = Sheet("fruit", built, Ways(built), frozenset({built[0].id}), LISTED)
    return [wrong for each in built for found in (each.by_itself(sheet), each.on_its_way(sheet)) for _, wrong, _ in found]


def typed(text: str, today: date = TODAY) -> Typed:
    """Words that were typed."""
    return Typed(text, normalise(text), today, "en")


def sent(caption: str = "") -> Handed:
    """A photo that was sent."""
    return Handed(PHOTO, caption)


def run_of(case: str | None = None, **answers: Value) -> Run:
    """An open flow with these answers."""
    return Run("a run", "fruit", "fruit", tuple(Answer(name, value) for name, value in answers.items()), case=case)


@dataclass(frozen=True)
class Looking:
    """Somebody who looks at a step."""

    library: Library
    session: Session = IN_BRISTOL
    loaded: Loaded = LOADED

    @property
    def wording(self) -> Wording:
        """The words that they read."""
        council = self.library.councils.get(self.session.council or "")
        return Wording(self.library, council, TODAY, self.session.audience)

    @property
    def context(self) -> TurnContext:
        """Their turn."""
        return TurnContext(self.session, False, TELEGRAM, datetime.combine(TODAY, time(12), UTC), loaded=self.loaded)

    def at(self, here: Step, run: Run, passed: tuple[Step, ...] = (), *, wordy: bool = True) -> Showing:
        """What they look at."""
        context = replace(self.context, session=replace(self.session, run=run))
        return Showing("fruit", "today's", wordy, Standing(passed, here), run, self.wording, {"council": "Bristol"}, context)


def pressed(message: Message) -> list[Action | str | None]:
    """What the buttons of a message do, from the top."""
    return [parse(button.action or "") or button.action for row in message.buttons for button in row]
