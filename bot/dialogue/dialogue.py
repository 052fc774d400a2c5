"""The pure part of a turn: from what somebody did and where they are, to what is said and where they are now.

`respond` is the literal list of what is tried, in order. No storage, no channel, no clock: values in, values out. What can be asked
for, and what each needs, stands in one table (`table.py`); what a reply goes on with is a value that is acted on here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue import pieces, turned_off
from bot.dialogue.asked import Asked, Begin, GiveReceipt
from bot.dialogue.edits import Edits, noted, with_cases_noted
from bot.dialogue.find.search import Finder
from bot.dialogue.flow.flows import Flows
from bot.dialogue.flow.shelf import Shelf
from bot.dialogue.flow.waiting import elapsed
from bot.dialogue.interpret import Interpreter, Reading
from bot.dialogue.own.my_cases import MyCases
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import LibraryFor, Wording, WordingFor
from bot.dialogue.table import table
from bot.dialogue.topics import Topics
from bot.dialogue.words.danger import CHECK_FAILED
from bot.dialogue.words.receipt import spoken
from bot.model.actions import ActInCase, CaseStep, OpenTopic, Rate, TellMore, parse
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.ids import START
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Elapsed, Left, Overheard, Pressed, Said, What
from bot.model.limits import UNSENT_KEPT
from bot.model.normalise import normalise
from bot.model.outbound import LeaveGroup, Message
from bot.model.safety import Finding
from bot.model.session import Answer, Session
from bot.model.turn import Needs, Outcome, TurnContext

_UNREAD = {
    Attachment.VOICE: Phrase.UNREAD_VOICE,
    Attachment.PHOTO: Phrase.UNREAD_PICTURE,
    Attachment.VIDEO: Phrase.UNREAD_PICTURE,
    Attachment.DOCUMENT: Phrase.UNREAD_FILE,
    Attachment.STICKER: Phrase.UNREAD_STICKER,
}


class Dialogue:
    """Says what comes next. Holds only what never changes: the libraries and the index over them."""

    def __init__(self, library_for: LibraryFor, finder: Finder, web_address: str | None = None, keep: timedelta = UNSENT_KEPT) -> None:
        """`keep`: how long what somebody has written and not sent is kept."""
        self._finder = finder
        self._wording = WordingFor(library_for)
        self._shelf = Shelf(self._wording)
        english = library_for("en")
        self._topics = Topics(self._wording)
        self._interpreter = Interpreter(english, finder, self._wording, web_address)
        self._flows = Flows(self._shelf, english.cues, keep, self._interpreter.danger)
        self._table = table(self._topics, self._flows, MyCases(self._shelf))
        self._edits = Edits(self._flows, self._interpreter, self._wording)
        self._receipt_words = frozenset(english.receipt_words)

    def library(self, language: str) -> Library:
        """The library in a language."""
        return self._wording.libraries(language)

    def wording(self, session: Session, today: date) -> Wording:
        """The wording for a session: its language, its council."""
        return self._wording(session, today)

    def leads_nowhere(self, what: What) -> bool:
        """Whether it is a link that opens nothing here: a poster has a mistake, and its maker should hear of it."""
        if not isinstance(what, Commanded) or what.name != START or not what.argument.strip():
            return False
        (kind, name), english = _link(what.argument), self.library("en")
        return name not in {"council": english.councils, "topic": english.topics}.get(kind, {})

    def why(self, text: str, topic: str) -> tuple[str, ...]:
        """The telling words that a message shares with a topic's examples."""
        return self._finder.why(normalise(text), topic)

    # A turn

    def needs(self, what: What, session: Session) -> Needs:
        """Everything that must be read or made before `respond`. Mostly nothing."""
        asked = self._asked_for(what, session)
        return self._table[type(asked)].needs(asked, session) if asked else Needs()

    def respond(self, what: What, context: TurnContext) -> Reply:
        """One turn, with what it needs read into the context. Raises nothing that the content was checked for."""
        if context.edited and isinstance(what, Said | Commanded | Attached):
            return self._edits.reply(_words(what), context)
        reply = self._new(what, answering(_done_with(what, context)))
        if context.off or reply.session is None or not isinstance(what, Said | Commanded | Attached):
            return with_cases_noted(reply, context)
        return with_cases_noted(replace(reply, session=noted(reply.session, context, _words(what))), context)

    def help_alone(self, what: What, context: TurnContext) -> Message | None:
        """Help, where there is danger in an event of which nothing can be stored; None where there is none."""
        words = _words(what) if isinstance(what, Said | Commanded | Attached) else ""
        finding = self._interpreter.danger(words) if words.strip() else None
        return self._interpreter.help_unstored(finding, context) if finding else None

    def _new(self, what: What, context: TurnContext) -> Reply:
        """The reply to something new."""
        if isinstance(what, Elapsed) and pieces.is_due(what, context):
            return self._whole(Said(""), context)
        if context.off and not isinstance(what, AddedToGroup | Left | Overheard | Elapsed):
            return self._while_off(what, context)
        match what:
            case Said() if pieces.is_cut(what.text, context.channel):
                return pieces.parked(what, context, self._interpreter.danger, lambda words, found: self._help(words, found, context))
            case Said() if context.session.parked:
                return self._whole(what, context)
            case Said():
                return self._said(what, context)
            case Pressed():
                return self._act(self._asked_for(what, context.session), context)
            case Commanded(name, argument):
                return self._command(name, argument, context)
            case Attached():
                return pieces.once_for_album(self._attached(what, context), context)
            case AddedToGroup():
                group = Message(self.wording(context.session, context.today).say(Phrase.GROUP))
                return Reply(Outcome.IGNORED, None, (group, LeaveGroup()))
            case Left():
                return Reply(Outcome.STOPPED, None, drop_outbox=True)
            case Overheard():
                return Reply(Outcome.IGNORED, None)
            case Elapsed():
                return elapsed(self._shelf, context)

    def _while_off(self, what: Said | Pressed | Commanded | Attached, context: TurnContext) -> Reply:
        """Danger first, then help and leaving, as always; to all else that the conversation is off. Where somebody was, they stay."""
        reading, wording = self._interpreter.read(_words(what), context), self.wording(context.session, context.today)
        crisis = self._interpreter.only_danger(reading) if reading.question.text.strip() else None
        asked = None if crisis else self._asked_while_off(what, reading, wording)
        if crisis:
            reply = turned_off.after_help(crisis, wording)
        elif asked:
            reply = self._act(asked, context)
        else:
            reply = turned_off.closed(context.session, wording)
        reply = turned_off.pressable(reply, self._table, wording)
        if asked and not turned_off.stays(asked, self._table):
            return reply
        return replace(reply, session=None if context.new else context.session)

    def _asked_while_off(self, what: What, reading: Reading, wording: Wording) -> Asked | None:
        """The action that was asked for, or else the topic that words surely mean; None where that does not work now."""
        asked = self._asked_for(what, reading.question.session)
        works = turned_off.works(asked, self._table, wording)
        if not works and reading.question.text.strip() and (asked is None or isinstance(what, Said)):
            topic = self._interpreter.topic_meant(reading)
            asked = OpenTopic(topic) if topic else None
            works = turned_off.works(asked, self._table, wording)
        return asked if works else None

    # What is asked for

    def _asked_for(self, what: What, session: Session) -> Asked | None:
        """The action that a press, a command, a link or plain words ask for."""
        match what:
            case Said(text):
                words = spoken(text, self._receipt_words)
                return GiveReceipt(words) if words else self._flows.meant(normalise(text), session)
            case Pressed(action):
                return parse(action)
            case Commanded(name, argument) if name == START and argument.strip():
                kind, name = _link(argument)
                return OpenTopic(name) if kind == "topic" else None
            case Commanded(name):
                commands = self.library(session.language).commands
                return next((parse(command.opens) for command in commands if command.name == name), None)
        return None

    def _act(self, asked: Asked | None, context: TurnContext) -> Reply:
        """Do it by the table. Under what leads elsewhere stands the way back to an unfinished flow."""
        row = self._table[type(asked)] if asked else None
        reply = row.does(asked, context) if row and asked else None
        if reply is None:
            reply = self._topics.plain(context, Phrase.OLD_BUTTON, Outcome.SHOWN)
        if reply.then:
            return self._followed(reply, context)
        reply = self._helped(reply, None, context)
        return reply if row and not row.aside else self._shelf.under(reply, context)

    def _followed(self, reply: Reply, context: TurnContext) -> Reply:
        """The reply together with what it goes on with, if anything."""
        if reply.then is None or reply.session is None:
            return reply
        return reply.followed_by(self._act(reply.then, replace(context, session=reply.session)))

    def _helped(self, reply: Reply, finding: Finding | None, context: TurnContext) -> Reply:
        """What was done in a flow, with help before it where there is danger in the message, or in all of them together."""
        found = reply.finding or finding
        return self._interpreter.after_help(reply, found, context) if found and reply.outcome is not Outcome.CRISIS else reply

    # What somebody did

    def _help(self, words: str, finding: Finding, context: TurnContext) -> Reply:
        """Help in danger, and nothing else yet."""
        return self._interpreter.crisis(self._interpreter.read(words, context), finding)

    def _whole(self, last: Said, context: TurnContext) -> Reply:
        """All pieces of a text as one message; with the last one, or none. An edit of one piece cannot be put into the whole, so it has no number."""
        parked = context.session.parked
        said = pieces.joined(parked, last)
        at = replace(context, session=replace(context.session, parked=None), message=None)
        if context.off:
            return self._while_off(said, at)
        return self._said(said, at, parked.finding if parked else None)

    def _said(self, said: Said, context: TurnContext, helped: Finding | None = None) -> Reply:
        """The reply to a message of any text at all; `helped`: the danger in it to which help was given already."""
        reading = self._interpreter.read(said.text, context)
        given = self._given(said, reading, context)
        finding = reading.finding
        if helped and finding and not finding.graver_than(helped):
            finding, given = None, given if given is not None else Reply(Outcome.CRISIS, context.session)
        if given is not None:
            reply = self._helped(given, finding, context)
        elif finding and finding.urgent and finding is not CHECK_FAILED:
            reply = self._shelf.under(self._interpreter.crisis(reading, finding), context)
        else:
            ordinary = self._followed(self._interpreter.ordinary(reading), context)
            reply = self._interpreter.with_help(reading, ordinary, finding) if finding else ordinary
            reply = reply if ordinary.outcome is Outcome.FLOW else self._shelf.under(reply, context)
        return self._interpreter.with_age(reading, reply) if reading.under_age else reply

    def _given(self, said: Said, reading: Reading, context: TurnContext) -> Reply | None:
        """The reply to a receipt, to words that mean an action, and to an answer at the step that waits; None where it is none of these."""
        asked = self._asked_for(said, context.session)
        if asked:
            return self._act(asked, context)
        return self._flows.typed(said.text, reading.question.message, context, reading.finding)

    def _command(self, name: str, argument: str, context: TurnContext) -> Reply:
        """A command. Words after it are checked for danger like any others."""
        if argument:
            danger = self._interpreter.only_danger(self._interpreter.read(argument, context))
            if danger:
                return self._shelf.under(danger, context)
            linked = self._linked(argument, context) if name == START else None
            if linked:
                return linked
        asked = self._asked_for(Commanded(name), context.session)
        if asked is None:
            return self._topics.plain(context, Phrase.UNKNOWN_COMMAND, Outcome.SHOWN)
        return self._act(asked, context)

    def _linked(self, argument: str, context: TurnContext) -> Reply | None:
        """`/start council_bradford` and `/start topic_council-tax`, as links on posters and pages carry them."""
        library = self.library(context.session.language)
        kind, name = _link(argument)
        if kind == "council" and name in library.councils:
            chosen = replace(context, session=replace(context.session, council=name))
            return self._act(Begin(START, answers=(Answer("council", name),)), chosen)
        shown = self._topics.open(OpenTopic(name), context) if kind == "topic" else None
        if shown is None:
            return None
        welcome = self._act(Begin(START), context).messages[:1] if context.new else ()
        return replace(shown, messages=(*welcome, *shown.messages))

    def _attached(self, what: Attached, context: TurnContext) -> Reply:
        """A file: an answer at a step that takes files. Else nobody looks at it, and the person is told so; a caption is read like any words."""
        reading = self._interpreter.read(what.caption, context)
        finding = reading.finding if what.caption.strip() else None
        taken = self._flows.handed(what, context, finding)
        if taken:
            return self._helped(taken, finding, context)
        phrase = _UNREAD.get(what.kind, Phrase.UNREAD_OTHER)
        if what.caption.strip():
            return self._said(Said(what.caption), context).under_it(self.wording(context.session, context.today).say(phrase))
        return self._shelf.under(self._topics.plain(context, phrase, Outcome.UNREAD), context)


def answering(context: TurnContext) -> TurnContext:
    """Whoever replies to an older answer asks more about that one: its topic stands on its buttons. Of no topic: they are asked which."""
    if context.answers is None:
        return context
    found = (parse(action) for action in context.answers)
    topic = next((action.topic for action in found if isinstance(action, Rate | TellMore)), None)
    return replace(context, session=replace(context.session, topic=topic))


def _link(argument: str) -> tuple[str, str]:
    """What a link leads to, and its name, however whoever made the poster has written it: `council_Bradford`, `topic_council_tax`."""
    kind, _, name = argument.strip().lower().partition("_")
    return kind, name.replace("_", "-")


def _done_with(what: What, context: TurnContext) -> TurnContext:
    """Changed words wait for one button: whatever else is done drops them."""
    if context.session.amendment is None:
        return context
    action = parse(what.action) if isinstance(what, Pressed) else None
    if isinstance(action, ActInCase) and action.step is CaseStep.ADD:
        return context
    return replace(context, session=replace(context.session, amendment=None))


def _words(what: Said | Pressed | Commanded | Attached) -> str:
    """Everything that somebody typed, beside a file or after a command, too."""
    match what:
        case Said(text):
            return text
        case Commanded(_, argument):
            return argument
        case Attached(_, caption):
            return caption
    return ""
