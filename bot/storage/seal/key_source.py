"""Where keys come from: the environment, or a file beside the data that only its owner may read."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import structlog
from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from bot.errors import SettingsError

log = structlog.get_logger(__name__)

Keys = Mapping[str, tuple[str, ...]]
"""A council's keys, the newest first: it seals, all of them open."""


def _fits(key: str) -> str:
    Fernet(key)
    return key


_KEYS: TypeAdapter[dict[str, tuple[str, ...]]] = TypeAdapter(
    dict[str, Annotated[tuple[Annotated[str, AfterValidator(_fits)], ...], Field(min_length=1)]]
)
_Stamp = tuple[int, int, int] | None


class KeySource(Protocol):
    """Where a keyring has its keys from. All but `changed` and `age` raise `SettingsError` where that cannot be."""

    name: str
    """As an operator knows it."""

    def read(self) -> Keys:
        """The keys as they are now."""
        ...

    def changed(self) -> bool:
        """True if they may have changed since they were read."""
        ...

    def age(self) -> float:
        """For how many seconds they have been as they are."""
        ...

    def add(self, councils: Collection[str], known: Collection[str]) -> None:
        """See that each council has a key; for those that are known one is never made."""
        ...

    def renew(self, council: str) -> bool:
        """Put a new key in front, unless the last one that was put there is not alone yet; whether one was put."""
        ...

    def drop_old(self, council: str) -> bool:
        """Leave the newest key alone; whether there were others."""
        ...


class EnvironmentKeys:
    """Keys that whoever runs the program hands in, and changes."""

    name = "HEARD_KEYS"

    def __init__(self, given: str) -> None:
        self._keys = _parsed(given, self.name)

    def read(self) -> Keys:
        """The keys that were given."""
        return self._keys

    def changed(self) -> bool:
        """Never, while a process runs."""
        return False

    def age(self) -> float:
        """Older than anything that waits for it."""
        return float("inf")

    def add(self, councils: Collection[str], known: Collection[str]) -> None:
        """Prove that every council has a key."""
        missing = sorted(set(councils) - self._keys.keys())
        if missing:
            raise SettingsError(f"{self.name}: there is no key for {', '.join(missing)}. Add one (docs/operating.md says how)")

    def renew(self, council: str) -> bool:
        """Nothing: the new key stands in front already, or is put there by the operator."""
        return False

    def drop_old(self, council: str) -> bool:
        """Nothing: the operator takes the old key out."""
        return False


class KeyFile:
    """A file of keys, made at the first start. Written whole or not at all, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)
        self._seen: _Stamp = None

    def read(self) -> Keys:
        """The keys in the file.

        Raises:
            SettingsError: it is missing, makes no sense, or others than its owner may look.
        """
        self._seen = self._stamp()
        try:
            with self._path.open(encoding="utf-8") as file:
                rights = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                if rights & 0o077:
                    raise SettingsError(f"others may look into the key file {self.name}. Close it to them: chmod 600 {self.name}")
                return _parsed(file.read(), f"the key file {self.name}")
        except FileNotFoundError:
            raise SettingsError(_lost(self.name, ["every council"])) from None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the key file {self.name} cannot be read: {_reason(error)}") from None

    def changed(self) -> bool:
        """True if it is another file, or has been written, since it was read."""
        return self._stamp() != self._seen

    def age(self) -> float:
        """Seconds since it was written."""
        return time.time() - self._path.stat().st_mtime

    def add(self, councils: Collection[str], known: Collection[str]) -> None:
        """Make the keys that are missing.

        Raises:
            SettingsError: a key is missing for one of those known, or the file cannot be used.
        """
        has = self.read().keys() if self._path.exists() else set[str]()
        if set(councils) <= has:
            return

        def added(keys: Keys) -> Keys:
            lost = sorted(set(known) - keys.keys())
            if lost:
                raise SettingsError(_lost(self.name, lost))
            return {**keys, **{council: (_new(),) for council in sorted(councils) if council not in keys}}

        self._change(added)
        made, todo = sorted(set(councils) - has), "copy this file somewhere safe: without it nothing that is sealed can be read"
        log.info("keys.made", file=self.name, councils=made, todo=todo)

    def renew(self, council: str) -> bool:
        """Put a new key in front, unless an older one still stands behind."""
        if len(self.read()[council]) > 1:
            return False
        self._change(lambda keys: {**keys, council: (_new(), *keys[council])})
        return True

    def drop_old(self, council: str) -> bool:
        """Leave the newest key alone."""
        if len(self.read()[council]) == 1:
            return False
        self._change(lambda keys: {**keys, council: keys[council][:1]})
        return True

    def _stamp(self) -> _Stamp:
        try:
            now = self._path.stat()
        except OSError:
            return None
        return (now.st_mtime_ns, now.st_ino, now.st_mode)

    def _change(self, edit: Callable[[Keys], Keys]) -> None:
        """Read, change and write, while nobody else does."""
        try:
            with _alone_in(self._path.parent) as folder:
                keys = edit(self.read() if self._path.exists() else {})
                _write(self._path, json.dumps(keys, indent=1), folder)
        except OSError as error:
            raise SettingsError(f"the key file {self.name} cannot be written: {_reason(error)}") from None


def _parsed(text: str, name: str) -> Keys:
    """The keys in a JSON text. What is wrong is told without any of it."""
    try:
        return _KEYS.validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        shape = 'It must be JSON like {"england": ["KEY"], "bristol": ["NEWEST KEY", "OLDER KEY"]}'
        raise SettingsError(f"{name}: this makes no sense{f' at {where}' if where else ''}. {shape}") from None


def _lost(name: str, councils: Collection[str]) -> str:
    return (
        f"{name}: the key for {', '.join(councils)} is missing, and something is sealed with it. Put the file back from its copy, or set"
        " HEARD_KEYS; new keys are not made, because they would not open what is there"
    )


def _new() -> str:
    return Fernet.generate_key().decode()


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is no text"


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """Hold the folder; others wait. The folder's descriptor."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield held
    finally:
        os.close(held)


def _write(path: Path, text: str, folder: int) -> None:
    """Whole or not at all, and on the disk when it returns."""
    new = path.with_name(f"{path.name}.new")
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        os.fchmod(file, 0o600)  # one that a crash left behind keeps the rights it had
        out.write(text + "\n")
        out.flush()
        os.fsync(file)
    new.replace(path)
    os.fsync(folder)
