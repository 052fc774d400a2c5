"""What a flow's answers become: a new case with its receipt, or something added to a case that is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialogue.context import TurnContext
from bot.dialogue.flow import pages as steps
from bot.dialogue.flow.engine import Standing
from bot.dialogue.say.wording import Wording
from bot.model.case import (
    PERSON,
    CaseFile,
    CaseKind,
    CaseState,
    Contribute,
    Effect,
    FileCase,
    KeptFrom,
    NewCase,
    Party,
    Role,
    Statement,
    StatementKind,
    Told,
    WayBack,
    may_move,
)
from bot.model.content.flow import Ask, Choose, OpenCase, Text
from bot.model.content.topics import ENGLAND
from bot.model.outbound import plain
from bot.model.safety import Finding
from bot.model.session import FileReference, Item, Run, Sent, Value

MOST_A_DAY = 20
"""New cases from one chat. Adding to what was sent is not counted."""

_KINDS: dict[str | None, CaseKind] = {kind.value: kind for kind in CaseKind}


@dataclass(frozen=True, slots=True)
class Filed:
    """What is to be stored, and what fills the words that say so."""

    effect: Effect
    values: dict[str, str]


def file(step: OpenCase, standing: Standing, run: Run, context: TurnContext, wording: Wording) -> Filed | None:
    """The effect of a step that opens a case, or adds to one; None where that one is not there any more, or locked."""
    if run.case is not None:
        return _added(standing, run, context, wording)
    receipt, look_by = context.loaded.receipt, context.loaded.look_by
    if receipt is None or look_by is None:
        raise ValueError("a case is filed with a new receipt and a promised day, which the turn must hand in")
    case = NewCase(
        id=run.id,
        kind=_kind(standing, run, step.kind_from),
        council=context.session.council or ENGLAND,
        audience=context.session.audience,
        language=context.session.language,
        flow=run.flow,
        revision=wording.library.flows[run.flow].revision,
        told=told(standing, run, wording),
        kept_from=_kept_from(run, step.keep_from),
        name=_name(standing, run, step.name_from),
        way_back=WayBack(_choice(run, step.reply_from) or WayBack.HERE),
        finding=run.finding,
        files=_files(standing, run),
        digest=receipt.digest,
    )
    return Filed(FileCase(case, look_by), {"receipt": " ".join(receipt.words), "promise": wording.day(look_by)})


def too_often(step: OpenCase, context: TurnContext) -> bool:
    """Whether so much was sent from this chat today that the rest has to wait."""
    sent = context.session.sent
    return bool(step.kind_from) and sent is not None and sent.day == context.today and sent.times >= MOST_A_DAY


def counted(step: OpenCase, context: TurnContext) -> Sent | None:
    """How often something was sent today, with this."""
    sent = context.session.sent
    if not step.kind_from:
        return sent
    return Sent(context.today, sent.times + 1 if sent and sent.day == context.today else 1)


def told(standing: Standing, run: Run, wording: Wording) -> tuple[Told, ...]:
    """Every question on the way as it was asked, with what was answered."""
    return tuple(
        Told(
            step.id, plain(wording.blocks(step.paragraphs)), steps.in_words(step, answer, wording), step.label, _chosen(step, answer.value)
        )
        for step in standing.asked
        if (answer := run.answer(step.id)) is not None
    )


def _chosen(step: Ask, value: Value) -> str:
    return value if isinstance(step, Choose) and isinstance(value, str) else ""


def _added(standing: Standing, run: Run, context: TurnContext, wording: Wording) -> Filed | None:
    found = context.loaded.case
    if found is None or not may_open(found, context):
        return None
    words = "\n\n".join(each.answer for each in told(standing, run, wording))
    council = wording.library.councils.get(found.case.council)
    values = {"council": council.short_name} if council else {}  # that of the case: this chat may belong to another, or to none
    graver = run.finding if run.finding and run.finding.graver_than(found.case.finding) else None
    return Filed(contribution(found, StatementKind.ADDED, context, words, _files(standing, run), graver), values)


def contribution(
    found: CaseFile,
    kind: StatementKind,
    context: TurnContext,
    words: str = "",
    files: tuple[FileReference, ...] = (),
    finding: Finding | None = None,
) -> Contribute:
    """What the person says or does in their case, and where that moves it: one that was answered is worked on again."""
    state = found.case.state
    wanted = {StatementKind.ADDED: CaseState.WORKING, StatementKind.REOPENED: CaseState.RECEIVED}.get(kind, state)
    moved = wanted if may_move(Party.PERSON, state, wanted) else state
    look_by = context.loaded.look_by if moved is CaseState.RECEIVED else None
    return Contribute(found.case, Statement(0, kind, PERSON, context.now, words, files=files), moved, finding, look_by)


def may_open(found: CaseFile, context: TurnContext) -> bool:
    """Whether this chat may see the case: it was told here, or its receipt was given here a short while ago."""
    opened = context.session.opened
    return found.linked or (opened is not None and opened.case == found.case.id and context.now < opened.until)


def _choice(run: Run, step: str | None) -> str | None:
    answer = run.answer(step) if step else None
    return answer.value if answer and isinstance(answer.value, str) else None


def _kind(standing: Standing, run: Run, kinds: tuple[str, ...]) -> CaseKind:
    """The last answer on the way that is a kind: what began as a worry may have become a complaint."""
    chosen = [_choice(run, step.id) for step in standing.asked if step.id in kinds]
    return next((_KINDS[value] for value in reversed(chosen) if value in _KINDS), CaseKind.QUESTION)


def _kept_from(run: Run, step: str | None) -> KeptFrom:
    answer = run.answer(step) if step else None
    items: Iterable[Item] = answer.value if answer and isinstance(answer.value, tuple) else ()
    roles = frozenset(Role(item.choice) for item in items if item.choice)
    return KeptFrom(roles, tuple(item.words for item in items if item.words and not item.choice))


def _name(standing: Standing, run: Run, names: tuple[str, ...]) -> str | None:
    """The name that was given on the way; one that was given before the person hid it again does not count."""
    asked = [step.id for step in standing.asked if step.id in names and isinstance(step, Text)]
    return next((value for step in asked if (value := _choice(run, step))), None)


def _files(standing: Standing, run: Run) -> tuple[FileReference, ...]:
    answers = [answer for step in standing.asked if (answer := run.answer(step.id)) and isinstance(answer.value, tuple)]
    return tuple(item.file for answer in answers if isinstance(answer.value, tuple) for item in answer.value if item.file)
