"""Everything that somebody can do in an open flow, each as a way through it: answer, collect, skip, go back, change, stop, send."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow import whole
from bot.dialogue.flow.sprint import Ground, Look, Open, Saying, Sprint, onward, opened, stayed
from bot.model.actions import Send, Steer, Steered
from bot.model.content.kinds.check import Check, mark
from bot.model.content.parts import Given, Handed, Refused, Typed
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.inbound import Attached
from bot.model.limits import LAST_DAY
from bot.model.normalise import normalise, writable
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
        return _refused(at, on, step, given, answer, finding)
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
    answer = step.amended(text, so_far, on.context.message)
    if not isinstance(answer, Answer):
        at = noticed(at, finding)
        run, dropped = _without_private_pictures(at.run, on, text.text, finding)
        remark = Refused(Phrase.FILES_DROPPED) if dropped else answer or Refused(Phrase.FLOW_EDIT_NOT_TAKEN)
        return _remarked(at, on, run, remark)
    run, found = whole.with_words(at.run.with_answer(answer), step, on, finding)
    run, dropped = _without_private_pictures(_heard(step, on, answer, run).without(*_checks(at)), on, text.text, found or finding)
    settled = step.settled(at.session, answer.value) if answer.done else at.session
    remark = Refused(Phrase.FILES_DROPPED if dropped else Phrase.FLOW_EDITED)
    return replace(_remarked(replace(at, run=run, session=settled), on, run, remark), found=found)


def _gave(run: Run, step: Ask, message: str | None) -> bool:
    answer = run.answer(step.id)
    return answer is not None and message in answer.messages


def _without_private_pictures(run: Run, on: Ground, words: str, finding: Finding | None) -> tuple[Run, bool]:
    """The run without pictures where words say that they may be sexual pictures, whether these came before them or after; whether any were there."""
    if not on.recognisers.like_private_pictures(run, words, finding):
        return run, False
    bare = whole.without_pictures(run)
    return bare, bare != run


def _refused(at: Open, on: Ground, step: Ask, given: Given, why: Refused, finding: Finding | None) -> Sprint:
    """Nothing of it is kept but the danger in it, and in it together with what was said before."""
    words = given.text if isinstance(given, Typed) else given.caption if isinstance(given, Handed) else ""
    run, found = whole.with_words(at.run, step, on, finding, words)
    run, dropped = _without_private_pictures(run, on, words, found or finding)
    remark = Refused(Phrase.FILES_DROPPED) if dropped else why
    return replace(shown(replace(at, run=run), on, remark), found=found)


def _remarked(at: Open, on: Ground, run: Run, remark: Refused) -> Sprint:
    """Where the person is with these answers, and what was done; where they have stepped aside, that alone."""
    session = replace(at.session, run=run)
    if run.aside or run.leaving:
        return stayed(replace(at, run=run), session, Look.WAY_BACK, remark.phrase)
    return onward(replace(at, session=session), on, run, remark=remark)


def handed(at: Open, on: Ground, step: Ask, what: Attached, finding: Finding | None) -> Sprint | None:
    """A file at a step that takes files. It is kept as a reference only, and of sexual pictures not even that."""
    if on.recognisers.like_private_pictures(at.run, what.caption, finding):
        return _words_alone(at, on, step, what, finding, Phrase.FILE_REFUSED)
    if what.reference is None:
        return _words_alone(at, on, step, what, finding, Phrase.FILE_NOT_TAKEN)
    file = FileReference(what.kind, on.context.channel.name, what.reference)
    return gave(at, on, step, Handed(file, what.caption), finding)


def no_file(at: Open, on: Ground) -> Sprint:
    """A file at a step that takes none: the question is asked again."""
    return shown(at, on, Refused(Phrase.FILE_NOT_TAKEN))


def _words_alone(at: Open, on: Ground, step: Ask, what: Attached, finding: Finding | None, why: Phrase) -> Sprint:
    """The words under a file that is not kept: they are, and so is their danger."""
    typed = Typed(writable(what.caption), normalise(what.caption), on.context.today, on.context.session.language)
    answer = step.answered(typed, at.run.answer(step.id)) if what.caption.strip() else None
    run = at.run.with_answer(_stamped(answer, on.context.message)) if isinstance(answer, Answer) else at.run
    beside = "" if isinstance(answer, Answer) else what.caption
    run, found = whole.with_words(run, step, on, finding, beside)
    run, dropped = _without_private_pictures(touched(at, run, on), on, what.caption, found or finding)
    at = replace(at, run=run, session=replace(at.session, run=run))
    return replace(shown(at, on, Refused(Phrase.FILES_DROPPED if dropped else why)), found=found)


def taken(at: Open, on: Ground, step: Ask, answer: Answer, finding: Finding | None = None, saying: Saying = Saying.SINCE) -> Sprint:
    """An answer: set what it sets, hear what it sounds like, and go on. Answers were checked before this one was given, so not any more."""
    run = replace(at.run.with_answer(answer), changing=None, aside=False, leaving=False)
    run = _heard(step, on, answer, run).without(*_checks(at))
    run, found = whole.with_words(touched(at, run, on), step, on, finding)
    run, dropped = _without_private_pictures(run, on, "", found or finding)
    settled = replace(step.settled(at.session, answer.value), run=run)
    sprint = onward(replace(at, session=settled), on, run, saying, Refused(Phrase.FILES_DROPPED) if dropped else None)
    return replace(sprint, setting=step.sets is not None and not at.wordy, found=found)


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
    run, found = whole.with_words(touched(at, at.run.with_answer(answer), on), step, on, finding)
    run, dropped = _without_private_pictures(run, on, "", found or finding)
    at = replace(at, run=run, session=replace(at.session, run=run))
    if dropped:
        return replace(shown(at, on, Refused(Phrase.FILES_DROPPED)), found=found)
    return replace(stayed(at, at.session, look, step=step), found=found)


def sent(at: Open, on: Ground, action: Send) -> Sprint:
    """On from the page of answers, if they are still those that stood there."""
    if not isinstance(at.here, Check):
        return shown(at, on)
    if action.mark != mark(at.run):
        return shown(at, on, Refused(Phrase.FLOW_CHANGED_SINCE))
    found = whole.in_case(at, at.run, on)
    run, dropped = _without_private_pictures(whole.graver(at.run, found), on, "", found)
    if dropped:  # what would be sent is no longer what stood there
        return replace(shown(replace(at, run=run), on, Refused(Phrase.FILES_DROPPED)), found=found)
    return replace(onward(at, on, run.with_answer(Answer(at.here.id, mark(at.run))), Saying.SINCE), found=found)


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
    return replace(at, run=whole.graver(at.run, finding))
