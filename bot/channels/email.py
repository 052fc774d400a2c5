"""E-mail as a channel, for what officers are told: one message, one connection to the council's own mail server."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from enum import StrEnum
from typing import Literal

from aiosmtplib import SMTP, SMTPDataError, SMTPHeloError, SMTPRecipientRefused, SMTPResponseException, SMTPSenderRefused

from bot.errors import DeliveryError, RefusedError, SettingsError, TryLaterError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Outbound, plain

Security = Literal["starttls", "tls", "none"]

CHECK_LOGIN = "the mail server refuses the login: check HEARD_SMTP_USER and HEARD_SMTP_PASSWORD"
CHECK_SECURITY = "no safe connection to the mail server: check HEARD_SMTP_SECURITY, HEARD_SMTP_HOST and HEARD_SMTP_PORT"
CHECK_SENDER = "the mail server refuses the sender: check HEARD_MAIL_FROM"

_LETTERS = policy.SMTP.clone(max_line_length=76)
"""No line is longer than quoted-printable allows; with that every letter is ASCII, which every server takes."""
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+", re.IGNORECASE | re.ASCII)
"""The look of a mail address in practice; the rarer forms (quotes, comments, other scripts) are where injections hide."""
_DETAIL = re.compile(r"\d\.\d{1,3}\.\d{1,3}\b")
"""The finer code (RFC 3463) with which a server may begin what it says."""
_LOGIN_WANTED = (530, 534, 535, 538)
_SUBJECT = 78
_GOODBYE = timedelta(seconds=5)


class _Step(StrEnum):
    """Where in the exchange with the server something failed."""

    CONNECT = "connect"
    ENCRYPT = "encrypt"
    LOG_IN = "log in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"


class EmailChannel:
    """E-mail through one server, from one address. `timeout` is for a whole message; nothing is sent before the first call."""

    name = "email"

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        *,
        user: str | None = None,
        password: str | None = None,
        security: Security = "starttls",
        timeout: timedelta = timedelta(seconds=30),
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        try:
            self._sender = _address(sender)
        except ValueError:
            raise SettingsError("HEARD_MAIL_FROM is no mail address: write it like heard@example.org, without a name") from None
        self._server = (host, port)
        self._login = (user, password or "") if user else None
        self._security = security
        self._timeout = timeout.total_seconds()
        self._tls_context = tls_context

    async def send(self, conversation: Conversation, outbound: Outbound) -> None:
        """Send one message; the conversation's address is a mail address. There is nothing else that e-mail can do.

        Raises:
            TryLaterError: it may work later, perhaps once somebody has mended the settings that it names.
            RefusedError: the server will never take it, or it cannot be written as an e-mail.
        """
        if not isinstance(outbound, Message):
            return
        letter = _letter(self._sender, conversation.address, outbound)
        client = self._client()
        try:
            await self._deliver(client, conversation.address, letter)
            await _say_goodbye(client)
        finally:
            client.close()

    def _client(self) -> SMTP:
        host, port = self._server
        return SMTP(
            hostname=host,
            port=port,
            local_hostname=self._sender.domain,  # the machine's own name is nobody's business, and looking it up takes time
            timeout=None,  # one clock for the whole exchange
            use_tls=self._security == "tls",
            start_tls=False,
            tls_context=self._tls_context,
        )

    async def _deliver(self, client: SMTP, address: str, letter: bytes) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await self._open(client)
                await _attempt(_Step.SENDER, client.mail(self._sender.addr_spec))
                await _attempt(_Step.RECIPIENT, client.rcpt(address))
                await _attempt(_Step.DATA, client.data(letter))
        except TimeoutError:
            raise TryLaterError("no answer in time") from None

    async def _open(self, client: SMTP) -> None:
        await _attempt(_Step.CONNECT, client.connect())
        if self._security == "starttls":
            await _attempt(_Step.ENCRYPT, client.starttls())
        if self._login:
            await _attempt(_Step.LOG_IN, client.login(*self._login))


async def _say_goodbye(client: SMTP) -> None:
    """Say goodbye. The message has been taken, and nothing that happens now may make it go a second time."""
    with suppress(Exception):
        await client.quit(timeout=_GOODBYE.total_seconds())


async def _attempt(step: _Step, call: Awaitable[object]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a broken answer, the message must not be lost
        raise _translated(step, error) from None


def _translated(step: _Step, error: Exception) -> DeliveryError:
    """The meaning of a failure for the sender. Nothing that the server said is passed on but its codes: it may repeat an address or words."""
    code = error.code if isinstance(error, SMTPResponseException) else None
    lasting = code is not None and 500 <= code < 600
    if isinstance(error.__cause__ or error, ssl.SSLError) or (step is _Step.ENCRYPT and _settings_are_wrong(error)):
        return TryLaterError(CHECK_SECURITY)
    if code in _LOGIN_WANTED or (step is _Step.LOG_IN and _settings_are_wrong(error)):
        return TryLaterError(CHECK_LOGIN)
    if lasting and isinstance(error, SMTPSenderRefused):
        return TryLaterError(CHECK_SENDER)
    if lasting and isinstance(error, SMTPRecipientRefused | SMTPDataError):
        return RefusedError(_reason(step, error))
    return TryLaterError(_reason(step, error))


def _settings_are_wrong(error: Exception) -> bool:
    """True if the settings are to blame: it is no lost connection, no answer that asks to wait, no server that will not be greeted."""
    waits = isinstance(error, SMTPResponseException) and 400 <= error.code < 500
    return not waits and not isinstance(error, ConnectionError | TimeoutError | SMTPHeloError)


def _reason(step: _Step, error: Exception) -> str:
    """A failure as a short code: what the server's answer is numbered, else the kind of error; and at which step."""
    if isinstance(error, SMTPResponseException):
        detail = _DETAIL.match(error.message)
        return f"{step}: {error.code} {detail.group() if detail else ''}".rstrip()
    cause = f" ({type(error.__cause__).__name__})" if error.__cause__ else ""
    return f"{step}: {type(error).__name__}{cause}"


def _letter(sender: Address, recipient: str, message: Message) -> bytes:
    """The message as it goes to the server.

    Raises:
        RefusedError: it cannot be written as an e-mail.
    """
    if not message.text.strip():
        raise RefusedError("a message without words")
    try:
        to = _address(recipient)
    except ValueError:
        raise RefusedError("not a mail address") from None
    try:
        return _written(sender, to, *_parts(message))
    except Exception as error:  # noqa: BLE001 - the standard library trips over odd text in many ways, and its errors may hold the text
        raise RefusedError(f"cannot be written as an e-mail: {type(error).__name__}") from None


def _written(sender: Address, to: Address, subject: str, body: str) -> bytes:
    letter = EmailMessage(policy=_LETTERS)
    letter["From"] = sender
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = datetime.now(UTC)
    # New each time: two notices with the same words are two notices, and a mail server drops what bears an id it has seen.
    letter["Message-ID"] = make_msgid(domain=sender.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body, cte="quoted-printable")
    # The policy refuses line breaks in a header, but decodes what looks like an encoded word (=?utf-8?q?…?=) and may hide one.
    if letter["Subject"] != subject:
        raise ValueError("a subject with another one inside")
    return letter.as_bytes()


def _parts(message: Message) -> tuple[str, str]:
    """Subject and body: the first heading and all the rest, or else the first line and everything."""
    heading = next((block for block in message.blocks if block.kind is BlockKind.HEADING and block.text.strip()), None)
    subject = heading.text.strip() if heading else _first_line(message.text)
    return subject, _body([block for block in message.blocks if block is not heading], message)


def _body(blocks: list[Block], message: Message) -> str:
    links = [f"{button.label}: {button.url}" for row in message.buttons for button in row if button.url]
    return "\n\n".join(part for part in (plain(blocks), "\n".join(links)) if part)


def _first_line(text: str) -> str:
    line = " ".join(text.strip().splitlines()[0].split())
    return line if len(line) <= _SUBJECT else f"{line[: _SUBJECT - 1].rstrip()}…"


def _address(text: str) -> Address:
    """A mail address, read.

    Raises:
        ValueError: it is none.
    """
    if not _ADDRESS.fullmatch(text):
        raise ValueError("not a mail address")
    try:
        return Address(addr_spec=text)
    except Exception:  # noqa: BLE001 - the standard library trips over odd addresses in many ways
        raise ValueError("not a mail address") from None
