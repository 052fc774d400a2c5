"""Keys: from a file or given, made once, looked at again; and what they seal."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import SealedError, SettingsError
from bot.storage.seal.key_source import KeyFile
from bot.storage.seal.keys import SEALED, Keyring, load_keys
from tests.databases import keyring_in

NEW, OLD, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def in_file(path: Path, **keys: list[str]) -> Path:
    path.touch(mode=0o600)
    path.write_text(json.dumps(keys), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys.json"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters()), council=st.sampled_from(["england", "bristol"]))
def test_what_was_sealed_comes_back_and_only_with_its_own_key(keyring: Keyring, text: str, council: str) -> None:
    token = keyring.seal(council, text)
    assert token.startswith(SEALED)
    assert token.isascii()
    assert keyring.open(council, token) == text
    with pytest.raises(SealedError):
        keyring.open("bristol" if council == "england" else "england", token)


def test_the_same_words_look_different_each_time_and_do_not_say_when(keyring: Keyring) -> None:
    tokens = {keyring.seal("bristol", "are pets allowed") for _ in range(10)}
    assert len(tokens) == 10
    assert {Fernet(Fernet.generate_key())._get_unverified_token_data(token)[0] for token in tokens} == {0}


@pytest.mark.parametrize("text", ['{"kind": "message", "blocks": []}', "are pets allowed", "", "gaaaaaaaaaaaaah"])
def test_what_was_stored_before_anything_was_sealed_is_read_as_it_is(keyring: Keyring, text: str) -> None:
    assert keyring.open("bristol", text) == text


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-8], lambda token: f"{token[:40]}x{token[41:]}", lambda token: SEALED, lambda token: token + "ß"]
)
def test_what_was_tampered_with_is_not_opened(keyring: Keyring, spoil: Callable[[str], str]) -> None:
    with pytest.raises(SealedError):
        keyring.open("england", spoil(keyring.seal("england", "y" * 60)))


def test_the_file_is_made_once_for_its_owner_only(file: Path) -> None:
    with capture_logs() as logs:
        first = load_keys(None, file, ["bristol"], known=())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["keys.json"], "nothing half written is left"
    assert [(entry["event"], entry["file"]) for entry in logs] == [("keys.made", str(file))]
    made = file.read_bytes()
    again = load_keys(None, file, ["bristol"], known=["bristol"])
    assert again.open("bristol", first.seal("bristol", "hello")) == "hello"
    assert file.read_bytes() == made


def test_processes_that_start_together_have_the_same_keys(file: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        rings = list(together.map(lambda number: load_keys(None, file, ["england", f"council-{number % 3}"], known=()), range(8)))
    token = rings[0].seal("england", "hello")
    assert {ring.open("england", token) for ring in rings} == {"hello"}
    assert KeyFile(file).read().keys() == {"england", "council-0", "council-1", "council-2"}


def test_a_crash_while_the_file_was_written_leaves_the_keys_as_they_were(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = load_keys(None, file, [], known=()).seal("england", "hello")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(SettingsError, match="No space left"):
            load_keys(None, file, ["bristol"], known=())
    assert load_keys(None, file, ["bristol"], known=()).open("england", token) == "hello"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_look_into_is_refused(file: Path, rights: int) -> None:
    load_keys(None, file, [], known=())
    file.chmod(rights)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_keys(None, file, [], known=())


def test_given_keys_win_and_no_file_is_made(file: Path) -> None:
    ring = load_keys(json.dumps({"england": [NEW], "bristol": [OLD]}), file, ["bristol"], known=["england"])
    assert Fernet(OLD).decrypt(ring.seal("bristol", "hello")) == b"hello"
    assert not file.exists()


def test_a_council_without_a_given_key_is_named(file: Path) -> None:
    with pytest.raises(SettingsError, match="HEARD_KEYS: there is no key for bradford, bristol"):
        load_keys(json.dumps({"england": [NEW]}), file, ["bristol", "bradford"], known=())


NONSENSE = [
    "",
    "no JSON",
    "[]",
    '"key"',
    '{"england": []}',
    json.dumps({"england": NEW}),
    json.dumps({"england": [NEW[:-4]]}),
    '{"england": ["secret"]}',
]


@pytest.mark.parametrize("text", NONSENSE, ids=["nothing", "no JSON", "a list", "words", "no key", "no list", "half a key", "no such key"])
@pytest.mark.parametrize("by", ["file", "environment"])
def test_keys_that_make_no_sense_are_refused_without_a_word_of_them(file: Path, text: str, by: str) -> None:
    file.parent.mkdir()
    in_file(file).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="JSON like") as caught:
        load_keys(text if by == "environment" else None, file, [], known=())
    assert str(caught.value).startswith("HEARD_KEYS" if by == "environment" else "the key file")
    assert not any(secret in str(caught.value) for secret in (NEW[:20], "secret"))


def test_a_key_is_never_made_where_something_is_sealed_already(file: Path) -> None:
    with pytest.raises(SettingsError, match="bristol, england is missing"):
        load_keys(None, file, ["bath"], known=["england", "bristol"])
    assert not file.exists()
    in_file(file, england=[NEW])
    with pytest.raises(SettingsError, match="bristol is missing"):
        load_keys(None, file, ["bath"], known=["england", "bristol"])
    assert KeyFile(file).read() == {"england": (NEW,)}


def test_a_key_that_was_added_beside_it_is_seen(tmp_path: Path) -> None:
    here, there = keyring_in(tmp_path), keyring_in(tmp_path, "bristol")
    token = there.seal("bristol", "hello")
    assert here.holder("bristol") == "england"
    assert here.open("bristol", token) == "hello"
    assert here.holder("bristol") == "bristol"


def test_a_new_key_is_sealed_with_as_soon_as_it_is_looked_for(tmp_path: Path) -> None:
    file = in_file(tmp_path / "keys.json", england=[OLD])
    clock = count(0, 0.4)  # the first two looks are too early for another
    ring = Keyring(KeyFile(file), lambda: next(clock))
    in_file(file, england=[NEW, OLD])
    tokens = [ring.seal("england", "x") for _ in range(4)]
    assert [opens(NEW, token) for token in tokens] == [False, False, True, True]


def opens(key: str, token: str) -> bool:
    try:
        return bool(Fernet(key).decrypt(token))
    except InvalidToken:
        return False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.chmod(0o644),
        lambda file: file.write_text("{"),
        lambda file: in_file(file, bristol=[OTHER]),
    ],
)
def test_keys_that_are_lost_while_it_runs_go_on_and_shout(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    clock = count(0, 2)
    file = in_file(tmp_path / "keys.json", england=[OLD])
    ring = Keyring(KeyFile(file), lambda: next(clock))
    spoil(file)
    with capture_logs() as logs:
        tokens = [ring.seal("england", "hello") for _ in range(3)]
    assert [ring.open("england", token) for token in tokens] == ["hello"] * 3
    assert [entry["event"] for entry in logs] == ["keys.unreadable"], "once, not at each look"


def test_a_key_is_changed_in_two_steps(tmp_path: Path) -> None:
    source = KeyFile(in_file(tmp_path / "keys.json", england=[OLD], bristol=[OTHER]))
    assert source.renew("england")
    new, old = source.read()["england"]
    assert old == OLD
    assert not source.renew("england"), "the change that was begun goes on: there is never a third key"
    assert source.drop_old("england")
    assert not source.drop_old("england")
    assert source.read() == {"england": (new,), "bristol": (OTHER,)}


def test_resealing_changes_only_what_is_not_under_the_newest_key(tmp_path: Path) -> None:
    source = KeyFile(in_file(tmp_path / "keys.json", england=[OLD]))
    ring = Keyring(source)
    token = ring.seal("england", "hello")
    assert ring.reseal("england", token) is None
    source.renew("england")
    ring.refresh()
    new = ring.reseal("england", token)
    assert new is not None
    assert ring.reseal("england", new) is None
    assert ring.open("england", new) == ring.open("england", token) == "hello"
    sealed = ring.reseal("england", "plain")
    assert sealed is not None
    assert ring.open("england", sealed) == "plain"
