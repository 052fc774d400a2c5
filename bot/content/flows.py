"""A flow's file made into the values that the engine walks."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from bot.content import flow_schema as schema
from bot.model.content.entries import Listed
from bot.model.content.flow import Flow, Request


def revision(file: schema.FlowFile) -> str:
    """Changes whenever the file says something else."""
    return sha256(file.model_dump_json().encode()).hexdigest()[:12]


def build_flow(name: str, file: schema.FlowFile, listed: Listed, revised: str, asked: Iterable[schema.RequestEntry] = ()) -> Flow:
    """The flow of a file in one language; `revised` is the revision of the file as it is written, `asked` what people write to begin it."""
    steps = {entry.id: entry.built(listed) for entry in file.steps}
    requests = tuple(Request(frozenset(entry.says), entry.pattern, entry.answer, entry.topic) for entry in asked)
    return Flow(name, file.title, steps, revised, requests)
