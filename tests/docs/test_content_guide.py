"""The guide for content designers shows what flows can be, and everything it shows is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from bot.content.flow_schema import FlowFile, RequestEntry, RequestsFile
from bot.model.case import CaseKind, Role, WayBack
from bot.model.content.conditions import ConditionEntry
from bot.model.content.entries import StepEntry
from bot.model.content.kinds.table import KINDS as EVERY_KIND
from bot.model.content.parts import Setting
from tests.conftest import CHECKOUT
from tests.content.changing import errors

GUIDE = (CHECKOUT / "docs" / "content-guide.md").read_text(encoding="utf-8")
FLOWS = GUIDE[GUIDE.index("\n## Flows\n") : GUIDE.index("\n## Truth\n")]
WRITTEN = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", FLOWS, re.DOTALL)]
(REQUESTS,) = [example for example in WRITTEN if isinstance(example, dict) and "requests" in example]
EXAMPLES = [example for example in WRITTEN if example is not REQUESTS]
KINDS: dict[str, type[StepEntry]] = {get_args(entry.model_fields["kind"].annotation)[0]: entry for entry in EVERY_KIND}
OF_EVERY_STEP = {"id", "kind", "say", "next", "shortcuts", "label", "optional"}


def shown() -> FlowFile:
    """Every step of the examples, as one flow."""
    steps = [step for example in EXAMPLES for step in (example["steps"] if isinstance(example, dict) else example)]
    return FlowFile.model_validate({"title": "Shown", "steps": steps})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(next(iter(example))))
def test_every_example_has_the_right_shape(example: Any) -> None:
    flow = example if isinstance(example, dict) else {"title": "Example", "steps": example}
    assert [step.id for step in FlowFile.model_validate(flow).steps] == [step["id"] for step in flow["steps"]]


def test_the_whole_flow_that_is_shown_passes_the_check_with_its_requests(content: Path) -> None:
    whole = next(example for example in EXAMPLES if isinstance(example, dict))
    for file, shown_there in (("flows/visit.yaml", whole), ("flows/examples/visit.yaml", REQUESTS)):
        (content / file).write_text(yaml.safe_dump(shown_there), encoding="utf-8")
    assert errors(content) == []


def test_every_key_of_a_request_is_explained_and_shown() -> None:
    shown_there = {key for entry in RequestsFile.model_validate(REQUESTS).requests for key in entry.model_fields_set}
    assert shown_there == set(RequestEntry.model_fields)
    assert [key for key in RequestEntry.model_fields if f"| `{key}` |" not in FLOWS] == []


def test_every_kind_of_step_is_explained_and_shown() -> None:
    assert {step.kind_name for step in shown().steps} == set(KINDS)
    assert [kind for kind in KINDS if f"| `{kind}` |" not in FLOWS] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_is_explained(kind: str) -> None:
    keys = set(KINDS[kind].model_fields) - OF_EVERY_STEP
    assert [key for key in keys if f"`{key}" not in FLOWS] == []


def test_every_condition_is_explained_and_all_but_the_obvious_are_shown() -> None:
    names = {name if field.alias is None else field.alias for name, field in ConditionEntry.model_fields.items()} - {"step"}
    assert [name for name in names if not re.search(rf"\| .*`\{{.*{name}: ", FLOWS)] == []
    leads = [lead for step in shown().steps if isinstance(step.next, tuple) for lead in step.next]
    assert any(len(lead.when) > 1 for lead in leads)


@pytest.mark.parametrize("value", [*Setting, *Role, *WayBack, *(kind for kind in CaseKind if kind is not CaseKind.SAFEGUARDING)])
def test_every_value_that_means_something_is_named(value: str) -> None:
    assert f"`{value}`" in FLOWS
