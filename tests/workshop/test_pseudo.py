"""A whole conversation in languages that nobody speaks: a word that no translator was given stands out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.channels.telegram.outbound import keyboard, to_html
from bot.cli import app
from bot.content.catalogue import po_path
from bot.content.library import Libraries
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.say.cut import cut
from bot.model.content.placeholders import placeholders
from bot.model.inbound import Attachment
from bot.model.outbound import LeaveGroup, Message
from bot.model.session import Session
from bot.model.turn import Outcome
from bot.workshop.pseudo import LANGUAGES, pseudo
from tests.content.changing import TAX, edited, errors
from tests.dialogue.contexts import Person

PLAIN = {
    "en_XA": re.compile(r"[aceginorsuyzACEGINORSUYZ]"),
    "ar_XB": re.compile(r"[A-Za-z]"),
}
"""Letters that no word has once it has gone through the catalogue."""
KEPT = re.compile(
    r"https?://\S+|[\w.-]+\.(?:org|com|co|gov|police)(?:\.uk)?\S*|\bEnglish\b|en_XA|ar_XB"
    r"|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}"
)
"""What stays as it is: addresses, languages by their own names, days (a language that nobody speaks has no months)."""
LIMIT = 300
"""A short limit, so that messages are cut in many places."""

Said = list[tuple[str, Message]]


@pytest.fixture(scope="module", params=list(LANGUAGES))
def spoken(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    make_content: Callable[[Path], Path],
    dialogue_over: Callable[[Libraries], Dialogue],
) -> Said:
    """Everything that is said in a whole conversation in a pseudo-language, with the language's code."""
    code = request.param
    root = make_content(tmp_path_factory.mktemp(code) / "content")
    for n in range(3):  # so that the menu has two pages
        add_topic(root, f"extra-{n}")
    made = CliRunner().invoke(app, ["words", "pseudo", code], env={"HEARD_CONTENT_DIR": str(root)})
    assert made.exit_code == 0, made.output
    assert made.stdout.strip() == str(po_path(root / "locales", code))
    assert errors(root) == [], "what a translator would hand in like this passes the check"
    return [(code, message) for message in conversation(Person(dialogue_over(Libraries(root))), code)]


def add_topic(root: Path, name: str) -> None:
    text = (root / TAX).read_text(encoding="utf-8")
    lines = [line for line in text.replace("Council Tax", name).splitlines() if not line.startswith(("  - wots", "  - got", "keywords"))]
    written = "\n".join(lines).replace("do care leavers pay council tax", f"tell me about {name}")
    (root / f"knowledge/england/{name}.md").write_text(written, encoding="utf-8")
    with edited(root / "knowledge/menu.yaml") as menu:
        menu["groups"][0]["topics"].append(name)


def conversation(person: Person, code: str) -> Iterator[Message]:
    """Through everything that there is to press and to say."""

    def press(button: str) -> list[Message]:
        return said(person.presses(button).messages)

    person.commands("settings")
    person.presses("language")
    yield from said(person.presses(code).messages)
    assert person.session == Session(language=code), "the language changes by a button"
    yield from said(person.commands("start").messages)
    yield from press("bristol")
    yield from press("care-leaver")
    for question in ("what am i entitled to", "do care leavers pay council tax", "who is my social worker"):
        yield from said(person.says(question).messages)
        yield from press("more")
    yield from press("unhelped")
    yield from press("menu")
    yield from press("menu:people")
    yield from press("menu:people:1")
    yield from press("menu:people")
    for command in ("menu", "help", "settings", "language", "privacy", "nonsense"):
        yield from said(person.commands(command).messages)
    yield from said(person.commands("settings").messages)
    yield from press("audience")
    yield from press("councillor")
    yield from said(person.says("do care leavers pay council tax").messages)
    for kind in Attachment:
        yield from said(person.sends(kind).messages)
    crisis = person.says("i want to kill myself")
    assert crisis.outcome is Outcome.CRISIS
    yield from said(crisis.messages)
    for words in ("hello", "thanks", "qwertyuiop zxcvbnm", "🙃", "bradford", "im 13, do care leavers pay council tax"):
        yield from said(person.says(words).messages)
    yield from said(person.commands("stop").messages)


def said(messages: tuple[object, ...]) -> list[Message]:
    assert not any(isinstance(message, LeaveGroup) for message in messages)
    return [message for message in messages if isinstance(message, Message)]


def test_every_block_has_gone_through_the_catalogue(spoken: Said) -> None:
    assert len(spoken) > 40
    untranslated = {block.text for code, message in spoken for block in message.blocks if PLAIN[code].search(KEPT.sub("", block.text))}
    assert untranslated == set()


def test_every_button_has_gone_through_the_catalogue(spoken: Said) -> None:
    labels = {(code, button.label) for code, message in spoken for row in message.buttons for button in row}
    assert len(labels) > 20
    assert {label for code, label in labels if PLAIN[code].search(KEPT.sub("", label))} == set()


def test_nothing_is_left_to_be_filled(spoken: Said) -> None:
    assert [message.text for _, message in spoken if "{" in message.text or "}" in message.text] == []


class Html(HTMLParser):
    """The words of Telegram's HTML, if each tag ends where it should."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_telegram_shows_the_same_words_in_either_direction(spoken: Said) -> None:
    for _, message in spoken:
        shown = Html(to_html(message.blocks))
        assert shown.open == []
        assert shown.words == message.text
        markup = keyboard(message.buttons)
        labels = [[button.text for button in row] for row in markup.inline_keyboard] if markup else []
        assert labels == [[button.label for button in row] for row in message.buttons]


def test_a_message_is_cut_without_losing_a_letter_in_either_direction(spoken: Said) -> None:
    parts = [[part for part in cut(message, LIMIT) if isinstance(part, Message)] for _, message in spoken]
    assert any(len(pieces) > 1 for pieces in parts)
    for (_, message), pieces in zip(spoken, parts, strict=True):
        assert all(len(Html(to_html(piece.blocks)).words.encode("utf-16-le")) // 2 <= LIMIT for piece in pieces)
        assert "".join(block.text for piece in pieces for block in piece.blocks) == "".join(block.text for block in message.blocks)


@pytest.mark.parametrize(
    ("english", "accented", "arabic"),
    [
        ("Ring **999** or {phone childline}.", "[Ŕîñĝ **999** öŕ {phone childline}.]", "[رينغ **999** ور {phone childline}.]"),
        ("- One\n- Two", "- [Öñé]\n- [Twö]", "- [ونع]\n- [توو]"),
        ("1. One", "1. [Öñé]", "1. [ونع]"),
        ("### One\n[two](https://a.uk) at childline.org.uk", "### [Öñé]\n[[twö](https://a.uk) åt childline.org.uk]", None),
        ("| One | Two |\n| --- | --- |", "| Öñé | Twö |\n| --- | --- |", "| ونع | توو |\n| --- | --- |"),
        ("", "", ""),
    ],
)
def test_markup_blanks_and_addresses_stay_as_they_are(english: str, accented: str, arabic: str | None) -> None:
    assert pseudo(english, "en_XA") == accented
    assert arabic is None or pseudo(english, "ar_XB") == arabic


@given(st.text(), st.sampled_from(list(LANGUAGES)))
def test_any_text_keeps_its_blanks_and_its_lines(words: str, code: str) -> None:
    changed = pseudo(words, code)
    assert list(placeholders(changed)) == list(placeholders(words))
    assert changed.count("\n") == words.count("\n")


def test_an_unknown_pseudo_language_is_refused(content: Path) -> None:
    refused = CliRunner().invoke(app, ["words", "pseudo", "tlh"], env={"HEARD_CONTENT_DIR": str(content)})
    assert refused.exit_code == 2
    assert "nobody knows the pseudo-language 'tlh'; known: en_XA, ar_XB" in refused.stderr
