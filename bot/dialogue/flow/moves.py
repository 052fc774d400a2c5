"""Everything that somebody can do in an open flow, each as a way through it: answer, collect, skip, go back, change, stop, send."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow.sprint import Ground, Look, Open, Saying, Sprint, onward, opened, stayed
from bot.model.actions import Send, Steer, Steered
from bot.model.content.kinds.check import Check, mark
from bot.model.content.parts import Given, Handed, Refused, Typed
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.inbound import Attached
from bot.model.limits import LAST_DAY
from bot.model.safety import Finding
from bot.model.session import Answer, FileReference, Run

HEARD = "yes"
"""The answer that is set where words sound like a complaint."""


def shown(at: Open, on: Ground, remark: Refused | None = None) -> Sprint:
    """Where the person is, once more; a remark above it."""
    return onward(at, on, replace(at.run, leaving=False, aside=False), remark=remark)


def resumed(at: Open, on: Ground) -> Sprint:
    """Back to an open flow, where it was."""
    return onward(at, on, at.run)


def begun(at: Open, on: Ground) -> Sprint:
    """A flow from its beginning, with everything that is said there."""
    return onward(at, on, touched(at, at.run, on), Saying.ALL)


def gave(at: Open, on: Ground, step: Ask, given: Given, finding: Finding | None = None, saying: Saying = Saying.SINCE) -> Sprint | None:
    """Something given at a step: an answer, one thing more, or nothing that can be taken. None where it is no answer."""
    answer = step.answered(given, at.run.answer(step.id))
    if answer is None:
        return None
    if isinstance(answer, Refused):
        return shown(noticed(at, finding), on, answer)
    if isinstance(given, Typed | Handed):
        answer = _stamped(answer, on.context.message)
    if not answer.done:
        return _more(at, on, step, answer, Look.FILE if isinstance(given, Handed) else Look.MORE, finding)
    return taken(at, on, step, answer, finding, saying)


def edited(at: Open, on: Ground, text: Typed, finding: Finding | None) -> Sprint | None:
    """The answer that a message gave, changed as the message was; None where it gave none. The person stays where they are."""
    step = next((step for step in at.flow.steps.values() if isinstance(step, Ask) and _gave(at.run, step, on.context.message)), None)
    so_far = at.run.answer(step.id) if step else None
    if step is None or so_far is None:
        return None
    at = noticed(at, finding)
    if _shows_private_pictures(at, on, so_far, text, finding):
        return _remarked(at, on, at.run.with_answer(so_far.without_message(on.context.message)), Refused(Phrase.FILE_REFUSED))
    answer = step.amended(text, so_far, on.context.message)
    if not isinstance(answer, Answer):
        return _remarked(at, on, at.run, answer or Refused(Phrase.FLOW_EDIT_NOT_TAKEN))
    run = _heard(step, on, answer, at.run.with_answer(answer)).without(*_checks(at))
    settled = step.settled(at.session, answer.value) if answer.done else at.session
    return _remarked(replace(at, run=run, session=settled), on, run, Refused(Phrase.FLOW_EDITED))


def _gave(run: Run, step: Ask, message: str | None) -> bool:
    answer = run.answer(step.id)
    return answer is not None and message in answer.messages


def _shows_private_pictures(at: Open, on: Ground, so_far: Answer, text: Typed, finding: Finding | None) -> bool:
    """Whether the words under a file now say that it is a sexual picture."""
    items = so_far.value if isinstance(so_far.value, tuple) else ()
    is_file = any(item.file for item in items if item.message == on.context.message)
    return is_file and on.recognisers.like_private_pictures(at.run, text.text, finding)


def _remarked(at: Open, on: Ground, run: Run, remark: Refused) -> Sprint:
    """Where the person is with these answers, and what was done; where they have stepped aside, that alone."""
    session = replace(at.session, run=run)
    if run.aside or run.leaving:
        return stayed(replace(at, run=run), session, Look.WAY_BACK, remark.phrase)
    return onward(replace(at, session=session), on, run, remark=remark)


def handed(at: Open, on: Ground, step: Ask, what: Attached, finding: Finding | None) -> Sprint | None:
    """A file at a step that takes files. It is kept as a reference only, and of sexual pictures not even that."""
    if what.reference is None:
        return shown(at, on, Refused(Phrase.FILE_NOT_TAKEN))
    if on.recognisers.like_private_pictures(at.run, what.caption, finding):
        return shown(at, on, Refused(Phrase.FILE_REFUSED))
    file = FileReference(what.kind, on.context.channel.name, what.reference)
    return gave(at, on, step, Handed(file, what.caption), finding)


def taken(at: Open, on: Ground, step: Ask, answer: Answer, finding: Finding | None = None, saying: Saying = Saying.SINCE) -> Sprint:
    """An answer: set what it sets, hear what it sounds like, and go on. Answers were checked before this one was given, so not any more."""
    run = replace(at.run.with_answer(answer), changing=None, aside=False, leaving=False)
    run = _heard(step, on, answer, run).without(*_checks(at))
    run = touched(at, _graver(run, finding), on)
    settled = replace(step.settled(at.session, answer.value), run=run)
    sprint = onward(replace(at, session=settled), on, run, saying)
    return replace(sprint, setting=step.sets is not None and not at.wordy)


def _heard(step: Ask, on: Ground, answer: Answer, run: Run) -> Run:
    """The run with what an answer sounds like."""
    if not step.hears:
        return run
    return run.with_answer(Answer(step.hears, HEARD)) if on.recognisers.like_a_complaint(answer) else run.without(step.hears)


def _checks(at: Open) -> tuple[str, ...]:
    return tuple(step.id for step in at.flow.steps.values() if isinstance(step, Check))


def _stamped(answer: Answer, message: str | None) -> Answer:
    """The answer with the message that it came in; of several things the last one."""
    if isinstance(answer.value, tuple):
        return replace(answer, value=(*answer.value[:-1], replace(answer.value[-1], message=message))) if answer.value else answer
    return replace(answer, message=message)


def _more(at: Open, on: Ground, step: Ask, answer: Answer, look: Look, finding: Finding | None) -> Sprint:
    """One thing more. The person says when that is all."""
    run = touched(at, _graver(at.run.with_answer(answer), finding), on)
    return stayed(replace(at, run=run), replace(at.session, run=run), look, step=step)


def sent(at: Open, on: Ground, action: Send) -> Sprint:
    """On from the page of answers, if they are still those that stood there."""
    if not isinstance(at.here, Check):
        return shown(at, on)
    if action.mark != mark(at.run):
        return shown(at, on, Refused(Phrase.FLOW_CHANGED_SINCE))
    return onward(at, on, at.run.with_answer(Answer(at.here.id, mark(at.run))), Saying.SINCE)


def steered(at: Open, on: Ground, action: Steer) -> Sprint:
    """Back, skip, that's all, change, stop … Whatever was meant for another step only shows where the person is."""
    here = at.here if at.here and at.here.id == action.step else None
    match action.how:
        case Steered.BACK if here and at.standing.asked:
            return changed(at, on, at.standing.asked[-1].id)
        case Steered.SKIP if isinstance(here, Ask):
            return _skipped(at, on, here)
        case Steered.DONE if isinstance(here, Ask) and (answer := here.finished(at.run.answer(here.id))):
            return taken(at, on, here, answer)
        case Steered.CHANGE:
            return changed(at, on, action.step)
        case Steered.LEAVE:
            return left(at)
        case Steered.DISCARD:
            return stayed(at, at.session.finished(), Look.WORDS, Phrase.FLOW_DISCARDED)
        case Steered.ASIDE:
            return _put_aside(at)
        case Steered.AGAIN:
            fresh = Run(on.context.run, at.flow.id, at.run.entry, case=at.run.case)
            return begun(replace(at, run=fresh), on)
    return shown(at, on)


def _skipped(at: Open, on: Ground, step: Ask) -> Sprint:
    if not step.optional:
        return shown(at, on, Refused(Phrase.FLOW_NO_SKIP))
    return taken(at, on, step, step.skipped(at.run.answer(step.id)))


def _put_aside(at: Open) -> Sprint:
    phrase = Phrase.FLOW_KEPT_FOR_LATER if at.run.leaving else Phrase.FLOW_ASIDE
    return stayed(at, replace(at.session, run=replace(at.run, aside=True, leaving=False)), Look.WAY_BACK, phrase)


def changed(at: Open, on: Ground, step_id: str) -> Sprint:
    """A question asked again. What was collected stays, unless that is asked for a second time: then it is begun anew."""
    step = next((step for step in (*at.standing.asked, at.here) if step and step.id == step_id), None)
    if not isinstance(step, Ask):
        return shown(at, on)
    if at.run.answer(step.id) is None or (step.collects and step is at.here):
        return onward(at, on, at.run.without(step.id))
    again = opened(at.flow, touched(at, step.again(at.run), on), at.session)
    return stayed(again, replace(at.session, run=again.run), Look.AGAIN, step=step)


def left(at: Open) -> Sprint:
    """Stop: where words would be lost, ask first what shall become of them."""
    if not at.wordy:
        return replace(stayed(at, at.session.finished(), Look.WORDS, Phrase.FLOW_LEFT), named=True)
    return stayed(at, replace(at.session, run=replace(at.run, leaving=True, aside=False)), Look.LEAVE)


def touched(at: Open, run: Run, on: Ground) -> Run:
    """The run, kept for some days from now on, if somebody's words are in it."""
    if not at.wordy:
        return run
    return replace(run, reminded=False, due=on.context.now + max(on.keep - LAST_DAY, LAST_DAY))


def noticed(at: Open, finding: Finding | None) -> Open:
    """The flow with danger noticed in it, also where the words themselves cannot be taken."""
    return replace(at, run=_graver(at.run, finding))


def _graver(run: Run, finding: Finding | None) -> Run:
    return replace(run, finding=finding) if finding and finding.graver_than(run.finding) else run
