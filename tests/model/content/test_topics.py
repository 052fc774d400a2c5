"""Values of content: the choices they make for a day, a council, a reader."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.content.topics import (
    Amount,
    AmountValue,
    Audience,
    Citation,
    Edition,
    Link,
    NextSteps,
    Section,
    SectionName,
    Source,
    Topic,
)

AMOUNT = Amount("fee", (AmountValue(date(2020, 4, 1), "£1"), AmountValue(date(2023, 4, 1), "£2"), AmountValue(date(2025, 4, 1), "£3")))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2019, 1, 1), "£1"),
        (date(2020, 3, 31), "£1"),
        (date(2020, 4, 1), "£1"),
        (date(2023, 3, 31), "£1"),
        (date(2023, 4, 1), "£2"),
        (date(2025, 3, 31), "£2"),
        (date(2025, 4, 1), "£3"),
        (date(2099, 1, 1), "£3"),
    ],
)
def test_an_amount_is_the_newest_that_has_begun(day: date, value: str) -> None:
    assert AMOUNT.on(day).value == value


@pytest.mark.parametrize(
    ("until", "ended"),
    [(None, False), (date(2026, 11, 24), False), (date(2026, 11, 23), False), (date(2026, 11, 22), True)],
    ids=["in force", "tomorrow is its last day", "today is its last day", "yesterday was its last day"],
)
def test_a_document_has_ended_after_its_last_day(until: date | None, ended: bool) -> None:
    assert Source("plan", "Plan", "2020 to 2026", until).has_ended(date(2026, 11, 23)) is ended


def section(words: str, *audiences: Audience, name: SectionName = SectionName.SHORT) -> Section:
    return Section(name, frozenset(audiences), (words,), 1)


def edition(layer: str, *sections: Section, next_steps: NextSteps | None = None, title: str | None = None) -> Edition:
    cited = (Citation(Source("act", "Act", "in force")),)
    return Edition(layer, sections, next_steps or NextSteps(), cited, date(2026, 11, 1), title)


def topic(national: Edition, *own: Edition) -> Topic:
    editions = {each.layer: each for each in (national, *own)}
    return Topic("tea", (Audience.CARER, Audience.OFFICER), ("any tea",), (), editions)


VARIANT, GENERAL = section("for officers", Audience.OFFICER, Audience.PARTNER), section("for all")


@pytest.mark.parametrize("sections", [(VARIANT, GENERAL), (GENERAL, VARIANT)], ids=["variant first", "variant last"])
@pytest.mark.parametrize(
    ("audience", "expected"),
    [(Audience.OFFICER, VARIANT), (Audience.PARTNER, VARIANT), (Audience.CARER, GENERAL), (None, GENERAL)],
)
def test_a_variant_comes_before_the_section_for_everyone(
    sections: tuple[Section, ...], audience: Audience | None, expected: Section
) -> None:
    assert edition("england", *sections).section(SectionName.SHORT, audience) is expected


def test_an_edition_may_have_nothing_for_a_reader() -> None:
    assert edition("england", VARIANT).section(SectionName.SHORT, Audience.CARER) is None
    assert edition("england", VARIANT).section(SectionName.SHORT, None) is None
    assert edition("england", GENERAL).section(SectionName.DETAILS, None) is None


def test_the_councils_layer_lies_over_englands() -> None:
    national, own = edition("england", GENERAL, title="Tea"), edition("york", section("in York"))
    tea = topic(national, own)
    assert tea.layers("york") == (own, national)
    assert tea.layers("leeds") == tea.layers(None) == tea.layers("england")[-1:] == (national,)
    assert tea.title("york") == "Tea", "a council without its own title has England's"
    assert tea.national is national


def test_the_main_reader_is_meant_while_nobody_has_said() -> None:
    tea = topic(edition("england", GENERAL))
    assert tea.reader(None) is Audience.CARER
    assert tea.reader(Audience.PARTNER) is Audience.PARTNER


NATIONAL_STEPS = NextSteps(("milk",), ("helpline",), (Link("Buy", "https://tea.example"),), "brew")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (NextSteps(), NATIONAL_STEPS),
        (NextSteps(topics=("cake",)), NextSteps(("cake",), ("helpline",), NATIONAL_STEPS.links, "brew")),
        (NextSteps(phones=()), NextSteps(("milk",), (), NATIONAL_STEPS.links, "brew")),
        (NextSteps(links=(), flow="pour"), NextSteps(("milk",), ("helpline",), (), "pour")),
    ],
)
def test_next_steps_are_the_councils_list_by_list(own: NextSteps, expected: NextSteps) -> None:
    tea = topic(edition("england", GENERAL, next_steps=NATIONAL_STEPS), edition("york", next_steps=own))
    assert tea.next_steps("york") == expected
    assert tea.next_steps("leeds") == NATIONAL_STEPS
