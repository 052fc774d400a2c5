"""The command line (DESIGN section 6 is its contract). Each command is a few lines: the work is done elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot.config import Settings, described, load
from bot.errors import ContentError, HeardError, QuestionError
from bot.model.content import Audience

app = typer.Typer(
    help="Heard answers children in care, care leavers and their corporate parents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CouncilOption = Annotated[str | None, typer.Option("--council", help="A council's id, e.g. bristol; left out: the national answer.")]
AudienceOption = Annotated[Audience | None, typer.Option("--audience", help="Who is asking, e.g. care-leaver.")]
LocaleOption = Annotated[str, typer.Option("--locale", help="The language of the answer.")]


@app.command(epilog=described())
def run() -> None:
    """Start everything that is configured: Telegram if TELEGRAM_TOKEN is set, the sender, the health page.

    Example: TELEGRAM_TOKEN=123:abc python -m bot run

    Settings are environment variables:
    """
    _run(telegram=True, web=True)


@app.command()
def worker() -> None:
    """Telegram and the sender alone, for the Procfile."""
    _run(telegram=True, web=False)


@app.command()
def web() -> None:
    """The health page alone, for the Procfile."""
    _run(telegram=False, web=True)


def _run(*, telegram: bool, web: bool) -> None:
    with _told():
        settings = _settings()
        from bot.content.check.checker import refuse_bad_content

        refuse_bad_content(settings.content_dir, _today())
        from bot import app as root

        asyncio.run(root.run(settings, telegram=telegram, web=web))


@app.command()
def chat(council: CouncilOption = None, audience: AudienceOption = None) -> None:
    """Talk to Heard in this terminal, with the same turns as on Telegram.

    Example: python -m bot chat --council bradford --audience care-leaver
    """
    with _told():
        from bot import app as root

        settings = _settings(quiet=True)
        _known_council(settings, council)
        asyncio.run(root.chat(settings, council, audience))


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    council: CouncilOption = None,
    audience: AudienceOption = None,
    locale: LocaleOption = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print the record that scripts read.")] = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="A file of questions, one JSON object a line.")] = None,
) -> None:
    """Ask one question, or a file of them, without any state.

    Example: python -m bot ask --council bristol "do i pay council tax"
    """
    with _told():
        from bot import ask as asking
        from bot.app import build_dialogue

        if (text is None) is (batch is None):
            raise QuestionError("ask one question, or name a file of them with --batch")
        dialogue = build_dialogue(_settings(quiet=True))
        if batch:
            with _lines(batch) as lines:
                for question in asking.questions(lines, str(batch), dialogue):
                    print(json.dumps(asking.ask(dialogue, question, _today()).record), flush=True)
            return
        question = asking.Question(text=text or "", council=asking.known_council(dialogue, council), audience=audience, locale=locale)
        asked = asking.ask(dialogue, question, _today())
        print(json.dumps(asked.record) if as_json else asked.text)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="The folder that holds knowledge/ and flows/; left out: the content in use.")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which topics use which section of the councils' documents, in place of the warnings.")
    ] = False,
) -> None:
    """Read all content and say what is wrong with it: file, line, what, and what to do. Exit 1 if it cannot be served.

    Examples: python -m bot check, python -m bot check --coverage
    """
    with _told():
        from bot.content.check.checker import check as check_content
        from bot.content.coverage import coverage_report

        root = path or _settings(quiet=True).content_dir
        problems = check_content(root, _today())
        for line in coverage_report(root) if coverage else ():
            print(line)
        for problem in problems:
            if not (coverage and problem.warning):
                print(problem.relative_to(Path.cwd()))
        errors = sum(not problem.warning for problem in problems)
        print(f"{errors} to mend, {len(problems) - errors} warnings", file=sys.stderr)
    raise typer.Exit(1 if errors else 0)


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="A question file: one JSON object a line, with 'expect', 'must' or 'category'.")],
) -> None:
    """Score a file of questions and list every case that went wrong.

    Example: python -m bot eval questions/dev.jsonl
    """
    with _told():
        from bot import ask as asking
        from bot.app import build_dialogue
        from bot.evaluate import evaluate as score
        from bot.evaluate import read_cases

        dialogue = build_dialogue(_settings(quiet=True))
        cases = read_cases(file)
        with _progress(len(cases), "asking") as tick:
            report = score(cases, lambda question: asking.ask(dialogue, question, _today()), tick)
        for line in report.lines():
            print(line)


@app.command()
def bench() -> None:
    """Measure the speed figures in one run: questions, start-up, memory, and replies a second against a bare echo bot.

    Takes a few minutes. Example: python -m bot bench
    """
    with _told():
        from bot.bench.report import bench as measured

        for line in measured(_settings(quiet=True), _today(), lambda what: print(f"… {what}", file=sys.stderr)):
            print(line, flush=True)


words = typer.Typer(help="The words that translators need.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(words, name="words")


@words.command("extract")
def words_extract() -> None:
    """Collect every word a person reads into locales/heard.pot, for translators to begin from.

    Example: python -m bot words extract
    """
    with _told():
        from bot.content.extract import template, write_template

        root = _settings(quiet=True).content_dir
        with _progress(None, "collecting") as tick:
            catalogue = template(root, lambda name: tick())
        print(f"{write_template(root, catalogue)}: {len(catalogue)} messages")


@words.command("pseudo")
def words_pseudo(
    code: Annotated[str, typer.Argument(help="en_XA (accents and brackets) or ar_XB (right to left).")],
    to: Annotated[Path | None, typer.Option("--to", help="Another locales folder to write into.")] = None,
) -> None:
    """Make a pseudo-language, in which a word that nobody can translate stands out.

    Example: python -m bot words pseudo en_XA
    """
    with _told():
        from bot.content.extract import template
        from bot.content.pseudo import LANGUAGES, write_pseudo

        if code not in LANGUAGES:
            raise QuestionError(f"nobody knows the pseudo-language '{code}'; known: {', '.join(LANGUAGES)}")
        root = _settings(quiet=True).content_dir
        print(write_pseudo(template(root), to or root / "locales", code))


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong, in one clear text instead of a traceback."""
    try:
        yield
        sys.stdout.flush()
    except ContentError as error:
        print("The content cannot be served:", file=sys.stderr)
        for problem in error.problems:
            print(problem.relative_to(Path.cwd()), file=sys.stderr)
        raise typer.Exit(1) from None
    except HeardError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _settings(*, quiet: bool = False) -> Settings:
    settings = load()
    level = "warning" if quiet else settings.log_level
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    return settings


def _known_council(settings: Settings, council: str | None) -> None:
    from bot.app import build_dialogue
    from bot.ask import known_council

    if council:
        known_council(build_dialogue(settings), council)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name a file of questions, one JSON object a line") from None
    with file:
        try:
            yield file
        except UnicodeDecodeError:
            raise QuestionError(f"{path}: this is no UTF-8. Save the file as UTF-8") from None


@contextmanager
def _progress(total: int | None, what: str) -> Iterator[Callable[[], object]]:
    """A progress bar for people; nothing where nobody is watching."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def _today() -> date:
    return datetime.now(UTC).date()


def main() -> None:
    """The entry point of `heard` and `python -m bot`. What a terminal cannot show or does not spell right stops nobody."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
