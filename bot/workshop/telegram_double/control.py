"""The endpoints by which tests drive the server: JSON in, JSON out."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.workshop.telegram_double.faults import Fault
from bot.workshop.telegram_double.state import State

Json = dict[str, Any]


class World:
    """Holds the state, so that a reset can replace it."""

    def __init__(self) -> None:
        self.state = State()


def _condition(world: World, asked: Json) -> Callable[[], bool]:
    """The thing that somebody waits for, as a question to the state."""
    state = world.state
    count = int(asked.get("count", 1))
    match asked["what"]:
        case "sent" if asked.get("chat") is not None:
            return lambda: len(state.sent_by_chat.get(asked["chat"], ())) >= count
        case "sent":
            return lambda: len(state.sent) >= count
        case "calls":
            return lambda: sum(method == asked["method"] for method, _ in state.calls) >= count
        case "polled":
            return lambda: state.queue.polled
        case "confirmed":
            return lambda: not state.queue.left
        case what:
            raise ValueError(what)


async def _wait(world: World, asked: Json) -> object:
    return await world.state.until(_condition(world, asked), float(asked["seconds"]))


async def _push(world: World, asked: Json) -> object:
    return [world.state.push(update) for update in asked["updates"]]


async def _hold_back(world: World, asked: Json) -> object:
    queue = world.state.queue
    if asked.get("if_any") and asked["count"] >= len(queue.waiting):
        return 0
    return queue.hold_back(asked["count"])


async def _disorder(world: World, asked: Json) -> object:
    queue = world.state.queue
    if "seed" in asked:
        queue.chance = random.Random(asked["seed"])
    queue.twice = asked.get("twice", queue.twice)
    return True


async def _again(world: World, asked: Json) -> object:
    return world.state.queue.again(asked["count"])


async def _sent(world: World, asked: Json) -> object:
    state = world.state
    return state.sent if asked.get("chat") is None else state.sent_by_chat.get(asked["chat"], [])


async def _news(world: World, asked: Json) -> object:
    state, since = world.state, int(asked["since"])
    await state.until(lambda: len(state.sent) > since, float(asked["seconds"]))
    return state.sent[since:]


async def _visible(world: World, asked: Json) -> object:
    return list(world.state.shown.get(asked["chat"], {}).values())


async def _age(world: World, asked: Json) -> object:
    world.state.age(asked["seconds"])
    return True


async def _calls(world: World, asked: Json) -> object:
    method = asked.get("method")
    return [[name, params] for name, params in world.state.calls if method in (None, name)]


async def _fault(world: World, asked: Json) -> object:
    world.state.faults.ordered.append(Fault(**asked))
    return True


async def _limit(world: World, asked: Json) -> object:
    world.state.limits[asked["chat"]] = asked["between"]
    return True


async def _heal(world: World, asked: Json) -> object:
    world.state.faults.ordered.clear()
    world.state.queue.chance, world.state.queue.twice = None, False
    return True


async def _block(world: World, asked: Json) -> object:
    if asked["why"]:
        world.state.blocked[asked["chat"]] = asked["why"]
    else:
        world.state.blocked.pop(asked["chat"], None)
    return True


async def _strangers(world: World, asked: Json) -> object:
    world.state.strangers = asked["allowed"]
    return True


async def _webhook(world: World, asked: Json) -> object:
    world.state.webhook = asked["url"]
    return True


async def _settings(world: World, asked: Json) -> object:
    state = world.state
    return {
        "webhook": state.webhook,
        "commands": state.commands,
        "descriptions": state.descriptions,
        "short_descriptions": state.short_descriptions,
        "waiting": state.queue.left,
    }


async def _reset(world: World, asked: Json) -> object:
    world.state = State()
    return True


VERBS: dict[str, Callable[[World, Json], Awaitable[object]]] = {
    "again": _again,
    "age": _age,
    "block": _block,
    "calls": _calls,
    "disorder": _disorder,
    "fault": _fault,
    "heal": _heal,
    "hold_back": _hold_back,
    "limit": _limit,
    "news": _news,
    "push": _push,
    "reset": _reset,
    "sent": _sent,
    "settings": _settings,
    "strangers": _strangers,
    "visible": _visible,
    "wait": _wait,
    "webhook": _webhook,
}


def control(world: World) -> Starlette:
    """The application that answers `POST /control/<verb>`."""

    async def endpoint(request: Request) -> JSONResponse:
        return JSONResponse(await VERBS[request.path_params["verb"]](world, await request.json()))

    return Starlette(routes=[Route("/control/{verb}", endpoint, methods=["POST"])])
