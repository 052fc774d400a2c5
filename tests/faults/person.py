"""Somebody who looks at the newest message, and does one of the things that it offers. Waits for a reply before doing anything more."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Collection

from bot.model.actions import ActInCase, CaseStep, HideMessages, Steer, Steered, ViewCase
from bot.workshop.telegram_double import updates
from tests.faults.page import Json, Kind, Page, Seen, page
from tests.faults.sayings import DOORS, HIDE, TELL, Speaker
from tests.faults.steps import Steps
from tests.faults.telling import Addition, Given, Telling
from tests.faults.tokens import Tokens

ON = frozenset({Kind.STEP, Kind.CHECK})
"""How a flow goes on."""
MOST = 18
"""Things that somebody sends: from one chat no more than 20 are taken a day."""
DETOURS = 3
"""How often somebody turns aside in one telling."""
HERE_TOO = 1
"""How many receipts of cases that are answered in the chat are tried out in the end."""


class Person:
    """Remembers what they told, and what they still have to read."""

    def __init__(self, chat: int, chance: random.Random, tokens: Tokens) -> None:
        self.chat, self.chance = chat, chance
        self.tellings: list[Telling] = []
        self.additions: list[Addition] = []
        self.notices: dict[str, Page] = {}
        self.closing = False
        """Whether they are to come to an end: finish what is open, read everything, and rest."""
        self.awaits: Collection[Kind] = ()
        self.asked = ""
        """What they did last, in a word: for whoever looks for the reason why nothing came back."""
        self._speaker = Speaker(chance)
        self._steps = Steps(self._speaker, chance, lambda: tokens.new(chat))
        self._queries = itertools.count(1)
        self._page: Page | None = None
        self._held: Page | None = None
        self._newest: Page | None = None
        self._telling: Telling | None = None
        self._adding: Addition | None = None
        self._receipts: list[str] | None = None

    @property
    def rests(self) -> bool:
        """Whether nothing is left to do."""
        return (
            self.closing
            and not self.awaits
            and not self.notices
            and self._receipts == []
            and self._telling is None
            and self._adding is None
            and not self._speaker.spoke_of_danger
        )

    def hears(self, message: Json) -> bool:
        """Take note of a message that has arrived; whether it is their turn now.

        One that cannot be told from the one before it is taken for that one, repeated: they never do anything that is answered twice alike.
        """
        seen = page(message)
        if seen.kind is Kind.NOTICE:
            self.notices[seen.case] = seen
            return not self.awaits
        if seen.same_as(self._newest):
            return False
        self._newest = seen
        if seen.five_words and self._telling:
            self._telling.receipt = seen.five_words
        if not self.awaits and self._page and {seen.kind, self._page.kind} <= ON:
            self._page = seen  # what help had passed came before the reply, once more: the newest counts
        if seen.kind not in self.awaits:
            return False
        self._page, self.awaits = seen, ()
        if seen.kind is Kind.END:
            self._telling = self._adding = None
        return True

    def acts(self) -> list[Json]:
        """What they do now, as updates; nothing where they wait, or are at rest."""
        if self.awaits:
            return []
        ways: dict[Kind, Callable[[Page], list[Json]]] = {
            Kind.STEP: self._at_step,
            Kind.CHECK: self._at_check,
            Kind.LEAVING: self._leaving,
            Kind.BESIDE: self._beside,
            Kind.CASE: self._at_case,
            Kind.PICK: self._picks,
        }
        way = ways.get(self._page.kind) if self._page else None
        return way(self._page) if way and self._page else self._idle()

    # In a flow

    def _at_step(self, here: Page) -> list[Json]:
        if self._adding is not None:
            return self._adds(here, self._adding)
        telling = self._now()
        if self._turns_aside(telling):
            return self._aside(here)
        return self._answers(here, telling)

    def _answers(self, here: Page, telling: Telling) -> list[Json]:
        answer = self._steps.answer(here, telling, brief=self.closing)
        if answer.press is not None:
            return self._press(here, answer.press, ON)
        return self._send(updates.attached(self.chat, "voice") if answer.voice else updates.said(self.chat, answer.says), ON, "answer")

    def _turns_aside(self, telling: Telling) -> bool:
        if self.closing or telling.detours >= DETOURS or self.chance.random() > 0.2:
            return False
        telling.detours += 1
        return True

    def _aside(self, here: Page) -> list[Json]:
        """Back, something else, stop; or read what came in the middle of it."""
        if self.notices and not self._sees_a_case and self.chance.random() < 0.5:
            self._held = here
            return self._reads()
        ways = [*here.steers(Steered.BACK), *here.steers(Steered.ASIDE), *here.steers(Steered.LEAVE)]
        typed = not here.steers(Steered.ASIDE) and self.chance.random() < 0.5
        if typed or not ways:
            words = self._speaker.asks() if self.chance.random() < 0.8 else self._speaker.danger()
            return self._say(words, {Kind.BESIDE})
        button = self.chance.choice(ways)
        leads = {"steer:back": ON, "steer:aside": {Kind.BESIDE}, "steer:leave": {Kind.LEAVING}}
        return self._press(here, button, leads[":".join(button.data.split(":")[:2])])

    def _at_check(self, here: Page) -> list[Json]:
        if self._adding is not None:
            self._adding.sent = True
            return self._sends(here)
        telling = self._now()
        if self._turns_aside(telling):
            if self.chance.random() < 0.7:
                return self._press(here, self.chance.choice(here.steers(Steered.CHANGE)), ON)
            return self._aside(here)
        telling.sent = True
        return self._sends(here)

    def _sends(self, here: Page) -> list[Json]:
        """By the button, by the button twice, or in words."""
        how, awaits = self.chance.random(), {Kind.END, Kind.CHECK}
        if how < 0.1:
            return self._say("send it", awaits)
        pressed = self._press(here, here.sends(), awaits)
        return [*pressed, *self._press(here, here.sends(), awaits)] if how < 0.2 else pressed

    def _leaving(self, here: Page) -> list[Json]:
        how = Steered.RESUME
        if not self.closing and self._adding is None:
            how = self.chance.choice((Steered.RESUME, Steered.RESUME, Steered.ASIDE, Steered.DISCARD, Steered.AGAIN))
        awaits = {Steered.ASIDE: {Kind.BESIDE}, Steered.DISCARD: {Kind.OTHER}}.get(how, ON)
        if how in (Steered.DISCARD, Steered.AGAIN):
            self._now().thrown_away = True
            self._telling = None
        if how is Steered.AGAIN:
            self._begins()
        return self._press(here, here.steers(how)[0], awaits)

    def _beside(self, here: Page) -> list[Json]:
        if not self.closing and self.chance.random() < 0.3:
            return self._say(self._speaker.asks(), {Kind.BESIDE})
        return self._press(here, here.steers(Steered.RESUME)[-1], ON)

    def _adds(self, here: Page, adding: Addition) -> list[Json]:
        done = here.steers(Steered.DONE)
        if done:
            return self._press(here, done[0], ON)
        adding.words.append(self._steps.more())
        return self._say(adding.words[-1], ON)

    # In no flow

    def _idle(self) -> list[Json]:
        if self._page is None and self.chance.random() < 0.7:
            return self._say("/start", {Kind.PICK})
        if self.notices and (self.closing or self.chance.random() < 0.7):
            return self._reads()
        if self.closing:
            return self._looks_back()
        how = self.chance.random()
        if how < 0.65 and sum(telling.sent for telling in self.tellings) < MOST:
            return self._tells()
        receipts = [each.receipt for each in self.tellings if each.receipt]
        return self._types([self.chance.choice(receipts)]) if how < 0.85 and receipts else self._say(self._speaker.chats(), {Kind.OTHER})

    def _tells(self) -> list[Json]:
        telling = self._begins()
        offered = [each for each in (self._page.buttons if self._page else ()) if each.data == "flow:tell-us"]
        if offered and self._page:
            return self._press(self._page, offered[0], ON)
        words = self.chance.choice((TELL, TELL, *DOORS))
        if words in DOORS:
            telling.give("door", Given("", DOORS[words]))
        return self._say(words, ON)

    def _begins(self) -> Telling:
        self._telling = Telling(self.chat)
        self.tellings.append(self._telling)
        return self._telling

    def _reads(self) -> list[Json]:
        if self._sees_a_case:
            return self._say(self._speaker.asks(), {Kind.OTHER})
        case = self.chance.choice(list(self.notices))
        notice = self.notices.pop(case)
        button = next(each for each in notice.buttons if isinstance(each.action, ViewCase))
        return self._press(notice, button, {Kind.CASE})

    @property
    def _sees_a_case(self) -> bool:
        """Whether the newest message is one: opened once more with nothing new in it, it would look the same."""
        return self._newest is not None and self._newest.kind is Kind.CASE

    def _looks_back(self) -> list[Json]:
        """In the end everything is read: what is answered in no chat, too."""
        if self._receipts is None:
            here = [each.receipt for each in self.tellings if each.receipt and each.value("reply") == "here"]
            others = [each.receipt for each in self.tellings if each.receipt and each.value("reply") != "here"]
            self._receipts = [each for each in (*others, *here[:HERE_TOO]) if each]
        if self._receipts:
            return self._types(self._receipts)
        return self._say(self._speaker.asks(), {Kind.OTHER}) if self._speaker.spoke_of_danger else []

    def _types(self, receipts: list[str]) -> list[Json]:
        """One of their five words, taken from the list."""
        if self._sees_a_case:
            return self._say(self._speaker.asks(), {Kind.OTHER})
        return self._say(receipts.pop(), {Kind.CASE})

    def _at_case(self, here: Page) -> list[Json]:
        if self._held is not None:
            self._held = None
            return self._press(here, here.steers(Steered.RESUME)[-1], ON)
        self._page = Page(here.message, (), Kind.OTHER)
        ways = [each for each in here.buttons if not isinstance(each.action, Steer) and not _takes_back(each)]
        if self.closing or not ways or self.chance.random() < 0.4:
            return self._idle()
        return self._in_case(here, self.chance.choice(ways))

    def _in_case(self, here: Page, button: Seen) -> list[Json]:
        match button.action:
            case ActInCase(CaseStep.ADD, case):
                self._adding = Addition(case)
                self.additions.append(self._adding)
                return self._press(here, button, {Kind.STEP})
            case ActInCase() | ViewCase():
                return self._press(here, button, {Kind.CASE, Kind.OTHER})
            case HideMessages():
                self._speaker.pressed(HIDE)
        return self._press(here, button, {Kind.OTHER})

    def _picks(self, here: Page) -> list[Json]:
        choices = [each for each in here.choices() if not each.data.endswith(":none")]
        return self._press(here, self.chance.choice(choices), {Kind.PICK, Kind.OTHER})

    # How

    def _now(self) -> Telling:
        assert self._telling is not None, "a question of a flow that they did not begin"
        return self._telling

    def _say(self, words: str, awaits: Collection[Kind]) -> list[Json]:
        return self._send(updates.said(self.chat, words), awaits, "said")

    def _press(self, under: Page, button: Seen, awaits: Collection[Kind]) -> list[Json]:
        query = f"query-{self.chat}-{next(self._queries)}"
        return self._send(updates.pressed(self.chat, button.data, under.message, query), awaits, button.data)

    def _send(self, update: Json, awaits: Collection[Kind], asked: str) -> list[Json]:
        self.awaits, self.asked = awaits, asked
        return [update]


def _takes_back(button: Seen) -> bool:
    """Whether a button takes a case back: what nobody could find any more would look lost."""
    return isinstance(button.action, ActInCase) and button.action.step in (CaseStep.TAKE_BACK, CaseStep.TAKE_BACK_SURE)
