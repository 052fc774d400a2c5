"""Whether the promise was kept. Pure: from the evidence to a line for each violation, which says where to look and nobody's words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.delivery.pace import Pace
from bot.model.case import CaseFile, StatementKind
from bot.model.turn import Outcome
from tests.faults.desk import FALLBACK, HEARS
from tests.faults.evidence import Evidence
from tests.faults.page import alike
from tests.faults.telling import NOT_ALWAYS, Telling
from tests.faults.tokens import is_persons, owner, tokens_in
from tests.faults.witness import Said

IN_FLIGHT = Pace().places
"""Messages that a kill may repeat."""
Looks = tuple[str, str]
"""What a person can tell messages apart by."""


def violations(evidence: Evidence) -> list[str]:
    """Everything that was not as promised."""
    checks = (_tellings, _additions, _answers, _turns, _arrivals, _secrets, _notices, _quiet)
    return [line for check in checks for line in check(evidence)]


def repeats(evidence: Evidence) -> int:
    """How many messages arrived once more than they were said."""
    return len(evidence.done.arrived) - sum(1 for each in evidence.stored.said if each.message)


def most_repeats(evidence: Evidence) -> int:
    """How many could be."""
    return evidence.after.kills * IN_FLIGHT + evidence.after.lost_answers


# What was told


def _tellings(evidence: Evidence) -> Iterator[str]:
    cases = _by_token(evidence.stored.files)
    sent = [telling for telling in evidence.done.tellings if telling.sent]
    for telling in evidence.done.tellings:
        found = {file.case.id: file for token in tokens_in(telling.tokens) for file in cases.get(token, ())}
        wanted = 1 if telling.sent and not telling.thrown_away else 0
        if len(found) != wanted:
            yield f"chat {telling.chat}: something told is {len(found)} cases, not {wanted}"
        elif wanted:
            (file,) = found.values()
            yield from _whole(telling, file)
    if len(evidence.stored.files) > len(sent):
        yield f"{len(evidence.stored.files)} cases, and only {len(sent)} tellings were sent"


def _by_token(files: Iterable[CaseFile]) -> Mapping[str, Sequence[CaseFile]]:
    cases: dict[str, list[CaseFile]] = defaultdict(list)
    for file in files:
        for token in {token for told in file.case.told for token in tokens_in(told.answer)}:
            cases[token].append(file)
    return cases


def _whole(telling: Telling, file: CaseFile) -> Iterator[str]:
    """Whether the case is what its person told."""
    case, where = file.case, f"case {file.case.number} of chat {telling.chat}"
    steps = [told.step for told in case.told]
    if len(steps) != len(set(steps)) or not telling.way() <= set(steps) <= telling.way() | NOT_ALWAYS:
        yield f"{where}: its questions are {steps}"
    for told in case.told:
        if telling.value(told.step) is not None and not telling.as_told(told.step):
            continue  # said in other words than stand on the button
        if told.answer != telling.as_told(told.step):
            yield f"{where}: another answer to {told.step}"
    roles, names = telling.kept_from()
    given = list(telling.all_given(steps))
    so = {
        "kind": case.kind == telling.kind(case.told),
        "kept from": (set(case.kept_from.roles), list(case.kept_from.names)) == (roles, names),
        "name": case.name == telling.name(),
        "way back": case.way_back == telling.value("reply"),
        "files": len(case.files) == sum(each.is_file for each in given),
        "danger": case.finding is not None or not any(each.danger for each in given),
        "receipt": telling.receipt is not None,
    }
    yield from (f"{where}: {what} is not as it was told" for what, right in so.items() if not right)


def _additions(evidence: Evidence) -> Iterator[str]:
    statements = [(file.case.id, each) for file in evidence.stored.files for each in file.statements if each.kind is StatementKind.ADDED]
    stands = Counter((case, token) for case, statement in statements for token in tokens_in(statement.words))
    for addition in evidence.done.additions:
        for token in tokens_in(" ".join(addition.words)):
            if stands[addition.case, token] != addition.sent:
                yield f"case {addition.case[:8]}: something added to it stands there {stands[addition.case, token]} times"


# What was answered


def _answers(evidence: Evidence) -> Iterator[str]:
    stands = Counter((file.case.id, token) for file in evidence.stored.files for each in file.statements for token in tokens_in(each.words))
    news, shown = _told(evidence.stored.said)
    certain = set(evidence.done.answered)
    arrived = {token for message in evidence.done.arrived for token in tokens_in(message["text"])}
    for answer in evidence.done.tried:
        stored, told = stands[answer.case, answer.token], news[answer.token]
        where = f"case {answer.case[:8]}: an answer"
        if stored > 1 or (answer in certain and not stored):
            yield f"{where} stands there {stored} times"
        if told > stored or (stored and not told and answer.token not in shown):
            yield f"{where} was told {told} times"
        if stored and answer.token not in arrived:
            yield f"{where} did not arrive"


def _told(said: Iterable[Said]) -> tuple[Counter[str], set[str]]:
    """How often each answer was told as news; and which were shown with the whole case, where what its person told stands above them."""
    news: Counter[str] = Counter()
    shown: set[str] = set()
    for each in said:
        found = tokens_in(each.message["text"]) if each.message else []
        if any(is_persons(token) for token in found):
            shown.update(found)
        else:
            news.update(found)
    return news, shown


# Turns and messages


def _turns(evidence: Evidence) -> Iterator[str]:
    handled = Counter(int(event.split(":")[1]) for event, _ in evidence.stored.turns if event.startswith("telegram:"))
    answered = {each.by_turn for each in evidence.stored.said}
    for number, chat in evidence.done.pushed.items():
        if handled[number] != 1:
            yield f"chat {chat}: update {number} was handled {handled[number]} times"
        elif number not in answered:
            yield f"chat {chat}: nothing was said to update {number}"
    yield from (f"update {number} is nobody's" for number in handled.keys() - evidence.done.pushed.keys())
    yield from (f"the turn of {event} failed" for event, outcome in evidence.stored.turns if outcome == Outcome.FAILED)


def _arrivals(evidence: Evidence) -> Iterator[str]:
    said: dict[int, list[Said]] = defaultdict(list)
    arrived: dict[int, list[Looks]] = defaultdict(list)
    for each in evidence.stored.said:
        said[each.chat].append(each)
    for message in evidence.done.arrived:
        arrived[message["chat"]].append(alike(message))
    for chat in said.keys() | arrived.keys():
        yield from (f"chat {chat}: {wrong}" for wrong in _chat(said[chat], arrived[chat]))
    yield from _repeated(evidence, said, arrived)


def _repeated(evidence: Evidence, said: Mapping[int, Sequence[Said]], arrived: Mapping[int, Sequence[Looks]]) -> Iterator[str]:
    """For a kill as many as were in flight, never two of one chat; and one for an answer that was lost."""
    kills, lost = evidence.after.kills, evidence.after.lost_answers
    if repeats(evidence) > most_repeats(evidence):
        yield f"{repeats(evidence)} messages were repeated, and {most_repeats(evidence)} could be"
    for chat, those in arrived.items():
        more = len(those) - sum(1 for each in said[chat] if each.message)
        if more > kills + lost:
            yield f"chat {chat}: {more} messages were repeated, and {kills + lost} could be"


def _chat(said: Iterable[Said], arrived: Iterable[Looks]) -> Iterator[str]:
    """Replies in the order in which they were stored, but for help; what somebody else's act has them told, in any."""
    replies = [(alike(each.message), each.help) for each in said if each.message and each.by_turn is not None]
    news = Counter(alike(each.message) for each in said if each.message and each.by_turn is None)
    heard = list(arrived)
    came = Counter(each for each in heard if each in news)
    lost = sum((news - came).values())
    if lost:
        yield f"{lost} notices did not arrive"
    yield from _replies(replies, [each for each in heard if each not in news])


def _replies(wanted: Sequence[tuple[Looks, bool]], got: Iterable[Looks]) -> Iterator[str]:
    """Each in its turn; help may pass what waits. What came last may come again, and so may what came last before help."""
    left, last = list(wanted), dict[bool, Looks]()
    for looks in got:
        first_help = [each for each in left if each[1]][:1]
        found = next((each for each in (*left[:1], *first_help) if each[0] == looks), None)
        if found:
            left.remove(found)
            last[found[1]] = looks
        elif looks not in last.values():
            yield f"after reply {len(wanted) - len(left)} of {len(wanted)} something arrived that was not the next one"
            return
    if left:
        yield f"{len(left)} of {len(wanted)} replies are lost"


# Who may see what


def _secrets(evidence: Evidence) -> Iterator[str]:
    for message in evidence.done.arrived:
        if any(owner(token) != message["chat"] for token in tokens_in(message["html"])):
            yield f"chat {message['chat']}: somebody else's words in message {message['message_id']}"
    yield from (f"words in {place}" for place in evidence.after.telltale)


def _notices(evidence: Evidence) -> Iterator[str]:
    places = {HEARS, *FALLBACK.values()}
    heard = " ".join(message["text"] for message in evidence.done.arrived if message["chat"] in places)
    numbers = set(heard.replace("(", " ").replace(")", " ").split())
    yield from (f"case {file.case.number}: no officer heard of it" for file in evidence.stored.files if file.case.number not in numbers)


def _quiet(evidence: Evidence) -> Iterator[str]:
    after = evidence.after
    yield from (f"somebody waits for ever: {who}" for who in after.waiting)
    if after.health != {"status": "green", "red": {}, "waiting": 0, "given_up": 0}:
        yield f"health in the end: {after.health}"
    if after.unconfirmed:
        yield f"{after.unconfirmed} updates are not confirmed"
    if after.exit_code:
        yield f"the program ended with {after.exit_code}"
