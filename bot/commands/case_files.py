"""Files that people sent, out of quarantine: written for a lead for files, and never looked into.

What they are called and how they end comes from the case and from their kind alone, never from whoever sent them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bot.errors import DeliveryError, QuestionError, RefusedError, TryLaterError
from bot.model.inbound import Attachment
from bot.model.ports import FileSource
from bot.model.session import FileReference

ENDINGS = {Attachment.VOICE: "oga", Attachment.PHOTO: "jpg", Attachment.VIDEO: "mp4"}
OTHER = "bin"
LIES_THERE = "Something lies there already, and it was not fetched again: "
BEFORE_YOU_LOOK = """\
Nobody has checked these files, for viruses either. Forward them to nobody. Heard does not delete them: do it when they are where they must be kept.
If one is a naked or sexual picture of a child: stop, do not copy it or show it to anybody. Ring the police and follow your safeguarding procedure."""


def prepared(folder: Path) -> Path:
    """A folder that can be written into: made for its owner alone, where it is not there.

    Raises:
        QuestionError: it cannot be.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise QuestionError(f"--to {folder}: {error.strerror}. Nothing was done") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise QuestionError(f"--to {folder}: nothing can be written there. Nothing was done")
    return folder


async def take_out(source: FileSource, files: Sequence[FileReference], folder: Path, number: str) -> None:
    """Write the files of a case into a folder, and say where each lies. What lies there already stays as it is.

    Raises:
        QuestionError: some are not there at the end; why has been said.
    """
    paths = [folder / f"{number}-{place}.{ENDINGS.get(file.kind, OTHER)}" for place, file in enumerate(files, start=1)]
    there = [await _taken_out(source, file, path) for file, path in zip(files, paths, strict=True)]
    if any(there):
        print(BEFORE_YOU_LOOK)
    if not all(there):
        raise QuestionError(f"{there.count(False)} of {len(there)} files could not be fetched")


async def _taken_out(source: FileSource, file: FileReference, path: Path) -> bool:
    """True if it lies there now."""
    try:
        _refuse_taken(path)  # before it is fetched for nothing
        _write(path, await _content(source, file))
    except FileExistsError:
        print(f"{LIES_THERE}{path}")
    except DeliveryError as error:
        print(f"{path.name}: {error}. {_what_then(error)}", file=sys.stderr)
        return False
    except OSError as error:
        print(f"{path.name}: it could not be written ({error.strerror})", file=sys.stderr)
        return False
    else:
        print(path)
    return True


async def _content(source: FileSource, file: FileReference) -> bytes:
    if file.channel != source.name:
        raise RefusedError(f"it did not come through {source.name}, and nothing else keeps files")
    return await source.fetch(file.reference)


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError


def _write(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read; whole, or not at all."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException:
        path.unlink()
        raise


def _what_then(error: DeliveryError) -> str:
    if not isinstance(error, TryLaterError):
        return "To try again will not help"
    wait = error.wait or timedelta()
    return f"Try again in {wait.total_seconds():.0f} seconds" if wait else "Try again later"
