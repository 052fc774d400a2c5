"""Draws the pictures of the README and of these pages anew, as the program is today: `.venv/bin/python docs/pictures/draw.py`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))  # run as a file, Python looks for modules only beside it

from bot.content.library import Libraries  # noqa: E402  after the path
from bot.dialogue.dialogue import Dialogue  # noqa: E402  after the path
from bot.dialogue.find.search import Finder, Learned  # noqa: E402  after the path
from bot.encoder.encoder import Encoder  # noqa: E402  after the path
from bot.encoder.learned import load  # noqa: E402  after the path
from bot.encoder.remembered import RememberingEncoder  # noqa: E402  after the path
from bot.workshop.drawing.map import draw_map  # noqa: E402  after the path
from bot.workshop.drawing.picture import Picture  # noqa: E402  after the path
from bot.workshop.drawing.storyboard import draw_flow  # noqa: E402  after the path
from docs.pictures.architecture import draw_architecture  # noqa: E402  after the path
from docs.pictures.conversation import draw_conversation  # noqa: E402  after the path
from docs.pictures.finding import draw_finding  # noqa: E402  after the path

TODAY = date(2026, 11, 23)
"""The day of the conversations, always the same so that only a change of ours changes the pictures."""


def pictures(dialogue: Dialogue, finder: Finder, learned: Learned) -> Mapping[Path, Picture]:
    """Every picture, by the file it belongs into."""
    english = dialogue.library("en")
    tell = english.flows["tell-us"]
    return {
        HERE / "conversation.svg": draw_conversation(dialogue, TODAY),
        HERE / "architecture.svg": draw_architecture(CHECKOUT),
        HERE / "finding.svg": draw_finding(english, finder, learned.weights),
        HERE / "flow-tell-us.svg": draw_flow(tell, english),
        HERE / "flow-tell-us-map.svg": draw_map(tell, english),
    }


def main() -> None:
    """Write them."""
    libraries, learned = Libraries(CHECKOUT), load().learned
    english = libraries.english
    finder = Finder(english.topics.values(), english.limits, RememberingEncoder(Encoder()), learned)
    for path, picture in pictures(Dialogue(libraries.into, finder), finder, learned).items():
        path.write_text(picture.svg(), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(CHECKOUT)}\n")


if __name__ == "__main__":
    main()
