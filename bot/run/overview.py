"""How the whole service is: this process from memory, the others from what they have said in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.errors import StorageUnavailableError
from bot.model.operation.health import SILENT_AFTER, Part, Process, State, replaced
from bot.model.operation.switch import Switched, Turned
from bot.model.ports import Store, Switch
from bot.run.health import HealthBoard

if TYPE_CHECKING:
    from bot.storage.processes.health import SqlProcesses

Json = dict[str, Any]


class Overview:
    """All that the health page and `health` show: counts and codes, and never a word of anyone who asks.

    Amber is a conversation that an operator has turned off, with their reason, or a process that waits for another: nothing is broken.
    """

    def __init__(self, store: Store, switch: Switch, processes: SqlProcesses, board: HealthBoard, silent: timedelta = SILENT_AFTER) -> None:
        self._store, self._switch, self._processes, self._board = store, switch, processes, board
        self._silent = silent
        self._known: Collection[Process] = ()

    async def now(self) -> Json:
        """Everything; while the database cannot be had, what is remembered."""
        waiting = given_up = off = None
        lost: dict[str, Part] = {}
        try:
            self._known = await self._processes.everyone()
            waiting, given_up, off = await self._store.waiting(), await self._store.given_up(), _off(await self._switch.state())
        except StorageUnavailableError:
            lost["storage"] = Part(State.RED, "unavailable")
        shown = [each for each in self._known if not replaced(each, self._known, self._silent)]
        said = [lost, self._board.now, *(self._said(each) for each in shown if each.id != self._processes.id)]
        red, waits = _merged(said, State.RED), _merged(said, State.AMBER)
        return {
            "status": "red" if red else "amber" if off or waits else "green",
            "red": red,
            "waiting": waiting,
            "given_up": given_up,
            **({"waits": waits} if waits else {}),
            **({"off": off} if off else {}),
            "processes": [self._shown(each) for each in shown],
        }

    def _said(self, process: Process) -> Mapping[str, Part]:
        """Of a silent one also that it is; what a dead one waits for is of no interest."""
        if not process.silent(self._silent):
            return process.parts
        silent = Part(State.RED, f"not heard of for more than {self._silent.total_seconds():.0f} seconds")
        return {process.kind: silent, **{name: part for name, part in process.parts.items() if part.state is State.RED}}

    def _shown(self, process: Process) -> Json:
        mine = process.id == self._processes.id
        parts = self._board.now if mine else process.parts
        return {
            "kind": process.kind,
            "id": process.id,
            "since": process.since.isoformat(timespec="seconds"),
            "silent": not mine and process.silent(self._silent),
            "parts": {name: f"{part.state.value}: {part.why}" for name, part in parts.items()},
        }


def _merged(said: Collection[Mapping[str, Part]], state: State) -> dict[str, str]:
    """Each part that is so in any process, with every reason."""
    reasons: dict[str, dict[str, None]] = {}
    for name, why in _of(said, state):
        reasons.setdefault(name, {})[why] = None
    return {name: "; ".join(whys) for name, whys in reasons.items()}


def _of(said: Collection[Mapping[str, Part]], state: State) -> Iterator[tuple[str, str]]:
    return ((name, part.why) for parts in said for name, part in parts.items() if part.state is state)


def _off(last: Switched | None) -> dict[str, str] | None:
    if last is None or last.did is Turned.ON:
        return None
    return {"since": last.at.isoformat(timespec="seconds"), "by": last.who, "why": last.why}
