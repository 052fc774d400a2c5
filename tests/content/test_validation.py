"""What does not fit a model is told by places of the file, each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.content.flow_schema import FlowFile
from bot.content.validation import Fault, faults_in
from tests.conftest import HERE
from tests.content.check.test_anything import VALUES, places

VISIT = yaml.safe_load((HERE / "miniature" / "flows" / "visit.yaml").read_text(encoding="utf-8"))
SAY = {"id": "hi", "kind": "say", "say": "Hi.", "next": "hi"}


def found(data: Any) -> list[Fault]:
    """What is wrong with a flow's data."""
    try:
        FlowFile.model_validate(data)
    except ValidationError as error:
        return [*faults_in(error, data)]
    return []


def stands(document: Any, place: Sequence[str | int]) -> bool:
    """Whether a place is one of the document's."""
    for part in place:
        if not (part in document if isinstance(document, dict) else isinstance(part, int) and part < len(document)):
            return False
        document = document[part]
    return True


@pytest.mark.parametrize(
    ("change", "place", "kind", "of_kind"),
    [
        ({"say": 7}, ("say",), "string_type", "say"),
        ({"next": 7}, ("next",), "leads_type", "say"),
        ({"next": {"to": "hi"}}, ("next",), "leads_type", "say"),
        ({"next": "No Id"}, ("next",), "string_pattern_mismatch", "say"),
        ({"next": [{}]}, ("next", 0, "to"), "missing", None),
        ({"next": [{"to": "hi", "when": [{"answered": 7}]}]}, ("next", 0, "when", 0, "answered"), "string_type", None),
        ({"next": [{"to": "hi", "when": [{}]}]}, ("next", 0, "when", 0), "value_error", None),
        ({"kind": "sing"}, ("kind",), "union_tag_invalid", None),
        ({"colour": "red"}, ("colour",), "extra_forbidden", "say"),
        ({"say": {"say": "Hi."}}, ("say",), "string_type", "say"),
        ({"shortcuts": [{"label": "On"}]}, ("shortcuts", 0, "action"), "missing", None),
    ],
    ids=str,
)
def test_one_fault_is_told_once_by_where_it_stands(
    change: dict[str, Any], place: tuple[str | int, ...], kind: str, of_kind: str | None
) -> None:
    (only,) = found({"title": "Hi", "steps": [SAY, SAY | change]})
    assert (only.place, only.type, only.of_kind) == (("steps", 1, *place), kind, of_kind)


def test_a_missing_kind_is_told_as_a_key() -> None:
    (only,) = found({"title": "Hi", "steps": [SAY, {"id": "ho"}]})
    assert (only.place, only.type) == (("steps", 1, "kind"), "union_tag_not_found")


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_all_but_the_end_of_every_place_stands_in_the_file(data: st.DataObject) -> None:
    document = yaml.safe_load(yaml.safe_dump(VISIT))
    parent, key = data.draw(st.sampled_from(list(places(document))))
    parent[key] = data.draw(VALUES)
    for each in found(document):
        assert stands(document, [part for part in each.place if part != "[key]"][:-1]), each
