"""Files of other languages: what `check` refuses in them, and what it refuses for production only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.check.checker import check, for_production
from bot.content.files import read
from bot.content.languages import language_files
from bot.model.content.languages import Purpose
from tests.conftest import CHECKOUT, TODAY
from tests.content.changing import Change, assert_found, edited, errors, replace_in, warnings

SOMALI = "knowledge/safety/languages/so.yaml"
ARABIC = "knowledge/safety/languages/ar.yaml"

WRONG = [
    Change("another code", SOMALI, "code: so\n", "code: om\n", "code: om", "'om' is not what the file is called"),
    Change("leftwards", ARABIC, "direction: rtl", "direction: ltr", "direction:", "is not written 'ltr'"),
    Change("rightwards", SOMALI, "direction: ltr", "direction: rtl", "direction:", "is not written 'rtl'"),
    Change("a purpose twice", SOMALI, "purpose: talk", "purpose: advocate", "sentences:", "the sentence 'talk' stands 0 times"),
    Change("no such purpose", SOMALI, "purpose: talk", "purpose: chat", "purpose: chat", "'sentences.1.purpose' is wrong"),
    Change("a number written out", SOMALI, "Qofna ma akhriyin", "0800 1111 Qofna", "purpose: unread", "a number is written out"),
    Change("no 999", SOMALI, "ku jirto, wac **999**.", "ku jirto, wac booliska.", "purpose: help-now", "it does not say 999"),
    Change("no such blank", SOMALI, "**{phone childline}**", "**{phone kidline}**", "purpose: talk", "nobody knows '{phone kidline}' here"),
    Change("a lost blank", SOMALI, ", **{phone childline}**", "", "purpose: talk", "its numbers are not those of en.yaml"),
    Change("a brace", SOMALI, "Waa bilaash: Coram", "Waa {bilaash: Coram", "purpose: advocate", "a '{' or '}' is left over"),
    Change("no such danger", SOMALI, "- category: trafficking", "- category: traffic", "category: traffic", "'dangers."),
    Change("an example twice", SOMALI, "  - salaan sidee tahay\n", "  - waxaan rabaa inaan is dilo\n", 1, "is an example of danger, too"),
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_a_mistake_is_told_with_its_line(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    problems = errors(content)
    if isinstance(change.at, int):
        assert any(change.says in problem.wrong for problem in problems)
    else:
        assert_found(content, change, problems)


def test_a_sentence_that_nobody_told_back_is_refused(content: Path) -> None:
    with edited(content / SOMALI) as data:
        del data["sentences"][2]["back"]
    assert [problem.wrong for problem in errors(content)] == ["nobody has told it back in English"]


def test_six_sentences_are_too_many(content: Path) -> None:
    with edited(content / SOMALI) as data:
        data["sentences"].append(data["sentences"][0])
    assert any("sentences" in problem.wrong for problem in errors(content))


def test_english_must_be_there(content: Path) -> None:
    (content / "knowledge/safety/languages/en.yaml").unlink()
    assert [problem.wrong for problem in errors(content)] == ["the file is missing"]


def test_a_language_is_a_warning_until_somebody_who_grew_up_with_it_has_read_it(content: Path) -> None:
    def unread() -> list[str]:
        return [problem.wrong for problem in warnings(content) if "native speaker" in problem.wrong]

    assert unread() == ["Arabic is not yet read by a native speaker", "Somali is not yet read by a native speaker"]
    with edited(content / SOMALI) as data:
        data["native_reader"] = {"by": "a youth worker", "when": "2026-11-30"}
    assert unread() == ["Arabic is not yet read by a native speaker"]


def test_few_examples_are_a_warning(content: Path) -> None:
    with edited(content / SOMALI) as data:
        data["ordinary"] = data["ordinary"][:2]
    assert any("example sentences, 40 are wanted" in problem.wrong for problem in warnings(content))


def test_production_refuses_unread_languages_unchecked_numbers_and_invented_officers(content: Path) -> None:
    refused = [problem.wrong for problem in for_production(check(content, TODAY), None, content) if not problem.warning]
    for says in ("Somali is not yet read by a native speaker", "Bristol's", "the number of", "the officers are the sample's"):
        assert any(says in wrong for wrong in refused), says


def test_every_language_says_the_same_five_things_and_has_examples() -> None:
    files = language_files(read(CHECKOUT))
    assert len(files) == 22
    for name, (_, model) in files.items():
        assert [sentence.purpose for sentence in model.sentences] == list(Purpose), name
        if name != "en":
            assert len(model.ordinary) + sum(len(danger.examples) for danger in model.dangers) >= 40, name
