"""Conditions that cannot hold, and cases that could not be what they should. One small change at a time to a flow that is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import Manuscript
from tests.content.changing import Change
from tests.content.check.flow.flow_changes import VISIT, assert_one_clear_problem

NAME = "    label: My name\n    say: What do we call you?\n    most: 40\n    optional: true\n    next: reply\n"
PLAIN_CHECK = "    kind: check\n    say: Is this right? We answer in {days} days.\n    button: Send it\n    next: sent\n"
LATER = "[{{to: sort, when: [{{answered: {}}}]}}, {{to: sort}}]"
FIRST_CONDITION = "{step: many, at_least: 2}"

CONDITIONS = [
    Change("about no step", VISIT, FIRST_CONDITION, "{step: may, at_least: 2}", "step: may,", "no step is called 'may'"),
    Change(
        "about a step that says",
        VISIT,
        FIRST_CONDITION,
        "{answered: hello}",
        "answered: hello",
        "'hello' is a step of kind 'say', which nobody answers",
    ),
    Change("about a later step", VISIT, "next: sort", f"next: {LATER.format('name')}", "next: [", "the step 'name' is never asked before"),
    Change(
        "about what is heard later",
        VISIT,
        "next: sort",
        f"next: {LATER.format('sounds-bad')}",
        "next: [",
        "'sounds-bad' is never heard before",
    ),
    Change(
        "what is heard has no values",
        VISIT,
        "{answered: sounds-bad}",
        "{step: sounds-bad, equals: here}",
        "step: sounds-bad",
        "'sounds-bad' is heard in words",
    ),
    Change("no such choice", VISIT, "in: [concern]", "in: [concern, praised]", "praised", "'praised' is no choice of the step 'sort'"),
    Change("an empty list", VISIT, "in: [concern]", "in: []", "in: []", "the condition's list is empty"),
    Change(
        "words compared",
        VISIT,
        FIRST_CONDITION,
        "{step: words, equals: here}",
        "step: words, equals",
        "'words' has no choices that could be compared",
    ),
    Change("a choice as a number", VISIT, FIRST_CONDITION, "{step: sort, at_least: 2}", "step: sort, at_least", "'sort' is no number"),
    Change(
        "a number too high",
        VISIT,
        FIRST_CONDITION,
        "{step: many, at_least: 10}",
        "at_least: 10",
        "the answer to 'many' is never so: it is 1 to 9",
    ),
    Change(
        "a number too low",
        VISIT,
        FIRST_CONDITION,
        "{step: many, at_most: 0}",
        "at_most: 0",
        "the answer to 'many' is never so: it is 1 to 9",
    ),
    Change("no such council", VISIT, "{council: [none]}", "{council: [atlantis]}", "atlantis", "no council is called 'atlantis'"),
    Change("no such audience", VISIT, "audience: [carer, none]", "audience: [pirate]", "pirate", "no audience is called 'pirate'"),
    Change("no council at all", VISIT, "{council: [none]}", "{council: []}", "council: []", "the condition names no council"),
    Change(
        "two things tested", VISIT, FIRST_CONDITION, "{step: many, at_least: 2, council: [bristol]}", "at_least: 2, c", "test one thing"
    ),
]

CASES = [
    Change("an answer not shown", VISIT, NAME, NAME.replace("    label: My name\n", ""), "- id: name", "the step 'name' has no 'label'"),
    Change(
        "unchecked",
        VISIT,
        "    next: check\n",
        "    next: [{to: sent, when: [{council: [none]}]}, {to: check}]\n",
        "- id: sent",
        "that the person has not checked",
    ),
    Change(
        "asked after the page of answers",
        VISIT,
        f"{PLAIN_CHECK}  - id: sent\n",
        f"{PLAIN_CHECK.replace('next: sent', 'next: more')}  - {{id: more, kind: text, label: More, say: More?, next: sent}}\n  - id: sent\n",
        "- id: sent",
        "that the person has not checked",
    ),
    Change(
        "asked after the case",
        VISIT,
        "    next: bye\n",
        "    next: more\n  - {id: more, kind: text, say: More?, next: bye}\n",
        "- id: sent",
        "'more' comes after the case is made",
    ),
    Change("a kind of no step", VISIT, "case_kind: [sort]", "case_kind: [sorts]", "case_kind", "no step is called 'sorts'"),
    Change("a kind of a number", VISIT, "case_kind: [sort]", "case_kind: [sort, many]", "case_kind", "'many' is a step of kind 'number'"),
    Change(
        "no kind of case",
        VISIT,
        "case_kind: [sort]",
        "case_kind: [sort, reply]",
        "case_kind",
        "'here', a choice of 'reply', is not a kind of case",
    ),
    Change(
        "people cannot choose safeguarding",
        VISIT,
        "value: concern,",
        "value: safeguarding,",
        "case_kind",
        "'safeguarding', a choice of 'sort', is not",
    ),
    Change(
        "a kind that can be skipped",
        VISIT,
        "    label: What it is\n",
        "    label: What it is\n    optional: true\n",
        "case_kind",
        "some way comes here without an answer that is a kind of case",
    ),
    Change("no receipt", VISIT, "Your words: {receipt}.", "Well done.", 'say: "Sent', "the step does not say the receipt"),
    Change("kept from a choice", VISIT, "kept_from: hide", "kept_from: reply", "kept_from", "'reply' is a step of kind 'choose'"),
    Change(
        "kept from nobody we know",
        VISIT,
        "value: social-worker}",
        "value: postman}",
        "kept_from",
        "'postman', a choice of 'hide', is not a role",
    ),
    Change("kept from words only", VISIT, "kept_from: hide", "kept_from: words", "kept_from", "no choice of 'words' is a role"),
    Change("a name of no step", VISIT, "name: [name]", "name: [nam]", "name: [nam]", "no step is called 'nam'"),
    Change("a name that is a day", VISIT, "name: [name]", "name: [name, day]", "name: [name, day]", "'day' is a step of kind 'date'"),
    Change(
        "a way back of no kind",
        VISIT,
        "value: here}",
        "value: pigeon}",
        "reply: reply",
        "'pigeon', a choice of 'reply', is not a way to hear back",
    ),
    Change("a receipt elsewhere", VISIT, 'say: "Bye.', 'say: "Bye {receipt}.', 'say: "Bye', "nobody knows '{receipt}' here"),
    Change("a promise elsewhere", VISIT, 'say: "Bye.', 'say: "Bye till {promise}.', 'say: "Bye', "nobody knows '{promise}' here"),
    Change("a blank of no kind", VISIT, "{promise}", "{promised}", 'say: "Sent', "nobody knows '{promised}'"),
    Change("a blank on a button", VISIT, "button: Send it", "button: 'Send {who}'", "button", "nobody fills"),
    Change("a blank in a label", VISIT, "label: My name", "label: 'My {who}'", "label: 'My", "nobody fills"),
]


@pytest.mark.parametrize("change", [*CONDITIONS, *CASES], ids=str)
def test_one_change_gives_one_clear_problem(visit: Path, beside: Manuscript, change: Change) -> None:
    assert_one_clear_problem(visit, beside, change)
