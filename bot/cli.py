"""The command line (DESIGN section 6 is its contract). Each command is a few lines: the work is done elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import case, database, flows, health, routes, switch, workshop
from bot.commands.asking import built_dialogue, today
from bot.commands.progress import bars, progress
from bot.commands.running import failures_told, read_settings
from bot.config import Settings, described
from bot.errors import Problem, QuestionError
from bot.model.content.topics import Audience

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
    """Start everything that is configured, in one process: Telegram if TELEGRAM_TOKEN is set, the sender, the scheduler, the health page.

    Example: TELEGRAM_TOKEN=123:abc python -m bot run

    Settings are environment variables:
    """
    _run(page=True)


@app.command()
def worker() -> None:
    """Telegram, the sender and the scheduler, without a page: with `web` beside it, for the Procfile."""
    _run(page=False)


@app.command()
def web() -> None:
    """The health page alone, which shows the worker's health, too: for the Procfile."""
    with failures_told():
        from bot.run import service

        asyncio.run(service.web(read_settings()))


def _run(*, page: bool) -> None:
    with failures_told():
        settings = read_settings()
        from bot.content.check.checker import refuse_bad_content

        refuse_bad_content(settings.content_dir, today(), settings.route_file)
        from bot.run import service

        asyncio.run(service.run(settings, page=page))


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
        dialogue = built_dialogue(read_settings(quiet=True))
        if batch:
            with _lines(batch) as lines:
                for question in asking.questions(lines, str(batch), dialogue):
                    print(json.dumps(asking.ask(dialogue, question, today()).record), flush=True)
            return
        question = asking.Question(text=text or "", council=asking.known_council(dialogue, council), audience=audience, locale=locale)
        asked = asking.ask(dialogue, question, today())
        print(json.dumps(asked.record) if as_json else asked.text)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="The folder that holds knowledge/ and flows/; left out: the content in use.")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which topics use which section of the councils' documents, in place of the warnings.")
    ] = False,
    production: Annotated[
        bool, typer.Option("--production", help="Refuse what is fine for a trial only: warnings, the sample's officers.")
    ] = False,
) -> None:
    """Read all content and say what is wrong with it: file, line, what, and what to do. Exit 1 if it cannot be served.

    Examples: python -m bot check, python -m bot check --coverage, python -m bot check --production
    """
    with failures_told():
        from bot.content.check.checker import check as check_content
        from bot.content.check.checker import for_production
        from bot.content.sources.coverage import coverage_report

        root, routes = path, None
        if root is None:
            settings = read_settings(quiet=True)
            root, routes = settings.content_dir, settings.route_file
        problems = check_content(root, today(), routes)
        if path is None and not any(not problem.warning for problem in problems):
            problems = sorted([*problems, *_stale(settings)])
        if production:
            problems = for_production(problems, routes, root)
        for line in coverage_report(root) if coverage else ():
            print(line)
        for problem in problems:
            if not (coverage and problem.warning):
                print(problem.relative_to(Path.cwd()))
        errors = sum(not problem.warning for problem in problems)
        print(f"{errors} to mend, {len(problems) - errors} warnings", file=sys.stderr)
    raise typer.Exit(1 if errors else 0)


def _stale(settings: Settings) -> list[Problem]:
    """A warning where the content's example questions are no longer those that the search learned from."""
    from bot.content.library import Libraries
    from bot.dialogue.find.search import subjects
    from bot.encoder.learned import WORDS, best_fitting
    from bot.encoder.learned_languages import best_fitting_languages

    english = Libraries(settings.content_dir).english
    examples = subjects(english.topics.values(), english.limits)
    files = best_fitting(examples, settings.data_dir)
    languages = best_fitting_languages(english.other_languages, settings.data_dir)
    learned = (
        ("example questions", files.folder / WORDS, files.staleness(examples)),
        ("sentences of other languages", languages.path, languages.staleness(english.other_languages)),
    )
    mend = "Learn anew: make learn, or python -m bot learn FILE"
    return [
        Problem(
            path,
            1,
            f"of {far.examples} {what} {far.new} came and {far.gone} went since the last learning ({far.share:.1%} changed)",
            mend,
            warning=True,
        )
        for what, path, far in learned
        if not far.fresh
    ]


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

        settings, day = read_settings(quiet=True), today()
        dialogue = built_dialogue(settings)
        questions = asyncio.run(wiring.unanswered(settings, day, days, known_council(dialogue, council)))
        with bars() as bar:
            told = [*gaps(questions, wiring.build_encoder(settings), dialogue, day, bar("reading"))]
        print(*told, sep="\n")


@reports.command("helpful")
def report_helpful(days: DaysOption = None) -> None:
    """People's answers to "Was this helpful?", topic by topic, the worst first.

    Examples: python -m bot report helpful, python -m bot report helpful --days 30
    """
    with failures_told():
        from bot.commands.reports import helpful
        from bot.run import wiring

        print(*helpful(asyncio.run(wiring.rated(read_settings(quiet=True), today(), days))), sep="\n")


app.add_typer(workshop.app)
app.add_typer(switch.app)
app.add_typer(health.app)
app.add_typer(case.app, name="case")
app.add_typer(flows.app, name="flows")
app.add_typer(routes.app, name="routes")
app.add_typer(database.app, name="db")

app.add_typer(workshop.words, name="words")


@workshop.words.command("extract")
def words_extract() -> None:
    """Collect every word a person reads into locales/heard.pot, for translators to begin from.

    Example: python -m bot words extract
    """
    with failures_told():
        from bot.content.extract import template, write_template

        root = read_settings(quiet=True).content_dir
        with progress(None, "collecting") as tick:
            catalogue = template(root, lambda name: tick())
        print(f"{write_template(root, catalogue)}: {len(catalogue)} messages")


def _known_council(settings: Settings, council: str | None) -> None:
    from bot.dialogue.ask import known_council

    if council:
        known_council(built_dialogue(settings), council)


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


def main() -> None:
    """The entry point of `heard` and `python -m bot`. What a terminal cannot show or does not spell right stops nobody."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
