"""What is started by which command, and by which settings."""

from __future__ import annotations

from bot.workshop.telegram_double import Double
from tests.end_to_end.conftest import Start
from tests.end_to_end.service import Service

SAM = 42


def test_without_a_token_the_health_page_runs_alone_and_says_so(start: Start, env: dict[str, str]) -> None:
    del env["TELEGRAM_TOKEN"]
    service = start()
    assert service.wait_for_log("telegram.off")["why"] == "TELEGRAM_TOKEN is not set"
    assert service.health() == (200, {"status": "green", "red": {}, "waiting": 0, "given_up": 0})
    assert service.stop() == 0


def test_web_and_worker_are_the_same_in_two_processes(double: Double, env: dict[str, str]) -> None:
    with Service(env, "web") as web, Service(env, "worker") as worker:
        double.say(SAM, "do care leavers pay council tax")
        double.wait("sent", chat=SAM)
        assert web.settled()["status"] == "green"
        assert "health.page" not in worker.output
        assert (web.stop(), worker.stop()) == (0, 0)
    assert len(double.texts(SAM)) == 1


def test_a_second_run_on_the_same_port_takes_another(start: Start, env: dict[str, str]) -> None:
    del env["TELEGRAM_TOKEN"]
    env["HEARD_PORT"] = str(start().wait_for_log("health.page")["address"]).rpartition(":")[2].removesuffix("/health")
    second = start()
    second.wait_for_log("health.port_taken", port=int(env["HEARD_PORT"]))
    assert second.health()[0] == 200
