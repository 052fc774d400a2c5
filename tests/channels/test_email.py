"""E-mail as a channel: what arrives, what each answer of a server means, and that nobody's words turn into headers or errors."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.channels import email
from bot.channels.email import CHECK_LOGIN, CHECK_SECURITY, CHECK_SENDER, EmailChannel
from bot.errors import DeliveryError, RefusedError, SettingsError, TryLaterError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Button, HideChat, LeaveGroup, Message, Outbound, Span
from bot.model.ports import Channel
from tests.channels.mail_server import HOST, PASSWORD, USER, Certificate, certificate, playing, serving

OFFICER = "otter.invented@example.org"
TO_OFFICER = Conversation("email", OFFICER)
SENDER = "heard@example.org"
HEADERS = ["Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"]
SHORT = timedelta(seconds=0.1)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, (Span(text),))


def notice(subject: str = "Something new", body: str = "Please look.", *buttons: Button) -> Message:
    return Message((block(subject, BlockKind.HEADING), block(body)), (buttons,) if buttons else ())


def plainly(port: int, timeout: timedelta = timedelta(seconds=30)) -> EmailChannel:
    return EmailChannel(HOST, port, SENDER, security="none", timeout=timeout)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(Path(tmp_path_factory.mktemp("mail")))


async def test_a_notice_arrives_with_its_heading_as_the_subject() -> None:
    channel: Channel = plainly(0)
    assert channel.name == "email"
    async with serving() as box:
        with time_machine.travel(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), tick=False):
            await plainly(box.port).send(TO_OFFICER, notice())
        (letter,) = box.letters
    assert (letter.greeted_as, letter.sender, letter.recipients) == ("example.org", SENDER, [OFFICER])
    assert sorted(letter.read.keys()) == HEADERS
    assert letter.read["From"] == SENDER
    assert letter.read["To"] == OFFICER
    assert letter.read["Subject"] == "Something new"
    assert letter.read["Date"] == "Sun, 29 Mar 2026 00:30:00 +0000"
    assert letter.read["Auto-Submitted"] == "auto-generated"
    assert letter.body == "Please look.\n"


async def test_the_same_words_twice_are_two_letters_with_ids_of_the_senders_domain() -> None:
    async with serving() as box:
        await plainly(box.port).send(TO_OFFICER, notice())
        await plainly(box.port).send(TO_OFFICER, notice())
        first, second = (letter.read["Message-ID"] for letter in box.letters)
    assert first != second
    assert first.endswith("@example.org>")


TEXTS = {
    "umlauts": "Grüße aus Bath, çok güzel",
    "other scripts": "waan ku caawin karaa · مرحبا · 你好",
    "emoji": "done 👩‍👩‍👧 🎉",
    "a long line": "word " * 400 + "end",
    "a long word": "x" * 5_000,
    "a dot alone": "before\n.\nafter",
    "dots at the start": ".one\n..two\n.",
    "a line like a header": "Bcc: fox.invented@example.org\n\nFrom here on",
    "a line like the old mail format": "From here\n>From there",
    "equals signs": "a=3D b=\nc =?utf-8?q?d?=",
    "spaces at the end": "one  \ntwo\t\nthree",
    "an empty line between": "one\n\n\ntwo",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_a_body_arrives_whole_in_lines_that_every_server_takes(text: str) -> None:
    async with serving() as box:
        await plainly(box.port).send(TO_OFFICER, notice(body=text))
        (letter,) = box.letters
    assert letter.body == f"{text}\n"
    assert letter.raw.isascii()
    assert max(len(line) for line in letter.raw.split(b"\r\n")) <= 76


LONG = "It has been two weeks since anybody looked at this, and the young person is waiting for an answer"
SHAPES: dict[str, tuple[Message, str, str]] = {
    "no heading: the first line, and all of it": (Message((block("One\nTwo"), block("Three"))), "One", "One\nTwo\n\nThree\n"),
    "a long first line is cut": (Message((block(LONG),)), f"{LONG[:77]}…", f"{LONG}\n"),
    "only the first heading is the subject": (
        Message((block("Before"), block("One", BlockKind.HEADING), block("Two", BlockKind.HEADING))),
        "One",
        "Before\n\nTwo\n",
    ),
    "an empty heading is none": (Message((block(" ", BlockKind.HEADING), block("One"))), "One", " \n\nOne\n"),
    "only a heading": (Message((block("One", BlockKind.HEADING),)), "One", "\n"),
    "list items are marked": (Message((block("One", BlockKind.HEADING), block("two", BlockKind.BULLET))), "One", "• two\n"),
    "links of buttons are lines, other buttons are left out": (
        notice(
            "One", "Two", Button("Open it", url="https://example.org/a?b=c&d=é"), Button("Later", "later"), Button("Help", url="tg://x")
        ),
        "One",
        "Two\n\nOpen it: https://example.org/a?b=c&d=é\nHelp: tg://x\n",
    ),
    "a heading is not cut, whatever its letters": (notice(f"„{LONG}“ 🎉"), f"„{LONG}“ 🎉", "Please look.\n"),
}


@pytest.mark.parametrize(("message", "subject", "body"), SHAPES.values(), ids=SHAPES)
async def test_what_becomes_subject_and_body(message: Message, subject: str, body: str) -> None:
    async with serving() as box:
        await plainly(box.port).send(TO_OFFICER, message)
        (letter,) = box.letters
    assert letter.read["Subject"] == subject
    assert letter.body == body


@pytest.mark.parametrize("outbound", [LeaveGroup(), HideChat(("1",))])
async def test_what_only_chats_can_do_is_passed_over(outbound: Outbound) -> None:
    async with serving() as box:
        await plainly(box.port).send(TO_OFFICER, outbound)
        assert box.letters == []


async def test_a_message_without_words_is_refused() -> None:
    async with serving() as box:
        with pytest.raises(RefusedError):
            await plainly(box.port).send(TO_OFFICER, Message((block(" \n"),)))
        assert box.letters == []


ECHO = f"<{OFFICER}> said Please look. in Something new"
ANSWERS: dict[str, tuple[Mapping[str, str], type[DeliveryError], str]] = {
    "greylisted": ({"RCPT": f"450 4.2.0 {ECHO}"}, TryLaterError, "recipient: 450 4.2.0"),
    "a full mailbox for now": ({"DATA": f"452 4.2.2 {ECHO}"}, TryLaterError, "data: 452 4.2.2"),
    "a fault over there": ({"DATA": f"451 {ECHO}"}, TryLaterError, "data: 451"),
    "the server goes down": ({"MAIL": f"421 4.3.2 {ECHO}"}, TryLaterError, "sender: 421 4.3.2"),
    "the server goes down later": ({"DATA": f"421 {ECHO}"}, TryLaterError, "data: 421"),
    "nobody of that name": ({"RCPT": f"550 5.1.1 {ECHO}"}, RefusedError, "recipient: 550 5.1.1"),
    "a full mailbox": ({"RCPT": f"552 {ECHO}"}, RefusedError, "recipient: 552"),
    "too large": ({"DATA": f"552 5.3.4 {ECHO}"}, RefusedError, "data: 552 5.3.4"),
    "taken for spam": ({"DATA": f"554-5.7.1 {ECHO}\r\n554 5.7.1 {ECHO}"}, RefusedError, "data: 554 5.7.1"),
    "the sender is not ours": ({"MAIL": f"550 5.7.1 {ECHO}"}, TryLaterError, CHECK_SENDER),
    "it wants a login": ({"MAIL": f"530 5.7.0 {ECHO}"}, TryLaterError, CHECK_LOGIN),
    "it wants a login later": ({"RCPT": f"530 5.7.1 {ECHO}"}, TryLaterError, CHECK_LOGIN),
    "no code at all": ({"RCPT": ECHO}, TryLaterError, "recipient: -1"),
}


@pytest.mark.parametrize(("answers", "kind", "reason"), ANSWERS.values(), ids=ANSWERS)
async def test_what_an_answer_means(answers: Mapping[str, str], kind: type[DeliveryError], reason: str) -> None:
    async with serving(answers) as box:
        error = await failure(plainly(box.port))
        assert box.letters == []
    assert (type(error), str(error)) == (kind, reason)
    assert_silent(error)


async def failure(channel: EmailChannel, message: Message | None = None, address: str = OFFICER) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(Conversation("email", address), message or notice())
    return caught.value


def assert_silent(error: DeliveryError) -> None:
    """Nothing of the message, the address or the password is in the error, nor in anything that would be printed with it."""
    printed = "".join(traceback.format_exception(error)) + repr(error.args)
    assert not any(word in printed for word in ("otter", "Please", "Something", PASSWORD))


SCRIPTS: dict[str, tuple[str, Mapping[str, str | None], str]] = {
    "closed for now": ("421 busy", {}, "connect: 421"),
    "closed for good": ("554 5.3.2 no service", {}, "connect: 554 5.3.2"),
    "something that is no mail server": ("HTTP/1.1 400 Bad Request", {}, "connect: -1"),
    "it will not be greeted": ("220 hi", {"EHLO": "504 no", "HELO": "504 no"}, "sender: 504"),
    "gone before the sender": ("220 hi", {"MAIL": None}, "sender: SMTPServerDisconnected"),
    "gone before the words": ("220 hi", {"DATA": None}, "data: SMTPServerDisconnected"),
    "gone among the words": ("220 hi", {"DATA": "354 go on", ".": None}, "data: SMTPServerDisconnected"),
    "an endless answer": ("220 hi", {"RCPT": "250-" + "x" * 40_000}, "recipient: -1"),
}


@pytest.mark.parametrize(("greeting", "answers", "reason"), SCRIPTS.values(), ids=SCRIPTS)
async def test_a_server_in_trouble_is_tried_again(greeting: str, answers: Mapping[str, str | None], reason: str) -> None:
    async with playing(greeting, answers) as server:
        error = await failure(plainly(server.port))
    assert isinstance(error, TryLaterError)
    assert str(error).partition(" (")[0] == reason


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    async with playing("220 hi", {}) as server:
        pass
    error = await failure(plainly(server.port))
    assert isinstance(error, TryLaterError)
    assert str(error) == "connect: SMTPConnectError (ConnectionRefusedError)"


SILENT: dict[str, tuple[str, Mapping[str, str | None]]] = {
    "from the start": ("", {}),
    "when greeted": ("220 hi", {"EHLO": ""}),
    "after the words": ("220 hi", {"DATA": "354 go on", ".": ""}),
}


@pytest.mark.parametrize(("greeting", "answers"), SILENT.values(), ids=SILENT)
async def test_a_server_that_never_answers_is_hung_up_on_and_tried_again(greeting: str, answers: Mapping[str, str | None]) -> None:
    async with playing(greeting, answers) as server:
        error = await failure(plainly(server.port, SHORT))
        async with asyncio.timeout(10):
            await server.over.wait()
    assert isinstance(error, TryLaterError)
    assert str(error) == "no answer in time"


@pytest.mark.parametrize("goodbye", ["", None, "500 what?", "421 gone"], ids=["silence", "hangs up", "500", "421"])
async def test_a_message_that_was_taken_has_arrived_however_the_server_parts(monkeypatch: pytest.MonkeyPatch, goodbye: str | None) -> None:
    monkeypatch.setattr(email, "_GOODBYE", SHORT)
    async with playing("220 hi", {"DATA": "354 go on", "QUIT": goodbye}) as server:
        await plainly(server.port).send(TO_OFFICER, notice())
        assert server.heard[-1] == "QUIT"


async def test_starttls_encrypts_before_the_login(tls: Certificate) -> None:
    async with serving(starttls=tls.server, login=True) as box:
        await EmailChannel(HOST, box.port, SENDER, user=USER, password=PASSWORD, tls_context=tls.client).send(TO_OFFICER, notice())
        (letter,) = box.letters
    assert (letter.encrypted, letter.user) == (True, USER)


async def test_tls_encrypts_from_the_start(tls: Certificate) -> None:
    async with serving(tls=tls.server) as box:
        await EmailChannel(HOST, box.port, SENDER, security="tls", tls_context=tls.client).send(TO_OFFICER, notice())
        assert len(box.letters) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tls: Certificate, security: email.Security) -> None:
    async with serving(starttls=tls.server) if security == "starttls" else serving(tls=tls.server) as box:
        error = await failure(EmailChannel(HOST, box.port, SENDER, security=security))
        assert box.letters == []
    assert isinstance(error, TryLaterError)
    assert str(error) == CHECK_SECURITY


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_that_cannot_encrypt_gets_nothing(security: email.Security) -> None:
    async with serving() as box:
        error = await failure(EmailChannel(HOST, box.port, SENDER, security=security))
        assert box.letters == []
    assert isinstance(error, TryLaterError)
    assert str(error) == CHECK_SECURITY


@pytest.mark.parametrize(("user", "password"), [(USER, "wrong"), ("fox", PASSWORD), (USER, None), (None, None), ("füchsin", "schlüssel")])
async def test_a_login_that_is_refused_names_the_settings(tls: Certificate, user: str | None, password: str | None) -> None:
    async with serving(starttls=tls.server, login=True) as box:
        error = await failure(EmailChannel(HOST, box.port, SENDER, user=user, password=password, tls_context=tls.client))
        assert box.letters == []
    assert isinstance(error, TryLaterError)
    assert str(error) == CHECK_LOGIN
    assert_silent(error)


LOGINS: dict[str, tuple[Mapping[str, str | None], str]] = {
    "refused for good": ({"AUTH": "535 5.7.8 no"}, CHECK_LOGIN),
    "not now": ({"AUTH": "454 4.7.0 later"}, "log in: 454 4.7.0"),
    "gone": ({"AUTH": None}, "log in: SMTPServerDisconnected"),
    "will not be greeted": ({"EHLO": "504 no", "HELO": "504 no"}, "log in: 504"),
}


@pytest.mark.parametrize(("answers", "reason"), LOGINS.values(), ids=LOGINS)
async def test_only_a_login_that_is_refused_for_good_blames_the_settings(answers: Mapping[str, str | None], reason: str) -> None:
    async with playing("220 hi", {"EHLO": "250-hi\r\n250 AUTH PLAIN", **answers}) as server:
        error = await failure(EmailChannel(HOST, server.port, SENDER, user=USER, password=PASSWORD, security="none"))
    assert isinstance(error, TryLaterError)
    assert str(error) == reason


async def test_a_server_without_a_login_names_the_settings() -> None:
    async with serving() as box:
        error = await failure(EmailChannel(HOST, box.port, SENDER, user=USER, password=PASSWORD, security="none"))
    assert str(error) == CHECK_LOGIN


ODD_ADDRESSES = [
    "",
    "otter",
    "otter@",
    "@example.org",
    ".otter@example.org",
    "ot..ter@example.org",
    "otter@example..org",
    "otter@example.org\nBcc: fox@example.org",
    "otter@example.org\r\nRCPT TO:<fox@example.org>",
    "otter@example.org\n",
    "otter@example.org,fox@example.org",
    "otter@example.org fox@example.org",
    "Otter <otter@example.org>",
    "otter@example.org> SIZE=1",
    '"ot ter"@example.org',
    "otter(fox)@example.org",
    "=?utf-8?q?otter=0ABcc:fox?=@example.org",
    "ötter@example.org",
    "otter@exämple.org",
    "otter@example.org\x00",
]


@pytest.mark.parametrize("address", ODD_ADDRESSES)
async def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    async with serving() as box:
        error = await failure(plainly(box.port), address=address)
        assert box.letters == []
    assert isinstance(error, RefusedError)
    assert_silent(error)


@pytest.mark.parametrize("address", ["", "heard", "Heard <heard@example.org>", "heard@example.org\nBcc: fox@example.org"])
def test_a_sender_that_is_no_address_names_the_setting(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^HEARD_MAIL_FROM [^\n]+$"):
        EmailChannel(HOST, 25, address)


ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.text('otr@.-"<>,: \r\n\t=?()\\é\u2028', max_size=40),
    st.builds("{}{}".format, st.emails(), st.sampled_from(["", "\n", "\r\nBcc: fox@example.org", " ", "\x0b", "\u2028"])),
)


@settings(max_examples=150, deadline=None)
@given(address=ADDRESSES)
async def test_no_address_becomes_a_header_or_a_second_recipient(address: str) -> None:
    async with serving() as box:
        try:
            await plainly(box.port).send(Conversation("email", address), notice())
        except RefusedError as error:
            assert_silent(error)
            assert box.letters == []
        else:
            (letter,) = box.letters
            assert letter.recipients == [address]
            assert sorted(letter.read.keys()) == HEADERS
            assert letter.read["To"] == address


HIDDEN = "=?utf-8?q?hello=0ABcc:_fox=40example.org?="
SUBJECTS = st.one_of(st.text(min_size=1, max_size=120), st.text("ab :=?_q\r\n\t\x0b\x0c\x1c\x85\u2028é🎉", min_size=1, max_size=120))


@settings(max_examples=200, deadline=None)
@given(subject=SUBJECTS)
@example("hello\nBcc: fox@example.org")
@example("hello\r\n\r\nAnother body")
@example("hello\rBcc: fox@example.org")
@example(HIDDEN)
@example(f"a {HIDDEN} b")
@example("hello\x0bBcc: fox@example.org")
@example("hello\u2028Bcc: fox@example.org")
@example("lone \ud800 surrogate")
@example("lone \udc8a surrogate")
async def test_no_subject_becomes_a_header_or_the_body(subject: str) -> None:
    assume(subject.strip())
    async with serving() as box:
        message = Message((block(subject, BlockKind.HEADING), block("Please look.")))
        try:
            await plainly(box.port).send(TO_OFFICER, message)
        except RefusedError as error:
            assert_silent(error)
            assert box.letters == []
        else:
            (letter,) = box.letters
            assert sorted(letter.read.keys()) == HEADERS
            assert letter.body == "Please look.\n"
            # Python 3.11 drops some spaces where it folds.
            assert "".join(letter.read["Subject"].split()) == "".join(subject.split())


@pytest.mark.parametrize("subject", ["hello\nBcc: fox@example.org", "hello\r\nthere", HIDDEN])
async def test_a_subject_with_a_line_break_is_refused(subject: str) -> None:
    error = await failure(plainly(1), notice(subject))
    assert isinstance(error, RefusedError)
    assert "hello" not in "".join(traceback.format_exception(error))
