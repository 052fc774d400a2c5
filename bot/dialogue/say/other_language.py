"""The fixed sentences of a language that Heard does not read, filled and ready to be shown."""

from __future__ import annotations

import re

from bot.dialogue.say.wording import Wording
from bot.model.content.languages import OtherLanguage, Purpose
from bot.model.outbound import Block

_LEFT_TO_RIGHT = re.compile(r"\{[^}]*\}|\"[^\"]*\"")
"""Numbers, and the English sentence to show: in right-to-left text the groups of a number would change places."""
_ISOLATE, _END = "\u2066", "\u2069"


def sentences(wording: Wording, language: OtherLanguage) -> tuple[Block, ...]:
    """Help first, then whom to talk to, interpreter and advocate, and at the end that Heard reads English."""
    said = [language.sentences[purpose] for purpose in Purpose if purpose in language.sentences]
    return wording.blocks(map(_isolated, said) if language.right_to_left else said)


def _isolated(text: str) -> str:
    return _LEFT_TO_RIGHT.sub(lambda found: f"{_ISOLATE}{found[0]}{_END}", text)
