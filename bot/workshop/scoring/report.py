"""The report of a run, section by section, and its plain lines for scripts and files; `screen` shows it to people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.workshop.scoring.comparison import Comparison, Pairs
from bot.workshop.scoring.confusion import Band, answered, confusion, offered
from bot.workshop.scoring.result import Result
from bot.workshop.scoring.scores import Score, scores

MOST_PAIRS = 20
"""How many pairs of topics are told unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title. `line` is how a row reads as text."""

    title: str
    columns: tuple[str, ...]
    line: str
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def run_sections(results: Sequence[Result], *, every_pair: bool = False) -> Iterator[Section]:
    """Figures first, then what is taken for what, how sure is how right, and every case that went wrong."""
    if not results:
        return
    counted = scores(results)
    yield _figures(counted, results)
    yield _confusion(results, every_pair=every_pair)
    yield _calibration("answers given with confidence, by the share that the search gave them", answered(results))
    yield _calibration("choices offered, by the share of the first topic: how often it was that one", offered(results))
    for score in counted:
        rows = tuple((result.message, result.wanted, result.got) for result in score.wrong)
        yield Section(f"{score.name}, what went wrong", ("message", "wanted", "got"), "  {0} wanted {1}, got {2}", rows)


def comparison_sections(comparison: Comparison) -> Iterator[Section]:
    """Scores then and now, and the cases that changed."""
    rows = tuple(
        (now.name, f"{then.in_100:.1f}", f"{now.in_100:.1f}", f"{now.in_100 - then.in_100:+.1f}", str(now.of))
        for then, now in comparison.scores
    )
    columns = ("compared with the saved run", "then", "now", "change", "cases")
    yield Section("then and now", columns, "{0}: {1} → {2} in 100 ({3}, {4} cases)", rows, _left_out(comparison))
    yield _changed("mended", comparison.mended)
    yield _changed("broken", comparison.broken)


def lines(sections: Iterable[Section]) -> Iterator[str]:
    """The report as plain text. A section without rows says nothing, but for its note."""
    for section in sections:
        if section.title and (section.rows or section.note):
            yield f"\n{section.title}:"
        yield from (section.line.format(*row) for row in section.rows)
        if section.note:
            yield section.note


def _figures(counted: Sequence[Score], results: Sequence[Result]) -> Section:
    rows = tuple((score.name, f"{score.in_100:.1f}", str(score.right), str(score.of)) for score in counted)
    ordered = sorted(result.ms for result in results)
    time = f"time: p50 {_percentile(ordered, 50):.1f} ms, p99 {_percentile(ordered, 99):.1f} ms"
    return Section("", ("score", "in 100", "counted", "of"), "{0}: {1} in 100 ({2} of {3})", rows, time)


def _confusion(results: Sequence[Result], *, every_pair: bool) -> Section:
    pairs = confusion(results)
    told = pairs if every_pair else pairs[:MOST_PAIRS]
    rows = tuple((str(pair.times), pair.wanted, pair.got, pair.example.message) for pair in told)
    more = len(pairs) - len(told)
    title, columns = "taken for another, the most frequent first", ("times", "wanted", "got", "for example")
    return Section(title, columns, "{0:>4} × {1} → {2}, e.g. {3}", rows, f"… and {more} more: --all" if more else "")


def _calibration(title: str, bands: Iterable[Band]) -> Section:
    rows = tuple((f"{band.low:.1f}-{band.high:.1f}", str(band.of), str(band.right), f"{100 * band.right / band.of:.1f}") for band in bands)
    return Section(title, ("share", "cases", "right", "in 100"), "  {0}: {2} of {1} right ({3} in 100)", rows)


def _changed(what: str, pairs: Pairs) -> Section:
    rows = tuple((now.message, now.wanted, then.got, now.got) for then, now in pairs)
    return Section(f"{what}: {len(rows)}", ("message", "wanted", "then", "now"), "  {0} wanted {1}, got {2}, now {3}", rows)


def _left_out(comparison: Comparison) -> str:
    """Which cases could not be compared."""
    if not (comparison.only_then or comparison.only_now):
        return ""
    return f"left out: {comparison.only_then} cases of the saved run alone, {comparison.only_now} of this run alone"


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """Nearest rank."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
