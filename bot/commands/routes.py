"""Who gets a case, for people who keep the file of officers: whom words would keep out of one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.running import failures_told, read_settings
from bot.errors import QuestionError

if TYPE_CHECKING:  # content is read only by a command that runs
    from bot.model.content.names import Understood
    from bot.model.routes import Routes

INPUT = Path("-")

app = typer.Typer(help="The officers, and who gets what.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _routes() -> None:
    """Makes it a group, though it has one command."""


WordsArgument = Annotated[
    str | None, typer.Argument(help="The words; left out: they are read from the input, where nobody else sees them.")
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", help='A file with a line {"written": "…"} for each answer; \'-\' is the input.')
]
RoutesOption = Annotated[Path | None, typer.Option("--routes", help="Another file of officers; left out: the one in use.")]
CouncilOption = Annotated[
    str | None, typer.Option("--council", help="Only officers of this council could be meant; left out: all of them.")
]


@app.command()
def who(words: WordsArgument = None, batch: BatchOption = None, routes: RoutesOption = None, council: CouncilOption = None) -> None:
    """Say whom words would keep out, as somebody may answer "Who must not see this?": ids of officers, nobody, outsider or unclear.

    An outsider is nobody who reads cases here: it goes as routed, with "Do not show or tell" on it. What is unclear goes to the fallback alone.

    Examples: python -m bot routes who "kate my pa", python -m bot routes who --batch names.jsonl --routes officers.yaml,
    echo "mrs wright" | python -m bot routes who
    """
    with failures_told():
        if words is not None and batch is not None:
            raise QuestionError("give words, or name a file of them with --batch")
        from bot.cases.names.answers import understood

        found = _officers(routes, council)
        for written in _batch(batch) if batch else [sys.stdin.read() if words is None else words]:
            print(json.dumps({"means": _means(understood(found, council, written))}), flush=True)


def _officers(path: Path | None, council: str | None) -> Routes:
    """The officers who could be meant.

    Raises:
        ContentError: their file cannot be used.
        QuestionError: no council is called so.
    """
    from bot.content.library import Libraries
    from bot.run.wiring import build_routes

    settings = read_settings(quiet=True)
    councils = Libraries(settings.content_dir).english.councils.keys()
    if council is not None and council not in councils:
        raise QuestionError(f"no council is called '{council}'. Use one of: {', '.join(sorted(councils))}")
    return build_routes(settings if path is None else settings.model_copy(update={"routes": path}), councils)


def _means(meant: Understood) -> list[str] | str:
    from bot.model.content.names import Means

    return sorted(meant.officers) if meant.means is Means.OFFICERS else meant.means.value


def _batch(path: Path) -> Iterator[str]:
    """The answers of a file, one a line.

    Raises:
        QuestionError: it cannot be read, or a line is none.
    """
    with _lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _written(line, f"{path}:{number}")


def _written(line: str, place: str) -> str:
    """The words of one line; a fault says where, and none of the words."""
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("written"), str):
        raise QuestionError(f'{place}: this is no answer. Write {{"written": "…"}}, one a line')
    return str(found["written"])


@contextmanager
def _lines(path: Path) -> Iterator[Iterable[str]]:
    if path == INPUT:
        yield sys.stdin
        return
    try:
        with path.open(encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise QuestionError(f'{path}: {error.strerror}. Name a file with {{"written": "…"}}, one a line') from None
    except UnicodeDecodeError:
        raise QuestionError(f"{path}: this is no UTF-8. Save the file as UTF-8") from None
