"""The kind `choose`: asks with choices, of which one is the answer. It may set something in the session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from rapidfuzz import fuzz, process

from bot.model.content.conditions import UNSAID, Leads, Values, first_that_holds
from bot.model.content.entries import NEXT_MISSING, AskEntry, ChoiceEntry, Fault, Listed, Place, choices_clear
from bot.model.content.parts import NO, YES, Choice, Given, Picked, Refused, Setting, Sign, Typed, Wording, label_of
from bot.model.content.sheet import Sheet
from bot.model.content.steps import Ask
from bot.model.content.topics import ENGLAND, Audience
from bot.model.normalise import Normalised, normalise
from bot.model.session import Answer, Session, Value

ALIKE = 85
"""From which likeness (of 100) on a typed word is taken for a choice."""
CLEARLY = 6
"""By how much the likeliest choice must lead."""
SHORTEST = 4
"""Letters. A shorter word is too easily another one to forgive a typo in it."""
_SETS = {
    Setting.COUNCIL: "sets the council",
    Setting.AUDIENCE: "sets who they are",
    Setting.LANGUAGE: "sets the language",
    Setting.KEEP_QUESTIONS: "sets whether questions are kept",
}


class ChooseEntry(AskEntry):
    """Asks with choices."""

    kind: Literal["choose"]
    choices: tuple[ChoiceEntry, ...] = ()
    choices_from: Literal["councils", "audiences", "languages"] | None = None
    sets: Setting | None = None

    def built(self, listed: Listed) -> Choose:
        """The step as a value."""
        of_list = listed[self.choices_from] if self.choices_from else ()
        return Choose(**self.asked(), choices=(*of_list, *(choice.built() for choice in self.choices)), sets=self.sets)

    @property
    def written_choices(self) -> tuple[ChoiceEntry, ...]:
        """The choices that stand in the file."""
        return self.choices

    @property
    def chosen_leads(self) -> tuple[tuple[Place, str], ...]:
        """Where its choices lead by themselves."""
        return tuple((("choices", m, "leads_to"), choice.leads_to) for m, choice in enumerate(self.choices) if choice.leads_to)

    @property
    def goes_by_next(self) -> bool:
        """Whoever's choice does not lead elsewhere, and who skips it."""
        return self.optional or bool(self.choices_from) or any(choice.leads_to is None for choice in self.choices)

    @property
    def lacks_label(self) -> bool:
        """A setting stands in the words of other steps."""
        return not self.label and not self.sets

    def values(self, listed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Everything that can be chosen here."""
        of_list = listed[self.choices_from] if self.choices_from else ()
        return (*of_list, *(choice.value for choice in self.choices))

    def by_itself(self, sheet: Sheet) -> Iterator[Fault]:
        """There is something to choose, each choice is clear, and each can be set."""
        yield from choices_clear(self.choices)
        if not sheet.values(self):
            yield (), "there is nothing to choose from", "Write 'choices', or 'choices_from'"
        if self.sets:
            yield from self._can_be_set(self.sets, sheet)

    def _can_be_set(self, setting: Setting, sheet: Sheet) -> Iterator[Fault]:
        known = {
            Setting.COUNCIL: {*sheet.listed["councils"], UNSAID},
            Setting.AUDIENCE: {*(audience.value for audience in Audience), UNSAID},
            Setting.LANGUAGE: {*sheet.listed["languages"]},
            Setting.KEEP_QUESTIONS: {YES, NO},
        }[setting]
        mend = f"Use one of: {', '.join(sorted(known))}"
        for m, choice in enumerate(self.choices):
            if choice.value not in known:
                yield ("choices", m), f"'{choice.value}' cannot be set as {setting}", mend
        if self.choices_from and not known.issuperset(sheet.listed[self.choices_from]):
            yield ("choices_from",), f"the {self.choices_from} cannot be set as {setting}", mend

    def leads_nowhere(self) -> Fault:
        """The fault of a choice after which nobody knows what comes next."""
        for m, choice in enumerate(self.choices):
            if choice.leads_to is None:
                return ("choices", m), f"the choice '{choice.value}' leads nowhere", "Give it 'leads_to', or the step a 'next'"
        if self.choices_from:
            return (), f"what people choose of the {self.choices_from} leads nowhere", "Give the step a 'next'"
        if self.optional:
            return (), "whoever skips the question is led nowhere", "Give the step a 'next'"
        return (), f"the step '{self.id}' leads nowhere", NEXT_MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Ask):
    """One of several choices."""

    choices: tuple[Choice, ...] = ()
    sets: Setting | None = None

    sign: ClassVar[Sign] = Sign("M2.7 4.2h10.6M2.7 12.2h10.6", 5.5)
    takes_any_words: ClassVar[bool] = False

    def takes(self, value: Value, *, done: bool) -> bool:
        """One of the choices."""
        return any(choice.value == value for choice in self.choices)

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """The choice that was pressed or typed; words that are none may be a question."""
        match given:
            case Picked(value) if self.takes(value, done=True):
                return Answer(self.id, value)
            case Typed() if choice := choice_in(self.choices, given.message):
                return Answer(self.id, choice.value)
        return None

    def leads_to(self, values: Values, session: Session) -> str | None:
        """Where the choice leads, or else the step."""
        chosen = next((choice for choice in self.choices if choice.value == values.get(self.id)), None)
        return chosen.leads_to if chosen and chosen.leads_to else first_that_holds(self.leads, values, session)

    def settled(self, session: Session, value: Value) -> Session:
        """The session with what the choice sets."""
        if not isinstance(value, str):
            return session
        match self.sets:
            case Setting.COUNCIL:
                return replace(session, council=ENGLAND if value == UNSAID else value)
            case Setting.AUDIENCE:
                return replace(session, audience=None if value == UNSAID else Audience(value))
            case Setting.LANGUAGE:
                return replace(session, language=value)
            case Setting.KEEP_QUESTIONS:
                return replace(session, keep_questions=value == YES)
        return session

    def value_in_words(self, value: Value, wording: Wording) -> str:
        """The words on the choice's button."""
        return label_of(self.choices, str(value))

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "asks: one of these"

    def limits(self) -> Iterator[str]:
        """The setting that it changes."""
        if self.sets:
            yield _SETS[self.sets]

    @property
    def own_leads(self) -> Leads:
        """None where every choice leads elsewhere."""
        return () if not self.optional and all(choice.leads_to for choice in self.choices) else self.leads


def choice_in(choices: Iterable[Choice], message: Normalised) -> Choice | None:
    """The choice that somebody typed: its number, its words, another name of it, or something very like one of these."""
    listed = tuple(choices)
    typed = message.sentence
    if typed.isdecimal() and typed.isascii():
        return listed[int(typed) - 1] if len(typed) < 3 and 1 <= int(typed) <= len(listed) else None
    names = {normalise(name).sentence: choice for choice in reversed(listed) for name in _names(choice)}
    if typed in names:
        return names[typed]
    return _nearest(names, typed) if len(typed) >= SHORTEST else None


def _names(choice: Choice) -> tuple[str, ...]:
    return (*choice.also_called, choice.value.replace("-", " "), choice.label)


def _nearest(names: dict[str, Choice], typed: str) -> Choice | None:
    """The one choice that comes near to the words; None where another comes nearly as near."""
    found = process.extract(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE - CLEARLY, limit=None)
    best: dict[str, float] = {}
    for name, score, _ in found:
        best[names[name].value] = max(score, best.get(names[name].value, 0))
    ranked = sorted(best.items(), key=lambda entry: -entry[1])
    if not ranked or ranked[0][1] < ALIKE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEARLY):
        return None
    return next(choice for choice in names.values() if choice.value == ranked[0][0])
