"""What is wrong with one step of a flow, whatever the others are. One small change at a time to flows that are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import Manuscript
from tests.content.changing import Change
from tests.content.check.flow.flow_changes import SETTINGS, START, VISIT, assert_one_clear_problem

REPLY_CHOICES = "      - {label: Here, value: here}\n      - {label: I'll look myself, value: receipt}\n"

LEADS = [
    Change("a lead to nowhere", VISIT, "next: sort", "next: srot", "next: srot", "no step is called 'srot'"),
    Change("one of several leads to nowhere", VISIT, "{to: many}", "{to: may}", "{to: may}", "no step is called 'may'"),
    Change("a choice to nowhere", VISIT, "leads_to: words", "leads_to: word", "leads_to: word}", "no step is called 'word'"),
    Change(
        "no next", VISIT, "say: That's not OK.\n    next: hide\n", "say: That's not OK.\n", "- id: sorry", "the step 'sorry' leads nowhere"
    ),
    Change("a case without next may be the end", VISIT, "    next: bye\n", "", "- id: bye", "nothing leads to the step 'bye'"),
    Change("a choice without next", SETTINGS, ", leads_to: keep-no}", "}", 'value: "no"}', "the choice 'no' leads nowhere"),
    Change(
        "an end with next",
        VISIT,
        "    kind: end\n",
        "    kind: end\n    next: hello\n",
        "next: hello",
        "the flow is over at a step of kind 'end'",
    ),
    Change(
        "a next nobody takes",
        SETTINGS,
        "    sets: keep-questions\n",
        "    sets: keep-questions\n    next: keep-yes\n",
        "next: keep-yes",
        "every choice has its own 'leads_to'",
    ),
    Change("an empty next", VISIT, "next: sort", "next: []", "next: []", "'next' is empty"),
    Change(
        "all leads with conditions",
        VISIT,
        "      - {to: many}\n",
        "      - {to: many, when: [{council: [bristol]}]}\n",
        16,
        "where none of the conditions holds",
    ),
    Change(
        "a lead behind one without condition",
        VISIT,
        "{to: elsewhere, when: [{council: [none]}]}",
        "{to: elsewhere}",
        "{to: elsewhere}",
        "what stands after 'elsewhere' is never reached",
    ),
    Change(
        "whoever skips is led nowhere",
        SETTINGS,
        "    sets: keep-questions\n",
        "    sets: keep-questions\n    optional: true\n",
        "- id: keep-questions",
        "whoever skips the question is led nowhere",
    ),
    Change(
        "a step twice",
        VISIT,
        "  - id: sorry\n",
        "  - {id: sort, kind: say, say: Two., next: hide}\n  - id: sorry\n",
        "{id: sort",
        "a second step is called 'sort'",
    ),
    Change(
        "'leads_to' where things are collected",
        VISIT,
        "value: carer}",
        "value: carer, leads_to: name}",
        "value: carer",
        "'leads_to' counts for nothing where things are collected",
    ),
]

CHOICES = [
    Change("a value twice", VISIT, "value: receipt}", "value: here}", "I'll look", "two choices have the value 'here'"),
    Change(
        "a name twice", VISIT, "also: [good]", "also: [something bad]", "Something bad, value", "two choices are called 'Something bad'"
    ),
    Change(
        "no choices",
        VISIT,
        f"    choices:\n{REPLY_CHOICES}      - {{label: Start again, value: none, leads_to: sort}}\n",
        "",
        "- id: reply",
        "there is nothing to choose from",
    ),
    Change("nothing to collect", VISIT, "    files: true\n", "    words: false\n", "- id: words", "there is nothing to collect"),
    Change(
        "a complaint in no words",
        VISIT,
        "    files: true\n",
        "    files: true\n    words: false\n",
        "hears_complaint_as",
        "no words are collected",
    ),
    Change(
        "heard, and a step",
        VISIT,
        "hears_complaint_as: sounds-bad\n",
        "hears_complaint_as: sorry\n",
        "hears_complaint_as",
        "'sorry' is a step already",
    ),
    Change("no number fits", VISIT, "    least: 1\n", "    least: 10\n", "- id: many", "no number is 10 or more and 9 or less"),
    Change(
        "shortcuts nobody sees",
        VISIT,
        "    kind: start\n",
        "    kind: start\n    shortcuts: [{label: Menu, action: menu}]\n",
        "shortcuts: [",
        "says nothing",
    ),
    Change(
        "a council that nobody serves",
        START,
        "label: Another council, value: none",
        "label: Other, value: york",
        "york",
        "'york' cannot be set",
    ),
    Change(
        "no such audience",
        START,
        "label: I'd rather not say, value: none",
        "label: Nope, value: nobody",
        "nobody",
        "'nobody' cannot be set",
    ),
    Change("neither yes nor no", SETTINGS, 'value: "no"', "value: never", "value: never", "'never' cannot be set as keep-questions"),
    Change(
        "audiences for a council",
        START,
        "choices_from: councils",
        "choices_from: audiences",
        "choices_from",
        "the audiences cannot be set as council",
    ),
    Change(
        "no language of ours",
        SETTINGS,
        "    choices_from: languages\n",
        "    choices: [{label: Elvish, value: elvish}]\n",
        "Elvish",
        "'elvish' cannot be set as language",
    ),
    Change(
        "a text too long", VISIT, "say: That's not OK.", f"say: {'That is not OK. ' * 120}", "say: That is", "characters, the most is 1500"
    ),
    Change(
        "too many buttons",
        VISIT,
        "      - {label: Here, value: here}\n",
        "".join(f"      - {{label: Here {n}, value: here-{n}, leads_to: check}}\n" for n in range(11)),
        "- id: reply",
        "13 buttons, the most is 12",
    ),
    Change(
        "a long id",
        VISIT,
        "value: none,",
        f"value: {'none-' * 10}a,",
        "- id: reply",
        "the ids of the flow, 'reply' and a choice are too long",
    ),
    Change("a long id of a step", START, "- id: ready", f"- id: {'ready-' * 10}a", "- id: ready", "the ids of the flow and 'ready-"),
]

SHAPES = [
    Change(
        "an unknown kind", VISIT, "    kind: date\n", "    kind: day\n", "kind: day", "'steps.3.kind' is wrong: nobody knows the kind 'day'"
    ),
    Change("no kind", VISIT, "    kind: date\n", "", "- id: day", "'steps.3.kind' is missing"),
    Change(
        "a key of another kind",
        VISIT,
        "    kind: date\n",
        "    kind: date\n    most: 3\n",
        "most: 3",
        "nobody knows the key 'steps.3.most' in a step of kind 'date'",
    ),
    Change("words that are none", VISIT, "say: What is it?", "say: 7", "say: 7", "'steps.1.say' is wrong: it should be words"),
    Change("next that is none", VISIT, "next: sort", "next: 7", "next: 7", "'steps.0.next' is wrong: it should name a step"),
    Change("next that is one lead", VISIT, "next: sort", "next: {to: sort}", "next: {to", "'steps.0.next' is wrong: it should name a step"),
    Change("a lead without target", VISIT, "{to: many}", "{too: many}", "{too: many}", "'steps.1.next.1.to' is missing"),
    Change(
        "yes for a name", VISIT, "also: [good]", "also: [yes]", "also: [yes]", "'steps.1.choices.0.also.0' is wrong: it should be words"
    ),
    Change(
        "flow and topic",
        VISIT,
        "    kind: start\n",
        "    kind: start\n    flow: start\n",
        "- id: elsewhere",
        "'steps.12' is wrong: name a flow or a topic",
    ),
    Change("a long button", VISIT, "button: Send it", f"button: {'long ' * 9}", "button: long", "at most 40 characters"),
]


@pytest.mark.parametrize("change", [*LEADS, *CHOICES, *SHAPES], ids=str)
def test_one_change_gives_one_clear_problem(visit: Path, beside: Manuscript, change: Change) -> None:
    assert_one_clear_problem(visit, beside, change)
