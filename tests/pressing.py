"""What tests call a button: by what it does, so that what stands on it can be changed without them.

`choose:tell-us:door:complaint` is `complaint`, `steer:done:tell-us:wrong` is `done`, `steer:change:tell-us:wish` is `change:wish`,
`more:council-tax` is `more`. What has no short name is called by the whole of what it sends back: `menu`, `topic:help-now`, `stop:sure`.
"""

from __future__ import annotations

from bot.model.actions import ActInCase, Choose, PickCouncil, Rate, Send, Steer, Steered, TellMore, ViewCase, parse
from bot.model.outbound import Button


def name(button: Button) -> str:
    """What a button is called; one that opens a page by its address."""
    match parse(button.action or ""):
        case Choose(value=value) | PickCouncil(council=value):
            return value
        case Steer(Steered.CHANGE, step=step):
            return f"change:{step}"
        case Steer(how=how):
            return how.value
        case ActInCase(step=step):
            return step.value
        case ViewCase(whole=whole):
            return "case:all" if whole else "case"
        case Rate(helped=helped):
            return "helped" if helped else "unhelped"
        case Send():
            return "send"
        case TellMore():
            return "more"
    return button.action or button.url or ""
