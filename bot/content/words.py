"""Every word of a content file that a person reads: found for translators, and put in another language.

One walk serves both, so that nothing can be translated that was not extracted, or the other way round.
The context of a message (gettext's msgctxt) says where it stands: `england/council-tax/short`, `flows/start/council`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.model.content.fields import Translatable, paragraphs

Translate = Callable[[str, str], str]
"""(context, English) → the words to show."""

M = TypeVar("M", bound=BaseModel)


def as_written(context: str, words: str) -> str:
    """The translation into English: the words as they stand."""
    return words


def translate_prose(prose: str, context: str, translate: Translate) -> str:
    """Prose with every paragraph translated on its own."""
    if translate is as_written:
        return prose
    return "\n\n".join(translate(context, part) for part in paragraphs(prose))


def translated(entry: M, context: str, translate: Translate) -> M:
    """A copy of a file model in which every field marked for people has gone through `translate`."""
    if translate is as_written:
        return entry
    changes: dict[str, Any] = {}
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        inner = f"{context}/{name}"
        if any(isinstance(mark, Translatable) for mark in field.metadata) or _optional_words(field.annotation):
            changes[name] = None if value is None else translate_prose(value, inner, translate)
        else:
            changes[name] = _inside(value, inner, translate, words=_words_in_mapping(field.annotation))
    return entry.model_copy(update=changes)


def _inside(value: Any, context: str, translate: Translate, *, words: bool) -> Any:  # noqa: ANN401 - a field may hold anything
    if isinstance(value, BaseModel):
        return translated(value, context, translate)
    if isinstance(value, tuple):
        return tuple(_inside(item, f"{context}/{_name(item, n)}", translate, words=False) for n, item in enumerate(value))
    if isinstance(value, dict):
        if words:
            return {key: translate_prose(text, f"{context}/{key}", translate) for key, text in value.items()}
        return {key: _inside(item, f"{context}/{key}", translate, words=False) for key, item in value.items()}
    return value


def _name(item: object, position: int) -> str:
    """The mark that tells an item of a list apart: its own id where it has one, so that inserting one does not move the others."""
    for attribute in ("id", "category", "name", "value", "action", "url"):
        found = getattr(item, attribute, None)
        if found is not None:
            return str(found)
    return str(position)


def _optional_words(annotation: object) -> bool:
    """True if an annotation is `Words | None`, whose mark stands inside the union."""
    return any(
        isinstance(mark, Translatable) for part in getattr(annotation, "__args__", ()) for mark in getattr(part, "__metadata__", ())
    ) and not _words_in_mapping(annotation)


def _words_in_mapping(annotation: object) -> bool:
    """True if an annotation is `dict[str, Words]`."""
    if getattr(annotation, "__origin__", None) is not dict:
        return False
    return any(isinstance(mark, Translatable) for mark in getattr(annotation.__args__[1], "__metadata__", ()))  # type: ignore[attr-defined] # a dict annotation has its two arguments
