"""The flow engine: where somebody is in a flow is what their answers lead to, walked anew each time.

So going back, changing an answer and a flow file that changed under an open session are one thing: other answers, or other steps,
and the same walk, which ends at the first step that has no answer that fits. Pure.
"""

from __future__ import annotations

from bot.model.content.flow import Flow
from bot.model.content.steps import Standing, Step
from bot.model.session import Run, Session, Value


def walk(flow: Flow, run: Run, session: Session) -> tuple[Run, Standing]:
    """Walk the answers through the flow; the run without answers that a way back to an earlier step leaves behind."""
    standing, again = _walked(flow, run, session)
    if again:
        run = run.without(*again)
        standing, again = _walked(flow, run, session)
    return run, Standing(standing.passed, None) if again else standing


def _walked(flow: Flow, run: Run, session: Session) -> tuple[Standing, tuple[str, ...]]:
    """One walk; and where it comes to a step for the second time, the steps since the first."""
    passed: list[Step] = []
    values: dict[str, Value] = {}
    step = flow.steps.get(run.entry)
    while step is not None:
        if step in passed:
            first = passed.index(step)
            return Standing(tuple(passed[:first]), step), tuple(each.id for each in passed[first:])
        if step.waits(run):
            break
        passed.append(step)
        values |= step.values(run)
        step = flow.steps.get(step.leads_to(values, session) or "")
    return Standing(tuple(passed), step), ()
