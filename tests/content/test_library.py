"""File models made into what the dialogue speaks from: layers, audiences, next steps, numbers, amounts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content import extract
from bot.content.files import read
from bot.content.library import Libraries, build
from bot.errors import ContentError
from bot.model.content.kinds.choose import Choose
from bot.model.content.topics import Audience, Language, NextSteps, SectionName, Topic
from bot.model.safety import Category, Severity
from tests.conftest import CHECKOUT
from tests.content.changing import BRISTOL_TAX, TAX, edited, replace_in

COUNCILS = "knowledge/councils.yaml"
SHORT, DETAILS = SectionName.SHORT, SectionName.DETAILS
YOUNG, COUNCILLOR, PARTNER = Audience.CARE_LEAVER, Audience.COUNCILLOR, Audience.PARTNER


@pytest.fixture
def layered(content: Path) -> Topic:
    """Council Tax, with a council that has a general short answer and one for councillors, and a council without details."""
    with (content / BRISTOL_TAX).open("a", encoding="utf-8") as file:
        file.write("\n## Short for councillor\n\nBristol gives relief.\n")
    return Libraries(content).english.topics["council-tax"]


@pytest.mark.parametrize(
    ("name", "council", "audience", "begins", "layer"),
    [
        pytest.param(SHORT, "bristol", COUNCILLOR, "Bristol gives relief", "bristol", id="the council's variant"),
        pytest.param(SHORT, "bristol", PARTNER, "Bristol's 2021", "bristol", id="the council's section before England's variant"),
        pytest.param(SHORT, "bristol", YOUNG, "Bristol's 2021", "bristol", id="the council's section"),
        pytest.param(SHORT, "bristol", None, "Bristol's 2021", "bristol", id="the council's section for somebody"),
        pytest.param(DETAILS, "bristol", COUNCILLOR, "1. Each council sets", "england", id="England's variant where the council is silent"),
        pytest.param(DETAILS, "bristol", YOUNG, "- No law", "england", id="England's section where the council is silent"),
        pytest.param(SHORT, "bradford", COUNCILLOR, "No national exemption", "england", id="England's variant, no council file"),
        pytest.param(SHORT, "bradford", YOUNG, "Your council can", "england", id="England's section, no council file"),
        pytest.param(SHORT, None, COUNCILLOR, "No national exemption", "england", id="England's variant, no council"),
        pytest.param(SHORT, "england", None, "Your council can", "england", id="England's section for somebody elsewhere"),
    ],
)
def test_who_reads_which_section(layered: Topic, name: SectionName, council: str, audience: Audience, begins: str, layer: str) -> None:
    found = layered.find_section(name, council, audience)
    assert found is not None
    section, edition = found
    assert section.paragraphs[0].startswith(begins)
    assert edition.layer == layer


def test_a_section_that_nobody_wrote_is_none(libraries: Libraries) -> None:
    assert libraries.english.topics["help-now"].find_section(DETAILS, "bristol", None) is None


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", NextSteps(("entitlements",), ("become",), None, None)),
        ("next:\n  topics: [help-now]\n", NextSteps(("help-now",), ("become",), None, None)),
        ("next:\n  topics: []\n  phones: []\n", NextSteps((), (), None, None)),
        ("next:\n  phones: [childline]\n  flow: start\n", NextSteps(("entitlements",), ("childline",), None, "start")),
    ],
    ids=["England's", "other topics", "nothing on purpose", "other helplines and a flow"],
)
def test_each_list_of_next_steps_is_the_councils_own_or_englands(content: Path, own: str, expected: NextSteps) -> None:
    replace_in(content, BRISTOL_TAX, "sources:", f"{own}sources:")
    topic = Libraries(content).english.topics["council-tax"]
    assert topic.next_steps("bristol") == expected
    assert topic.next_steps("bradford") == topic.next_steps(None) == NextSteps(("entitlements",), ("become",), None, None)


def test_a_council_may_have_its_own_title_questions_and_keywords(content: Path) -> None:
    replace_in(content, BRISTOL_TAX, "sources:", "title: Tax in Bristol\nquestions: [tax in brizzle]\nkeywords: [brizzle]\nsources:")
    topic = Libraries(content).english.topics["council-tax"]
    assert (topic.title("bristol"), topic.title("bradford"), topic.title()) == ("Tax in Bristol", "Council Tax", "Council Tax")
    assert "tax in brizzle" in topic.questions
    assert "wots the deal with council tax im 20" in topic.questions
    assert set(topic.keywords) == {"council tax", "brizzle"}


def test_each_edition_has_its_own_sources_and_day(libraries: Libraries) -> None:
    editions = libraries.english.topics["council-tax"].editions
    assert [c.source.id for c in editions["england"].citations] == ["local-government-finance-act-1992"]
    assert [(c.source.id, c.place) for c in editions["bristol"].citations] == [("bristol-epic-2021", "section 9")]
    assert (editions["england"].checked, editions["bristol"].checked) == (date(2026, 11, 1), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("mark", "shown"),
    [("primary", "0117 000"), ("secondary", "0117 000"), ("general-knowledge", None), ("conflicting", None), ("unverified", None)],
)
def test_a_council_number_is_given_only_where_somebody_has_read_it(content: Path, mark: str, shown: str | None) -> None:
    with edited(content / COUNCILS) as councils:
        councils["councils"][0]["contacts"]["daytime"] |= {
            "mark": mark,
            "phone": "0117 000",
            "instead": "childline",
            "instead_for_adults": "nspcc",
        }
    contact = Libraries(content).english.councils["bristol"].contacts["daytime"]
    assert contact.phone == shown
    assert (contact.instead.id, contact.instead_for_adults.id) == ("childline", "nspcc")


def test_adults_get_the_same_helpline_where_no_other_is_named(content: Path) -> None:
    with edited(content / COUNCILS) as councils:
        del councils["councils"][0]["contacts"]["daytime"]["instead_for_adults"]
    contact = Libraries(content).english.councils["bristol"].contacts["daytime"]
    assert contact.instead_for_adults is contact.instead


def test_a_helpline_without_a_number_is_its_page(content: Path) -> None:
    with edited(content / "knowledge/sources.yaml") as sources:
        sources["helplines"].append({"id": "page", "name": "Page", "web": "https://a.uk", "mark": "primary", "seen": date(2026, 1, 1)})
    assert Libraries(content).english.helplines["page"].phone == "https://a.uk"


def test_amounts_are_put_in_the_order_of_their_days(content: Path) -> None:
    with edited(content / "knowledge/amounts.yaml") as amounts:
        amounts["amounts"][0]["values"] = [{"from": date(2025, 4, 1), "value": "new"}, {"from": date(2020, 4, 1), "value": "old"}]
        name = amounts["amounts"][0]["id"]
    assert [value.value for value in Libraries(content).english.amounts[name].values] == ["old", "new"]


def test_the_lists_of_a_flow_come_before_its_own_choices(libraries: Libraries) -> None:
    step = libraries.english.flows["start"].steps["council"]
    assert isinstance(step, Choose)
    choices = step.choices
    assert [choice.value for choice in choices] == [*libraries.english.councils, "none"]
    assert [lead.to for lead in step.leads] == ["audience"]
    language = libraries.english.flows["settings"].steps["language"]
    assert isinstance(language, Choose)
    assert [choice.value for choice in language.choices] == ["en"]


def test_the_more_serious_danger_is_looked_for_first(libraries: Libraries) -> None:
    safety = libraries.english.safety
    order = [list(Severity).index(rule.finding.severity) for rule in safety.rules]
    assert order == sorted(order)
    assert all((rule.finding.category, rule.finding.severity) in safety.replies for rule in safety.rules)
    assert (Category.CHECK_FAILED, Severity.URGENT) in safety.replies


def test_a_language_is_read_when_somebody_first_asks_for_it(libraries: Libraries) -> None:
    assert libraries.into("en") is libraries.english
    assert libraries.into("nobody-speaks-it") is libraries.english


def test_content_that_cannot_be_read_tells_every_problem(content: Path) -> None:
    (content / TAX).write_text("nothing", encoding="utf-8")
    (content / BRISTOL_TAX).write_text("nothing", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        Libraries(content)
    assert {problem.file for problem in error.value.problems} == {content / TAX, content / BRISTOL_TAX}


@pytest.fixture(scope="module")
def collected() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What is translated of the content that people get, and what translators are given."""
    translated: set[tuple[str, str]] = set()

    def record(context: str, words: str) -> str:
        translated.add((context, words))
        return words

    language = Language("xx", "Recording")
    build(read(CHECKOUT), language, (language,), record)
    template = extract.template(CHECKOUT)
    return translated, {(str(message.context), str(message.id)) for message in template if message.id}


def test_nothing_is_translated_that_translators_were_not_given(collected: tuple[set[tuple[str, str]], set[tuple[str, str]]]) -> None:
    translated, given = collected
    assert translated - given == set()


def test_translators_are_given_nothing_that_nobody_reads(collected: tuple[set[tuple[str, str]], set[tuple[str, str]]]) -> None:
    translated, given = collected
    assert given - translated == set()
    assert len(given) > 1000
