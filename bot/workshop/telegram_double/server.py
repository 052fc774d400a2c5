"""The server: Bot API calls on a short path of their own, since benchmarks run through it; everything else through Starlette."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.workshop.telegram_double.control import World, control
from bot.workshop.telegram_double.faults import Fault
from bot.workshop.telegram_double.methods import METHODS, chat_id, download, get_updates
from bot.workshop.telegram_double.refusal import Refusal, bad_request

Json = dict[str, Any]
CALL = re.compile(r"/bot(?P<token>\d+:[\w-]+)/(?P<method>\w+)")
FILE = re.compile(r"/file/bot\d+:[\w-]+/(?P<path>.+)")
DOWNLOAD = "file"
"""The name of a download among the calls, and where a fault is ordered."""
JSON_TYPE = b"application/json"
FILE_TYPE = b"application/octet-stream"
OPEN: dict[tuple[str, int], asyncio.Transport] = {}
"""Open connections by the caller's address, so that one can be cut."""


class CuttableProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with a way to its connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn itself
        super().connection_made(transport)
        if self.client is not None:
            OPEN[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            OPEN.pop(self.client, None)
        super().connection_lost(exc)


class TelegramDouble:
    """The ASGI application."""

    def __init__(self) -> None:
        self.world = World()
        self._control = control(self.world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"].startswith("/control/"):
            await self._control(scope, receive, send)
            return
        body = await _body(receive)
        if call := CALL.fullmatch(scope["path"]):
            await self._call(call["method"], scope, body, receive, send)
        elif file := FILE.fullmatch(scope["path"]):
            await self._call(DOWNLOAD, scope, urlencode({"file_path": file["path"]}).encode(), receive, send)
        else:
            await _answer(send, 404, _dumped(Refusal(404, "Not Found").body()))

    async def _call(self, method: str, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        code, payload, media_type = 200, b"", JSON_TYPE
        fault = None
        try:
            params = _params(scope, body)
            fault = self.world.state.faults.take(method, chat_id(params))
            await _go_wrong_before(fault, scope, receive)
            result = await self._result(method, params, receive)
            payload, media_type = (result, FILE_TYPE) if isinstance(result, bytes) else (_dumped({"ok": True, "result": result}), JSON_TYPE)
        except Cut:
            return
        except Refusal as refusal:
            code, payload = refusal.code, _dumped(refusal.body())
        if fault is not None and fault.kind == "delay-after":
            await _late(fault.seconds, receive)
        if fault is not None and fault.kind == "drop-after":
            await _cut(scope, receive)
        elif fault is not None and fault.kind == "page":
            await _answer(send, fault.code, fault.page.encode(), b"text/html")
        else:
            await _answer(send, code, payload, media_type)

    async def _result(self, method: str, params: Json, receive: Receive) -> object:
        state = self.world.state
        state.calls.append((method, params))
        state.changed()
        if method.lower() == "getupdates":
            return await _unless_gone(get_updates(state, params), receive)
        if method == DOWNLOAD:
            return download(state, params)
        known = METHODS.get(method.lower())
        if known is None:
            raise Refusal(404, "Not Found")
        return known(state, params)


class Cut(Exception):  # noqa: N818 - nothing is wrong: it went as ordered
    """The connection is gone, and nobody hears an answer."""


async def _unless_gone(answering: Coroutine[Any, Any, object], receive: Receive) -> object:
    """The answer, unless the caller hangs up first: what nobody hears must not be handed out."""
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_gone(receive))
    await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not answer.done():
        answer.cancel()
        raise Cut
    return answer.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _late(seconds: float, receive: Receive) -> None:
    """That much time, or until nobody listens any more."""
    gone = asyncio.ensure_future(_gone(receive))
    await asyncio.wait({gone}, timeout=seconds)
    gone.cancel()


async def _go_wrong_before(fault: Fault | None, scope: Scope, receive: Receive) -> None:
    match fault:
        case Fault(kind="delay-before", seconds=seconds):
            await asyncio.sleep(seconds)
        case Fault(kind="drop-before"):
            await _cut(scope, receive)
            raise Cut
        case Fault(kind="page"):
            raise Refusal(fault.code, fault.description)
        case Fault(kind="refuse", retry_after=int(seconds)):
            raise Refusal(fault.code, fault.description, retry_after=seconds)
        case Fault(kind="refuse"):
            raise Refusal(fault.code, fault.description)


async def _cut(scope: Scope, receive: Receive) -> None:
    if connection := OPEN.get(scope["client"]):  # whoever called may have been killed meanwhile
        connection.abort()
    await _gone(receive)


def _params(scope: Scope, body: bytes) -> Json:
    """The content of the call: from the address, a form or JSON."""
    try:
        params: Json = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True, errors="strict"))
        if not body:
            return params
        if JSON_TYPE in dict(scope["headers"]).get(b"content-type", b""):
            return {**params, **json.loads(body)}
        return params | dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse the request") from None


async def _body(receive: Receive) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body


def _dumped(answer: Json) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()


async def _answer(send: Send, code: int, body: bytes, media_type: bytes = JSON_TYPE) -> None:
    headers = [(b"content-type", media_type), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def serve(listening: socket.socket, stop: asyncio.Event) -> None:
    """Serve on a socket that already listens, until told to stop."""
    server = uvicorn.Server(
        uvicorn.Config(
            TelegramDouble(),
            http=CuttableProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            timeout_keep_alive=600,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving
