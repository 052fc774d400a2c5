"""Rules for languages that Heard does not read: five sentences, each told back, numbers only by name, and nobody's word taken for another's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.content import schema
from bot.content.files import ListFile, Manuscript
from bot.content.languages import language_files
from bot.content.languages_schema import FixedSentenceEntry, LanguageFile
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.content.languages import Purpose
from bot.model.content.placeholders import fill, placeholders
from bot.model.safety import Category, Severity
from bot.model.session import DEFAULT_LANGUAGE

EXAMPLES_WANTED = 40
_NUMBER = re.compile(r"\d(?: ?\d){2,}")
_EMERGENCY = "999"
"""The one number that is written out, as in every reply to danger."""


def languages_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """Every file is of its language, and says all that is said in each."""
    if DEFAULT_LANGUAGE not in manuscript.languages:
        return  # said when it was read
    files = language_files(manuscript)
    helplines = {line.id for line in manuscript.entries("sources", schema.SourcesFile).helplines}
    english = {sentence.purpose: set(placeholders(sentence.says)) for sentence in files[DEFAULT_LANGUAGE][1].sentences}
    answered = {
        (reply.category, s) for reply in manuscript.entries("safety", schema.SafetyFile).replies for s in Severity if getattr(reply, s)
    }
    for name, (file, model) in files.items():
        yield from _of_its_language(file, name, model)
        yield from _sentences(file, model, english, helplines)
        yield from _dangers(file, model, answered)


def languages_read(manuscript: Manuscript) -> Iterator[Problem]:
    """Fine for a trial, and not for real people: a language that nobody who grew up with it has read; too few examples."""
    for name, (file, model) in language_files(manuscript).items():
        if name == DEFAULT_LANGUAGE:
            continue
        if model.native_reader is None:
            mend = "Have somebody read it who grew up with it, then set 'native_reader: {by: their role, when: the day}'"
            yield Problem(
                file.path, line_in(file.path, "native_reader"), f"{model.name} is not yet read by a native speaker", mend, warning=True
            )
        examples = len(model.ordinary) + sum(len(danger.examples) for danger in model.dangers)
        if examples < EXAMPLES_WANTED:
            wrong = f"{model.name} has {examples} example sentences, {EXAMPLES_WANTED} are wanted"
            yield Problem(file.path, line_in(file.path, "ordinary"), wrong, "Write more, of every danger and ordinary ones", warning=True)


def _of_its_language(file: ListFile, name: str, model: LanguageFile) -> Iterator[Problem]:
    if model.code != name:
        yield Problem(file.path, line_in(file.path, "code"), f"'{model.code}' is not what the file is called", "Give both one name")
    leftwards = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in model.own_name)
    if leftwards != (model.direction == "rtl"):
        should = "rtl" if leftwards else "ltr"
        yield Problem(
            file.path, line_in(file.path, "direction"), f"{model.own_name} is not written '{model.direction}'", f"Write '{should}'"
        )


def _sentences(
    file: ListFile, model: LanguageFile, english: Mapping[Purpose, set[tuple[str, str]]], helplines: set[str]
) -> Iterator[Problem]:
    times = Counter(sentence.purpose for sentence in model.sentences)
    for purpose in Purpose:
        if times[purpose] != 1:
            wrong = f"the sentence '{purpose}' stands {times[purpose]} times"
            yield Problem(file.path, line_in(file.path, "sentences"), wrong, "Write each purpose once")
    for n, sentence in enumerate(model.sentences):
        place = ("sentences", n)
        for wrong, mend in _faults(sentence, english.get(sentence.purpose, set()), helplines, told_back=model.code != DEFAULT_LANGUAGE):
            yield Problem(file.path, line_in(file.path, *place), wrong, mend)


def _faults(
    sentence: FixedSentenceEntry, english: set[tuple[str, str]], helplines: set[str], *, told_back: bool
) -> Iterator[tuple[str, str]]:
    if told_back and not sentence.back:
        yield "nobody has told it back in English", "Add 'back:' by a second reader, who has not seen the English"
    for text in (sentence.says, sentence.back or ""):
        rest = fill(text, lambda kind, name: "")
        for kind, name in placeholders(text):
            if kind != "phone" or name not in helplines:
                yield f"nobody knows '{{{f'{kind} {name}'.strip()}}}' here", "Only {phone ID} is filled, with an id of sources.yaml"
        if "{" in rest or "}" in rest:
            yield "a '{' or '}' is left over", "Write {phone ID}"
        if any(number != _EMERGENCY for number in _NUMBER.findall(rest)):
            yield "a number is written out", "Write {phone ID}: a number stands once, in sources.yaml; only 999 is written out"
    if set(placeholders(sentence.says)) != english:
        yield "its numbers are not those of en.yaml", "Copy what stands in { } from the English, letter for letter"
    if sentence.purpose is Purpose.HELP_NOW and _EMERGENCY not in sentence.says:
        yield "it does not say 999", "The first sentence says whom to ring in danger"


def _dangers(file: ListFile, model: LanguageFile, answered: set[tuple[Category, Severity]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for n, danger in enumerate(model.dangers):
        line = line_in(file.path, "dangers", n)
        for severity in dict.fromkeys((danger.severity, Severity.URGENT)):
            if (danger.category, severity) not in answered:
                wrong = f"nothing is said to '{danger.category}' when it is {severity}"
                yield Problem(file.path, line, wrong, "Correct it, or add a reply to the safety file")
        for phrase in danger.phrases:
            if not any(map(str.isalpha, phrase)):
                yield Problem(file.path, line, f"the phrase '{phrase}' has no letter", "Remove it")
        for example in danger.examples:
            if seen.setdefault(example, danger.category) != danger.category:
                yield Problem(file.path, line, f"'{example}' is an example of two dangers", "Keep it in one of them")
    for m, example in enumerate(model.ordinary):
        if example in seen:
            yield Problem(file.path, line_in(file.path, "ordinary", m), f"'{example}' is an example of danger, too", "Keep it in one place")
