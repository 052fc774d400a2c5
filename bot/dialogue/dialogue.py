"""The pure part of a turn: from what somebody did and where they are, to what is said and where they are now.

`respond` is the literal list of what is tried, in order. No storage, no channel, no clock: values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue import turned_off
from bot.dialogue.context import Needs, TurnContext
from bot.dialogue.find.search import Finder
from bot.dialogue.flow.guide import Guide
from bot.dialogue.interpret import Interpreter
from bot.dialogue.own.my_cases import MyCase
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.dialogue.say import menu
from bot.dialogue.say.wording import Wording
from bot.dialogue.words.receipt import spoken
from bot.model.actions import (
    ActInCase,
    Action,
    Choose,
    DeleteMyData,
    HideMessages,
    MyCases,
    NoneOfThese,
    OpenFlow,
    OpenMenu,
    OpenTopic,
    PickCouncil,
    Rate,
    Send,
    ShowMyData,
    Steer,
    Stop,
    TellMore,
    ViewCase,
    parse,
)
from bot.model.case import Unlink
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.ids import START
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Elapsed, Left, Overheard, Pressed, Said, What
from bot.model.limits import UNSENT_KEPT
from bot.model.normalise import normalise
from bot.model.outbound import Block, LeaveGroup, Message
from bot.model.session import Answer, Session
from bot.model.turn import Outcome

OwnAction = ActInCase | turned_off.OfOwn


LibraryFor = Callable[[str], Library]
"""The library in a language (English where nobody has it)."""


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
        self.library = library_for
        self._finder = finder
        english = library_for("en")
        self._guide = Guide(self.wording, self._show, english.cues, keep)
        self._my_case = MyCase(self.wording, self._guide)
        self._interpreter = Interpreter(english, finder, self.wording, web_address, self._guide, self._my_case)
        self._receipt_words = frozenset(english.receipt_words)

    def needs(self, what: What, session: Session) -> Needs:
        """What must be read or made before `respond`. Mostly nothing."""
        match what:
            case Said(text):
                words = spoken(text, self._receipt_words)
                if words:
                    return Needs(receipt=words)
                return self._needed_to_send(session) if self._guide.sends(text, session) else Needs()
            case Pressed() | Commanded():
                return self._needed_for(self._asked_for(what, session), session)
        return Needs()

    def _needed_for(self, action: Action | None, session: Session) -> Needs:
        match action:
            case ViewCase(case) | ActInCase(case=case):
                return Needs(case=case)
            case Send():
                return self._needed_to_send(session)
            case MyCases() | ShowMyData(True) | DeleteMyData() | Stop(False):
                return Needs(cases=True)
            case HideMessages():
                return Needs(shown=True)
        return Needs()

    def _needed_to_send(self, session: Session) -> Needs:
        case = session.run.case if session.run else None
        return Needs(case=case) if case else Needs(new_receipt=True)

    def respond(self, what: What, context: TurnContext) -> Reply:
        """One turn, with what it needs read into the context. Raises nothing that the content was checked for."""
        if context.off and not isinstance(what, AddedToGroup | Left | Overheard | Elapsed):
            return self._while_off(what, context)
        match what:
            case Said():
                return self._interpreter.hear(what, context)
            case Pressed(action):
                return self._act(parse(action), context)
            case Commanded(name, argument):
                return self._command(name, argument, context)
            case Attached():
                return self._unread(what, context)
            case AddedToGroup():
                group = Message(self.wording(context.session, context.today).say(Phrase.GROUP))
                return Reply(Outcome.IGNORED, None, (group, LeaveGroup()))
            case Left():
                return Reply(Outcome.STOPPED, None, drop_outbox=True)
            case Overheard():
                return Reply(Outcome.IGNORED, None)
            case Elapsed():
                return self._guide.elapsed(context)

    def _while_off(self, what: Said | Pressed | Commanded | Attached, context: TurnContext) -> Reply:
        """Danger first, then help and leaving, as always; to all else that the conversation is off. Where somebody was, they stay."""
        wording, words = self.wording(context.session, context.today), _words(what)
        crisis = self._interpreter.hear_danger(words, context) if words.strip() else None
        if crisis:
            reply = turned_off.after_help(crisis, wording)
        elif context.loaded.receipt_given:
            return turned_off.pressable(self._my_case.by_receipt(context), wording)
        elif isinstance(action := self._asked_for(what, context.session) or self._meant(words, context), Stop | turned_off.OfOwn):
            return turned_off.pressable(self._act(action, context), wording)
        elif turned_off.works(action, wording):
            reply = self._act(action, context)
        else:
            reply = turned_off.closed(context.session, wording)
        return turned_off.untouched(reply, None if context.new else context.session, wording)

    def _asked_for(self, what: What, session: Session) -> Action | None:
        """What a press, a command or a link asks for."""
        match what:
            case Pressed(action):
                return parse(action)
            case Commanded(name, argument) if name == START and argument.strip():
                kind, _, topic = argument.strip().partition("_")
                return OpenTopic(topic) if kind == "topic" else None
            case Commanded(name):
                commands = self.library(session.language).commands
                return next((parse(command.opens) for command in commands if command.name == name), None)
        return None

    def _meant(self, words: str, context: TurnContext) -> Action | None:
        """The topic that words surely mean."""
        meant = self._interpreter.topic_meant(words, context) if words.strip() else None
        return OpenTopic(meant) if meant else None

    def why(self, text: str, topic: str) -> tuple[str, ...]:
        """The telling words that a message shares with a topic's examples."""
        return self._finder.why(normalise(text), topic)

    def wording(self, session: Session, today: date) -> Wording:
        """The wording for a session: its language, its council."""
        library = self.library(session.language)
        council = library.councils.get(session.council or "")
        return Wording(library, council, today, session.audience, any_council=session.council is None)

    def _command(self, name: str, argument: str, context: TurnContext) -> Reply:
        """A command. Words after it are checked for danger like any others."""
        if argument:
            danger = self._interpreter.hear_danger(argument, context)
            if danger:
                return self._guide.stepped_aside(danger, context)
            linked = self._deep_link(argument, context) if name == START else None
            if linked:
                return linked
        library = self.library(context.session.language)
        command = next((command for command in library.commands if command.name == name), None)
        if command is None:
            return self._plain(context, Phrase.UNKNOWN_COMMAND, Outcome.SHOWN)
        return self._act(parse(command.opens), context)

    def _deep_link(self, argument: str, context: TurnContext) -> Reply | None:
        """`/start council_bradford` and `/start topic_council-tax`, as links on posters and pages carry them."""
        library = self.library(context.session.language)
        kind, _, name = argument.strip().partition("_")
        if kind == "council" and name in library.councils:
            session = replace(context.session, council=name)
            return self._begin(START, None, replace(context, session=session), (Answer("council", name),))
        if kind == "topic" and name in library.topics:
            shown = self._show(name, context)
            welcome = self._begin(START, None, context).messages[:1] if context.new else ()
            return replace(shown, messages=(*welcome, *shown.messages))
        return None

    def _act(self, action: Action | None, context: TurnContext) -> Reply:
        """Flows and cases go on where they are; whatever else is opened, the way back to an open flow stands under it."""
        match action:
            case OpenFlow(flow, step):
                return self._begin(flow, step, context)
            case Choose():
                return self._guide.choose(action, context) or self._old_button(context)
            case Steer():
                return self._guide.steer(action, context) or self._old_button(context)
            case Send():
                return self._guide.send(action, context) or self._old_button(context)
            case _ if isinstance(action, OwnAction):
                return self._act_on_own(action, context)
            case Stop(sure) if not sure and (context.loaded.cases or self._guide.unfinished(context.session)):
                return self._my_case.ask_before_stop(context)
            case Stop():
                stopped = self.wording(context.session, context.today).say(Phrase.STOPPED)
                return Reply(Outcome.STOPPED, None, (Message(stopped),), drop_outbox=True, effects=(Unlink(),))
        return self._guide.stepped_aside(self._open(action, context), context)

    def _act_on_own(self, action: OwnAction, context: TurnContext) -> Reply:
        """What somebody does with what they told us, and with what is kept of them. An open flow waits meanwhile."""
        match action:
            case HideMessages():
                return self._my_case.hide(context)
            case ViewCase():
                done = self._my_case.open(action, context)
            case ActInCase():
                done = self._my_case.act(action, context)
            case MyCases():
                done = self._my_case.list(context)
            case ShowMyData():
                done = self._my_case.my_data(action, context)
            case DeleteMyData():
                done = self._my_case.delete(action, context)
        return done if done.outcome is Outcome.FLOW else self._guide.stepped_aside(done, context)

    def _open(self, action: Action | None, context: TurnContext) -> Reply:
        match action:
            case OpenTopic(topic):
                return self._show(topic, context)
            case TellMore(topic):
                return self._show(topic, context, details=True)
            case OpenMenu(group, page):
                return self._menu(group, page, context)
            case PickCouncil(council, topic):
                return self._pick_council(council, topic, context)
            case Rate(topic, helped):
                return self._rate(topic, context, helped=helped)
            case NoneOfThese():
                return self._plain(context, Phrase.NO_ANSWER, Outcome.NO_ANSWER)
        return self._old_button(context)

    def _old_button(self, context: TurnContext) -> Reply:
        return self._plain(context, Phrase.OLD_BUTTON, Outcome.SHOWN)

    def _show(self, topic_id: str, context: TurnContext, *, details: bool = False) -> Reply:
        wording = self.wording(context.session, context.today)
        topic = wording.library.topics.get(topic_id)
        if topic is None:
            return self._old_button(context)
        answer = answers.compose(wording, topic, context.session.audience)
        message = answers.details_message(wording, answer) if details else answers.first_message(wording, answer)
        return Reply(Outcome.SHOWN, replace(context.session, topic=topic_id), (message,), topic=topic_id, answer=answer)

    def _pick_council(self, council: str, begins: str, context: TurnContext) -> Reply:
        """Set the council and show the topic again. A long topic's id was cut to fit on its button."""
        library = self.library(context.session.language)
        topic = begins if begins in library.topics else next((name for name in library.topics if name.startswith(begins)), None)
        if council not in library.councils or topic is None:
            return self._old_button(context)
        return self._show(topic, replace(context, session=replace(context.session, council=council)))

    def _menu(self, group: str | None, page: int, context: TurnContext) -> Reply:
        wording = self.wording(context.session, context.today)
        message = menu.group_page(wording, group, page) if group else menu.groups(wording)
        if message is None:
            return self._old_button(context)
        return Reply(Outcome.SHOWN, context.session, (message,))

    def _begin(self, flow_id: str, step_id: str | None, context: TurnContext, answers: tuple[Answer, ...] = ()) -> Reply:
        return self._guide.begin(flow_id, step_id, context, answers) or self._old_button(context)

    def _rate(self, topic: str, context: TurnContext, *, helped: bool) -> Reply:
        wording = self.wording(context.session, context.today)
        if topic not in wording.library.topics:
            return self._old_button(context)
        if helped:
            return Reply(Outcome.HELPED, context.session, (Message(wording.say(Phrase.HELPED)),), topic=topic)
        ways_on = ((answers.person_button(wording),), (answers.menu_button(wording),))
        return Reply(Outcome.NOT_HELPED, context.session, (Message(wording.say(Phrase.NOT_HELPED), ways_on),), topic=topic)

    def _unread(self, what: Attached, context: TurnContext) -> Reply:
        """Nobody has looked at it, and the person is told so; a caption is heard like any words."""
        taken = self._interpreter.hear_file(what, context)
        if taken:
            return taken
        phrase = _UNREAD.get(what.kind, Phrase.UNREAD_OTHER)
        remark: tuple[Block, ...] = self.wording(context.session, context.today).say(phrase)
        if what.caption.strip():
            return self._interpreter.hear(Said(what.caption), context).under_it(remark)
        return self._guide.stepped_aside(self._plain(context, phrase, Outcome.UNREAD), context)

    def _plain(self, context: TurnContext, phrase: Phrase, outcome: Outcome) -> Reply:
        """A short text with the ways on: help now, a person, all topics."""
        wording = self.wording(context.session, context.today)
        return Reply(outcome, context.session, (Message(wording.say(phrase), menu.ways_on(wording)),))


def _words(what: Said | Pressed | Commanded | Attached) -> str:
    """What somebody typed, beside a file or after a command, too."""
    match what:
        case Said(text):
            return text
        case Commanded(_, argument):
            return argument
        case Attached(_, caption):
            return caption
    return ""
