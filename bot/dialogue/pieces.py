"""A text that the person's app has cut, and an album: several messages that are one.

An app cuts what is longer than a message may be, and sends the pieces one right after the other. Such a piece is parked in the session until
one comes that is not cut, or none comes for two seconds; then all of them are answered as one. Danger in them is answered at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.edits import digest
from bot.dialogue.reply import Reply
from bot.model.channel import ChannelRules
from bot.model.inbound import Elapsed, Inbound, Left, Said
from bot.model.limits import PIECES_WITHIN
from bot.model.safety import Finding
from bot.model.session import Album, Parked
from bot.model.turn import Outcome, TurnContext


def is_cut(text: str, channel: ChannelRules) -> bool:
    """Tell whether a message may be the beginning of a longer one."""
    if channel.cuts_at is None:
        return False
    length = _length(text)  # what is longer than a message can be was not cut
    return length >= channel.cuts_at and (channel.text_limit is None or length <= channel.text_limit)


def is_over(parked: Parked | None, inbound: Inbound) -> bool:
    """Tell whether an event is no further piece of what is parked, which then is answered before it."""
    if parked is None or isinstance(inbound.what, Elapsed | Left):
        return False
    return not isinstance(inbound.what, Said) or inbound.edited or inbound.at - parked.at > PIECES_WITHIN


def is_due(what: Elapsed, context: TurnContext) -> bool:
    """Tell whether nothing more comes of what is parked."""
    parked = context.session.parked
    return parked is not None and (what.parked or parked.due <= context.now)


def joined(parked: Parked | None, said: Said) -> Said:
    """The pieces with one more. A piece as long as a message can be was cut wherever it was full; else the app has looked for a gap."""
    if parked is None:
        return said
    return Said(parked.words + ("" if parked.full else " ") + said.text, said.forwarded or parked.forwarded)


def with_piece(so_far: Said, last: Said, finding: Finding | None, context: TurnContext) -> Parked:
    """The pieces that have come, one more of them."""
    full = _length(last.text) >= (context.channel.text_limit or 0)
    return Parked(so_far.text, full, context.at or context.now, context.now + PIECES_WITHIN, so_far.forwarded, finding)


def parked(said: Said, context: TurnContext, danger: Callable[[str], Finding | None], crisis: Callable[[str, Finding], Reply]) -> Reply:
    """A piece is kept for the rest. Only danger is answered, and the same danger once."""
    before = context.session.parked
    so_far = joined(before, said)
    known, found = before.finding if before else None, danger(so_far.text)
    new = found if found and found.graver_than(known) else None
    session = replace(context.session, parked=with_piece(so_far, said, new or known, context))
    if new is None:
        return Reply(Outcome.FLOW if session.run else Outcome.CHAT, session)
    return replace(crisis(so_far.text, new), session=session)


def once_for_album(reply: Reply, context: TurnContext) -> Reply:
    """The reply to one of an album; silence where it is what was said to the one before. Danger is never left without one."""
    if context.group is None or reply.session is None or not reply.messages:
        return reply
    said, before = digest(repr(reply.messages[-1])), context.session.album
    same = before is not None and before == Album(context.group, said) and reply.finding is None
    return replace(reply, session=replace(reply.session, album=Album(context.group, said)), messages=() if same else reply.messages)


def _length(text: str) -> int:
    """As Telegram counts: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
