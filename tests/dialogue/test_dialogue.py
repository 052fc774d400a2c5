"""The dialogue turn by turn, over the small content of tests/miniature."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.content.library import Libraries
from bot.dialogue.dialogue import Dialogue, answering
from bot.dialogue.find.search import Finder
from bot.dialogue.words.danger import CHECK_FAILED
from bot.model.channel import TELEGRAM
from bot.model.content.topics import ENGLAND, Audience
from bot.model.inbound import AddedToGroup, Attachment, Commanded, Left, Overheard, Pressed, Said
from bot.model.outbound import LeaveGroup, Message
from bot.model.patterns import PatternTooSlowError
from bot.model.safety import Category, Finding, SafetyRule, Severity
from bot.model.session import Session
from bot.model.turn import Outcome, TurnContext
from tests.dialogue.contexts import NOON, Person, offered, text

CARE_LEAVER_IN_BRISTOL = Session(council="bristol", audience=Audience.CARE_LEAVER)


@pytest.fixture
def person(dialogue: Dialogue) -> Person:
    return Person(dialogue)


@pytest.fixture
def care_leaver(dialogue: Dialogue) -> Person:
    return Person(dialogue, CARE_LEAVER_IN_BRISTOL, new=False)


def test_hello_then_council_then_audience(person: Person) -> None:
    hello = person.commands("start")
    assert "topic:help-now" in offered(hello)
    assert hello.outcome is Outcome.FLOW
    assert person.presses("bristol").session == replace(person.session)
    assert person.session.council == "bristol"
    person.presses("care-leaver")
    assert person.session == CARE_LEAVER_IN_BRISTOL


def test_somebody_elsewhere_is_not_asked_for_their_council_again(person: Person) -> None:
    person.commands("start")
    person.presses("none")
    assert person.session.council == ENGLAND
    assert "bristol" not in offered(person.says("do care leavers pay council tax"))


def test_a_question_is_answered_before_any_council_is_chosen(person: Person) -> None:
    person.commands("start")
    answer = person.says("wots the deal with council tax im 20")
    assert (answer.outcome, answer.topic) == (Outcome.ANSWER, "council-tax")
    assert "Your council can cut the bill" in text(answer)
    own = person.presses("bristol")
    assert "Bristol's 2021 to 2023 plan" in text(own)
    assert person.session.council == "bristol"


@pytest.mark.parametrize("typed", ["bristol", "Bristol!", "1"])
def test_a_choice_can_be_typed(person: Person, typed: str) -> None:
    person.commands("start")
    person.says(typed)
    assert person.session.council == "bristol"


@pytest.mark.parametrize("typed", ["I am a councillor", "cllr", "im a councillor", "4"])
def test_who_somebody_is_can_be_typed(person: Person, typed: str) -> None:
    person.commands("start")
    person.presses("bristol")
    person.says(typed)
    assert person.session.audience is Audience.COUNCILLOR


def test_a_council_named_alone_is_remembered_at_any_time(care_leaver: Person) -> None:
    care_leaver.says("north somerset")
    assert care_leaver.session.council == "north-somerset"


def test_the_answer_names_its_source_its_period_and_that_it_has_ended(care_leaver: Person) -> None:
    said = text(care_leaver.says("do care leavers pay council tax"))
    assert "EPIC Plan" in said
    assert "2021 to 2023" in said
    assert "ended" in said
    assert "2 November 2026" in said


def test_tell_me_more_gives_the_details_of_the_layer_that_has_them(care_leaver: Person) -> None:
    care_leaver.says("do care leavers pay council tax")
    more = care_leaver.presses("more")
    assert "Each council makes its own rule" in text(more), "Bristol's file replaces the short answer only"
    assert "Local Government Finance Act 1992" in text(more), "so the details' source is England's"


def test_a_council_without_a_file_is_said_to_be_silent(dialogue: Dialogue) -> None:
    person = Person(dialogue, replace(CARE_LEAVER_IN_BRISTOL, council="bradford"), new=False)
    assert "Bradford" in text(person.says("do care leavers pay council tax"))


def test_councillors_get_their_words_and_all_of_them_at_once(dialogue: Dialogue) -> None:
    person = Person(dialogue, Session(council="north-somerset", audience=Audience.COUNCILLOR), new=False)
    answer = person.says("what are my duties as a ward councillor")
    assert "2. Be reachable." in text(answer)
    assert "more" not in offered(answer)
    assert "No national exemption exists" in text(person.says("do care leavers pay council tax"))


def test_the_main_reader_is_spoken_to_while_nobody_has_said_who_they_are(person: Person) -> None:
    person.says("north somerset")
    assert "Be reachable" in text(person.says("what are my duties as a ward councillor"))


def test_amounts_and_numbers_are_filled_from_their_lists(care_leaver: Person) -> None:
    care_leaver.says("what am i entitled to")
    assert "£2,000" in text(care_leaver.presses("more"))


@pytest.mark.parametrize(
    ("council", "expected"),
    [("bristol", "0117 903 6444"), ("bath-and-north-east-somerset", "0800 1111"), (None, "0800 1111"), (ENGLAND, "0800 1111")],
)
def test_a_council_number_nobody_checked_gives_way_to_a_national_one(dialogue: Dialogue, council: str | None, expected: str) -> None:
    person = Person(dialogue, Session(council=council, audience=Audience.CHILD_IN_CARE), new=False)
    assert expected in text(person.says("who is my social worker"))


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("hello", Outcome.CHAT),
        ("thanks", Outcome.CHAT),
        ("bye", Outcome.CHAT),
        ("ur useless", Outcome.CHAT),
        ("qwertyuiop zxcvbnm", Outcome.NO_ANSWER),
        ("", Outcome.NO_ANSWER),
        ("   \u200b\ufe0f", Outcome.NO_ANSWER),
        ("🙃🙃🙃", Outcome.NO_ANSWER),
    ],
)
def test_what_is_no_question(care_leaver: Person, words: str, outcome: Outcome) -> None:
    reply = care_leaver.says(words)
    assert reply.outcome is outcome
    assert text(reply)


def test_no_answer_offers_help_a_person_and_all_topics(care_leaver: Person) -> None:
    assert set(offered(care_leaver.says("when are my bins collected"))) >= {"topic:help-now", "topic:talk-to-a-person", "menu"}


def test_the_menu_reaches_every_topic_without_typing(dialogue: Dialogue, care_leaver: Person) -> None:
    reached: set[str] = set()
    care_leaver.commands("menu")
    page = care_leaver.presses("menu:people")
    for number in itertools.count(1):
        reached |= {button.action.removeprefix("topic:") for button in offered(page).values() if button.action}
        if f"menu:people:{number}" not in offered(page):
            break
        page = care_leaver.presses(f"menu:people:{number}")
    assert set(dialogue.library("en").topics) <= reached


def test_settings_say_what_is_set_and_change_it(care_leaver: Person) -> None:
    assert "Bristol" in text(care_leaver.commands("settings"))
    care_leaver.presses("audience")
    done = care_leaver.presses("councillor")
    assert done.outcome is Outcome.SETTINGS
    assert care_leaver.session == Session(council="bristol", audience=Audience.COUNCILLOR)


def test_stop_forgets(care_leaver: Person) -> None:
    stopped = care_leaver.commands("stop")
    assert stopped.session is None
    assert stopped.drop_outbox


@pytest.mark.parametrize("name", ["start", "menu", "help", "settings", "language", "privacy", "stop"])
def test_every_command_says_something(care_leaver: Person, name: str) -> None:
    assert text(care_leaver.commands(name))


def test_an_unknown_command_shows_ways_on(care_leaver: Person) -> None:
    assert "menu" in offered(care_leaver.commands("teleport"))


def test_a_link_with_a_council_skips_that_question(person: Person) -> None:
    welcome = person.commands("start", "council_bradford")
    assert person.session.council == "bradford"
    assert "bristol" not in offered(welcome)
    assert "child-in-care" in offered(welcome)


def test_a_link_with_a_topic_answers_it_after_the_welcome(person: Person, care_leaver: Person) -> None:
    first = person.commands("start", "topic_council-tax")
    assert first.topic == "council-tax"
    assert "I'm Heard" in text(first)
    assert "I'm Heard" not in text(care_leaver.commands("start", "topic_council-tax")), "who knows us already is not told again"


@pytest.mark.parametrize("argument", ["council_atlantis", "topic_none", "rubbish", "council_", "\ud800"])
def test_a_link_that_means_nothing_is_an_ordinary_start(person: Person, argument: str) -> None:
    assert "bristol" in offered(person.commands("start", argument))


@pytest.mark.parametrize(
    "action",
    [
        "",
        "topic:",
        "topic:none",
        "more:none",
        "menu:none",
        "menu:people:99",
        "menu:people:-1",
        "flow:none",
        "flow:start:none",
        "choose:start:council:atlantis",
        "choose:none:a:b",
        "in:atlantis:council-tax",
        "helped:none",
        "topic:council-tax:more",
        "x" * 500,
        "\ud800",
    ],
)
def test_a_made_up_or_old_button_shows_ways_on_and_changes_nothing(care_leaver: Person, action: str) -> None:
    reply = care_leaver.does(Pressed(action))
    assert "menu" in offered(reply)
    assert care_leaver.session == CARE_LEAVER_IN_BRISTOL


def test_an_old_button_of_a_finished_flow_still_does_what_stands_on_it(care_leaver: Person) -> None:
    care_leaver.does(Pressed("choose:start:council:bradford"))
    assert care_leaver.session.council == "bradford"


@pytest.mark.parametrize(("button", "outcome"), [("helped", Outcome.HELPED), ("unhelped", Outcome.NOT_HELPED)])
def test_was_this_helpful_is_counted_by_topic(care_leaver: Person, button: str, outcome: Outcome) -> None:
    care_leaver.says("do care leavers pay council tax")
    reply = care_leaver.presses(button)
    assert (reply.outcome, reply.topic) == (outcome, "council-tax")


@pytest.mark.parametrize("kind", list(Attachment))
def test_what_nobody_has_looked_at_is_said_so(care_leaver: Person, kind: Attachment) -> None:
    assert care_leaver.sends(kind).outcome is Outcome.UNREAD


def test_a_voice_note_gives_help_numbers_because_it_counts_as_unchecked(care_leaver: Person) -> None:
    assert "999" in text(care_leaver.sends(Attachment.VOICE))


def test_a_caption_is_heard_like_words(care_leaver: Person) -> None:
    assert care_leaver.sends(Attachment.PHOTO, "do care leavers pay council tax").topic == "council-tax"
    assert care_leaver.sends(Attachment.PHOTO, "i want to kill myself").outcome is Outcome.CRISIS


def test_danger_comes_first_in_any_state(person: Person) -> None:
    person.commands("start")
    reply = person.says("i want to kill myself")
    assert reply.outcome is Outcome.CRISIS
    assert reply.finding is not None
    assert reply.finding.category is Category.SUICIDE
    assert "999" in text(reply)
    assert person.session.run is not None, "the chat goes on where it was"


def test_a_concern_keeps_the_answer_and_sets_help_underneath(care_leaver: Person) -> None:
    reply = care_leaver.says("do care leavers pay council tax, ive been cutting myself")
    assert reply.finding is not None
    assert reply.finding.severity is Severity.CONCERN
    assert reply.topic == "council-tax"
    assert text(reply).index("Council Tax") < text(reply).index("Childline on")


def test_a_safety_check_that_breaks_counts_as_danger_found(care_leaver: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, message: object) -> None:
        raise RecursionError

    monkeypatch.setattr("bot.dialogue.words.danger.Safety.check", broken)
    reply = care_leaver.says("do care leavers pay council tax")
    assert reply.finding is not None
    assert reply.finding.category is Category.CHECK_FAILED
    assert "Bristol's 2021 to 2023 plan" in text(reply), "the ordinary answer is kept"
    assert "999" in text(reply)


def test_a_safety_pattern_that_would_not_end_counts_as_danger_found(
    libraries: Libraries, finder_over: Callable[[Libraries], Finder]
) -> None:
    english = libraries.english
    endless = SafetyRule(Finding(Category.SUICIDE, Severity.URGENT), ("(ha|haha)+x",))
    slow = replace(english, safety=replace(english.safety, rules=(endless,)))
    person = Person(Dialogue(lambda code: slow, finder_over(libraries)), CARE_LEAVER_IN_BRISTOL, new=False)
    reply = person.says(f"do care leavers pay council tax {'ha' * 300}! x")
    assert reply.finding == CHECK_FAILED
    assert reply.topic == "council-tax", "the ordinary answer is kept"
    assert "999" in text(reply)


def test_so_does_one_of_small_talk(care_leaver: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(self: object, message: object) -> None:
        raise PatternTooSlowError

    monkeypatch.setattr("bot.dialogue.words.smalltalk.SmallTalker.recognise", slow)
    reply = care_leaver.says("do care leavers pay council tax")
    assert reply.finding == CHECK_FAILED
    assert "Bristol's 2021 to 2023 plan" in text(reply), "the ordinary answer is kept"
    assert "999" in text(reply)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("im 13, do care leavers pay council tax", True),
        ("i am fourteen do care leavers pay council tax", True),
        ("im 17 do care leavers pay council tax", False),
        ("im 13 weeks pregnant do care leavers pay council tax", False),
        ("i'm 12 minutes late do care leavers pay council tax", False),
    ],
)
def test_somebody_too_young_for_telegram_is_told_kindly_and_answered(care_leaver: Person, words: str, told: bool) -> None:
    reply = care_leaver.says(words)
    assert ("its rules say you need to be 16" in text(reply)) is told
    assert reply.topic == "council-tax"


def test_a_group_nobody_configured_is_told_once_and_left(person: Person) -> None:
    assert person.does(Overheard()).messages == ()
    told, leave = person.does(AddedToGroup()).messages
    assert isinstance(told, Message)
    assert isinstance(leave, LeaveGroup)


def test_who_has_left_is_forgotten_and_sent_nothing(care_leaver: Person) -> None:
    reply = care_leaver.does(Left())
    assert (reply.session, reply.messages, reply.drop_outbox) == (None, (), True)


@pytest.mark.parametrize("what", [Said("do care leavers pay council tax", forwarded=True)])
def test_edited_and_forwarded_words_are_heard_like_any(care_leaver: Person, what: Said) -> None:
    assert care_leaver.does(what).topic == "council-tax"


@pytest.mark.parametrize("name", ["start", "help", "stop", "nonsense"])
def test_words_after_a_command_are_checked_for_danger(care_leaver: Person, name: str) -> None:
    assert care_leaver.commands(name, "i want to kill myself").outcome is Outcome.CRISIS


def test_a_council_can_be_picked_for_a_topic_whose_id_is_too_long_for_its_button(real: Dialogue) -> None:
    person = Person(real)
    person.does(Pressed("topic:care-experience-protected-characteristic"))
    reply = person.presses("bath-and-north-east-somerset")
    assert reply.topic == "care-experience-protected-characteristic"
    assert person.session.council == "bath-and-north-east-somerset"


@pytest.mark.parametrize("link", ["council_Bradford", "council_BRADFORD", "council_bradford ", "Council_bradford"])
def test_a_link_is_known_however_its_council_is_written(person: Person, link: str) -> None:
    assert not person.dialogue.leads_nowhere(Commanded("start", link))
    person.commands("start", link)
    assert person.session.council == "bradford"


@pytest.mark.parametrize("link", ["topic_council_tax", "topic_Council-Tax", "topic_council-tax"])
def test_a_link_is_known_however_its_topic_is_written(person: Person, link: str) -> None:
    assert person.commands("start", link).topic == "council-tax"


@pytest.mark.parametrize("link", ["council_atlantis", "topic_nothing", "poster7", "council_", "bradford"])
def test_a_link_that_leads_nowhere_is_known_as_one(person: Person, link: str) -> None:
    assert person.dialogue.leads_nowhere(Commanded("start", link))
    assert not person.dialogue.leads_nowhere(Commanded("start"))
    assert not person.dialogue.leads_nowhere(Said(link))


@pytest.mark.parametrize("second", ["helped:council-tax", "unhelped:council-tax"])
def test_whoever_says_twice_that_it_helped_counts_once(person: Person, second: str) -> None:
    outcomes = [person.does(Pressed(each)) for each in ("helped:council-tax", second, second)]
    assert [(each.outcome, each.topic) for each in outcomes] == [
        (Outcome.HELPED, "council-tax"),
        (Outcome.SHOWN, None),
        (Outcome.SHOWN, None),
    ]
    assert all(each.messages for each in outcomes)


@pytest.mark.parametrize(
    ("answers", "topic"),
    [
        (("more:council-tax", "helped:council-tax"), "council-tax"),
        (("menu", "helped:council-tax"), "council-tax"),
        (("menu",), None),
        ((), None),
        (None, "who-is-my-pa"),
    ],
)
def test_a_reply_to_an_older_answer_is_about_that_one(answers: tuple[str, ...] | None, topic: str | None) -> None:
    context = TurnContext(Session(topic="who-is-my-pa"), False, TELEGRAM, NOON, answers=answers)
    assert answering(context).session.topic == topic
