"""The table of kinds: each kind is whole, and can be told from all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from bot.model.content.entries import AskEntry, StepEntry
from bot.model.content.kinds.table import KINDS
from bot.model.content.steps import Ask, Standing, Step
from bot.model.session import Answer, Run
from tests.model.content.kinds.asking import entry

LEAST: Mapping[str, Mapping[str, Any]] = {
    "choose": {"choices": [{"label": "Apple", "value": "apple"}]},
    "check": {"button": "Send it"},
    "start": {"topic": "help-now"},
}
"""What a kind cannot do without, beside its words."""


def name(kind: type[StepEntry]) -> str:
    return str(get_args(kind.model_fields["kind"].annotation)[0])


def built(kind: type[StepEntry]) -> Step:
    return entry(kind=name(kind), **LEAST.get(name(kind), {})).built({})


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_each_kind_makes_a_step_that_asks_where_its_file_does(kind: type[StepEntry]) -> None:
    step = built(kind)
    assert (isinstance(step, Ask), step.for_person) == (issubclass(kind, AskEntry), kind.for_person)
    assert step.does
    assert step.sign.path


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_each_kind_that_waits_waits_while_nothing_is_answered(kind: type[StepEntry]) -> None:
    step = built(kind)
    assert step.waits(Run("1", "fruit", "fruit")) or Standing((step,), None).said == (step,)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, AskEntry)], ids=name)
def test_only_what_is_optional_can_be_skipped(kind: type[StepEntry]) -> None:
    for optional in (False, True):
        step = entry(kind=name(kind), optional=optional, **LEAST.get(name(kind), {})).built({})
        assert isinstance(step, Ask)
        assert step.fits(Answer("fruit", None)) is optional


def test_no_two_kinds_have_one_name_or_one_sign() -> None:
    assert len({name(kind) for kind in KINDS}) == len({built(kind).sign for kind in KINDS}) == len(KINDS)
