"""The command line (DESIGN section 6 is its contract). Each command is a few lines: the work is done elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import case, database, flows, switch
from bot.commands.running import failures_told, read_settings
from bot.config import Settings, described
from bot.errors import QuestionError
from bot.model.content.topics import Audience

if TYPE_CHECKING:  # commands import what they need when they run, so that each starts fast
    from bot.dialogue.dialogue import Dialogue

OnProgress = Callable[[int, int | None], object]
"""Hears how many are done, and of how many."""
Bars = Callable[[str], OnProgress]
"""Begins a progress bar under a name."""

app = typer.Typer(
    help="Heard answers children in care, care leavers and their corporate parents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CouncilOption = Annotated[str | None, typer.Option("--council", help="A council's id, e.g. bristol; left out: the national answer.")]
CouncilFilter = Annotated[str | None, typer.Option("--council", help="A council's id, e.g. bristol; left out: all.")]
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
    with failures_told():
        settings = read_settings()
        from bot.content.check.checker import refuse_bad_content

        refuse_bad_content(settings.content_dir, _today(), settings.route_file)
        from bot.run import service

        asyncio.run(service.run(settings, telegram=telegram, web=web))


@app.command()
def chat(council: CouncilOption = None, audience: AudienceOption = None) -> None:
    """Talk to Heard in this terminal, with the same turns as on Telegram.

    Example: python -m bot chat --council bradford --audience care-leaver
    """
    with failures_told():
        from bot.run import terminal

        settings = read_settings(quiet=True)
        _known_council(settings, council)
        asyncio.run(terminal.chat(settings, council, audience))


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
    with failures_told():
        from bot.dialogue import ask as asking

        if (text is None) is (batch is None):
            raise QuestionError("ask one question, or name a file of them with --batch")
        dialogue = _dialogue(read_settings(quiet=True))
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
    with failures_told():
        from bot.content.check.checker import check as check_content
        from bot.content.coverage import coverage_report

        root, routes = path, None
        if root is None:
            settings = read_settings(quiet=True)
            root, routes = settings.content_dir, settings.route_file
        problems = check_content(root, _today(), routes)
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
    files: Annotated[list[Path], typer.Argument(help="Question files: one JSON object a line, with 'expect', 'must' or 'category'.")],
    every_pair: Annotated[bool, typer.Option("--all", help="Tell every pair of topics that are taken for another, not only 20.")] = False,
    save: Annotated[Path | None, typer.Option("--save", help="Write this run, to hold a later one against.")] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help="A run that was saved: tell what became better and worse.")] = None,
) -> None:
    """Score files of questions: figures, which topics are taken for which, how sure is how right, every case that went wrong.

    Examples: python -m bot eval tests/questions/development.jsonl --save before.json,
    python -m bot eval tests/questions/development.jsonl --compare before.json
    """
    with failures_told():
        from bot.dialogue import ask as asking
        from bot.workshop.scoring import comparison, report, saved
        from bot.workshop.scoring.evaluate import evaluate as asked
        from bot.workshop.scoring.evaluate import read_cases

        cases = [case for file in files for case in read_cases(file)]
        then = saved.load(compare) if compare else None
        if save:
            saved.refuse_bad_place(save)
        dialogue, today = _dialogue(read_settings(quiet=True)), _today()
        with _progress(len(cases), "asking") as tick:
            results = asked(cases, lambda question: asking.ask(dialogue, question, today), tick)
        if save:
            saved.save(results, save)
        sections = [*report.run_sections(results, every_pair=every_pair)]
        if then is not None:
            sections += report.comparison_sections(comparison.compare(then, results))
        if sys.stdout.isatty():
            from rich.console import Console

            from bot.workshop.scoring.screen import show

            show(sections, Console())
            return
        for line in report.lines(sections):
            print(line)


@app.command()
def learn(
    files: Annotated[list[Path], typer.Argument(help="Question files with 'expect': what the search's numbers are chosen by.")],
) -> None:
    """Learn anew from the example questions which words speak for which topic, and choose the search's numbers. About a minute.

    Needed after many example questions were changed; a new question counts at once by its meaning, even before.

    Example: python -m bot learn tests/questions/development.jsonl
    """
    with failures_told():
        from bot.content.library import Libraries
        from bot.run.wiring import build_encoder
        from bot.workshop.learning.learn import case
        from bot.workshop.learning.learn import learn as learned
        from bot.workshop.scoring.evaluate import read_cases

        settings = read_settings(quiet=True)
        cases = [case(entry) for file in files for entry in read_cases(file) if "expect" in entry]
        with _bars() as bar:
            encoder = build_encoder(settings, bar("reading"))
            for line in learned(Libraries(settings.content_dir).english, encoder, cases, bar):
                print(line)


@app.command()
def bench() -> None:
    """Measure the speed figures in one run: questions, start-up, memory, and replies a second against a bare echo bot.

    Takes a few minutes. Example: python -m bot bench
    """
    with failures_told():
        from bot.workshop.bench.report import bench as measured

        for line in measured(read_settings(quiet=True), _today(), lambda what: print(f"… {what}", file=sys.stderr)):
            print(line, flush=True)


reports = typer.Typer(help="What people's questions and votes say about the answers.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(reports, name="report")

DaysOption = Annotated[int | None, typer.Option("--days", min=1, max=36_500, help="Only the last so many days; left out: all there is.")]


@reports.command("gaps")
def report_gaps(council: CouncilFilter = None, days: DaysOption = None) -> None:
    """Questions that had no answer, from people who let us keep them: like with like, with the topics that are nearest today.

    Examples: python -m bot report gaps, python -m bot report gaps --council bristol --days 30
    """
    with failures_told():
        from bot.commands.reports import gaps
        from bot.dialogue.ask import known_council
        from bot.run import wiring

        settings, today = read_settings(quiet=True), _today()
        dialogue = _dialogue(settings)
        questions = asyncio.run(wiring.unanswered(settings, today, days, known_council(dialogue, council)))
        with _bars() as bar:
            told = [*gaps(questions, wiring.build_encoder(settings), dialogue, today, bar("reading"))]
        print(*told, sep="\n")


@reports.command("helpful")
def report_helpful(days: DaysOption = None) -> None:
    """What people said to "Was this helpful?", topic by topic, the worst first.

    Examples: python -m bot report helpful, python -m bot report helpful --days 30
    """
    with failures_told():
        from bot.commands.reports import helpful
        from bot.run import wiring

        print(*helpful(asyncio.run(wiring.rated(read_settings(quiet=True), _today(), days))), sep="\n")


app.add_typer(switch.app)
app.add_typer(case.app, name="case")
app.add_typer(flows.app, name="flows")
app.add_typer(database.app, name="db")

words = typer.Typer(help="The words that translators need.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(words, name="words")


@words.command("extract")
def words_extract() -> None:
    """Collect every word a person reads into locales/heard.pot, for translators to begin from.

    Example: python -m bot words extract
    """
    with failures_told():
        from bot.content.extract import template, write_template

        root = read_settings(quiet=True).content_dir
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
    with failures_told():
        from bot.content.extract import template
        from bot.workshop.pseudo import LANGUAGES, write_pseudo

        if code not in LANGUAGES:
            raise QuestionError(f"nobody knows the pseudo-language '{code}'; known: {', '.join(LANGUAGES)}")
        root = read_settings(quiet=True).content_dir
        print(write_pseudo(template(root), to or root / "locales", code))


def _known_council(settings: Settings, council: str | None) -> None:
    from bot.dialogue.ask import known_council

    if council:
        known_council(_dialogue(settings), council)


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
    with _bars() as bar:
        told, done = bar(what), count(1)
        yield lambda: told(next(done), total)


@contextmanager
def _bars() -> Iterator[Bars]:
    """As many progress bars as are asked for, one under another, each gone when all is done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:

        def bar(what: str) -> OnProgress:
            task = progress.add_task(what, total=None, visible=False)
            return lambda done, of: progress.update(task, completed=done, total=of, visible=True)

        yield bar


def _dialogue(settings: Settings) -> Dialogue:
    """The dialogue, with a progress bar where many new example questions have to be read first."""
    from bot.run.wiring import build_dialogue

    with _bars() as bar:
        return build_dialogue(settings, bar("reading new example questions"))


def _today() -> date:
    return datetime.now(UTC).date()


def main() -> None:
    """The entry point of `heard` and `python -m bot`. What a terminal cannot show or does not spell right stops nobody."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
