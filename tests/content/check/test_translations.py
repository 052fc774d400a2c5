"""What translators hand in, held against the English."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.catalogue import po_path
from tests.content.changing import Change, assert_found, errors

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
SOMALI = "locales/so/LC_MESSAGES/heard.po"


def hand_in(root: Path, message: str) -> None:
    path = po_path(root / "locales", "so")
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + message, encoding="utf-8")


@pytest.mark.parametrize(
    ("english", "foreign", "says"),
    [
        ("Ring {phone childline}.", "Wac.", "the translation leaves out '{phone childline}'"),
        ("Ring {phone childline}.", "Wac {phone samaritans}.", "the English has no '{phone samaritans}'"),
        ("Ring {phone childline}.", "Wac {telefoon childline}.", "the translation leaves out '{phone childline}'"),
        ("Ring {phone childline}.", "Wac {phone childline} {Council}.", "a '{' or '}' is left over"),
        ("Ring.", "Wac }.", "a '{' or '}' is left over"),
        ("In {council}.", "Halkan.", "the translation leaves out '{council}'"),
    ],
)
def test_what_is_filled_in_english_is_filled_in_the_translation(content: Path, english: str, foreign: str, says: str) -> None:
    hand_in(content, f'msgctxt "x"\nmsgid "{english}"\nmsgstr "{foreign}"\n')
    assert_found(content, Change("", SOMALI, "", "", "msgid " + f'"{english}"', says), errors(content))


@pytest.mark.parametrize(
    "message",
    [
        pytest.param('msgid "Ring {phone childline} in {council}."\nmsgstr "{council}: wac {phone childline}."\n', id="in another order"),
        pytest.param('msgid "Ring {phone childline}."\nmsgstr ""\n', id="not yet translated"),
        pytest.param('#, fuzzy\nmsgid "Ring {phone childline}."\nmsgstr "Wac."\n', id="not yet confirmed"),
    ],
)
def test_what_may_be_handed_in(content: Path, message: str) -> None:
    hand_in(content, message)
    assert errors(content) == []


def test_a_catalogue_that_cannot_be_read(content: Path) -> None:
    hand_in(content, "<<<<<<< ours\n")
    assert_found(content, Change("", SOMALI, "", "", 1, "the catalogue cannot be read"), errors(content))
