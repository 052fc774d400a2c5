"""Lines beside the steps keep out of each other's way."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.workshop.drawing.lanes import GAP, Jump, lanes

JUMPS = st.lists(
    st.builds(Jump, st.floats(0, 1000), st.floats(0, 1000), st.sampled_from("abcdefgh")),
    max_size=20,
)


@given(JUMPS)
def test_every_line_runs_in_the_lane_of_its_step(jumps: list[Jump]) -> None:
    found = lanes(jumps)
    assert sorted((jump for lane in found for jump in lane.jumps), key=repr) == sorted(jumps, key=repr)
    assert all(jump.to == lane.to for lane in found for jump in lane.jumps)
    assert len({lane.to for lane in found}) == len(found)


@given(JUMPS)
def test_two_lanes_in_one_place_keep_apart(jumps: list[Jump]) -> None:
    for one, other in combinations(lanes(jumps), 2):
        if one.place == other.place:
            assert one.foot + GAP <= other.top or other.foot + GAP <= one.top


def test_the_shortest_line_runs_nearest_to_the_steps() -> None:
    found = {lane.to: lane.place for lane in lanes([Jump(0, 900, "far"), Jump(10, 100, "near"), Jump(200, 300, "next")])}
    assert found == {"near": 0, "next": 0, "far": 1}
