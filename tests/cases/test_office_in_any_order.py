"""Whatever officers and people do in their cases, in any order: the same rules hold, on a store in memory and on a real one."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from bot.cases.office import NO_SUCH_CASE, Office
from bot.content.library import Libraries
from bot.errors import QuestionError
from bot.model.case import FOR_THE_PERSON, PERSON, Case, CaseFile, CaseState, Contribute, KeptFrom, MarkRead, Role, Statement, StatementKind
from bot.model.content.library import Library
from bot.model.outbound import Message
from bot.model.routes import Officer
from bot.storage.cases.desk import SqlCases
from bot.storage.store import SqlStore
from tests.cases.cases_in_memory import ACTS, NOW, OFFICERS, ROUTES, VOICE, CasesInMemory, HandClock, told
from tests.databases import keyring_in, opened, sqlite_url
from tests.storage.cases.told import SAM
from tests.storage.cases.told import Desk as Stored

T = TypeVar("T")

R, S, W, A, C = CaseState.RECEIVED, CaseState.SEEN, CaseState.WORKING, CaseState.ANSWERED, CaseState.CLOSED
POSSIBLE: dict[str, dict[CaseState, tuple[CaseState, StatementKind]]] = {
    "show": {R: (S, StatementKind.SEEN)},
    "files": {R: (S, StatementKind.SEEN)},
    "claim": dict.fromkeys((R, S, A), (W, StatementKind.WORKING)),
    "reply": dict.fromkeys((R, S, W, A), (A, StatementKind.REPLY)),
    "close": dict.fromkeys((S, W, A), (C, StatementKind.CLOSED)),
}
"""Written down once more: where a case goes by what an officer does, and what the person is told."""
HARMLESS = {"show", "note", "filed", "hold", "release"}
"""What can be done in any state."""
HIDDEN: list[tuple[KeptFrom, set[str]]] = [
    (KeptFrom(), set()),
    (KeptFrom(frozenset({Role.SOCIAL_WORKER})), {"dana"}),
    (KeptFrom(names=("olive",)), {"olive"}),
    (KeptFrom(frozenset({Role.MANAGER}), ("Dana",)), {"leo", "dana"}),
    (KeptFrom(names=("him",)), {"olive", "dana", "leo"}),
]
"""Who is kept out, and which of the council's officers that are."""

MESSAGE = Message(())


class InMemory:
    """A store in memory, and what people do in it."""

    def __init__(self) -> None:
        self.cases = CasesInMemory()

    async def file(self, case: Case) -> None:
        """Tell something."""
        self.cases.add(case)

    async def contribute(self, case: str, kind: StatementKind, state: CaseState) -> None:
        """Say something in it."""
        self.cases.contribute(kind, state, case)

    async def read(self, case: str) -> None:
        """Read what is new."""
        self.cases.read_by_person(case)

    async def notices(self) -> int:
        """How many notices people got."""
        return len(self.cases.notices)


class OnSqlite:
    """A real store, and what people do in it."""

    def __init__(self, store: Stored) -> None:
        self._store, self.cases, self._events = store, store.cases, 0

    async def file(self, case: Case) -> None:
        """Tell something."""
        await self._store.filed(case.id, kept_from=case.kept_from, council=case.council, files=case.files)

    async def contribute(self, case: str, kind: StatementKind, state: CaseState) -> None:
        """Say something in it."""
        await self._turn(Contribute(await self._store.case(case), Statement(0, kind, PERSON, NOW), state))

    async def read(self, case: str) -> None:
        """Read what is new."""
        await self._turn(MarkRead(case, tuple(each.id for each in (await self._store.found(case)).unread)))

    async def notices(self) -> int:
        """How many notices people got."""
        rows = await self._store.rows("outbox")
        return len(rows["outbox"])

    async def _turn(self, effect: Contribute | MarkRead) -> None:
        self._events += 1
        await self._store.turn(f"event {self._events}", effect, who=SAM)


@dataclass
class Expected:
    """What must be so of a case."""

    hidden_from: set[str]
    state: CaseState = R
    claimed_by: str | None = None
    news: list[StatementKind] = field(default_factory=list)
    unread: bool = False
    """Whether the person has had a notice that they have not followed."""


class OfficersAtWork(RuleBasedStateMachine):
    """Officers and people, who do what they like."""

    library: Callable[[str], Library]

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.stack = asyncio.Runner(), AsyncExitStack()
        self.store = self.run(self.open())
        self.office = Office(self.store.cases, ROUTES, HandClock(), self.library, lambda case: MESSAGE)
        self.expected: dict[str, Expected] = {}
        self.notices = 0

    async def open(self) -> InMemory | OnSqlite:
        """The store."""
        return InMemory()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()

    @initialize()
    def somebody_tells_something(self) -> None:
        self.told(HIDDEN[0])

    @precondition(lambda self: len(self.expected) < 4)
    @rule(hidden=st.sampled_from(HIDDEN))
    def told(self, hidden: tuple[KeptFrom, set[str]]) -> None:
        kept_from, from_whom = hidden
        number = f"{len(self.expected):x}" * 16
        self.run(self.store.file(told(id=number, kept_from=kept_from, files=(VOICE,))))
        self.expected[number] = Expected(from_whom | {"bea"})

    @rule(act=st.sampled_from(sorted(ACTS)), who=st.sampled_from(sorted(OFFICERS)), nth=st.integers(0, 3))
    def officer_acts(self, act: str, who: str, nth: int) -> None:
        number = self.nth(nth)
        case, officer = self.expected[number], OFFICERS[who]
        refused = self.refusal(act, case, who)
        said = self.run(self.tried(act, officer, number[: 8 + nth]))
        assert (said is None) is (refused is None), said or "it was not possible"
        if said is None:
            self.follow("claim" if act == "take over" else act, case, who)
        assert (refused or "") in (said or "")

    async def tried(self, act: str, officer: Officer, number: str) -> str | None:
        """What an officer is told who cannot do what they want."""
        try:
            await ACTS[act](self.office, officer, number)
        except QuestionError as error:
            return str(error)
        return None

    def refusal(self, act: str, case: Expected, who: str) -> str | None:
        """What an officer is told where they cannot do that."""
        if who in case.hidden_from:
            return NO_SUCH_CASE
        if act in HARMLESS:
            return None
        if act == "files":
            return None if OFFICERS[who].sees_files else "may fetch the files"
        if act in ("claim", "take over"):
            if case.state is not W and case.state not in POSSIBLE["claim"]:
                return f"this case is {case.state}"
            return "has it" if act == "claim" and case.claimed_by not in (None, who) else None
        return None if case.state in POSSIBLE[act] else f"this case is {case.state}"

    def follow(self, act: str, case: Expected, who: str) -> None:
        """What an officer's act makes of a case."""
        told = POSSIBLE.get(act, {}).get(case.state)
        if act == "claim" and case.state is W and case.claimed_by is None:
            told = (W, StatementKind.WORKING)
        if act == "claim":
            case.claimed_by = who
        if told:
            case.state = told[0]
            case.news.append(told[1])
            self.notices += not case.unread
            case.unread = True

    @rule(nth=st.integers(0, 3), kind=st.sampled_from([StatementKind.ADDED, StatementKind.REOPENED, StatementKind.NOT_HELPED]))
    def person_says(self, nth: int, kind: StatementKind) -> None:
        number = self.nth(nth)
        case = self.expected[number]
        if kind is StatementKind.REOPENED:
            if case.state is not C:
                return
            case.state = R
        elif kind is StatementKind.ADDED and case.state is A:
            case.state = W
        self.run(self.store.contribute(number, kind, case.state))

    @rule(nth=st.integers(0, 3))
    def person_reads(self, nth: int) -> None:
        number = self.nth(nth)
        self.run(self.store.read(number))
        self.expected[number].unread = False

    @invariant()
    def every_case_is_where_legal_moves_lead_and_everything_was_told_once(self) -> None:
        for number, case in self.expected.items():
            found = self.found(number)
            news = [each.kind for each in found.statements if each.kind in FOR_THE_PERSON]
            assert (found.case.state, found.case.claimed_by, news) == (case.state, case.claimed_by, case.news)

    @invariant()
    def one_notice_at_a_time(self) -> None:
        assert self.run(self.store.notices()) == self.notices

    @invariant()
    def nobody_lists_what_is_kept_from_them(self) -> None:
        for who, officer in OFFICERS.items():
            visible = {number[:8] for number, case in self.expected.items() if who not in case.hidden_from}
            listed = self.run(self.listed(who))
            assert {each.number for each in listed} == visible, officer.id

    async def listed(self, who: str) -> Any:
        return await self.office.list(OFFICERS[who], closed=True)

    def nth(self, nth: int) -> str:
        return sorted(self.expected)[nth % len(self.expected)]

    def found(self, number: str) -> CaseFile:
        found = self.run(self.store.cases.find_case(number))
        assert found is not None
        return found


class OfficersAtWorkOnSqlite(OfficersAtWork):
    """The same on a real store."""

    async def open(self) -> OnSqlite:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        database = await self.stack.enter_async_context(opened(sqlite_url(folder)))
        keyring = keyring_in(folder, "bristol")
        return OnSqlite(Stored(SqlStore(database, keyring), SqlCases(database, keyring), database))


def test_in_memory(libraries: Libraries) -> None:
    class Here(OfficersAtWork):
        library = staticmethod(libraries.into)

    run_state_machine_as_test(Here, settings=settings(max_examples=50, stateful_step_count=30, deadline=None))


def test_on_a_real_store(libraries: Libraries) -> None:
    class Here(OfficersAtWorkOnSqlite):
        library = staticmethod(libraries.into)

    few = settings(max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Here, settings=few)
