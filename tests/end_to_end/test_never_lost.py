"""Never lost, never doubled: people tell things while the program is killed and Telegram fails. `make faults` goes on with a long trial.

What is promised, and what is not, stands in `tests/faults/__init__.py`.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.databases import postgres_database, postgres_server, sqlite_url
from tests.faults.kills import Moment
from tests.faults.report import lines
from tests.faults.trial import Life, Plan, tried
from tests.faults.trouble import Trouble
from tests.faults.verdict import violations

LIVES = {
    "sqlite": [
        Life(Moment.COMMITTED, Trouble.DISORDER),
        Life(Moment.IN_FLIGHT, Trouble.LOST_ANSWERS),
        Life(Moment.SENT, Trouble.FLOOD),
    ],
    "postgresql": [Life(Moment.COMMITTED, Trouble.GONE), Life(Moment.ANY, Trouble.FLOOD)],
}

pytestmark = pytest.mark.kills


@pytest.mark.parametrize("database", LIVES)
async def test_nothing_is_lost_or_doubled_through_kills_and_trouble(database: str, content: Path, tmp_path: Path) -> None:
    lives = LIVES[database]
    plan = Plan(lives, people=6, first=5, thinks=(0, 0.05), works=(10, 20), lasts=(0.2, 0.5), pause=0.3, patience=120, seed=11)
    async with AsyncExitStack() as stack:
        (tmp_path / "data").mkdir()
        url = sqlite_url(tmp_path / "data")
        if database == "postgresql":
            url = await stack.enter_async_context(postgres_database(stack.enter_context(postgres_server())))
        outcome = await tried(plan, url, tmp_path, content)
    print(*lines(database, outcome), sep="\n")
    assert violations(outcome.evidence) == []
    assert outcome.evidence.done.answered, "the officer had something to do"
    assert outcome.evidence.after.kills == len(lives)
