"""What a trial came to, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.faults.kills import Moment
from tests.faults.trial import Outcome
from tests.faults.trouble import Trouble
from tests.faults.verdict import IN_FLIGHT, most_repeats, repeats, violations


def lines(database: str, outcome: Outcome) -> Iterator[str]:
    """The figures, and every violation."""
    evidence = outcome.evidence
    done, after = evidence.done, evidence.after
    wrong = violations(evidence)
    yield f"{database}: {after.kills} kills in {outcome.minutes:.1f} minutes, {len(wrong)} violations"
    yield f"  {len(evidence.stored.files)} cases, {sum(each.sent for each in done.additions)} additions, {len(done.answered)} answers of the officer"
    yield f"  {len(done.pushed)} updates, {len(done.arrived)} messages"
    yield (
        f"  {repeats(evidence)} messages repeated, of {most_repeats(evidence)} that could be: "
        f"{IN_FLIGHT} for each kill and {after.lost_answers} for lost answers"
    )
    yield f"  killed: {_counted(outcome.moments)}"
    yield f"  trouble: {_counted(outcome.troubles)}"
    yield from (f"  VIOLATION {line}" for line in wrong)


def _counted(of: Mapping[Moment, int] | Mapping[Trouble, int]) -> str:
    most_first = sorted(of.items(), key=lambda entry: -entry[1])
    return ", ".join(f"{what.name.lower().replace('_', ' ')} {number}" for what, number in most_first)
