"""One attempt to send a message, and what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.delivery.guard import place_of
from bot.errors import DeliveryError, RefusedError, TryLaterError, UnreachableError
from bot.model.ports import Channel
from bot.model.turn import OutboxRow

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """It is there."""

    message: str | None
    """The channel's name for it."""


@dataclass(frozen=True, slots=True)
class Later:
    """It could not go yet."""

    why: str
    asked: timedelta | None = None
    """How long the channel asks to wait; None where it could not be reached."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing sent to this person will arrive."""


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never go; the next one of the conversation may."""

    why: str
    by_channel: bool
    """True if the channel has said so; else it is what nobody foresaw."""


Result = Arrived | Later | Gone | Refused


async def attempt(channel: Channel, row: OutboxRow, patience: timedelta) -> Result:
    """Send it. Nothing that fails is raised: one message that nobody foresaw must not stop everybody's."""
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return Arrived(await channel.send(row.conversation, row.outbound))
    except TryLaterError as error:
        return Later(str(error), error.wait)
    except TimeoutError:
        return Later("no answer in time")
    except UnreachableError:
        return Gone()
    except Exception as error:  # noqa: BLE001  whatever it is, it is this message's
        log.error("outbox.given_up", row=row.id, channel=channel.name, error=type(error).__name__, at=place_of(error))
        # A channel's own errors say a reason of ours; any other text may hold what was to be sent.
        why = str(error) if isinstance(error, DeliveryError) else type(error).__name__
        return Refused(why, isinstance(error, RefusedError))
