"""One person's first evening with Heard, through a restart in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from bot.workshop.telegram_double import Double
from tests.end_to_end.conftest import Start

SAM = 42


def does(double: Double, *, says: str | None = None, presses: str | None = None) -> Sequence[str]:
    """One thing that Sam does, and what comes back as soon as it has."""
    before = len(double.sent(SAM))
    if says is not None:
        double.say(SAM, says)
    if presses is not None:
        double.press(SAM, presses)
    double.wait("sent", chat=SAM, count=before + 1)
    double.wait("confirmed")
    return double.texts(SAM)[before:]


def test_a_person_is_answered_through_a_restart_and_not_asked_their_council_again(double: Double, start: Start) -> None:
    service = start()
    does(double, says="/start")
    double.wait("sent", chat=SAM, count=2)
    assert "I'm Heard" in double.texts(SAM)[0]
    assert double.buttons(SAM)[:4] == ["Bristol", "Bath and North East Somerset", "Bradford", "North Somerset"]
    assert "who are you" in does(double, presses="choose:start:council:bristol")[0]
    assert "What do you want to know?" in does(double, presses="choose:start:audience:care-leaver")[0]

    assert "you don't pay Council Tax in Bristol" in does(double, says="wots the deal with council tax im 20")[0]
    assert "Each council makes its own rule" in does(double, presses="more:council-tax")[0]
    assert "You have a right to know" in does(double, says="how do i ring my social worker")[0]
    assert "help with money" in does(double, says="what am i entitled to")[0]

    assert "Pick a group" in does(double, says="/menu")[0]
    assert "pick a topic" in does(double, presses="menu:people")[0]
    assert "I forget your words" in does(double, presses="topic:who-sees-my-messages")[0]
    assert "Your council: Bristol. You are: a care leaver." in does(double, says="/settings")[0]

    assert service.stop() == 0
    said = double.texts(SAM)
    double.say(SAM, "got a council tax bill")
    service = start()
    double.wait("sent", chat=SAM, count=len(said) + 1)
    assert "you don't pay Council Tax in Bristol" in does(double, says="do care leavers pay council tax")[0]
    assert double.texts(SAM)[: len(said)] == said
    assert len(double.texts(SAM)) == len(said) + 2, "nothing is repeated"
    assert service.settled() == {"status": "green", "red": {}, "waiting": 0, "given_up": 0}
    assert service.stop() == 0


def test_presses_are_acknowledged_and_telegram_is_told_the_commands(double: Double, start: Start) -> None:
    start()
    does(double, says="/settings")
    does(double, presses="choose:settings:which:council")
    double.wait("calls", method="answerCallbackQuery")
    double.wait("calls", method="setMyShortDescription")
    settings = double.settings()
    assert [command["command"] for command in settings["commands"][""]][:2] == ["start", "menu"]
    assert "999" in settings["descriptions"][""]
