"""An operator turns the conversation off and on while everything runs."""

from __future__ import annotations

from bot.workshop.telegram_double import Double
from tests.commands.here import run_here
from tests.end_to_end.conftest import Start
from tests.end_to_end.service import Service

SAM = 42
WHY = "wrong numbers in three answers"


def says(double: Double, words: str) -> str:
    """What comes back."""
    before = len(double.sent(SAM))
    double.say(SAM, words)
    double.wait("sent", chat=SAM, count=before + 1)
    return double.texts(SAM)[-1]


def test_off_and_on_again_while_it_runs(double: Double, service: Service, env: dict[str, str]) -> None:
    assert "Council Tax" in says(double, "do care leavers pay council tax in bristol")
    assert run_here(env, "off", "--why", WHY, "--as", "dana").returncode == 0
    assert "switched off" in says(double, "do care leavers pay council tax in bristol")
    in_danger = says(double, "i want to kill myself")
    assert in_danger.index("116 123") < in_danger.index("switched off")

    status, body = service.health()
    assert (status, body["status"], body["red"]) == (200, "amber", {})
    assert (body["off"]["by"], body["off"]["why"]) == ("dana", WHY)

    assert run_here(env, "on", "--as", "dana").returncode == 0
    assert "Council Tax" in says(double, "do care leavers pay council tax in bristol")
    assert service.settled() == {"status": "green", "red": {}, "waiting": 0, "given_up": 0}
    assert WHY not in service.output


def test_it_stays_off_when_it_is_started_again_and_a_question_without_state_does_not_mind(
    double: Double, start: Start, env: dict[str, str]
) -> None:
    assert run_here(env, "off", "--why", WHY, "--as", "dana").returncode == 0
    for _ in range(2):
        service = start()
        assert "switched off" in says(double, "do care leavers pay council tax")
        assert service.stop() == 0
    asked = run_here(env, "ask", "do care leavers pay council tax")
    assert (asked.returncode, "switched off" in asked.stdout) == (0, False)
