"""Where the steps of a flow lead: what can come after what, as a graph. Conditions count as if each could hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.model.content.entries import StepEntry


class Ways:
    """The graph of a flow. Of two steps with one id the first counts; a lead to nowhere is none."""

    def __init__(self, steps: Iterable[StepEntry]) -> None:
        self.steps: dict[str, StepEntry] = {}
        for step in steps:
            self.steps.setdefault(step.id, step)
        self._after = {name: [to for to in step.following if to in self.steps] for name, step in self.steps.items()}
        self._before = defaultdict(list)
        for name, after in self._after.items():
            for to in after:
                self._before[to].append(name)
        self.waiting = frozenset(name for name, step in self.steps.items() if step.for_person)
        """The steps at which nothing goes on until a person does something."""

    def of_kind(self, *kinds: type[StepEntry]) -> frozenset[str]:
        """The steps of these kinds."""
        return frozenset(name for name, step in self.steps.items() if isinstance(step, kinds))

    def reached(self, begin: Iterable[str], shut: Collection[str] = ()) -> frozenset[str]:
        """Every step that somebody can come to who begins at one of those, and never enters one that is shut."""
        return _spread(begin, self._after, shut)

    def after(self, name: str, shut: Collection[str] = ()) -> frozenset[str]:
        """Every step that can come after this one: itself too, where a way leads back to it."""
        return self.reached(self._after[name], shut)

    def before(self, name: str) -> frozenset[str]:
        """Every step that can come before this one: itself too, where a way leads back to it."""
        return _spread(self._before[name], self._before, ())

    def asked_first(self, begin: str) -> frozenset[str]:
        """The steps that somebody who begins at this one can be asked first."""
        unasked = self.reached([begin], self.waiting)
        return self.waiting & {begin, *(to for name in unasked for to in self._after[name])}

    def ending(self) -> frozenset[str]:
        """Every step from which some way comes to an end."""
        return _spread((name for name, step in self.steps.items() if step.over), self._before, ())

    def loops(self) -> Iterator[tuple[str, ...]]:
        """Steps that lead round in a circle with nobody asked anything on the way, each circle once."""
        met = set[str]()
        for name in self.steps:
            if name not in self.waiting and name not in met and name in (round_it := self.after(name, self.waiting)):
                circle = tuple(other for other in self.steps if other in round_it and name in self.after(other, self.waiting))
                met.update(circle)
                yield circle


def _spread(begin: Iterable[str], edges: Mapping[str, Iterable[str]], shut: Collection[str]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in reached and name not in shut:
            reached.add(name)
            waiting.extend(edges.get(name, ()))
    return frozenset(reached)
