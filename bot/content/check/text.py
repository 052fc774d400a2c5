"""Rules for the words themselves: lengths, markup, words we do not use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content import schema
from bot.content.check.flow.sheet import on_buttons, said
from bot.content.files import Manuscript, TopicFile, is_national
from bot.content.reading import content_text
from bot.errors import Problem
from bot.model.content.topics import YOUNG_PEOPLE, Audience, Section, SectionName

FORMAL = frozenset({Audience.COUNCILLOR, Audience.OFFICER, Audience.PARTNER})
SHORT_WORDS = 60
FORMAL_SHORT_WORDS = 120
DETAILS_WORDS = 700
LIST_LINES = 7

_WORD = re.compile(r"[^\W_][\w'’-]*")
_LIST_LINE = re.compile(r"^\s*(?:[-*]|\d+\.)\s", re.MULTILINE)
_MARKUP = re.compile(r"[*_`#|]|\]\([^()]{0,500}\)|\[|^\s*(?:[-*]|\d+\.)\s", re.MULTILINE)
_QUOTED = re.compile(r"[\"“][^\"“”]{0,2000}[\"”]")
_REFUSED = (
    (re.compile(r"</?[a-zA-Z][^<>]{0,500}>"), "HTML stands in the text", "Use Markdown: **bold**, lists, [links](https://…)"),
    (re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,500}\)"), "a picture stands in the text", "Say it in words: pictures are not shown"),
    (re.compile(r"^\s*(?:`{3}|~{3}).*", re.MULTILINE), "a block of code stands in the text", "Write a paragraph: code is not shown"),
    (
        re.compile(r"(?<!!)\[[^\[\]]{0,500}\]\((?!https://)[^()]{0,500}\)"),
        "a link leads to no web page",
        "Write it whole: [words](https://…)",
    ),
)


AvoidRule = tuple[schema.AvoidedWord, set[str], re.Pattern[str]]
"""A word that is not used, all its forms in small letters, and how it is noticed."""


def text_problems(manuscript: Manuscript) -> list[Problem]:
    """Every breach of the rules for words."""
    problems: list[Problem] = []
    for_whom = readers(manuscript)
    for file in manuscript.topics:
        for section in file.sections:
            whom = section.audiences or for_whom.get(file.id, ())
            problems += _too_long(file, section, formal=bool(whom) and set(whom) <= FORMAL)
            problems += [_not_plain(file.path, section.line, *found) for found in _refused_in(section.paragraphs)]
    for text in said(manuscript):
        problems += [_not_plain(text.path, text.line, *found) for found in _refused_in([text.words])]
    if "words" in manuscript.lists:
        problems += avoided_words(manuscript)
    problems += variants_kept(manuscript)
    return problems


def plain_words(paragraphs: Iterable[str]) -> str:
    """Paragraphs without markup, each list item a sentence of its own."""
    lines = "\n".join(paragraphs).splitlines()
    return "\n".join(_MARKUP.sub("", line).strip() for line in lines)


def readers(manuscript: Manuscript) -> dict[str, tuple[Audience, ...]]:
    """For whom each topic is, as its national file says."""
    return {file.id: file.front.audiences for file in manuscript.topics if is_national(file)}


def young_sections(manuscript: Manuscript) -> Iterator[tuple[TopicFile, Section]]:
    """Every section that a young person reads."""
    for_whom = readers(manuscript)
    for file in manuscript.topics:
        for section in file.sections:
            if set(section.audiences or for_whom.get(file.id, ())) & YOUNG_PEOPLE:
                yield file, section


def _too_long(file: TopicFile, section: Section, *, formal: bool) -> Iterator[Problem]:
    limit = DETAILS_WORDS if section.name is SectionName.DETAILS else FORMAL_SHORT_WORDS if formal else SHORT_WORDS
    count = len(_WORD.findall(plain_words(section.paragraphs)))
    if count > limit:
        mend = "Move what can wait to '## Details'" if section.name is SectionName.SHORT else "Cut it, or make it two topics"
        yield Problem(file.path, section.line, f"'{section.name}' has {count} words, the most is {limit}", mend)
    if section.name is SectionName.SHORT and not formal:
        lines = len(_LIST_LINE.findall("\n".join(section.paragraphs)))
        if lines > LIST_LINES:
            yield Problem(
                file.path,
                section.line,
                f"a list of {lines} lines before 'Tell me more', the most is {LIST_LINES}",
                "Move it to '## Details'",
            )


def _refused_in(paragraphs: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for paragraph in paragraphs:
        for pattern, wrong, mend in _REFUSED:
            if found := pattern.search(paragraph):
                yield found[0], wrong, mend


def _not_plain(path: Path, begin: int, found: str, wrong: str, mend: str) -> Problem:
    return Problem(path, _line_of_word(path, begin, found.splitlines()[0]), f"{wrong}: {found}", mend)


def avoided_words(manuscript: Manuscript) -> Iterator[Problem]:
    """Young people's text has none of the words on the avoid list, unless quoted or explained in brackets straight after."""
    rules = [(word, {form.casefold() for form in (word.avoid, *word.forms)}, _pattern(word)) for word in _avoided(manuscript)]
    for file, section in young_sections(manuscript):
        for found in _avoided_in("\n".join(section.paragraphs), rules):
            yield _avoided_word(file.path, section.line, *found)
    for text in (*said(manuscript), *on_buttons(manuscript)):
        for found in _avoided_in(text.words, rules):
            yield _avoided_word(text.path, text.line, *found)


def _avoided_in(words: str, rules: Iterable[AvoidRule]) -> Iterator[tuple[str, str]]:
    """Each word that is not used, as it stands, with what is said instead."""
    text = _QUOTED.sub("", words)
    folded = text.casefold()
    for word, forms, pattern in rules:
        found = pattern.search(text) if any(form in folded for form in forms) else None  # ten times faster than the pattern alone
        if found:
            yield found[0], word.say


def _avoided_word(path: Path, begin: int, found: str, say: str) -> Problem:
    mend = f"Say '{say}', or quote or explain it (like this)"
    return Problem(path, _line_of_word(path, begin, found), f"'{found}' is not a word we use", mend)


def _avoided(manuscript: Manuscript) -> tuple[schema.AvoidedWord, ...]:
    return manuscript.entries("words", schema.WordsFile).words


def _pattern(word: schema.AvoidedWord) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted({word.avoid, *word.forms}, key=len, reverse=True))
    flags = re.NOFLAG if word.avoid.isupper() else re.IGNORECASE
    return re.compile(rf"\b(?:{forms})\b(?!['’\w\s*]{{0,25}}\()", flags)


def _line_of_word(path: Path, begin: int, word: str) -> int:
    lines = content_text(path).splitlines()
    for number, line in enumerate(lines[begin - 1 :], start=begin):
        if word.casefold() in line.casefold():
            return number
    return begin


def variants_kept(manuscript: Manuscript) -> Iterator[Problem]:
    """A council that replaces the section for everyone also replaces the variants that England has of it."""
    national = {file.id: file for file in manuscript.topics if is_national(file)}
    for file in manuscript.topics:
        if is_national(file) or file.id not in national:
            continue
        own = {(section.name, section.audiences) for section in file.sections}
        for section in national[file.id].sections:
            if section.audiences and (section.name, frozenset[Audience]()) in own and not _covers(file, section):
                names = ", ".join(sorted(section.audiences))
                wrong = f"England has a '{section.name}' for {names}; they will read this council's general one"
                yield Problem(file.path, 1, wrong, f"Write '## {section.name.capitalize()} for {names}' too", warning=True)


def _covers(file: TopicFile, section: Section) -> bool:
    mine = {audience for own in file.sections if own.name is section.name for audience in own.audiences}
    return section.audiences <= mine
