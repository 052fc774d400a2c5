"""A way through a flow in words: each page as a message, in the language that the person has by then, and what becomes of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dialogue.flow.sprint import Look, Page, Sprint
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import Wording
from bot.model.actions import Steer, Steered, write
from bot.model.case import Effect
from bot.model.content.flow import Flow
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask, Showing, Standing, Step
from bot.model.outbound import Button, Message
from bot.model.turn import Outcome, TurnContext


@dataclass(frozen=True, slots=True)
class Worded:
    """A page on its way to a message."""

    page: Page
    flow: Flow
    step: Step
    """In the person's language; the first step where the page is of none."""
    showing: Showing
    wording: Wording


def worded(sprint: Sprint, context: TurnContext, wording: Wording, keep: timedelta) -> Reply:
    """The reply that a way through a flow comes to."""
    context = replace(context, session=sprint.session)
    blanks = {**wording.of_person(sprint.session), "days": str(keep.days)}
    pages = [_in_their_language(page, sprint, context, wording, blanks) for page in sprint.pages]
    effects: list[Effect] = [effect for each in pages if each.page.look is Look.DONE for effect in each.step.effects(each.showing)]
    return Reply(
        Outcome.CASE if effects else Outcome.SETTINGS if sprint.setting else Outcome.FLOW,
        sprint.session,
        tuple(_remarked(each, _LOOKS[each.page.look](each)) for each in pages),
        flow=sprint.flow.id if sprint.named else None,
        effects=tuple(effects),
        then=sprint.then,
        finding=sprint.found,
    )


def _in_their_language(page: Page, sprint: Sprint, context: TurnContext, wording: Wording, blanks: Mapping[str, str]) -> Worded:
    """The page in words that a choice on the way may have changed: steps are the same in all languages, but for their words."""
    flow = wording.library.flows.get(sprint.flow.id, sprint.flow)
    passed = tuple([flow.steps.get(step.id, step) for step in page.standing.passed])
    here = page.standing.here and flow.steps.get(page.standing.here.id, page.standing.here)
    showing = Showing(flow.id, flow.revision, flow.holds_words, Standing(passed, here), page.run, wording, blanks, context)
    step = flow.steps.get(page.step.id, page.step) if page.step else flow.first
    return Worded(page, flow, step, showing, wording)


def _remarked(each: Worded, message: Message) -> Message:
    """A step with the remark above it, if there is one."""
    page = each.page
    if page.look is not Look.STEP or page.phrase is None:
        return message
    return replace(message, blocks=(*each.wording.say(page.phrase, **page.values), *message.blocks))


def _as_it_is(each: Worded) -> Message:
    return each.step.shown(each.showing)


def _again(each: Worded) -> Message:
    return each.step.shown_again(each.showing) if isinstance(each.step, Ask) else _as_it_is(each)


def _more(each: Worded) -> Message:
    return Message(each.wording.say(Phrase.FLOW_MORE), each.step.shown(each.showing).buttons)


def _file(each: Worded) -> Message:
    """Nobody has seen it, and the person is told by when somebody will have looked."""
    context, more = each.showing.context, _more(each)
    unheard = each.wording.say(Phrase.FILE_UNHEARD, date=each.wording.day(context.loaded.look_by or context.today))
    return replace(more, blocks=(*unheard, *more.blocks))


def _leave(each: Worded) -> Message:
    """Carry on, keep the words for later, or throw them away?"""
    ways = (
        (Steered.RESUME, Phrase.BUTTON_RESUME),
        (Steered.ASIDE, Phrase.BUTTON_KEEP_FOR_LATER),
        (Steered.AGAIN, Phrase.BUTTON_AGAIN),
        (Steered.DISCARD, Phrase.BUTTON_DISCARD),
    )
    rows = tuple((each.showing.steer(each.step, how, phrase),) for how, phrase in ways)
    return Message(each.wording.say(Phrase.FLOW_LEAVE, days=each.showing.blanks["days"]), rows)


def _words(each: Worded) -> Message:
    return Message(each.wording.say(each.page.phrase or Phrase.OLD_BUTTON, days=each.showing.blanks["days"]))


def _way_back(each: Worded) -> Message:
    return replace(_words(each), buttons=(carry_on(each.flow, each.wording),))


_LOOKS: Mapping[Look, Callable[[Worded], Message]] = {
    Look.STEP: _as_it_is,
    Look.DONE: _as_it_is,
    Look.AGAIN: _again,
    Look.MORE: _more,
    Look.FILE: _file,
    Look.LEAVE: _leave,
    Look.WORDS: _words,
    Look.WAY_BACK: _way_back,
}


def carry_on(flow: Flow, wording: Wording) -> tuple[Button, ...]:
    """The row that leads back to an open flow."""
    return (Button(wording.label(Phrase.BUTTON_RESUME), write(Steer(Steered.RESUME, flow.id, flow.first.id))),)
