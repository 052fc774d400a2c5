"""Conversations as text files that anybody can read: what somebody does, and what comes back.

    # Who this is.                     a remark
    channel: terminal                  telegram where nothing is said
    > do i pay council tax             words
    > /start council_bradford          a command
    > [Tell me more] more              a press: what stands on the button, and what the button is called (see tests/pressing.py)
    > (photo) look at this             something that is not words, with its caption
    conversation: off                  an operator turns it off here (or on)
    officer: replies We hear you.      an officer does something with the newest of what was told (see tests/dialogue/cases_at_hand.py)
    another phone                      the same person, in another chat
    later: 6 days                      time passes; an open flow may be reminded of

A press goes by what the button is called: the newest that was shown. Where its words were changed, or where somebody wrote the words
alone, `--rewrite-conversations` writes both.

Everything that is set in comes from the assistant: what the turn came to after `=`, then its messages with their buttons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from textwrap import indent

from pydantic import TypeAdapter

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.dialogue.say.cut import cut
from bot.model.channel import TELEGRAM, TERMINAL
from bot.model.inbound import Attached, Attachment, Commanded, Elapsed, Pressed, Said, What
from bot.model.outbound import Button, HideChat, LeaveGroup, Outbound
from bot.model.session import Session
from tests.dialogue.cases_at_hand import OFFICER_DID
from tests.dialogue.contexts import Person, offered
from tests.pressing import name

DOES = "> "
CHANNELS = {rules.name: rules for rules in (TELEGRAM, TERMINAL)}
SESSION = TypeAdapter(Session)
TURNED = {"conversation: off": True, "conversation: on": False}
PRESS = re.compile(r"\[(?P<label>.+)\]( (?P<name>\S+))?")
SENDS = re.compile(r"\((?P<kind>[a-z]+)\) ?(?P<caption>.*)")
OFFICER = re.compile(rf"officer: (?P<did>{'|'.join(OFFICER_DID)}) ?(?P<words>.*)")
LATER = re.compile(r"later: (?P<days>\d+) days?")
COMMAND = re.compile(r"/(?P<name>\w+) ?(?P<argument>.*)")


def replayed(written: str, dialogue: Dialogue, after: Callable[[Person], object] = lambda person: None) -> str:
    """The same conversation with the answers that come now. Between two turns the session goes through JSON, as a store would have it.

    `after`: is shown the person after each thing that they do.
    """
    channel = re.search(r"^channel: (\w+)$", written, re.MULTILINE)
    person = Person(dialogue, channel=CHANNELS[channel[1] if channel else TELEGRAM.name])
    shown: list[Button] = []
    said = []
    for line in written.splitlines():
        if line.startswith(DOES):
            line = _as_it_stands(line, shown)
            reply = person.does(_what(line.removeprefix(DOES), shown))
            shown += offered(reply).values()
            person.session = SESSION.validate_json(SESSION.dump_json(person.session))
            after(person)
            said.append(f"{line}\n\n{indent(_written(reply, person), '    ')}\n")
        elif line and not line.startswith(" "):
            person.off = TURNED.get(line, person.off)
            said.append(line)
            said.extend(_meanwhile(line, person))
    return "\n".join(said)


def _meanwhile(line: str, person: Person) -> Iterator[str]:
    """What happens without the person."""
    if did := OFFICER.fullmatch(line):
        person.cases.officer(did["did"], did["words"] or "", person.now)
    elif line == "another phone":
        person.cases.cases = {key: replace(case, linked=False) for key, case in person.cases.cases.items()}
        person.session, person.new = Session(), True
    elif passed := LATER.fullmatch(line):
        person.now += timedelta(days=int(passed["days"]))
        reply = person.does(Elapsed())
        yield f"\n{indent(_written(reply, person), '    ')}\n"


def _as_it_stands(line: str, shown: Sequence[Button]) -> str:
    """The same line; of a press, with what stands on the button now."""
    press = PRESS.fullmatch(line.removeprefix(DOES))
    if press is None:
        return line
    button = _pressed(press, shown)
    return f"{DOES}[{button.label}] {name(button)}"


def _pressed(press: re.Match[str], shown: Sequence[Button]) -> Button:
    """The newest button of that name; where none is given, with those words."""
    part, wanted = (name, press["name"]) if press["name"] else (_words, press["label"])
    found = next((button for button in reversed(shown) if part(button) == wanted), None)
    assert found is not None, f"no button {wanted!r} was shown before; shown were {', '.join(map(part, shown))}"
    return found


def _words(button: Button) -> str:
    return button.label


def _what(done: str, shown: Sequence[Button]) -> What:
    if press := PRESS.fullmatch(done):
        return Pressed(_pressed(press, shown).action or "")
    if sends := SENDS.fullmatch(done):
        return Attached(Attachment(sends["kind"]), sends["caption"], reference="a reference")
    if command := COMMAND.fullmatch(done):
        return Commanded(command["name"], command["argument"])
    return Said(done)


def _written(reply: Reply, person: Person) -> str:
    finding = f"{reply.finding.category}, {reply.finding.severity}" if reply.finding else None
    came = ": ".join(part for part in (reply.outcome, reply.topic, finding) if part)
    messages = [piece for message in reply.messages for piece in cut(message, person.channel.text_limit)]
    return "\n\n".join([f"= {came}", *("\n".join(_lines(message)) for message in messages)])


def _lines(message: Outbound) -> Iterator[str]:
    if isinstance(message, LeaveGroup):
        yield "(leaves)"
        return
    if isinstance(message, HideChat):
        yield f"(hides {len(message.messages)} messages)"
        return
    yield message.text
    yield from (" ".join(_label(button) for button in row) for row in message.buttons)


def _label(button: Button) -> str:
    return f"[{button.label} → {button.url}]" if button.url else f"[{button.label}]"
