"""Values as text that can be sealed, and back, whatever characters somebody wrote in them."""

from __future__ import annotations

import json
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class Written(Generic[T]):
    """Turns values of one kind into text and back."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def text(self, value: T) -> str:
        """The value as JSON."""
        # Not pydantic's own: it refuses half a surrogate pair, which somebody may have written.
        return json.dumps(self._adapter.dump_python(value, mode="json", warnings=False), ensure_ascii=False)

    def value(self, text: str) -> T | None:
        """The value; None where another version of the program wrote something that this one cannot read."""
        try:
            return self._adapter.validate_python(json.loads(text))
        except (ValidationError, json.JSONDecodeError):  # both say words in their text, so neither goes on
            return None
