"""Commands of the workshop: learning, scoring, benchmarks, pseudo-languages. They work in a checkout; the service runs without them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.asking import built_dialogue, today
from bot.commands.progress import bars, progress
from bot.commands.running import failures_told, read_settings, workshop_needed
from bot.errors import QuestionError

app = typer.Typer(rich_markup_mode=None)
words = typer.Typer(help="The words that translators need.", no_args_is_help=True, rich_markup_mode=None)


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
    with failures_told(), workshop_needed():
        from bot.dialogue import ask as asking
        from bot.workshop.scoring import comparison, report, saved
        from bot.workshop.scoring.evaluate import evaluate as asked
        from bot.workshop.scoring.evaluate import read_cases

        cases = [case for file in files for case in read_cases(file)]
        then = saved.load(compare) if compare else None
        if save:
            saved.refuse_bad_place(save)
        dialogue, day = built_dialogue(read_settings(quiet=True)), today()
        with progress(len(cases), "asking") as tick:
            results = asked(cases, lambda question: asking.ask(dialogue, question, day), tick)
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
    into: Annotated[Path | None, typer.Option("--into", help="Folder for what is learned; left out: learned/ in the data folder.")] = None,
) -> None:
    """Learn anew from the example questions which words speak for which topic, and choose the search's numbers. About a minute.

    Needed after many example questions were changed; a new question counts at once by its meaning, even before.

    `run` and `ask` use what lies in the data folder where it fits the content better than what came with the program.

    Example: python -m bot learn tests/questions/development.jsonl
    """
    with failures_told(), workshop_needed():
        from bot.content.library import Libraries
        from bot.content.naming import load_naming
        from bot.encoder.learned import in_data_folder
        from bot.run.wiring import build_encoder
        from bot.workshop.learning.learn import case
        from bot.workshop.learning.learn import learn as learned
        from bot.workshop.scoring.evaluate import read_cases

        settings = read_settings(quiet=True)
        cases = [case(entry) for file in files for entry in read_cases(file) if "expect" in entry]
        with bars() as bar:
            encoder = build_encoder(settings, bar("reading"))
            library, naming = Libraries(settings.content_dir).english, load_naming(settings.content_dir)
            names = sorted({*naming.entries, *naming.family})
            for line in learned(library, encoder, cases, bar, into or in_data_folder(settings.data_dir), names):
                print(line)


@app.command()
def bench() -> None:
    """Measure the speed figures in one run: questions, start-up, memory, and replies a second against a bare echo bot.

    Takes a few minutes. Example: python -m bot bench
    """
    with failures_told(), workshop_needed():
        from bot.workshop.bench.report import bench as measured

        for line in measured(read_settings(quiet=True), today(), lambda what: print(f"… {what}", file=sys.stderr)):
            print(line, flush=True)


@words.command("pseudo")
def words_pseudo(
    code: Annotated[str, typer.Argument(help="en_XA (accents and brackets) or ar_XB (right to left).")],
    to: Annotated[Path | None, typer.Option("--to", help="Another locales folder to write into.")] = None,
) -> None:
    """Make a pseudo-language, in which a word that nobody can translate stands out.

    Example: python -m bot words pseudo en_XA
    """
    with failures_told(), workshop_needed():
        from bot.content.extract import template
        from bot.workshop.pseudo import LANGUAGES, write_pseudo

        if code not in LANGUAGES:
            raise QuestionError(f"nobody knows the pseudo-language '{code}'; known: {', '.join(LANGUAGES)}")
        root = read_settings(quiet=True).content_dir
        print(write_pseudo(template(root), to or root / "locales", code))
