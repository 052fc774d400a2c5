"""The pure part of a turn: from what somebody did and where they are, to what is said and where they are now.

`respond` is the literal list of what is tried, in order. No storage, no channel, no clock: values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue import answer as answers
from bot.dialogue import menu, turned_off
from bot.dialogue.guide import Guide
from bot.dialogue.listen import Listener
from bot.dialogue.mycase import MyCase
from bot.dialogue.normalise import normalise
from bot.dialogue.receipt import spoken
from bot.dialogue.reply import Reply
from bot.dialogue.scene import Needs, Scene
from bot.dialogue.search import Finder
from bot.dialogue.voice import Voice
from bot.model.actions import (
    ActInCase,
    Action,
    Choose,
    DeleteMyData,
    HideMessages,
    MyCases,
    NoneOfThese,
    OpenCase,
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
    parse,
)
from bot.model.case import Unlink
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Elapsed, Left, Overheard, Pressed, Said, What
from bot.model.library import Library
from bot.model.outbound import Block, LeaveGroup, Message
from bot.model.phrases import Phrase
from bot.model.session import Answer, Session
from bot.model.turn import Outcome

OwnAction = ActInCase | turned_off.OfOwn

KEPT_UNSENT = timedelta(days=14)
"""How long what somebody has written and not sent is kept, unless a setting says otherwise."""

LibraryFor = Callable[[str], Library]
"""The library in a language (English where nobody has it)."""

START = "start"

_UNREAD = {
    Attachment.VOICE: Phrase.UNREAD_VOICE,
    Attachment.PHOTO: Phrase.UNREAD_PICTURE,
    Attachment.VIDEO: Phrase.UNREAD_PICTURE,
    Attachment.DOCUMENT: Phrase.UNREAD_FILE,
    Attachment.STICKER: Phrase.UNREAD_STICKER,
}


class Dialogue:
    """Says what comes next. Holds only what never changes: the libraries and the index over them."""

    def __init__(self, library_for: LibraryFor, finder: Finder, web_address: str | None = None, keep: timedelta = KEPT_UNSENT) -> None:
        """`keep`: how long what somebody has written and not sent is kept."""
        self.library = library_for
        self._finder = finder
        english = library_for("en")
        self._guide = Guide(self.voice, self._show, english.hearing, keep)
        self._my_case = MyCase(self.voice, self._guide)
        self._listener = Listener(english, finder, self.voice, web_address, self._guide, self._my_case)
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
            case OpenCase(case) | ActInCase(case=case):
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

    def respond(self, what: What, scene: Scene) -> Reply:
        """One turn, with what it needs read into the scene. Raises nothing that the content was checked for."""
        if scene.off and not isinstance(what, AddedToGroup | Left | Overheard | Elapsed):
            return self._while_off(what, scene)
        match what:
            case Said():
                return self._listener.hear(what, scene)
            case Pressed(action):
                return self._act(parse(action), scene)
            case Commanded(name, argument):
                return self._command(name, argument, scene)
            case Attached():
                return self._unread(what, scene)
            case AddedToGroup():
                group = Message(self.voice(scene.session, scene.today).say(Phrase.GROUP))
                return Reply(Outcome.IGNORED, None, (group, LeaveGroup()))
            case Left():
                return Reply(Outcome.STOPPED, None, drop_outbox=True)
            case Overheard():
                return Reply(Outcome.IGNORED, None)
            case Elapsed():
                return self._guide.elapsed(scene)

    def _while_off(self, what: Said | Pressed | Commanded | Attached, scene: Scene) -> Reply:
        """Danger first, then help and leaving, as always; to all else that the conversation is off. Where somebody was, they stay."""
        voice, words = self.voice(scene.session, scene.today), _words(what)
        crisis = self._listener.hear_danger(words, scene) if words.strip() else None
        if crisis:
            reply = turned_off.after_help(crisis, voice)
        elif scene.found.receipt_given:
            return turned_off.pressable(self._my_case.by_receipt(scene), voice)
        elif isinstance(action := self._asked_for(what, scene.session) or self._meant(words, scene), Stop | turned_off.OfOwn):
            return turned_off.pressable(self._act(action, scene), voice)
        elif turned_off.works(action, voice):
            reply = self._act(action, scene)
        else:
            reply = turned_off.closed(scene.session, voice)
        return turned_off.untouched(reply, None if scene.new else scene.session, voice)

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

    def _meant(self, words: str, scene: Scene) -> Action | None:
        """The topic that words surely mean."""
        meant = self._listener.topic_meant(words, scene) if words.strip() else None
        return OpenTopic(meant) if meant else None

    def why(self, text: str, topic: str) -> tuple[str, ...]:
        """The telling words that a message shares with a topic's examples."""
        return self._finder.why(normalise(text), topic)

    def voice(self, session: Session, today: date) -> Voice:
        """The voice for a session: its language, its council."""
        library = self.library(session.language)
        council = library.councils.get(session.council or "")
        return Voice(library, council, today, session.audience, any_council=session.council is None)

    def _command(self, name: str, argument: str, scene: Scene) -> Reply:
        """A command. Words after it are checked for danger like any others."""
        if argument:
            danger = self._listener.hear_danger(argument, scene)
            if danger:
                return self._guide.stepped_aside(danger, scene)
            linked = self._deep_link(argument, scene) if name == START else None
            if linked:
                return linked
        library = self.library(scene.session.language)
        command = next((command for command in library.commands if command.name == name), None)
        if command is None:
            return self._plain(scene, Phrase.UNKNOWN_COMMAND, Outcome.SHOWN)
        return self._act(parse(command.opens), scene)

    def _deep_link(self, argument: str, scene: Scene) -> Reply | None:
        """`/start council_bradford` and `/start topic_council-tax`, as links on posters and pages carry them."""
        library = self.library(scene.session.language)
        kind, _, name = argument.strip().partition("_")
        if kind == "council" and name in library.councils:
            session = replace(scene.session, council=name)
            return self._begin(START, None, replace(scene, session=session), (Answer("council", name),))
        if kind == "topic" and name in library.topics:
            shown = self._show(name, scene)
            welcome = self._begin(START, None, scene).messages[:1] if scene.new else ()
            return replace(shown, messages=(*welcome, *shown.messages))
        return None

    def _act(self, action: Action | None, scene: Scene) -> Reply:
        """Flows and cases go on where they are; whatever else is opened, the way back to an open flow stands under it."""
        match action:
            case OpenFlow(flow, step):
                return self._begin(flow, step, scene)
            case Choose():
                return self._guide.choose(action, scene) or self._old_button(scene)
            case Steer():
                return self._guide.steer(action, scene) or self._old_button(scene)
            case Send():
                return self._guide.send(action, scene) or self._old_button(scene)
            case _ if isinstance(action, OwnAction):
                return self._act_on_own(action, scene)
            case Stop(sure) if not sure and (scene.found.cases or self._guide.unfinished(scene.session)):
                return self._my_case.ask_before_stop(scene)
            case Stop():
                stopped = self.voice(scene.session, scene.today).say(Phrase.STOPPED)
                return Reply(Outcome.STOPPED, None, (Message(stopped),), drop_outbox=True, effects=(Unlink(),))
        return self._guide.stepped_aside(self._open(action, scene), scene)

    def _act_on_own(self, action: OwnAction, scene: Scene) -> Reply:
        """What somebody does with what they told us, and with what is kept of them. An open flow waits meanwhile."""
        match action:
            case HideMessages():
                return self._my_case.hide(scene)
            case OpenCase():
                done = self._my_case.open(action, scene)
            case ActInCase():
                done = self._my_case.act(action, scene)
            case MyCases():
                done = self._my_case.list(scene)
            case ShowMyData():
                done = self._my_case.my_data(action, scene)
            case DeleteMyData():
                done = self._my_case.delete(action, scene)
        return done if done.outcome is Outcome.FLOW else self._guide.stepped_aside(done, scene)

    def _open(self, action: Action | None, scene: Scene) -> Reply:
        match action:
            case OpenTopic(topic):
                return self._show(topic, scene)
            case TellMore(topic):
                return self._show(topic, scene, details=True)
            case OpenMenu(group, page):
                return self._menu(group, page, scene)
            case PickCouncil(council, topic):
                return self._pick_council(council, topic, scene)
            case Rate(topic, helped):
                return self._rate(topic, scene, helped=helped)
            case NoneOfThese():
                return self._plain(scene, Phrase.NO_ANSWER, Outcome.NO_ANSWER)
        return self._old_button(scene)

    def _old_button(self, scene: Scene) -> Reply:
        return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)

    def _show(self, topic_id: str, scene: Scene, *, details: bool = False) -> Reply:
        voice = self.voice(scene.session, scene.today)
        topic = voice.library.topics.get(topic_id)
        if topic is None:
            return self._old_button(scene)
        answer = answers.compose(voice, topic, scene.session.audience)
        message = answers.details_message(voice, answer) if details else answers.first_message(voice, answer)
        return Reply(Outcome.SHOWN, replace(scene.session, topic=topic_id), (message,), topic=topic_id, answer=answer)

    def _pick_council(self, council: str, begins: str, scene: Scene) -> Reply:
        """Set the council and show the topic again. A long topic's id was cut to fit on its button."""
        library = self.library(scene.session.language)
        topic = begins if begins in library.topics else next((name for name in library.topics if name.startswith(begins)), None)
        if council not in library.councils or topic is None:
            return self._old_button(scene)
        return self._show(topic, replace(scene, session=replace(scene.session, council=council)))

    def _menu(self, group: str | None, page: int, scene: Scene) -> Reply:
        voice = self.voice(scene.session, scene.today)
        message = menu.group_page(voice, group, page) if group else menu.groups(voice)
        if message is None:
            return self._old_button(scene)
        return Reply(Outcome.SHOWN, scene.session, (message,))

    def _begin(self, flow_id: str, step_id: str | None, scene: Scene, answers: tuple[Answer, ...] = ()) -> Reply:
        return self._guide.begin(flow_id, step_id, scene, answers) or self._old_button(scene)

    def _rate(self, topic: str, scene: Scene, *, helped: bool) -> Reply:
        voice = self.voice(scene.session, scene.today)
        if topic not in voice.library.topics:
            return self._old_button(scene)
        if helped:
            return Reply(Outcome.HELPED, scene.session, (Message(voice.say(Phrase.HELPED)),), topic=topic)
        ways_on = ((answers.person_button(voice),), (answers.menu_button(voice),))
        return Reply(Outcome.NOT_HELPED, scene.session, (Message(voice.say(Phrase.NOT_HELPED), ways_on),), topic=topic)

    def _unread(self, what: Attached, scene: Scene) -> Reply:
        """Nobody has looked at it, and the person is told so; a caption is heard like any words."""
        taken = self._listener.hear_file(what, scene)
        if taken:
            return taken
        phrase = _UNREAD.get(what.kind, Phrase.UNREAD_OTHER)
        remark: tuple[Block, ...] = self.voice(scene.session, scene.today).say(phrase)
        if what.caption.strip():
            return self._listener.hear(Said(what.caption), scene).under_it(remark)
        return self._guide.stepped_aside(self._plain(scene, phrase, Outcome.UNREAD), scene)

    def _plain(self, scene: Scene, phrase: Phrase, outcome: Outcome) -> Reply:
        """A short text with the ways on: help now, a person, all topics."""
        voice = self.voice(scene.session, scene.today)
        return Reply(outcome, scene.session, (Message(voice.say(phrase), menu.ways_on(voice)),))


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
