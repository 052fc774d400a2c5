"""A mail server on this machine for tests: a real one that can be told what to answer, and one that only plays a script."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "heard", "plainly-invented"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it arrived."""

    greeted_as: str
    sender: str
    recipients: Sequence[str]
    raw: bytes
    encrypted: bool
    user: str | None

    @property
    def read(self) -> EmailMessage:
        message = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def body(self) -> str:
        text: str = self.read.get_content()
        return text.replace("\r\n", "\n")


@dataclass(slots=True)
class Postbox:
    """What has arrived, and what is answered at a step instead of taking it."""

    answers: Mapping[str, str] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.content, bytes)
        login: Any = session.auth_data
        user = login.login.decode() if login else None
        letter = Letter(
            session.host_name or "", envelope.mail_from or "", envelope.rcpt_tos, envelope.content, session.ssl is not None, user
        )
        self.letters.append(letter)
        return "250 OK"


def _login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False, auth_data=data)


@asynccontextmanager
async def serving(
    answers: Mapping[str, str] | None = None,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> AsyncIterator[Postbox]:
    """A real server on a free port, in this loop."""
    loop = asyncio.get_running_loop()
    box = Postbox(answers or {})

    def conversation() -> SMTP:
        return SMTP(
            box,
            hostname="mail.example.org",
            loop=loop,
            tls_context=starttls,
            auth_required=login,
            auth_require_tls=starttls is not None,
            authenticator=_login,
            auth_exclude_mechanism=() if login else ("LOGIN", "PLAIN"),
        )

    server = await loop.create_server(conversation, HOST, 0, ssl=tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


@dataclass(slots=True)
class Play:
    """What a server that plays a script has heard; `over` is set when a client has hung up or was hung up on."""

    port: int = 0
    heard: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def playing(greeting: str, answers: Mapping[str, str | None]) -> AsyncIterator[Play]:
    """A server that plays a script.

    It says what is written for each command, nothing for "" and 250 where nothing is written; None hangs up. "." is the end of the words.
    """
    play = Play()
    open_now: dict[asyncio.StreamWriter, asyncio.Task[None] | None] = {}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now[writer] = asyncio.current_task()
        said: str | None = greeting
        while said is not None:
            await _say(writer, said)
            command = await _command(reader, words=said.startswith("354"))
            play.heard.append(command)
            said = answers.get(command, "250 OK") if command else None
        play.over.set()
        writer.close()

    server = await asyncio.start_server(talk, HOST, 0)
    play.port = server.sockets[0].getsockname()[1]
    try:
        yield play
    finally:
        server.close()
        for writer in open_now:
            writer.close()
        await asyncio.gather(*filter(None, open_now.values()))


async def _command(reader: asyncio.StreamReader, *, words: bool) -> str:
    """The next command without what stands after it, or the end of the words; empty where the client is gone."""
    while line := (await reader.readline()).decode():
        if line == ".\r\n" or not words:
            return line.split()[0]
    return ""


async def _say(writer: asyncio.StreamWriter, line: str) -> None:
    if line:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-made certificate: how the server shows it, and how a client comes to trust it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certificate(folder: Path) -> Certificate:
    """A new one for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = made.public_bytes(Encoding.PEM)
    file = folder / "mail.pem"
    file.write_bytes(shown + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return Certificate(server, ssl.create_default_context(cadata=shown.decode()))
