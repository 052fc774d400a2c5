"""The pure part of a turn: from what somebody did and where they are, to what is said and where they are now.

`respond` is the literal list of what is tried, in order. No storage, no channel, no clock: values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue import answer as answers
from bot.dialogue import engine, menu, turned_off
from bot.dialogue.listen import Listener
from bot.dialogue.normalise import normalise
from bot.dialogue.reply import Reply
from bot.dialogue.search import Finder
from bot.dialogue.voice import Voice
from bot.model.actions import (
    Action,
    Choose,
    NoneOfThese,
    OpenFlow,
    OpenMenu,
    OpenTopic,
    PickCouncil,
    Rate,
    Stop,
    TellMore,
    parse,
)
from bot.model.channel import ChannelRules
from bot.model.flow import Setting
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Left, Overheard, Pressed, Said, What
from bot.model.library import Library
from bot.model.outbound import Block, LeaveGroup, Message
from bot.model.phrases import Phrase
from bot.model.session import Session
from bot.model.turn import Outcome

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


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn needs to know beside the words."""

    session: Session
    new: bool
    """Whether nothing is stored of this person yet."""
    channel: ChannelRules
    today: date
    off: bool = False
    """Whether the conversation is turned off."""


class Dialogue:
    """Says what comes next. Holds only what never changes: the libraries and the index over them."""

    def __init__(self, library_for: LibraryFor, finder: Finder, web_address: str | None = None) -> None:
        self.library = library_for
        self._finder = finder
        self._listener = Listener(library_for("en"), finder, self.voice, web_address)

    def respond(self, what: What, scene: Scene) -> Reply:
        """One turn. Raises nothing that the content was checked for."""
        if scene.off and not isinstance(what, AddedToGroup | Left | Overheard):
            return self._while_off(what, scene)
        match what:
            case Said(text):
                return self._listener.hear(text, scene.session, scene.channel, scene.today)
            case Pressed(action):
                return self._act(parse(action), scene)
            case Commanded(name, argument):
                return self._command(name, argument, scene)
            case Attached(kind, caption):
                return self._unread(kind, caption, scene)
            case AddedToGroup():
                group = Message(self.voice(scene.session, scene.today).say(Phrase.GROUP))
                return Reply(Outcome.IGNORED, None, (group, LeaveGroup()))
            case Left():
                return Reply(Outcome.STOPPED, None, drop_outbox=True)
            case Overheard():
                return Reply(Outcome.IGNORED, None)

    def _while_off(self, what: Said | Pressed | Commanded | Attached, scene: Scene) -> Reply:
        """Danger first, then help and leaving, as always; to all else that the conversation is off. Where somebody was, they stay."""
        voice, words = self.voice(scene.session, scene.today), _words(what)
        crisis = self._listener.hear_danger(words, scene.session, scene.today) if words.strip() else None
        if crisis:
            reply = turned_off.after_help(crisis, voice)
        elif isinstance(action := self._asked_for(what, scene), Stop):
            return self._act(action, scene)
        elif turned_off.works(action, voice):
            reply = self._act(action, scene)
        else:
            reply = turned_off.closed(scene.session, voice)
        return turned_off.untouched(reply, None if scene.new else scene.session, voice)

    def _asked_for(self, what: Said | Pressed | Commanded | Attached, scene: Scene) -> Action | None:
        """What a press, a command or a link asks for, and words where they surely mean one topic."""
        match what:
            case Pressed(action):
                return parse(action)
            case Commanded(name, argument) if name == START and argument.strip():
                kind, _, topic = argument.strip().partition("_")
                return OpenTopic(topic) if kind == "topic" else None
            case Commanded(name):
                commands = self.library(scene.session.language).commands
                return next((parse(command.opens) for command in commands if command.name == name), None)
        words = _words(what)
        meant = self._listener.topic_meant(words, scene.session, scene.today) if words.strip() else None
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
            heard = self._listener.hear(argument, scene.session, scene.channel, scene.today)
            if heard.finding:
                return heard
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
            return self._begin(START, None, replace(scene, session=session), skip=Setting.COUNCIL)
        if kind == "topic" and name in library.topics:
            shown = self._show(name, scene)
            welcome = self._begin(START, None, scene).messages[:1] if scene.new else ()
            return replace(shown, messages=(*welcome, *shown.messages))
        return None

    def _act(self, action: Action | None, scene: Scene) -> Reply:
        match action:
            case OpenTopic(topic):
                return self._show(topic, scene)
            case TellMore(topic):
                return self._show(topic, scene, details=True)
            case OpenMenu(group, page):
                return self._menu(group, page, scene)
            case OpenFlow(flow, step):
                return self._begin(flow, step, scene)
            case Choose():
                return self._choose(action, scene)
            case PickCouncil(council, topic):
                return self._pick_council(council, topic, scene)
            case Rate(topic, helped):
                return self._rate(topic, scene, helped=helped)
            case NoneOfThese():
                return self._plain(scene, Phrase.NO_ANSWER, Outcome.NO_ANSWER)
            case Stop():
                stopped = self.voice(scene.session, scene.today).say(Phrase.STOPPED)
                return Reply(Outcome.STOPPED, None, (Message(stopped),), drop_outbox=True)
            case None:
                return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)

    def _show(self, topic_id: str, scene: Scene, *, details: bool = False) -> Reply:
        voice = self.voice(scene.session, scene.today)
        topic = voice.library.topics.get(topic_id)
        if topic is None:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        answer = answers.compose(voice, topic, scene.session.audience)
        message = answers.details_message(voice, answer) if details else answers.first_message(voice, answer)
        return Reply(Outcome.SHOWN, replace(scene.session, topic=topic_id), (message,), topic=topic_id, answer=answer)

    def _pick_council(self, council: str, begins: str, scene: Scene) -> Reply:
        """Set the council and show the topic again. A long topic's id was cut to fit on its button."""
        library = self.library(scene.session.language)
        topic = begins if begins in library.topics else next((name for name in library.topics if name.startswith(begins)), None)
        if council not in library.councils or topic is None:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        return self._show(topic, replace(scene, session=replace(scene.session, council=council)))

    def _menu(self, group: str | None, page: int, scene: Scene) -> Reply:
        voice = self.voice(scene.session, scene.today)
        message = menu.group_page(voice, group, page) if group else menu.groups(voice)
        if message is None:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        return Reply(Outcome.SHOWN, scene.session, (message,))

    def _begin(self, flow_id: str, step_id: str | None, scene: Scene, skip: Setting | None = None) -> Reply:
        flow = self.library(scene.session.language).flows.get(flow_id)
        step = (flow.steps.get(step_id) if step_id else flow.first) if flow else None
        if flow is None or step is None:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        session, messages = engine.begin(flow, step, scene.session, lambda now: self.voice(now, scene.today), skip)
        return Reply(Outcome.FLOW, session, messages, flow=flow.id)

    def _choose(self, action: Choose, scene: Scene) -> Reply:
        flow = self.library(scene.session.language).flows.get(action.flow)
        step = flow.steps.get(action.step) if flow else None
        choice = engine.choice_by_value(step, action.value) if step else None
        if flow is None or step is None or choice is None:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        session, messages = engine.choose(flow, step, choice, scene.session, lambda now: self.voice(now, scene.today))
        return Reply(Outcome.SETTINGS if step.sets else Outcome.FLOW, session, messages)

    def _rate(self, topic: str, scene: Scene, *, helped: bool) -> Reply:
        voice = self.voice(scene.session, scene.today)
        if topic not in voice.library.topics:
            return self._plain(scene, Phrase.OLD_BUTTON, Outcome.SHOWN)
        if helped:
            return Reply(Outcome.HELPED, scene.session, (Message(voice.say(Phrase.HELPED)),), topic=topic)
        ways_on = ((answers.person_button(voice),), (answers.menu_button(voice),))
        return Reply(Outcome.NOT_HELPED, scene.session, (Message(voice.say(Phrase.NOT_HELPED), ways_on),), topic=topic)

    def _unread(self, kind: Attachment, caption: str, scene: Scene) -> Reply:
        """Nobody has looked at it, and the person is told so; a caption is heard like any words."""
        remark: tuple[Block, ...] = self.voice(scene.session, scene.today).say(_UNREAD.get(kind, Phrase.UNREAD_OTHER))
        if caption.strip():
            heard = self._listener.hear(caption, scene.session, scene.channel, scene.today)
            return heard.under_it(remark)
        return self._plain(scene, _UNREAD.get(kind, Phrase.UNREAD_OTHER), Outcome.UNREAD)

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
