"""Officers and routes: the sample is sound, and whatever would leave a case unheard is named with its line. Everybody here is invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cases.routing import recipients
from bot.content.check.checker import check, refuse_bad_content
from bot.content.routes import load_routes, routes_problems
from bot.errors import ContentError, Problem
from bot.model.case import CaseKind, KeptFrom, Role
from bot.model.inbound import Conversation
from bot.model.routes import Officer, Route
from tests.cases.naming import NAMING
from tests.conftest import CHECKOUT, TODAY
from tests.content.changing import edited

COUNCILS = ("bath-and-north-east-somerset", "bradford", "bristol", "north-somerset")
SAMPLE = CHECKOUT / "knowledge" / "routes.yaml"
SMALL = """\
first_look: 5
officers:
  - id: olive
    name: Olive Example
    also_called: [Ollie]
    role: social-worker
    councils: [bristol]
    email: olive@example.org
    telegram: 9999999999999901
  - id: rex
    name: Rex Invented
    role: manager
    councils: [bristol, bradford]
    telegram: "9999999999999902"
    sees_files: true
  - {id: zelda, name: Zelda Notreal, role: complaints, councils: [bristol, bradford], email: zelda@example.org, away: true}
routes:
  - councils: [bristol]
    kinds: [concern, complaint]
    to: [olive]
    cover: [rex]
  - councils: [bristol, bradford]
    to: [rex]
fallback: [rex, zelda]
role_words:
  social-worker: [Social Worker, sw]
"""
SERVED = ("bristol", "bradford")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "routes.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path / "routes.yaml"


def test_the_sample_has_nothing_wrong_with_it() -> None:
    assert routes_problems(SAMPLE, COUNCILS) == []


def test_the_sample_says_that_it_is_one_and_names_nobody_real() -> None:
    routes = load_routes(SAMPLE, COUNCILS, NAMING)
    assert routes.sample
    assert routes.first_look == 3
    mail = [place.address for officer in routes.officers.values() for place in officer.notices if place.channel == "email"]
    assert [address for address in mail if not address.endswith("@example.org")] == []


def test_no_chat_of_the_sample_can_be_anybodys() -> None:
    routes = load_routes(SAMPLE, COUNCILS, NAMING)
    chats = [int(place.address) for officer in routes.officers.values() for place in officer.notices if place.channel == "telegram"]
    assert chats
    assert min(chats) > 2**52, "Telegram's numbers of people have at most 52 bits"


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("kind", CaseKind)
def test_every_case_of_the_sample_reaches_somebody_by_a_route(council: str, kind: CaseKind) -> None:
    routes = load_routes(SAMPLE, COUNCILS, NAMING)
    assert recipients(routes, council=council, kind=kind, urgent=False, kept_from=KeptFrom()).by == "route"
    for role in Role:
        kept = KeptFrom(roles=frozenset({role}))
        assert recipients(routes, council=council, kind=kind, urgent=True, kept_from=kept).officers


def test_everything_in_the_file_is_read(path: Path) -> None:
    routes = load_routes(path, SERVED, NAMING)
    olive = Officer(
        id="olive",
        name="Olive Example",
        role=Role.SOCIAL_WORKER,
        councils=frozenset({"bristol"}),
        notices=(Conversation("email", "olive@example.org"), Conversation("telegram", "9999999999999901")),
        also_called=("Ollie",),
        role_words=frozenset({"social worker", "sw"}),
    )
    assert routes.officers["olive"] == olive
    assert routes.officers["rex"].notices == (Conversation("telegram", "9999999999999902"),)
    assert [(officer.id, officer.away, officer.sees_files, officer.is_fallback) for officer in routes.officers.values()] == [
        ("olive", False, False, False),
        ("rex", False, True, True),
        ("zelda", True, False, True),
    ]
    first = Route(frozenset({"bristol"}), frozenset({CaseKind.CONCERN, CaseKind.COMPLAINT}), ("olive",), ("rex",))
    assert routes.routes == (first, Route(frozenset(SERVED), frozenset(CaseKind), ("rex",)))
    assert (routes.fallback, routes.first_look, routes.sample) == (("rex", "zelda"), 5, False)


WRONG = [
    ("an id in a route", "to: [olive]", "to: [oliver]", "no officer is called 'oliver'", 20),
    ("an id in a cover", "cover: [rex]", "cover: [rx]", "no officer is called 'rx'", 21),
    ("an id in the fallback", "fallback: [rex, zelda]", "fallback: [rex, zel]", "no officer is called 'zel'", 24),
    ("an id twice", "- id: rex", "- id: olive", "'olive' stands twice", 10),
    ("no way to hear", '    telegram: "9999999999999902"\n', "", "'rex' would never hear of a case", 10),
    ("no address", "olive@example.org", "olive.example.org", "the e-mail address of 'olive' is none", 8),
    ("an address in a line", "olive@example.org", '"olive@example.org\\nBcc: x@example.org"', "the e-mail address of 'olive' is none", 8),
    ("an address without a place", "olive@example.org", "olive@localhost", "the e-mail address of 'olive' is none", 8),
    ("two addresses", "olive@example.org", "olive@example.org, rex@example.org", "the e-mail address of 'olive' is none", 8),
    ("a name for a chat", "telegram: 9999999999999901", "telegram: '@olive'", "the Telegram chat of 'olive' is none", 9),
    ("a group for a chat", "telegram: 9999999999999901", "telegram: -1009999999999", "the Telegram chat of 'olive' is none", 9),
    ("a chat that is too short", "telegram: 9999999999999901", "telegram: 17", "the Telegram chat of 'olive' is none", 9),
    (
        "a council of an officer",
        "councils: [bristol]\n    email",
        "councils: [bristol, atlantis]\n    email",
        "no council is called 'atlantis'",
        7,
    ),
    ("a council of a route", "councils: [bristol]\n    kinds", "councils: [atlantis]\n    kinds", "no council is called 'atlantis'", 18),
    ("no fallback", "fallback: [rex, zelda]", "fallback: []", "the fallback is empty", 24),
    ("a fallback for one council", "fallback: [rex, zelda]", "fallback: [olive, zelda]", "'olive' does not serve 'bradford'", 24),
    ("a route without anybody", "to: [olive]", "to: []", "'routes.0.to' is wrong", 20),
    ("a council that nobody of the route serves", "    to: [rex]\n", "    to: [olive]\n", "nobody in 'to' serves 'bradford'", 23),
    (
        "an officer of no use",
        "councils: [bristol]\n    kinds",
        "councils: [bradford]\n    kinds",
        "'olive' serves none of these councils",
        20,
    ),
    (
        "a name that nobody can write",
        "name: Olive Example\n    also_called: [Ollie]",
        "name: Олив",
        "nobody can keep out 'olive' by this name",
        4,
    ),
    ("no day", "first_look: 5", "first_look: 0", "'first_look' is wrong", 1),
    ("a month", "first_look: 5", "first_look: 21", "'first_look' is wrong", 1),
    ("no promise", "first_look: 5\n", "", "'first_look' is missing", 1),
    ("a role", "role: manager", "role: boss", "'officers.1.role' is wrong", 12),
    ("a kind", "[concern, complaint]", "[worry]", "'routes.0.kinds.0' is wrong", 19),
    ("a key", "away: true", "gone: true", "nobody knows the key 'officers.2.gone'", 16),
    ("a word's role", "  social-worker: [", "  worker: [", "'role_words", 26),
]

DOUBTFUL = [
    ("a kind without a route", "    to: [rex]\n", "    kinds: [praise]\n    to: [rex]\n", "no route takes these of 'bradford'", 17),
    (
        "a council without a route",
        "councils: [bristol, bradford]\n    to",
        "councils: [bristol]\n    to",
        "no route takes these of 'bradford'",
        17,
    ),
    ("only what is urgent", "    to: [rex]\n", "    to: [rex]\n    urgent_only: true\n", "no route takes these of 'bristol'", 17),
    ("nobody for files", "    sees_files: true\n", "", "nobody looks at files that people of 'bradford' send", 2),
    ("a fallback that is away", "fallback: [rex, zelda]", "fallback: [zelda]", "everybody of the fallback is away", 24),
    ("a fallback of one role", "role: complaints", "role: manager", "everybody of the fallback has the role 'manager'", 24),
    (
        "a route behind others",
        "fallback:",
        "  - councils: [bristol]\n    kinds: [praise]\n    to: [olive]\nfallback:",
        "no case comes to this route",
        24,
    ),
]


@pytest.mark.parametrize(("old", "new", "says", "line"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_named_with_its_line_and_stops_a_start(path: Path, old: str, new: str, says: str, line: int) -> None:
    change(path, old, new)
    found = [problem for problem in routes_problems(path, SERVED) if not problem.warning]
    assert_named(found, says, line)
    with pytest.raises(ContentError) as stopped:
        load_routes(path, SERVED, NAMING)
    assert stopped.value.problems == tuple(sorted(found))


@pytest.mark.parametrize(("old", "new", "says", "line"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL])
def test_what_is_doubtful_is_a_warning_and_stops_nothing(path: Path, old: str, new: str, says: str, line: int) -> None:
    change(path, old, new)
    problems = routes_problems(path, SERVED)
    assert_named(problems, says, line)
    assert all(problem.warning for problem in problems)
    load_routes(path, SERVED, NAMING)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def assert_named(problems: list[Problem], says: str, line: int) -> None:
    assert [problem.line for problem in problems if says in problem.wrong][:1] == [line], "\n".join(map(str, problems))
    assert all(problem.mend for problem in problems)


def test_an_urgent_route_may_stand_above_one_that_takes_all(path: Path) -> None:
    change(path, "routes:\n", "routes:\n  - {councils: [bristol, bradford], to: [rex], urgent_only: true}\n")
    assert routes_problems(path, SERVED) == []


def test_nothing_wrong_is_found_in_the_small_file(path: Path) -> None:
    assert routes_problems(path, SERVED) == []


def test_no_problem_tells_an_officers_address(path: Path) -> None:
    change(path, "olive@example.org", "olive at example.org")
    change(path, "9999999999999901", "12ab")
    told = "\n".join(map(str, routes_problems(path, SERVED)))
    assert "'olive'" in told
    assert "olive at" not in told
    assert "12ab" not in told


def missing(path: Path) -> None:
    path.unlink()


def broken(path: Path) -> None:
    path.write_text("officers: [", encoding="utf-8")


def words(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


@pytest.mark.parametrize("harm", [missing, broken, words])
def test_a_file_that_cannot_be_read_is_named(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    with pytest.raises(ContentError) as stopped:
        load_routes(path, SERVED, NAMING)
    assert [problem.file for problem in stopped.value.problems] == [path]


def of_routes(problems: list[Problem], path: Path) -> list[str]:
    return [problem.wrong for problem in problems if problem.file == path]


def test_the_check_reads_the_sample_with_the_councils_of_the_content(content: Path) -> None:
    sample = content / "knowledge" / "routes.yaml"
    assert of_routes(check(content, TODAY), sample) == []
    with edited(sample) as routes:
        routes["officers"][0]["councils"] = ["atlantis"]
    assert "no council is called 'atlantis'" in of_routes(check(content, TODAY), sample)


def test_the_check_reads_the_file_that_the_settings_name_instead(content: Path, path: Path) -> None:
    def spoil(routes: Any) -> None:
        routes["fallback"] = []

    for file in (content / "knowledge" / "routes.yaml", path):
        with edited(file) as routes:
            spoil(routes)
    problems = check(content, TODAY, path)
    assert "the fallback is empty" in of_routes(problems, path)
    assert of_routes(problems, content / "knowledge" / "routes.yaml") == []
    with pytest.raises(ContentError, match="the fallback is empty"):
        refuse_bad_content(content, TODAY, path)
