"""From what somebody tells on Telegram over an officer's e-mail and terminal to the answer that they read: every part is the real one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model.outbound import Button
from bot.workshop.telegram_double import Double
from tests.channels.mail_server import HOST, Postbox, serving
from tests.end_to_end.service import Service, run_to_end
from tests.pressing import name

SAM = 42
TOLD, ANSWER = "the purple kettle is broken", "A new kettle comes on Friday."
COUNCILS = "[bristol, bath-and-north-east-somerset, bradford, north-somerset]"
ROUTES = f"""
officers:
  - {{id: olive, name: Olive Example, role: participation-officer, councils: {COUNCILS}, email: olive@example.org, sees_files: true}}
  - {{id: lee, name: Lee Placeholder, role: manager, councils: {COUNCILS}, email: lee@example.org}}
routes:
  - {{councils: {COUNCILS}, to: [olive], cover: [lee]}}
fallback: [olive, lee]
first_look: 3
"""


def does(double: Double, *acts: str) -> str:
    """One thing after another: `[case]` presses a button, by its name (tests/pressing.py), anything else is typed. The last thing that comes back."""
    for act in acts:
        before = len(double.sent(SAM))
        if act.startswith("["):
            double.press(SAM, newest(double, act[1:-1]))
        else:
            double.say(SAM, act)
        double.wait("sent", chat=SAM, count=before + 1)
        double.wait("confirmed")
    return double.texts(SAM)[-1]


def newest(double: Double, called: str) -> str:
    """What the newest button of that name sends back."""
    rows = [row for message in double.visible(SAM) for row in message.get("buttons", ())]
    buttons = [Button(each["text"], each.get("callback_data")) for row in rows for each in row]
    return [button.action for button in buttons if button.action and name(button) == called][-1]


def tells(double: Double) -> None:
    double.say(SAM, "/start council_bristol")
    double.wait("sent", chat=SAM, count=2)
    double.say(SAM, "i have an idea")
    double.wait("sent", chat=SAM, count=4)
    does(double, TOLD, "that's all", "skip", "skip", "anonymous", "tell me here")
    before = len(double.sent(SAM))
    double.say(SAM, "send")
    double.wait("sent", chat=SAM, count=before + 2)


def answers(env: dict[str, str], number: str) -> None:
    for arguments in (("show", number), ("claim", number), ("reply", number, ANSWER)):
        ended = run_to_end(env, "case", *arguments, "--as", "olive")
        assert ended.returncode == 0, ended.stderr
        if arguments[0] == "show":
            assert TOLD in ended.stdout


@pytest.fixture
def told_env(env: dict[str, str], tmp_path: Path) -> Callable[[Postbox], dict[str, str]]:
    """The settings of the program with officers who hear by e-mail."""
    routes = tmp_path / "routes.yaml"
    routes.write_text(ROUTES, encoding="utf-8")

    def settings(postbox: Postbox) -> dict[str, str]:
        mail = {"HEARD_SMTP_HOST": HOST, "HEARD_SMTP_PORT": str(postbox.port), "HEARD_SMTP_SECURITY": "none"}
        return {**env, **mail, "HEARD_MAIL_FROM": "heard@example.org", "HEARD_ROUTES": str(routes)}

    return settings


async def test_what_is_told_reaches_an_officer_and_the_answer_comes_back(
    double: Double, told_env: Callable[[Postbox], dict[str, str]]
) -> None:
    async with serving() as postbox:
        env = told_env(postbox)
        with Service(env) as service:
            await asyncio.to_thread(double.wait, "polled")
            await asyncio.to_thread(tells, double)
            await asyncio.to_thread(service.settled)
            (letter,) = postbox.letters
            assert letter.recipients == ["olive@example.org"]
            assert "kettle" not in letter.raw.decode()
            number = letter.body.rpartition("case show ")[2].split()[0]
            sent = len(double.sent(SAM))
            await asyncio.to_thread(answers, env, number)
            await asyncio.to_thread(double.wait, "sent", chat=SAM, count=sent + 1)
            assert double.texts(SAM)[-1] == "You have a message.", "once, and not a word of it"
            assert ANSWER in await asyncio.to_thread(does, double, "[case]")
            assert (await asyncio.to_thread(service.settled))["status"] == "green"
            log = service.output
        assert not [word for word in ("kettle", "Friday", "olive@example.org") if word in log]


def test_hiding_the_chat_takes_out_what_both_have_written(double: Double, service: Service) -> None:
    does(double, "do care leavers pay council tax", "who is my social worker")
    told = does(double, "/hide")
    service.settled()
    assert double.visible_texts(SAM) == [told]


def test_what_is_older_than_two_days_stays_and_people_are_told_so(double: Double, service: Service) -> None:
    old = does(double, "do care leavers pay council tax")
    double.age(hours=49)
    does(double, "who is my social worker")
    told = does(double, "/hide")
    service.settled()
    assert double.visible_texts(SAM) == ["do care leavers pay council tax", old, told]
    assert "older" in told
