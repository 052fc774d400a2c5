"""Content folders read into file models. What is wrong is collected with its file and line, and never stops the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.content import schema
from bot.content.flow_schema import FlowFile, RequestEntry, RequestsFile
from bot.content.reading import content_text
from bot.content.validation import LEADS, Fault, faults_in
from bot.content.yaml_text import FRONT, line_of, parse
from bot.errors import Problem
from bot.model.content.fields import ID_PATTERN, FileModel, M, paragraphs
from bot.model.content.topics import ENGLAND, Audience, Section, SectionName

_HEADING = re.compile(r"^## +(?P<heading>.+?)[ \t]*$", re.MULTILINE)
_NO_HEADING = re.compile(r"^(?:#(?= )|#+(?=[^#\s])).*", re.MULTILINE)
"""A single "#", or a "#" with no space after it: people would read it as it stands."""
_SECTION = re.compile(r"(?P<name>short|details)(?: +for +(?P<audiences>[a-z, -]+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TopicFile:
    """One Markdown file: a topic in one layer."""

    path: Path
    layer: str
    id: str
    front: schema.TopicFront
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ListFile:
    """One YAML file and the model of what stands in it."""

    path: Path
    model: Any


@dataclass(slots=True)
class Manuscript:
    """Every content file as it stands, in English, with what is wrong in it."""

    root: Path
    topics: list[TopicFile] = field(default_factory=list)
    lists: dict[str, ListFile] = field(default_factory=dict)
    """By the file's stem: councils, sources, amounts, …"""
    flows: dict[str, ListFile] = field(default_factory=dict)
    requests: dict[str, ListFile] = field(default_factory=dict)
    """By flow: what people write to begin it."""
    problems: list[Problem] = field(default_factory=list)
    national_ids: frozenset[str] = frozenset()
    """Every topic that has a national file, also one that cannot be read: its problem has been named, and is not named again."""
    flow_ids: frozenset[str] = frozenset()
    """Every flow that has a file, also one that cannot be read."""

    def entries(self, name: str, model: type[M]) -> M:
        """One of the lists. Only for a manuscript without problems: a missing list is one."""
        found = self.lists[name].model
        if not isinstance(found, model):
            raise TypeError(f"{name}.yaml was read as {type(found).__name__}")
        return found

    def requests_of(self, flow: str) -> tuple[RequestEntry, ...]:
        """What people write to begin a flow; nothing where it has no file of them."""
        found = self.requests[flow].model if flow in self.requests else RequestsFile(requests=())
        if not isinstance(found, RequestsFile):
            raise TypeError(f"the requests of {flow} were read as {type(found).__name__}")
        return found.requests


LISTS: Mapping[str, type[FileModel]] = {
    "councils": schema.CouncilsFile,
    "sources": schema.SourcesFile,
    "sections": schema.SectionsFile,
    "amounts": schema.AmountsFile,
    "menu": schema.MenuFile,
    "audiences": schema.AudiencesFile,
    "commands": schema.CommandsFile,
    "phrases": schema.PhrasesFile,
    "smalltalk": schema.SmallTalkFile,
    "limits": schema.LimitsFile,
    "cues": schema.CuesFile,
    "safety": schema.SafetyFile,
    "words": schema.WordsFile,
    "receipt": schema.ReceiptFile,
    "given_names": schema.GivenNamesFile,
    "kept_out": schema.KeptOutFile,
}
ROUTES = "routes"
"""The list that is read by itself (bot/content/routes.py): it holds officers, not words for people, and may lie elsewhere."""
EXAMPLES = "examples"
"""The folder in `flows/` with what people write to begin each flow: hundreds of sentences, which nobody wants to read before its steps."""


def read(root: Path) -> Manuscript:
    """Read `knowledge/` and `flows/` under a content folder."""
    manuscript = Manuscript(root)
    knowledge = root / "knowledge"
    if not knowledge.is_dir():
        manuscript.problems.append(
            Problem(knowledge, 1, "there is no knowledge folder", "Set HEARD_CONTENT_DIR to the folder that holds knowledge/ and flows/")
        )
        return manuscript
    for name, model in LISTS.items():
        found = read_list(knowledge / f"{name}.yaml", model, manuscript.problems)
        if found:
            manuscript.lists[name] = found
    for path in sorted(knowledge.glob("*/*.md")):
        topic = read_topic(path, manuscript.problems)
        if topic:
            manuscript.topics.append(topic)
    read_flows(manuscript)
    manuscript.national_ids = frozenset(path.stem for path in (knowledge / ENGLAND).glob("*.md"))
    manuscript.problems.extend(_unread(root))
    return manuscript


def read_flows(manuscript: Manuscript) -> None:
    """Read `flows/`, and the examples beside the flows, into a manuscript."""
    flows = manuscript.root / "flows"
    for path in sorted(flows.glob("*.yaml")):
        if found := read_flow(path, manuscript.problems):
            manuscript.flows[path.stem] = found
    for path in sorted((flows / EXAMPLES).glob("*.yaml")):
        if found := read_list(path, RequestsFile, manuscript.problems):
            manuscript.requests[path.stem] = found
    manuscript.flow_ids = frozenset(path.stem for path in flows.glob("*.yaml"))


def content_files(root: Path) -> set[Path]:
    """Every file that is read, and no other."""
    knowledge, flows = root / "knowledge", root / "flows"
    lists = {path for name in [*LISTS, ROUTES] if (path := knowledge / f"{name}.yaml").exists()}
    return {*knowledge.glob("*/*.md"), *flows.glob("*.yaml"), *(flows / EXAMPLES).glob("*.yaml"), *lists}


def _unread(root: Path) -> Iterator[Problem]:
    """Files that lie where nobody looks."""
    read_there = content_files(root)
    for path in sorted([*(root / "knowledge").rglob("*"), *(root / "flows").rglob("*")]):
        if path not in read_there and not path.is_dir() and not path.name.startswith("."):
            mend = (
                f"A topic is knowledge/COUNCIL/ID.md, a flow flows/ID.yaml, what begins it flows/{EXAMPLES}/ID.yaml; move it, or remove it"
            )
            yield Problem(path, 1, "nobody reads this file", mend)


def read_topic(path: Path, problems: list[Problem]) -> TopicFile | None:
    """One topic file, or None where it cannot be understood at all."""
    text = _text(path, problems)
    if text is None:
        return None
    front = FRONT.match(text)
    if not front:
        problems.append(Problem(path, 1, "the file has no top part", "Begin it with a line '---', the keys, and a line '---'"))
        return None
    model = _model(path, front["front"], schema.TopicFront, problems, first_line=2)
    if model is None:
        return None
    sections = tuple(_sections(path, text, front.end(), problems))
    return TopicFile(path, path.parent.name, path.stem, model, sections)


def read_flow(path: Path, problems: list[Problem]) -> ListFile | None:
    """One flow, or None where it cannot be understood."""
    return read_list(path, FlowFile, problems)


def _text(path: Path, problems: list[Problem]) -> str | None:
    try:
        return content_text(path)
    except FileNotFoundError:
        problems.append(Problem(path, 1, "the file is missing", "Put it back: the assistant cannot work without it"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path, line, f"the file is not UTF-8 text (byte {error.start})", "Save it as UTF-8"))
    except OSError as error:
        problems.append(Problem(path, 1, f"the file cannot be read ({error.strerror})", "Make it a file that can be read, or remove it"))
    return None


def _sections(path: Path, text: str, begin: int, problems: list[Problem]) -> Iterator[Section]:
    headings = list(_HEADING.finditer(text, begin))
    before = text[begin : headings[0].start() if headings else len(text)]
    if before.strip():
        problems.append(
            Problem(path, _line(text, begin), "there is text before the first heading", "Put it under '## Short' or '## Details'")
        )
    for odd in _NO_HEADING.finditer(text, begin):
        mend = "Write '## ' for a section, '### ' inside details; for a number or a tag use words"
        problems.append(Problem(path, _line(text, odd.start()), f"'{odd[0][:40]}' is no heading", mend))
    for n, heading in enumerate(headings):
        line = _line(text, heading.start())
        end = headings[n + 1].start() if n + 1 < len(headings) else len(text)
        named = _SECTION.fullmatch(heading["heading"])
        if not named:
            mend = "Use '## Short', '## Details', '## Short for councillor, officer' or '## Details for …'; inside details use '###'"
            problems.append(Problem(path, line, f"nobody knows a section '{heading['heading']}'", mend))
            continue
        audiences = _audiences(path, line, named["audiences"], problems)
        yield Section(SectionName(named["name"].lower()), audiences, paragraphs(text[heading.end() : end]), line)


def _audiences(path: Path, line: int, names: str | None, problems: list[Problem]) -> frozenset[Audience]:
    found = set()
    for name in (names or "").split(","):
        if not name.strip():
            continue
        try:
            found.add(Audience(name.strip().lower()))
        except ValueError:
            problems.append(Problem(path, line, f"nobody knows the audience '{name.strip()}'", f"Use one of: {', '.join(Audience)}"))
    return frozenset(found)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def read_list(path: Path, model: type[M], problems: list[Problem]) -> ListFile | None:
    """One YAML file held against its model, or None where it does not fit."""
    text = _text(path, problems)
    found = None if text is None else _model(path, text, model, problems, first_line=1)
    return ListFile(path, found) if found is not None else None


def _model(path: Path, text: str, model: type[M], problems: list[Problem], first_line: int) -> M | None:
    parsed = parse(path, text, problems, first_line)
    if parsed is None:
        return None
    try:
        return model.model_validate(parsed.data)
    except ValidationError as error:
        problems.extend(_explained(path, found, parsed.node, first_line) for found in faults_in(error, parsed.data))
        return None


_KEY = "[key]"
"""How pydantic says that not a value is wrong, but its key."""
_EXPECTED = {
    "extra_forbidden": (
        "nobody knows the key '{where}'",
        "Correct its spelling, or remove it; inside {{ }} a text with a comma needs quotes",
    ),
    "missing": ("'{where}' is missing", "Add it (docs/content-guide.md says what it is)"),
    "string_type": ("'{where}' is wrong: it should be words", 'Write words; a number, a day, yes or no needs "quotes" to count as words'),
    "string_too_short": ("'{where}' is wrong: it is empty", "Write it, or remove its line"),
    "tuple_type": ("'{where}' is wrong: it should be a list", "Write '[one, two]', or a line '- …' for each"),
    "model_attributes_type": ("'{where}' is wrong: it should hold keys", "Write 'key: value' lines under it"),
    "model_type": ("'{where}' is wrong: it should hold keys", "Write 'key: value' lines under it"),
    "dict_type": ("'{where}' is wrong: it should hold keys", "Write 'key: value' lines under it"),
    "union_tag_not_found": ("'{where}' is missing", "Say what kind of step it is: say, choose, text, … (docs/content-guide.md lists them)"),
    LEADS: (
        "'{where}' is wrong: it should name a step",
        "Write the id of a step, or a line '- {{to: …, when: …}}' for each that may follow",
    ),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        ("'{where}' is wrong: it should be a day", "Write it as 2026-11-23"),
    ),
    "invalid_key": ("the key '{where}' is not a word", 'Put it in "quotes"'),
}
"""What pydantic finds, in words for those who write content."""


def _explained(path: Path, found: Fault, node: yaml.Node, first_line: int) -> Problem:
    place, kind, detail = list(found.place), found.type, found.detail
    if place and place[-1] == _KEY:
        kind = "invalid_key"
        place.pop()
    where = ".".join(str(part) for part in place)
    line = first_line + line_of(node, place)
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] == ID_PATTERN:
        return Problem(path, line, f"'{where}' is wrong: '{detail['input']}' is no id", "Use small letters, digits and hyphens only")
    if kind == "union_tag_invalid":
        known = detail["ctx"]["expected_tags"].replace("'", "")
        return Problem(path, line, f"'{where}' is wrong: nobody knows the kind '{detail['ctx']['tag']}'", f"Use one of: {known}")
    if kind == "extra_forbidden" and found.of_kind:
        where += f"' in a step of kind '{found.of_kind}"
    wrong, mend = _EXPECTED.get(kind, ("'{where}' is wrong: {message}", "Correct it (docs/content-guide.md says what it is)"))
    return Problem(path, line, wrong.format(where=where, message=detail["msg"].removeprefix("Value error, ")), mend.format())


def is_national(topic: TopicFile) -> bool:
    """Whether a file belongs to the layer under all councils."""
    return topic.layer == ENGLAND


def section_context(file: TopicFile, section: Section) -> str:
    """The context of a section's paragraphs for translators: "england/council-tax/short for councillor"."""
    readers = f" for {', '.join(sorted(section.audiences))}" if section.audiences else ""
    return f"{file.layer}/{file.id}/{section.name}{readers}"
