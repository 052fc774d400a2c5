"""`python -m bot.workshop.telegram_double [--port N] [--while-stdin-open]`: serve, and say where on the first line."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys

from bot.workshop.telegram_double.server import serve


def _listen(port: int) -> socket.socket:
    # Named as TCP: asyncio sends small answers at once only where it sees the protocol, and 40 ms late where it does not.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(1024)
    listening.setblocking(False)
    return listening


async def _main(port: int, while_stdin_open: bool) -> None:
    listening = _listen(port)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/bot", flush=True)
    stop = asyncio.Event()
    if while_stdin_open:  # the test that started us is gone, or has closed its end
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    await serve(listening, stop)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.workshop.telegram_double", description="A Bot API server for tests.")
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1 (default: any free port)")
    parser.add_argument("--while-stdin-open", action="store_true", help="stop when standard input is closed")
    asked = parser.parse_args()
    asyncio.run(_main(asked.port, asked.while_stdin_open))


if __name__ == "__main__":
    main()
