"""Everything that Heard can say in one language, once read and checked. It never changes after it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.content.flow import Flow
from bot.model.content.languages import OtherLanguages
from bot.model.content.topics import (
    Amount,
    Audience,
    AudienceChoice,
    Command,
    Council,
    Cues,
    Helpline,
    Language,
    Limit,
    MenuGroup,
    SmallTalk,
    Topic,
)
from bot.model.safety import SafetyRules


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The whole content in one language. Compared by identity, as its topics and councils are: there is one of each."""

    language: Language
    languages: tuple[Language, ...]
    """Every language that can be chosen."""
    topics: Mapping[str, Topic]
    councils: Mapping[str, Council]
    helplines: Mapping[str, Helpline]
    amounts: Mapping[str, Amount]
    audiences: Mapping[Audience, AudienceChoice]
    menu: tuple[MenuGroup, ...]
    commands: tuple[Command, ...]
    phrases: Mapping[str, str]
    small_talk: tuple[SmallTalk, ...]
    limits: tuple[Limit, ...]
    cues: Cues
    flows: Mapping[str, Flow]
    safety: SafetyRules
    other_languages: OtherLanguages
    """Languages that Heard does not read, the same in every library."""
    receipt_words: tuple[str, ...] = ()
    """The easy words of which receipts are made."""

    def phrase(self, name: str) -> str:
        """A short text by its name in phrases.yaml."""
        return self.phrases[name]

    def reads_all_at_once(self, audience: Audience | None) -> bool:
        """True if this audience gets the short answer and the details in one message."""
        choice = self.audiences.get(audience) if audience else None
        return choice.whole if choice else False
