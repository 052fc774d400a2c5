"""The shape of a flow's file: steps of the kinds in the table. No expression language.

Fields marked `Words` or `Prose` are read by people, as in `bot.content.schema`.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from bot.model.content.entries import StepEntry
from bot.model.content.fields import FileModel, Id, Label, Marker
from bot.model.content.kinds.table import KINDS

if TYPE_CHECKING:
    OneOfTheKinds = StepEntry
else:  # pydantic takes the kinds from the table, which mypy cannot read
    OneOfTheKinds = Annotated[reduce(or_, KINDS), Field(discriminator="kind")]


class FlowFile(FileModel):
    """One flow."""

    title: Label
    steps: tuple[OneOfTheKinds, ...] = Field(min_length=1)


class RequestEntry(FileModel):
    """Whole messages that plainly ask for the flow, and all mean the same."""

    says: tuple[Marker, ...] = ()
    pattern: str = ""
    answer: Id | None = None
    topic: Id | None = None


class RequestsFile(FileModel):
    """The words with which people begin one flow: it lies beside the flow, by the same name."""

    requests: tuple[RequestEntry, ...]
