"""`case …` as an officer types it, on a real database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import case as commands
from bot.content.extract import template
from bot.content.library import Libraries
from bot.model.actions import ViewCase, write
from bot.model.case import CaseKind, KeptFrom, Role, StatementKind, Told, WayBack
from bot.model.safety import Category, Finding, Severity
from bot.workshop.pseudo import write_pseudo
from tests.commands.casework import CASE, NUMBER, PAST, WORDS, People, done, refused, typed
from tests.storage.cases.told import PHOTO, VOICE

pytestmark = pytest.mark.usefixtures("settings")


def test_the_list_says_what_waits_without_a_word_of_it(people: People) -> None:
    people.tell(CASE, name="Quill")
    people.tell("f" * 16, PAST, kind=CaseKind.CONCERN, finding=Finding(Category.SELF_HARM, Severity.URGENT))
    assert done("list").splitlines() == [
        "ffffffff  URGENT OVERDUE  concern    bristol  received  05 Jan 2026  02 Jan 2020  nobody",
        "01234567                  complaint  bristol  received  05 Jan 2026  02 Jan 2999  nobody",
        "2 cases, 1 overdue",
    ]


def test_an_empty_list_says_so() -> None:
    assert done("list") == "0 cases, 0 overdue\n"


def test_closed_cases_are_listed_on_request(people: People) -> None:
    people.tell()
    done("show", NUMBER)
    done("close", NUMBER, "--did", "a new bike")
    assert done("list") == "0 cases, 0 overdue\n"
    assert done("list", "--closed").splitlines()[-1] == "1 case, 0 overdue"


def test_a_case_is_shown_with_everything_in_it(people: People) -> None:
    people.tell(files=(VOICE,), told=(Told("wrong", "What went wrong?\nSay what happened.", f"{WORDS}\n\nand my helmet"),))
    done("note", NUMBER, "ring the home", who="zelda")
    shown = done("show", NUMBER)
    assert re.sub(r"\d\d \w{3} \d{4} \d\d:\d\d UTC", "TIME", shown).splitlines() == [
        "01234567: complaint, bristol",
        "State: seen. Who has it: nobody",
        "Received: 05 Jan 2026. Look at it by: 02 Jan 2999",
        "Stage 1: answer by 19 Jan 2026 (10 working days), at the latest 02 Feb 2026 (20)",
        "Name: hidden",
        "Who: child-in-care",
        "The answer: in their chat: it says that a message waits, and the words open with a tap",
        "In the council's own record: no. Legal hold: no",
        "",
        "What they told us",
        "What went wrong?",
        f"    {WORDS}",
        "",
        "    and my helmet",
        "1 voice note, in quarantine: not checked for danger",
        "",
        "TIME, Zelda Notreal noted, for officers only",
        "    ring the home",
        "",
        "TIME, Olive Example looked at it (the person has not read it yet)",
        "",
        "Only Leo Pretend (lead for files) may fetch the files",
    ]


@pytest.mark.parametrize("who", ["olive", "zelda"])
def test_whoever_it_must_not_be_shown_to_stands_first_for_everybody_who_reads_it(people: People, who: str) -> None:
    kept_from = KeptFrom(frozenset({Role.CARER}), ("Dave\nLeo", "my \x1b[31mnan"))
    people.tell(kept_from=kept_from)
    assert done("show", NUMBER, who=who).splitlines()[:4] == [
        "Do not show or tell: Dave",
        "Do not show or tell: my [31mnan",
        "Do not show or tell: their carer",
        "01234567: complaint, bristol",
    ]
    assert refused("show", NUMBER, who="leo")


def test_where_everybody_may_see_it_nobody_is_named(people: People) -> None:
    people.tell(kept_from=KeptFrom(frozenset({Role.MANAGER}), ("nobody", "olive")))
    assert done("show", NUMBER, who="zelda").splitlines()[0] == "01234567: complaint, bristol"


def test_the_first_look_is_told_to_the_person_once(people: People) -> None:
    people.tell()
    done("show", NUMBER)
    done("show", NUMBER, who="leo")
    assert people.statements() == [(StatementKind.SEEN, "olive", "")]
    (message,) = people.hears()
    assert message.text == "You have a message."
    assert message.buttons[0][0].action == write(ViewCase(CASE))
    people.read()
    assert "looked at it (the person has read it)" in done("show", NUMBER)


def test_the_notice_is_in_the_language_of_the_person(people: People, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case's own, not that of whoever works on it."""
    monkeypatch.setenv("HEARD_CONTENT_DIR", str(content))
    write_pseudo(template(content), content / "locales", "en_XA")
    people.tell(language="en_XA")
    assert "Language: en_XA" in done("show", NUMBER)
    (message,) = people.hears()
    assert message.text == Libraries(content).into("en_XA").phrase("message-waits") != "You have a message."


def test_files_that_nobody_may_fetch_who_sees_the_case_need_a_lead(people: People) -> None:
    people.tell(files=(VOICE, VOICE), kept_from=KeptFrom(frozenset({Role.MANAGER})))
    shown = done("show", NUMBER)
    assert "2 voice notes, in quarantine" in shown
    assert "Of those who may see this case nobody may fetch the files" in shown


def test_danger_that_was_noticed_stands_first(people: People) -> None:
    people.tell(finding=Finding(Category.SELF_HARM, Severity.CONCERN))
    people.tell("f" * 16, finding=Finding(Category.CHECK_FAILED, Severity.URGENT))
    assert done("show", NUMBER).splitlines()[1] == "DANGER noticed: self-harm (concern). Heard has sent nobody"
    assert done("show", "f" * 16).splitlines()[1].startswith("DANGER: the safety check failed")


def test_a_complaint_about_information_has_its_day(people: People) -> None:
    people.tell(told=(Told("way", "What kind?", "It's about my information", value="data"),))
    assert "A complaint about information: acknowledge it by 04 Feb 2026 (30 days)" in done("show", NUMBER)


def test_a_lead_for_files_reads_how_to_fetch_them_and_nobody_where_they_are(people: People) -> None:
    people.tell(files=(VOICE, PHOTO))
    shown = {who: done("show", NUMBER, who=who) for who in ("olive", "leo")}
    assert [f"python -m bot case fetch {NUMBER} --to FOLDER" in text for text in shown.values()] == [False, True]
    assert [file.reference for file in (VOICE, PHOTO) for text in shown.values() if file.reference in text] == []


def test_where_no_files_came_none_are_spoken_of(people: People) -> None:
    people.tell()
    for who in ("olive", "leo"):
        assert "ile" not in done("show", NUMBER, who=who)


def test_a_case_goes_from_hand_to_hand_to_its_end(people: People) -> None:
    people.tell()
    assert done("claim", NUMBER) == "It is yours now.\n"
    assert done("claim", NUMBER) == commands.SO_ALREADY + "\n"
    assert "Olive Example has it" in refused("claim", NUMBER, who="leo")
    assert done("claim", NUMBER, "--take-over", who="leo") == "It is yours now.\n"
    assert done("reply", NUMBER, "we bought it back", who="leo").startswith("Answered. Their chat says that a message waits")
    done("reply", NUMBER, "and a helmet", who="leo")
    said = done("close", NUMBER, "--did", "a new bike", who="leo")
    assert f"case filed {NUMBER}" in said
    assert done("filed", NUMBER) == "Marked as in the council's own record.\n"
    assert people.statements() == [
        (StatementKind.WORKING, "olive", ""),
        (StatementKind.NOTE, "leo", "taken over from olive"),
        (StatementKind.REPLY, "leo", "we bought it back"),
        (StatementKind.REPLY, "leo", "and a helmet"),
        (StatementKind.CLOSED, "leo", "a new bike"),
        (StatementKind.NOTE, "olive", "it is in the council's own record"),
    ]
    assert len(people.hears()) == 1


@pytest.mark.parametrize("argument", [["-"], []])
def test_a_reply_of_many_lines_comes_from_the_input(people: People, argument: list[str]) -> None:
    people.tell(kind=CaseKind.FEEDBACK, way_back=WayBack.RECEIPT)
    said = done("reply", NUMBER, *argument, given="we bought it back\n\nand a helmet\n")
    assert said == "Answered. They read it when they come back with their receipt. Nothing is sent to their chat.\n"
    assert people.statements() == [(StatementKind.REPLY, "olive", "we bought it back\n\nand a helmet")]
    assert people.hears() == []


def test_a_reply_without_words_is_refused(people: People) -> None:
    people.tell()
    assert "the reply is empty" in refused("reply", NUMBER, given=" \n")
    assert people.statements() == []


def test_a_hold_keeps_a_case_until_it_is_released(people: People) -> None:
    people.tell()
    done("hold", NUMBER, "--why", "an inquiry")
    assert people.case().case.hold
    assert "Legal hold: yes" in done("show", NUMBER)
    done("release", NUMBER, "--why", "it is over", who="leo")
    assert not people.case().case.hold


ACTS = [
    ["show", NUMBER],
    ["claim", NUMBER],
    ["reply", NUMBER, "hello"],
    ["filed", NUMBER],
]


def test_whoever_must_not_see_a_case_finds_no_trace_of_it(people: People) -> None:
    """Every command answers as it did before the case was told."""
    before = [typed(*act, who="dana") for act in [["list"], ["list", "--closed"], *ACTS]]
    people.tell(kept_from=KeptFrom(frozenset({Role.SOCIAL_WORKER})), look_by=PAST)
    after = [typed(*act, who="dana") for act in [["list"], ["list", "--closed"], *ACTS]]
    assert [(each.exit_code, each.output) for each in after] == [(each.exit_code, each.output) for each in before]
    assert people.case().case.version == 1


def test_somebody_unknown_is_refused(people: People) -> None:
    people.tell()
    for act in (["list"], ["show", NUMBER]):
        assert "routes.yaml: dana, leo, olive, zelda" in refused(*act, who="nobody")
        assert "--as OFFICER, or set HEARD_OFFICER" in refused(*act, who=None)
    assert people.case().case.version == 1


def test_who_it_is_can_be_a_setting(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_OFFICER", "leo")
    people.tell()
    assert typed("claim", NUMBER, who=None).exit_code == 0
    assert people.case().case.claimed_by == "leo"


NASTY = "\x1b]0;owned\x07 \x1b[2J one\r\n\u202etwo\x00 [red]three[/red] \udcff\nState: closed"


@pytest.mark.parametrize("watched", [True, False])
def test_nothing_that_somebody_wrote_reaches_the_terminal_as_a_command(
    people: People, monkeypatch: pytest.MonkeyPatch, watched: bool
) -> None:
    monkeypatch.setattr(commands, "_watched", lambda: watched)
    monkeypatch.setenv("COLUMNS", "100")
    people.tell(told=(Told("gone", NASTY, NASTY),), name=NASTY, kept_from=KeptFrom(names=("\x1b[2Jhim",)))
    done("note", NUMBER, "plain", who="zelda")
    shown = done("show", NUMBER, who="zelda")
    assert [letter for letter in shown if letter != "\n" and not letter.isprintable()] == []
    assert len(re.findall("^State: ", shown, re.MULTILINE)) == 1
    assert shown.count("[red]three[/red]") == 2
    assert "\n    State: closed" in shown


def test_whoever_watches_gets_a_table(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_watched", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    people.tell()
    lines = [line.split() for line in done("list").splitlines() if line.strip()]
    assert lines[0] == ["number", "kind", "council", "state", "received", "look", "by", "who", "has", "it"]
    assert lines[2] == ["01234567", "complaint", "bristol", "received", "05", "Jan", "2026", "02", "Jan", "2999", "nobody"]
    assert lines[-1] == ["1", "case,", "0", "overdue"]


def test_words_that_are_typed_are_asked_for(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.tell()
    monkeypatch.setattr(commands, "_typing", lambda: True)
    result = typed("note", NUMBER, given="ring the home\n")
    assert (result.exit_code, "Ctrl-D" in result.stderr) == (0, True)


def test_a_broken_file_of_officers_is_told_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "routes.yaml").write_text("officers: []\n", encoding="utf-8")
    result = typed("list")
    assert result.exit_code == 1
    assert "routes.yaml" in result.stderr


@pytest.mark.parametrize("command", ["list", "show", "fetch", "claim", "reply", "note", "close", "filed", "hold", "release"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    said = " ".join(CliRunner().invoke(app, ["case", command, "--help"]).stdout.split())
    assert f"python -m bot case {command}" in said
