"""Where somebody lives: street addresses and postcodes."""

from __future__ import annotations

import re

from bot.dialogue.redaction.marks import MARKS, Kind, mark

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS "
    "HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN "
    "SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    rf"\b(?:{'|'.join(_AREAS.split())})\d[A-Z\d]?[\s-]{{0,3}}(?!\d(?:st|nd|rd)\b)\d[A-HJLNP-UW-Z]{{2}}\b"
    rf"|\b(?:{'|'.join(_AREAS.split())})\s\d[A-Z\d]?[\s-]{{1,3}}(?!\d(?:st|nd|rd|th)\b)\d[A-HJLNP-UW-Z]{{2}}\b"
    rf"|\b[A-Z]\s(?:[A-Z]\s)?\d\s(?:[A-Z\d]\s)?\d\s[A-Z]\s[A-Z]\b"
    rf"|\b(?P<cue>post\s?code(?:\s*[:=]\s*|\s+is\s+|\s+))[A-Z]{{1,2}}\d[A-Z\d]?(?:[\s-]?\d[A-Z]{{2}})?\b",
    re.IGNORECASE,
)

_ALWAYS = (
    r"street|st|str|road|rd|avenue|ave|av|lane|ln|crescent|cres|terrace|terr|gardens|gdns|grove|mews|close|cl|drive|dr|boulevard"
    r"|blvd|parade|wharf"
)
_SOMETIMES = (
    r"court|ct|place|pl|way|walk|hill|square|sq|row|park|rise|view|green|house|lodge|cottages?|villas|buildings|paddocks?|meadows?"
    r"|fields?|croft|yard"
    r"|quay|vale|heights|mount|bank|end|chase|dene|dell|leaze|fold|garth|gate|path|point|tower|towers|heath|copse|orchard|glebe|drove"
    r"|batch|parc"
)
_NO_STREET = (
    r"a|about|another|anuver|clear|safe|single|high|after|all|am|an|and|any|are|as|at|away|bed|beds|bedroom|bedrooms|bed\w*|before|big"
    r"|but|by|can|care|child\w*|cos|day|days|different|do|for|from|"
    r"full|get|go|good|got|half|have|her|his|home|homes|hour|hours|hr|hrs|i|if|im|in|into|is|it|kids|km|like|me|metre\w*|mile|miles"
    r"|min|mins|minute|minutes|"
    r"month|months|more|my|new|night|nights|no|not|of|off|old|olds|on|or|other|our|out|over|people|per|person|plus|pm|quid|pounds|room"
    r"|rooms|same|shared|"
    r"so|social|some|star|than|that|the|their|them|then|they|this|till|time|times|to|too|under|until|up|use|want|was|we|week|weeks"
    r"|when|where|which|who|will|"
    r"with|work\w*|year|years|yo|yr|yrs|you|your|foster|parent|parents|residential|supported|adult|adults|staff|young|placement\w*"
    r"|different|second|first"
)
_WORD = rf"(?!(?:{_NO_STREET})\b)[^\W\d_][\w'’.-]{{1,20}}"
_UNIT = r"(?:\b(?:flat|apartment|apt|room|unit|studio)\s*(?:no\.?\s*|number\s*)?(?:\d{1,4}\s?[a-z]?|[a-z])\b[\s,]*(?:in\s+|at\s+|of\s+)?)"
_NUMBER_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twenty|thirty|forty|fifty|sixty)(?:[ -]\w+)?)"
_NUMBER = (
    rf"(?:\b(?:no\.?\s*|number\s+)?(?:\d{{1,4}}(?:\s?[a-h]\b)?(?:\s?[-–/]\s?\d{{1,4}}[a-h]?)?(?!(?:st|nd|rd|th)\b)\b"
    rf"|{_NUMBER_WORD}\b)[\s,]*)"
)
_THE = r"(?:the\s+)"
_TOWN = (
    rf"(?:[\s,]+(?:on|off|in|at)\s+(?:{_WORD}\s+){{1,2}}?(?:{_ALWAYS})\b\.?)?(?:[\s,]+(?:in\s+)?(?:bristol|bath|bradford"
    rf"|weston(?:[\s-]super[\s-]mare)?|keynsham|clevedon|portishead|nailsea|keighley|shipley|bingley|ilkley)\b)?"
)
_LIVES = (
    r"(?P<cue>\b(?:liv(?:e|es|ing|ed)|stay(?:s|ing|ed)?|mov(?:e|es|ing|ed)(?:\s+(?:me|us|him|her))?|home|house|flat|placement|placed"
    r"|address|addy"
    r"|based|round|over)\b"
    r"(?:\s+(?:is|at|on|in|to|into|near|down|off|me)\b|\s*[:=(])+\s*)"
)
_ADDRESS = (
    re.compile(
        rf"{_UNIT}?{_NUMBER}(?:{_THE})?(?:{_WORD}\s+){{1,3}}?(?:{_ALWAYS})\b\.?(?:[\s,]+(?:number|no\.?)\s*\d+\w?)?{_TOWN}", re.IGNORECASE
    ),
    re.compile(rf"{_UNIT}?{_NUMBER}(?<!\w[a-z] )(?:{_THE})?(?:{_WORD}\s+){{1,2}}?(?:{_SOMETIMES})\b{_TOWN}", re.IGNORECASE),
    re.compile(rf"{_UNIT}?{_NUMBER}the\s+(?:{_WORD}\s+){{0,2}}?(?:{_ALWAYS}|{_SOMETIMES})\b{_TOWN}", re.IGNORECASE),
    re.compile(rf"{_UNIT}(?:{_NUMBER}|(?:(?:the\s+)?{_WORD}\s+){{1,3}}?(?:{_ALWAYS}|{_SOMETIMES})\b){_TOWN}", re.IGNORECASE),
    re.compile(rf"\b(?:[A-Z][\w'’-]{{2,20}}\s+){{1,3}}(?i:{_ALWAYS})\b\.?,?\s+(?i:number|no\.?)\s*\d+\w?"),
)
_LIVED_IN = (
    re.compile(rf"{_LIVES}(?:the\s+)?(?:{_WORD}\s+){{1,2}}?(?:{_ALWAYS})\b\.?(?:[\s,]+(?:number|no\.?)\s*\d+\w?)?{_TOWN}", re.IGNORECASE),
    re.compile(rf"(?i:{_LIVES})(?:the\s+)?(?:[A-Z][\w'’-]{{2,20}}\s+){{1,2}}(?:{_SOMETIMES.title()})\b"),
    re.compile(
        rf"(?P<cue>\b(?:liv(?:e|es|ing|ed)|stay(?:s|ing|ed)?|address|addy|flat)\s*(?:is\s+)?(?:at\s+|[:=(]\s*))(?:(?:number"
        rf"|no\.?)\s*)?\d{{1,4}}[a-h]?\s+(?:the\s+)?{_WORD}(?=\s*(?:[,.?!)]|$|{MARKS}|\bin\b|\bcan\b|\bdo\b|\band\b))",
        re.IGNORECASE,
    ),
)


def without_places(text: str) -> str:
    """Without postcodes and street addresses."""
    text = _POSTCODE.sub(lambda found: (found["cue"] or "") + mark(Kind.POSTCODE), text)
    for pattern in _ADDRESS:
        text = pattern.sub(lambda found: mark(Kind.ADDRESS) + _space_after(found[0]), text)
    for pattern in _LIVED_IN:
        text = pattern.sub(lambda found: found["cue"] + mark(Kind.ADDRESS), text)
    return text


def _space_after(found: str) -> str:
    return found[len(found.rstrip(" ,")) :]
