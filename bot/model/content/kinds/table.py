"""The kinds of steps: a file and a line for each. Nothing else in the program lists them."""

from __future__ import annotations

from bot.model.content.entries import StepEntry
from bot.model.content.kinds.check import CheckEntry
from bot.model.content.kinds.choose import ChooseEntry
from bot.model.content.kinds.collect import CollectEntry
from bot.model.content.kinds.date import DateEntry
from bot.model.content.kinds.end import EndEntry
from bot.model.content.kinds.number import NumberEntry
from bot.model.content.kinds.open_case import OpenCaseEntry
from bot.model.content.kinds.say import SayEntry
from bot.model.content.kinds.start import StartEntry
from bot.model.content.kinds.text import TextEntry

KINDS: tuple[type[StepEntry], ...] = (
    SayEntry,
    ChooseEntry,
    TextEntry,
    NumberEntry,
    DateEntry,
    CollectEntry,
    CheckEntry,
    OpenCaseEntry,
    StartEntry,
    EndEntry,
)
