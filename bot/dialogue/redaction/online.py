"""Where somebody can be found online: e-mail addresses and links, names in apps and games, and the passwords to them."""

from __future__ import annotations

import re

from bot.dialogue.redaction.marks import Kind, mark

_PROVIDERS = r"(?:g(?:oogle)?mail|hotmail|outlook|yahoo|ymail|icloud|live|aol|msn|me|proton(?:mail)?|btinternet|sky|virginmedia|talktalk)"
_DOT = r"(?:\s?\.\s?|\s*[\[({]\s*dot\s*[\])}]\s*|\s+dot\s+)"
_AT = r"(?:\s*[\[({]\s*at\s*[\])}]\s*|\s?@\s?|\s+at\s+)"
_PART = r"[\w+-]{1,64}"
_END = r"(?:com|co|org|net|uk|gov|nhs|ac|sch|edu|io|info|me|eu|ie|pl|ro)\b"
_EMAIL = re.compile(
    rf"""
    \S{{1,200}}@\S{{1,200}}                                                  # sam@example.org, sam@localhost
    | {_PART}(?:{_DOT}{_PART}){{0,4}}\s?@\s?{_PART}(?:{_DOT}{_PART}){{0,3}}{_DOT}{_END}
    | {_PART}(?:{_DOT}{_PART}){{0,4}}\s*[\[({{]\s*at\s*[\])}}]\s*{_PART}(?:{_DOT}{_PART}){{0,4}}
    | {_PART}(?:{_DOT}{_PART}){{0,4}}{_AT}{_PROVIDERS}(?:{_DOT}{_END}){{0,2}}(?<!\bme)(?<!\blive)(?<!\bsky)
    | {_PART}(?:{_DOT}{_PART}){{0,4}}{_AT}{_PART}(?:\s+dot\s+{_PART}){{0,3}}\s+dot\s+{_END}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(
    r"""
    \b(?:https?:/?/?|www\.)\S+
    | \b[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,10}/[^\s/]\S*         # t.me/somebody, without what stands before it
    | \b(?!(?:[a-z0-9-]+\.){1,4}(?:gov|nhs|police|org|ac)\b)[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,63}){0,2}\.(?:com|net|co\.uk|gg|tv|me|link)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

_APPS = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|sc|tik\s?tok|discord|roblox|xbox|psn|ps[45n]|twitter|facebook|fb|telegram|be\s?real"
    r"|you\s?tube|kik|twitch"
    r"|steam|fortnite|minecraft|threads|reddit|wattpad|vinted|depop)"
)
_CALLED = r"(?:user\s?names?|user|handle|gamer\s?tag|tag|id|@|account|name)"
_SAYS = r"(?:\s*[:=@]\s*|\s*[’']?s\s+|\s+(?:is|as|under|called|its|it[’']s|at|-)\s+)"
_ITSELF = r"(?P<token>@?[^\W_][\w.'-]{1,40})"
_NO_ACCOUNT = frozenset(
    """
    a about after all also always and any app are at bad banned because been being better blocked broken but by can checked closed cool
    cyberbullying dangerous deleted disabled down dumb fake fine for free from full fun gone good group hacked her his hidden how i if illegal in it
    its just kind limited linked locked mad made making me messaging messed monitored muted my new nice no not now of off ok okay old on only open or
    our out private public really restricted safe scary secret set shut so still stuff supposed taken that the their they to too unsafe used using
    was what when where which who why with working wrong your
    """.split()  # noqa: SIM905 - a list of words is read in a row
)
"""What follows "my insta is" and is no name."""
_ACCOUNTS = (
    re.compile(r"(?<!\w)@\s?\w[\w.]*\w|(?<!\w)@\w"),
    re.compile(r"(?<!\w)[\w.]{2,32}\s?#\s?\d{3,5}\b"),
    re.compile(r"(?<![\w])(?=[\w.]*[^\W\d_])(?:[^\W_][\w.]*_[\w.]*|_+[^\W_][\w.]*)", re.IGNORECASE),
)
_NAMED = (
    re.compile(
        rf"\b(?P<cue>(?:my|her|his|their|our|add|whose|hes|shes)\s+{_APPS}(?:\s+{_CALLED})?{_SAYS})(?:name\s+is\s+)?{_ITSELF}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<cue>{_APPS}(?:\s+{_CALLED})?\s*[:=@]\s*){_ITSELF}", re.IGNORECASE),
    re.compile(
        rf"\b(?P<cue>(?:add|follow|find|dm|message|msg|hmu|pm|friend|text)\s+(?:me|him|her|them)\s+(?:up\s+)?on\s+{_APPS}[\s,:-]+"
        rf"(?:(?:its|it[’']s|im|i[’']m|as|under|my\s+{_CALLED}\s+is)\s+)?){_ITSELF}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<cue>(?:user\s?name|gamer\s?tag|(?:my|her|his|their)\s+handle|handle(?=\s*[:=]|\s+is)"
        rf"|{_APPS}\s+{_CALLED}){_SAYS}){_ITSELF}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<cue>(?:im|i[’']m|am|hes|shes|are|r|is|me)\s+on\s+{_APPS}\s+(?:as|under|called|its)\s+){_ITSELF}", re.IGNORECASE),
    re.compile(rf"\b(?P<cue>{_APPS}\s+(?:is\s+)?)(?P<token>(?=[^\W_]+[._\d])[^\W_][\w.]{{2,40}})", re.IGNORECASE),
    re.compile(
        rf"(?P<cue>)(?P<token>\b[^\W_][\w.]{{2,40}})(?=\s+(?:on|is\s+my|is\s+(?:her|his|their))\s+{_APPS}\b)(?=\w*\d)", re.IGNORECASE
    ),
)
_SECRET = re.compile(
    r"\b(?P<cue>(?:pass\s?word|pass\s?code|pword|pin|cvv|cvc|(?:door|key|wifi|security)\s+code)(?:\s+(?:number|no\.?|code))?\s*"
    r"(?P<says>[:=]|\bis\b|\bwas\b|(?=\d))\s*)(?P<token>\S+)",
    re.IGNORECASE,
)


def without_addresses_online(text: str) -> str:
    """Without e-mail addresses, also those spelt out, and links."""
    return _LINK.sub(mark(Kind.LINK), _EMAIL.sub(_email, text))


def without_accounts(text: str) -> str:
    """Without names in apps and games, and passwords."""
    for pattern in _ACCOUNTS:
        text = pattern.sub(mark(Kind.HANDLE), text)
    for pattern in _NAMED:
        text = pattern.sub(_account, text)
    return _SECRET.sub(_secret, text)


def _email(found: re.Match[str]) -> str:
    written = found[0]
    return f"{mark(Kind.HANDLE)} " if written.startswith("@") else mark(Kind.EMAIL)


def _account(found: re.Match[str]) -> str:
    token = found["token"]
    if token.lower().strip(".'-") in _NO_ACCOUNT:
        return found[0]
    return found["cue"] + mark(Kind.HANDLE) + token[len(token.rstrip(".'-")) :]


def _secret(found: re.Match[str]) -> str:
    """A word after "is" may say anything of a password; one with a digit in it is the password."""
    told = found["says"] != "is" or any(letter.isdigit() for letter in found["token"])
    return found["cue"] + mark(Kind.SECRET) if told else found[0]
