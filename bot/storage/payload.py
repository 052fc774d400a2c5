"""A message as the text that the outbox keeps, and back."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from bot.model.outbound import Outbound

_OUTBOUND: TypeAdapter[Outbound] = TypeAdapter(Annotated[Outbound, Field(discriminator="kind")])


def to_text(outbound: Outbound) -> str:
    """The message as JSON."""
    return _OUTBOUND.dump_json(outbound).decode()


def from_text(text: str) -> Outbound | None:
    """The message; None where another version of the program wrote something that this one cannot read."""
    try:
        return _OUTBOUND.validate_json(text)
    except ValidationError:
        return None
