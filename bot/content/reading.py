"""Content files read into text, whatever lies there: a pipe, an endless device, gigabytes. Each is an error at once, and nothing waits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

ENCODING = "utf-8-sig"
"""UTF-8, with the invisible mark in front that some editors set."""
LARGEST = 1_000_000
"""Bytes of one file: four times as many as the largest has."""

_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFDIR: "a folder"}


def content_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a content file.

    Raises:
        OSError: it is none, or cannot be read; `strerror` says why.
        UnicodeDecodeError: it is no UTF-8.
    """
    return content_bytes(path, largest).decode(ENCODING).replace("\r\n", "\n").replace("\r", "\n")


def content_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """What stands in a content file. Raises as `content_text`."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))  # a pipe would wait for its other end
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(0, f"it is {_KINDS.get(stat.S_IFMT(about.st_mode), 'something else')}, and no file of words")
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(0, f"it is larger than {largest:,} bytes")
    return content
