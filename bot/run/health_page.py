"""The health page, for whoever watches over the service: green, amber or red, and which part."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.errors import SettingsError
from bot.run.overview import Overview

log = structlog.get_logger()


def health_page(overview: Overview) -> Starlette:
    """`GET /health`: 503 where something is red, else 200."""

    async def show(request: Request) -> JSONResponse:
        now = await overview.now()
        return JSONResponse(now, status_code=503 if now["status"] == "red" else 200)

    return Starlette(routes=[Route("/health", show)])


async def serve(listening: socket.socket, overview: Overview) -> None:
    """Serve the health page until SIGINT or SIGTERM."""
    host, port = listening.getsockname()[:2]
    log.info("health.page", address=f"http://{f'[{host}]' if ':' in host else host}:{port}/health")
    config = uvicorn.Config(health_page(overview), log_level="warning", access_log=False, lifespan="off")
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    told = asyncio.create_task(wait_for_signal())
    await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    told.cancel()
    await serving


class _Server(uvicorn.Server):
    """uvicorn without its own handling of signals, which ends the process before the sender has finished."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening_socket(host: str, port: int) -> socket.socket:
    """The port, or any free one where it is taken: people must be answered even then.

    Raises:
        SettingsError: nobody can listen at that host.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, proto=socket.IPPROTO_TCP)  # named, or asyncio leaves small answers waiting (Nagle)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        log.warning("health.port_taken", port=port, why=error.strerror, mend="set HEARD_PORT to a free one")
        _bind_anywhere(listening, host)
    listening.listen()  # from here on whoever asks waits, instead of being refused until the server has begun
    return listening


def _bind_anywhere(listening: socket.socket, host: str) -> None:
    try:
        listening.bind((host, 0))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"HEARD_HOST: nobody can listen at {host} ({error.strerror}). Use 127.0.0.1, or 0.0.0.0 for everywhere"
        ) from None


async def wait_for_signal() -> None:
    """Wait for SIGINT or SIGTERM."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    await told.wait()
