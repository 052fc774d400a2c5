"""Names of people: after what announces one ("my name is", "my social worker is called"), after a title, and where a name means nothing else.

People write in small letters and misspell: a list of common names is held against single words, and what announces a name counts more than a
capital. A model that finds names in newspapers finds few of these, and would weigh more than everything else here together.
"""

from __future__ import annotations

import re

from bot.dialogue.redaction.first_names import FIRST_NAMES
from bot.dialogue.redaction.marks import Kind, mark
from bot.dialogue.redaction.no_names import NO_NAMES, PEOPLES

_NO_NAME_ENDS = ("ing", "ed", "nt", "lly", "tion", "ness", "ful", "ous", "ly")

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[^\W\d_'’-]*(?:['’-]{_LETTER}{{2,}})*"
_CAPITAL = r"\b(?-i:[A-ZÀ-ÖØ-Þ])[^\W\d_'’-]*(?:['’-][^\W\d_]{2,})*"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})"
_RELATION = (
    r"(?:social\s+workers?|support\s+workers?|key\s*workers?|case\s*workers?|youth\s+workers?|workers?|sw|soc\s+worker|pa"
    r"|personal\s+advis[eo]rs?|advis[eo]rs?"
    r"|iro|reviewing\s+officer|independent\s+visitor|foster\s+(?:mum|dad|carers?|mother|father|parents?|brother|sister|sis|bro"
    r"|sibling)|carers?"
    r"|(?:step|half|grand|god)?[ -]?(?:mum|mam|dad|mother|father|brother|bro|sister|sis|son|daughter)|nan|nana|gran|grandma|grandad"
    r"|granddad|cousin|niece|nephew"
    r"|friend|mate|bestie|bezzie|boyfriend|girlfriend|bf|gf|ex|partner|husband|wife|fianc[eé]e?|teacher|tutor|headteacher|solicitor"
    r"|lawyer|therapist|counsellor|advocate|mentor|manager"
    r"|landlord|landlady|roommate|housemate|flatmate|neighbou?r|bully|twin|baby|kid|child)"
)
_ANNOUNCED = re.compile(
    rf"\b(?P<cue>(?:my|his|her|their|our|the|whose|your|first|last|full|real|birth|middle|legal|preferred|dead"
    rf"|sur)\s*-?names?\s*(?:[’']?s\s+|\s+is\s+|\s+was\s+|\s+be\s+|\s*[:=]\s*|(?<=names)\s+)"
    rf"|\bname\s*[:=]\s*|\bnames\s+(?=\w+\s+(?:and|im|i)\b)|\bname\s+is\s+|\b(?:everyone|people|they|u|you|just"
    rf"|friends)\s+(?:can\s+)?call\s+me\s+|(?:^|[.!?,]\s*)(?:pls\s+|please\s+)?call\s+me\s+|\bi\s+go\s+by\s+(?:the\s+name\s+)?"
    rf"|\bknown\s+as\s+)"
    rf"(?:actually\s+|just\s+|really\s+|also\s+)?{_NAME}",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\b(?P<cue>(?:i[’']?m|i\s+am|im|hes|shes|he[’']s|she[’']s|who[’']?s|who\s+is|(?:{_RELATION}|someone|somebody|person|lady|woman"
    rf"|man|guy|bloke|boy|lad|girl|kid|one|staff|member|doctor|officer)"
    rf"(?:\s+(?:is|was|at\s+\w+))?)[\s,]+(?:called|named)\s+){_NAME}",
    re.IGNORECASE,
)
_IS = re.compile(rf"\b(?P<cue>{_RELATION}\s*(?:[’']s|is|was|[:=]|are)\s+){_NAME}", re.IGNORECASE)
_BESIDE = re.compile(rf"\b(?P<cue>{_RELATION}[,:]?\s+(?:\()?){_NAME}", re.IGNORECASE)
_TITLE = re.compile(rf"\b(?P<cue>(?:mr|mrs|ms|mx|dr|prof(?:essor)?|sgt|rev)\.?\s+){_NAME}", re.IGNORECASE)
_TITLE_CAPITAL = re.compile(
    rf"\b(?P<cue>(?:[Mm]iss|[Ss]ir|[Aa]unt(?:ie|y)?|[Uu]ncle|[Cc]ouncillor|[Cc]llr|[Jj]udge|PC|DC|Nurse|Sister|Nan(?:ny)?"
    rf"|Teacher)\s+)(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)"
)
_AGED = re.compile(
    rf"(?P<cue>)(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?=\s*\(\s*(?:aged?\s*)?\d{{1,2}}\s*\)|,?\s+(?:aged?|who[’']?s"
    rf"|who\s+is)\s+\d{{1,2}}\b|,\s*\d{{1,2}}\s*,)"
)
_AGED_SMALL = re.compile(
    rf"\b(?P<cue>(?:my|his|her|our)\s+(?:\w+\s+){{0,2}}?{_RELATION}[\s,]+){_NAME}(?=\s*\(\s*\d|,?\s+aged?\s+\d"
    rf"|,?\s+(?:is\s+)?\d{{1,2}}\s*(?:,|and\b|yrs?\b|years?\s+old|yo\b))",
    re.IGNORECASE,
)
_AND_AGE = re.compile(
    rf"(?P<cue>\b(?:and|with|for)\s+)(?P<name>{_WORD})(?=\s*\(\s*(?:aged?\s*)?\d{{1,2}}\s*\)|,?\s+aged?\s+\d{{1,2}}\b)", re.IGNORECASE
)
_FULL = re.compile(
    rf"(?P<cue>(?<=[a-z,;]\s))(?P<name>{_CAPITAL}\s+{_CAPITAL})(?=\s+(?:said|says|told|wont|won[’']t|came|rang|is\s+my|was\s+my|never"
    rf"|keeps))"
)
_MYSELF = re.compile(
    rf"(?P<cue>\b(?i:i[’']m|im|i\s+am|it[’']?s|this\s+is)\s+)(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?=\s+(?i:and|from|here|by|who)\b"
    rf"|\s*[,.(])"
    rf"|\b(?P<cue_here>(?i:it[’']?s|its|only)\s+)(?P<name_here>{_WORD})(?=\s+(?i:here)\b)"
)
_OPENS = frozenset(
    {
        "Can",
        "Do",
        "Does",
        "Is",
        "Are",
        "Will",
        "My",
        "Our",
        "Hi",
        "Hello",
        "Hey",
        "Who",
        "What",
        "Why",
        "How",
        "When",
        "Where",
        "The",
        "Did",
        "Has",
    }
)
"""Words that open a sentence, and with a capital belong to no name."""
_ANY_WORD = re.compile(_WORD)
_LAW = re.compile(r"(?:[’']?s)?\s+(?:law|rule|act|inquiry|review|scheme|trust|house|centre)\b", re.IGNORECASE)


def without_names(text: str) -> str:
    """Without names of people."""
    for pattern in (_ANNOUNCED, _CALLED, _TITLE, _AND_AGE):
        text = pattern.sub(_any_name, text)
    for pattern in (_TITLE_CAPITAL, _AGED, _AGED_SMALL, _FULL):
        text = pattern.sub(_any_name, text)
    text = _MYSELF.sub(_myself, text)
    capitals_count = not text.isupper() and not text.istitle()
    for pattern in (_IS, _BESIDE):
        text = pattern.sub(lambda found: _weighed(found, capitals_count=capitals_count), text)
    return _common(text)


def _any_name(found: re.Match[str]) -> str:
    """What was announced: a word that is none of those that are nobody's, and what can belong to it."""
    words = list(_ANY_WORD.finditer(found["name"]))
    kept = 0
    for word in words:
        if _is_no_name(word[0]):
            break
        kept = word.end()
    return found["cue"] + _replaced(found["name"], kept)


def _myself(found: re.Match[str]) -> str:
    """Somebody who says who they are, and not what they are ("I'm Polish")."""
    name, cue = found["name"] or found["name_here"], found["cue"] or found["cue_here"]
    words = name.split()
    if any(_is_no_name(word) or _plain(word) in PEOPLES for word in words):
        return found[0]
    return cue + mark(Kind.NAME)


def _weighed(found: re.Match[str], *, capitals_count: bool) -> str:
    """A name where anything else could stand, too: it is a common one, or it begins with a capital."""
    kept = 0
    for word in _ANY_WORD.finditer(found["name"]):
        common = _is_common(word[0])
        capital = capitals_count and word[0][0].isupper() and not _is_no_name(word[0]) and not word[0][1:2].isupper()
        if not (common or capital):
            break
        kept = word.end()
    return found["cue"] + _replaced(found["name"], kept)


def _common(text: str) -> str:
    """Without common names, and the words with capitals beside one: its surname, its other first names."""
    words = list(_ANY_WORD.finditer(text))
    named = [_is_common(word[0]) and not _LAW.match(text, word.end()) for word in words]
    for place, word in enumerate(words):
        if named[place] and word[0][0].isupper() and not _LAW.match(text, word.end()):
            for step in (1, -1):
                _spread(text, words, named, place, step)
    pieces, last = [], 0
    for word, is_name in zip(words, named, strict=True):
        if is_name:
            pieces += [text[last : word.start()], mark(Kind.NAME)]
            last = word.end()
    return "".join([*pieces, text[last:]])


def _spread(text: str, words: list[re.Match[str]], named: list[bool], place: int, step: int) -> None:
    """Count the words with capitals on one side of a name as parts of it."""
    while 0 <= place + step < len(words):
        first, second = sorted((words[place], words[place + step]), key=lambda word: word.start())
        beside = words[place + step][0]
        if text[first.end() : second.start()].strip() or not _surname(beside):
            return
        place += step
        named[place] = True


def _surname(word: str) -> bool:
    return word[0].isupper() and not word[1:2].isupper() and len(word) > 1 and not _is_no_name(word) and word not in _OPENS


def _is_common(word: str) -> bool:
    return any(part in FIRST_NAMES for part in (_plain(word), *_plain(word).split("-")))


def _replaced(written: str, kept: int) -> str:
    return mark(Kind.NAME) + written[kept:] if kept else written


def _is_no_name(word: str) -> bool:
    plain = _plain(word)
    return plain in NO_NAMES or (plain not in FIRST_NAMES and word[0].islower() and plain.endswith(_NO_NAME_ENDS))


def _plain(word: str) -> str:
    """A word in small letters, without the ending of what belongs to somebody."""
    return re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'")
