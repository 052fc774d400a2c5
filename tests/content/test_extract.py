"""The template that translators begin from."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.content.catalogue import DOMAIN
from bot.content.extract import template, write_template
from bot.errors import ContentError
from tests.conftest import CHECKOUT
from tests.content.changing import PLAIN_SHORT, TAX, replace_in

Messages = dict[tuple[str, str], list[str]]


def messages(catalogue: Catalog) -> Messages:
    """Each message's files, by context and words."""
    return {(str(m.context), str(m.id)): [name for name, _ in m.locations] for m in catalogue if m.id}


@pytest.mark.parametrize(
    ("context", "words", "file"),
    [
        ("england/council-tax/title", "Council Tax", TAX),
        ("england/council-tax/short", PLAIN_SHORT, TAX),
        ("england/council-tax/details", "- No law lets all care leavers off.\n- Each council makes its own rule.", TAX),
        (
            "england/council-tax/short for councillor, officer, partner",
            "No national exemption exists. Section 13A lets a council reduce the bill to nil.",
            TAX,
        ),
        ("england/council-tax/sources/local-government-finance-act-1992/place", "section 13A(1)(c)", TAX),
        ("flows/start/title", "Hello", "flows/start.yaml"),
        ("flows/start/steps/council/choices/none/label", "Another council", "flows/start.yaml"),
        ("menu/groups/people/title", "People", "knowledge/menu.yaml"),
        ("phrases/phrases/button-more", "Tell me more", "knowledge/phrases.yaml"),
        ("councils/councils/bristol/short_name", "Bristol", "knowledge/councils.yaml"),
    ],
)
def test_translators_are_told_where_words_stand(content: Path, context: str, words: str, file: str) -> None:
    assert messages(template(content))[context, words] == [file]


@pytest.mark.parametrize(
    "words", ["wots the deal with council tax im 20", "council tax", "CT-1", "council-tax", "Bristol City", "i want to complain"]
)
def test_what_nobody_reads_is_not_theirs(content: Path, words: str) -> None:
    assert words not in {found for _, found in messages(template(content))}


def test_a_long_prose_is_a_message_a_paragraph(content: Path) -> None:
    replace_in(content, TAX, PLAIN_SHORT, "One.\n\nTwo.\n\n\nThree.")
    found = messages(template(content))
    assert {words for context, words in found if context == "england/council-tax/short"} == {"One.", "Two.", "Three."}


def test_the_line_is_where_the_words_begin(content: Path) -> None:
    lines = (content / TAX).read_text(encoding="utf-8").splitlines()
    message = template(content).get(PLAIN_SHORT, "england/council-tax/short")
    assert message is not None
    assert message.locations == [(TAX, lines.index(PLAIN_SHORT) + 1)]


def test_it_is_told_file_by_file(content: Path) -> None:
    told: list[str] = []
    template(content, told.append)
    assert TAX in told
    assert "flows/start.yaml" in told
    assert [name for name in told if "examples" in name] == [], "nobody is shown what people write to begin a flow"


def test_the_same_content_gives_the_same_bytes_and_can_be_read_again(content: Path) -> None:
    path = write_template(content, template(content))
    first = path.read_bytes()
    assert write_template(content, template(content)).read_bytes() == first
    with path.open("rb") as file:
        assert messages(read_po(file, domain=DOMAIN)).keys() == messages(template(content)).keys()


@pytest.mark.parametrize("file", [TAX, "flows/start.yaml", "knowledge/menu.yaml"])
def test_a_file_that_cannot_be_read_is_named(content: Path, file: str) -> None:
    (content / file).write_text("- nothing", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        template(content)
    assert [problem.file for problem in error.value.problems] == [content / file]


def test_the_template_in_the_checkout_is_up_to_date() -> None:
    with (CHECKOUT / "locales" / f"{DOMAIN}.pot").open("rb") as file:
        stored = messages(read_po(file, domain=DOMAIN)).keys()
    written = messages(template(CHECKOUT)).keys()
    assert sorted(written ^ stored)[:10] == [], "the words have changed: run `make words`"
