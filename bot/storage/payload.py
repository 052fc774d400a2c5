"""A message as the text that the outbox keeps, and back."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from bot.model.outbound import Outbound

_OUTBOUND: TypeAdapter[Outbound] = TypeAdapter(Annotated[Outbound, Field(discriminator="kind")])


def to_text(outbound: Outbound) -> str:
    """The message as JSON. Half a surrogate pair, which somebody may have written and nobody can send, becomes U+FFFD."""
    try:
        return _OUTBOUND.dump_json(outbound).decode()
    except PydanticSerializationError:
        text = json.dumps(_OUTBOUND.dump_python(outbound, mode="json"), ensure_ascii=False)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def from_text(text: str) -> Outbound | None:
    """The message; None where another version of the program wrote something that this one cannot read."""
    try:
        return _OUTBOUND.validate_json(text)
    except ValidationError:
        return None
