"""Telegram's HTML: the few tags it takes, and the words that are left when they are gone."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from bot.workshop.telegram_double.refusal import bad_request

TAGS = frozenset(
    ("a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span", "strike", "strong", "tg-emoji", "tg-spoiler", "u")
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
NEEDS_PARSING = re.compile("[<&]")


class _Words(HTMLParser):
    """Collects the words, and refuses what Telegram refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}/" at byte offset 0')

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad_request(f'can\'t parse entities: Unmatched end tag at byte offset 0, found "</{tag}>"')

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise bad_request('can\'t parse entities: Unsupported start tag "" at byte offset 0')
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise bad_request('can\'t parse entities: Unsupported start tag "!--" at byte offset 0')

    def handle_decl(self, decl: str) -> None:
        raise bad_request('can\'t parse entities: Unsupported start tag "!" at byte offset 0')

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        raise bad_request('can\'t parse entities: Unsupported start tag "?" at byte offset 0')

    def handle_entityref(self, name: str) -> None:
        self.words.append(NAMED.get(name, f"&{name}"))

    def handle_charref(self, name: str) -> None:
        self.words.append(unescape(f"&#{name};"))


def words(html: str) -> str:
    """The text of a message in parse mode HTML, without its marks.

    Raises:
        Refusal: Telegram would not take this markup.
    """
    if not NEEDS_PARSING.search(html):
        return html
    parser = _Words()
    parser.feed(html)
    parser.close()
    if parser.open:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{parser.open[-1]}\"")
    return "".join(parser.words)


def utf16_length(text: str) -> int:
    """How long Telegram says the text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
