"""How cases look in a terminal: a list of them, and one with everything in it. Lines, and the same lines set out for people who watch.

What somebody wrote is indented, so that nobody can write a line that passes for one of ours, and holds nothing that a terminal obeys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cases.legal_days import AboutInformation, LegalDays
from bot.cases.office import Listed, Shown, who_may_fetch
from bot.model.case import FOR_THE_PERSON, Case, Statement, StatementKind, WayBack
from bot.model.inbound import Attachment
from bot.model.safety import Category
from bot.model.session import DEFAULT_LANGUAGE, FileReference

INDENT = 4
COLUMNS = ("number", "", "kind", "council", "state", "received", "look by", "who has it")

WAYS_BACK = {
    WayBack.HERE: "in their chat: it says that a message waits, and the words open with a tap",
    WayBack.RECEIPT: "they come back with their receipt; nothing is sent to their chat",
    WayBack.NONE: "they want no answer; their receipt still opens the case",
}
UNDELIVERED = "The last message to their chat COULD NOT BE DELIVERED. It is said again when they come back"
DID = {
    StatementKind.ADDED: "wrote more",
    StatementKind.REOPENED: "opened it again",
    StatementKind.HELPED: "said that it helped",
    StatementKind.NOT_HELPED: "said that it did not help",
    StatementKind.SEEN: "looked at it",
    StatementKind.WORKING: "is working on it",
    StatementKind.REPLY: "replied",
    StatementKind.CLOSED: "closed it. What was done",
    StatementKind.NOTE: "noted, for officers only",
}
FILES = {
    Attachment.VOICE: ("voice note", "voice notes"),
    Attachment.VIDEO: ("video", "videos"),
    Attachment.PHOTO: ("photo", "photos"),
}
"""What files are called: one, several. Anything else is a file."""
OTHER_FILES = ("file", "files")
HOW_TO_FETCH = "To take the files out of quarantine, on a machine kept for that: python -m bot case fetch {} --to FOLDER"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    head: bool = False
    words: bool = False
    """Whether somebody wrote it, so that it is indented."""


def day(when: date) -> str:
    """A day as officers read it."""
    return f"{when:%d %b %Y}"


def inert(words: str) -> str:
    """Somebody's words without what a terminal could take for a command; their lines stay lines."""
    lines = words.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(letter if letter.isprintable() else " " for letter in line).rstrip() for line in lines)


def list_lines(found: Sequence[Listed]) -> Iterator[str]:
    """A list of cases as plain lines, with how many are overdue at the end."""
    rows = [_row(each) for each in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield _counted(found)


def list_table(found: Sequence[Listed], console: Console) -> None:
    """Print a list of cases as a table."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, no_wrap=column == "number")
    for each in found:
        table.add_row(*(Text(cell) for cell in _row(each)), style="bold" if each.urgent or each.overdue else None)
    if found:
        console.print(table)
    console.print(Text(_counted(found)))


def _row(each: Listed) -> tuple[str, ...]:
    marks = " ".join(mark for mark, so in (("URGENT", each.urgent), ("OVERDUE", each.overdue)) if so)
    dates = (day(each.received), day(each.look_by))
    return (each.number, marks, each.kind.value, each.council, each.state.value, *dates, each.claimed_by or "nobody")


def _counted(found: Sequence[Listed]) -> str:
    cases = "1 case" if len(found) == 1 else f"{len(found)} cases"
    return f"{cases}, {sum(each.overdue for each in found)} overdue"


def page_lines(page: Iterable[Line]) -> Iterator[str]:
    """A page as plain lines."""
    for line in page:
        yield (" " * INDENT * line.words + line.text).rstrip()


def print_page(page: Iterable[Line], console: Console) -> None:
    """Print a page: what is indented stays so where a line is too long for the terminal."""
    for line in page:
        text = Text(line.text, style="bold" if line.head else "")
        console.print(Padding(text, (0, 0, 0, INDENT)) if line.words else text)


def page(shown: Shown, name: Callable[[str], str]) -> Iterator[Line]:
    """A case with everything in it. `name` says who somebody is, by their id."""
    yield from _head(shown)
    yield from _told(shown)
    for statement in shown.file.statements:
        yield Line("")
        yield from _said(statement, name)
    yield from _quarantine(shown)


def _head(shown: Shown) -> Iterator[Line]:
    case, listed = shown.file.case, shown.listed
    for person in shown.not_to_tell:
        yield Line(f"Do not show or tell: {_in_one_line(person)}", head=True)
    yield Line(f"{case.number}: {case.kind.value}, {case.council}", head=True)
    if case.finding and case.finding.category is Category.CHECK_FAILED:
        yield Line("DANGER: the safety check failed. Read it as if danger had been found. Heard has sent nobody", head=True)
    elif case.finding:
        yield Line(f"DANGER noticed: {case.finding.category.value} ({case.finding.severity.value}). Heard has sent nobody", head=True)
    yield Line(f"State: {case.state.value}. Who has it: {listed.claimed_by or 'nobody'}")
    late = ", OVERDUE" if listed.overdue else ""
    yield Line(f"Received: {day(listed.received)}. Look at it by: {day(listed.look_by)}{late}")
    for sentence in _days(shown.legal_days):
        yield Line(sentence)
    yield from _person(case)
    if shown.file.undelivered:
        yield Line(UNDELIVERED, head=True)
    for words in shown.unclear:
        yield Line("Kept from somebody, and we cannot make out who. They wrote:")
        yield from _words(words)
    yield Line(f"In the council's own record: {'yes' if case.filed else 'no'}. Legal hold: {'yes' if case.hold else 'no'}")


def _in_one_line(words: str) -> str:
    return " ".join(inert(words).split())


def _days(days: LegalDays | None) -> Iterator[str]:
    if isinstance(days, AboutInformation):
        yield f"A complaint about information: acknowledge it by {day(days.by)} (30 days)"
    elif days:
        yield f"Stage 1: answer by {day(days.by)} (10 working days), at the latest {day(days.latest)} (20)"


def _person(case: Case) -> Iterator[Line]:
    yield Line("Name: hidden" if case.name is None else "Name:")
    if case.name is not None:
        yield from _words(case.name)
    language = "" if case.language == DEFAULT_LANGUAGE else f". Language: {case.language}"
    yield Line(f"Who: {case.audience.value if case.audience else 'not said'}{language}")
    yield Line(f"The answer: {WAYS_BACK[case.way_back]}")


def _told(shown: Shown) -> Iterator[Line]:
    yield Line("")
    yield Line("What they told us", head=True)
    for told in shown.file.case.told:
        yield Line(inert(told.label or told.question.partition("\n")[0]).strip())
        yield from _words(told.answer)
    yield from _files(shown.file.case.files)


def _said(statement: Statement, name: Callable[[str], str]) -> Iterator[Line]:
    read = {True: " (the person has read it)", False: " (the person has not read it yet)"}[statement.read]
    mark = read if statement.kind in FOR_THE_PERSON else ""
    yield Line(f"{_moment(statement.at)}, {name(statement.by)} {DID[statement.kind]}{mark}", head=True)
    yield from _words(statement.words)
    yield from _files(statement.files)


def _moment(at: datetime) -> str:
    return f"{at:%d %b %Y %H:%M} UTC"


def _words(words: str) -> Iterator[Line]:
    if words:
        yield from (Line(line, words=True) for line in inert(words).split("\n"))


def _files(files: Sequence[FileReference]) -> Iterator[Line]:
    """How many there are."""
    for (one, several), number in Counter(FILES.get(file.kind, OTHER_FILES) for file in files).items():
        yield Line(f"{number} {one if number == 1 else several}, in quarantine: not checked for danger")


def _quarantine(shown: Shown) -> Iterator[Line]:
    """Who may fetch the files, and how, where there are some."""
    if not (shown.file.case.files or any(statement.files for statement in shown.file.statements)):
        return
    who = who_may_fetch(shown.leads)
    yield Line("")
    yield Line(HOW_TO_FETCH.format(shown.listed.number) if shown.sees_files else who[0].upper() + who[1:])
