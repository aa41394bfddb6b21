"""Street addresses, box addresses and flats, Finnish, Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kuulo.language.personal.kinds import Found, Kind
from kuulo.language.personal.lists import read_list

CAPITAL = "[A-ZÅÄÖÉÜ]"
NUMBER = r"\d{1,4}(?:[ ]?[-–/][ ]?\d{1,4})?"
STAIR = (
    r"(?:[ ]?[A-Za-z](?!\w))?(?:,?[ ]?(?:as|bst|lgh|asunto|as\.|apt|lok|krs)?\.?[ ]?\d{1,3}"
    r"(?!\w|[.,:/-]\d|[ ]?(?:€|eur|kr|kpl|%|min|vuot|kert)|\.[ ]?\d))?"
)
TOWN = (
    rf"(?:,?[ \n](?:FI[- ]?|SE[- ]?|AX[- ]?)?(?:\d{{5}}|\d{{3}}[ ]\d{{2}})(?:[ ]{CAPITAL}[\w-]+)?"
    rf"|,[ ]{CAPITAL}[\w-]+(?![\w-]))?"
)
FINNISH_ENDS = (
    r"(?:katu|kadun|kadulla|kadulta|kadulle|tie|tien|tiellä|tieltä|tielle|kuja|kujan|kujalla|kujalta|kujalle|polku|polun|"
    r"polulla|kaari|kaaren|kaarella|raitti|raitin|raitilla|väylä|väylän|aukio|aukiolla|tori|torilla|bulevardi|bulevardilla|"
    r"esplanadi|puistikko|penger|penkere(?:en)?|rinne|rinteen|ranta|rannan|rannalla|piha|pihan|mäki|mäen|mäellä|portti|"
    r"kulma|laita|laituri|taival|kierto|silta|haka|puisto|puistotie|kenttä|niitty|reuna|harju|linja|kaarre|kehä|rannassa|rinteessä|kaaressa|penkereessä|puistikossa|aukion|torin)"
)
FINNISH_PLAIN_ENDS = r"(?:katu|kadulla|tie|tiellä|kuja|kujalla|polku|polulla|raitti)"
FINNISH = re.compile(
    rf"(?<![\w-])(?:{CAPITAL}\w+[ ])?(?:{CAPITAL}[\w:-]*?{FINNISH_ENDS}|Bulevardi|Esplanadi)"
    rf"[ ]{NUMBER}{STAIR}{TOWN}(?![\w])"
)
FINNISH_LOWER = re.compile(rf"(?<![\w-])([a-zåäö]{{3,}}{FINNISH_PLAIN_ENDS})[ ]{NUMBER}{STAIR}{TOWN}(?!\w)")
SWEDISH_ENDS = (
    r"(?:gatan|gata|vägen|väg|gränden?|gränd|stigen|stig|torget|torg|backen|allén?|allen|plan|platsen|plats|leden|"
    r"stråket|kajen|esplanaden|gången|kullen|stranden|parken|bågen|kroken|svängen|brinken|slingan|hamnen|bron|gården|"
    r"tunet|ringen|sgränd|promenaden)"
)
SWEDISH_FLAT = r"(?:,?[ ](?:lgh|bst|port|uppg|tr|läg)\.?[ ]?\w{1,5}|,?[ ]\d{1,2}[ ]?tr\.?|,?[ ]våning(?:en)?[ ]\d)*"
SWEDISH = re.compile(
    rf"(?<![\w-])(?:(?:{CAPITAL}\w+|S:t|S:ta|N\.|S\.|V\.|Ö\.)[ ]){{0,2}}(?:{CAPITAL}[\w:-]*?{SWEDISH_ENDS}|"
    rf"{CAPITAL}\w+[ ](?:väg(?:en)?|gatan?|gränd|[Tt]org(?:et)?|plats(?:en)?|allén?|stig(?:en)?))[ ]"
    rf"{NUMBER}(?:[ ]?[A-Za-z](?!\w))?{SWEDISH_FLAT}"
    rf"(?:[ ]\d{{1,3}}(?!\w|[.,:]\d|[ ]?(?:kr|€|st|%|min)))?{SWEDISH_FLAT}{TOWN}(?!\w)"
)
SWEDISH_LOWER = re.compile(
    rf"(?<![\w-])([a-zåäö]{{3,}}(?:gatan|vägen|gränd|stigen))[ ]{NUMBER}(?:[ ]?[A-Za-z](?!\w))?"
    rf"{SWEDISH_FLAT}{TOWN}(?!\w)"
)
ENGLISH_ENDS = (
    r"(?:Street|St|Str|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Cres|Terrace|Ter|Place|Pl|Square|Sq|"
    r"Way|Gardens|Gdns|Grove|Mews|Walk|Row|Boulevard|Blvd|Parkway|Pkwy|Circle|Cir|Highway|Hwy|Green|Hill|Rise|Park|View|"
    r"Quay|Wharf|Yard)"
)
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}"
ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?:Flat|Apt|Apartment|Unit|Suite|Room)\.?[ ]?\w{{1,5}},?[ ])?\d{{1,5}}[A-Za-z]?"
    rf"(?:[-–]\d{{1,5}})?,?[ ]"
    rf"(?:(?:{CAPITAL}[\w'’.]*|\d{{1,3}}(?:st|nd|rd|th))[ ]){{1,3}}{ENGLISH_ENDS}\b\.?"
    rf"(?:,?[ ](?:Apt|Flat|Unit|Suite|#)\.?[ ]?\w{{1,5}})?"
    rf"(?:,?[ ]{CAPITAL}[a-z'’-]+){{0,2}}(?:,?[ ](?:{POSTCODE}|[A-Z]{{2}}[ ]\d{{5}}(?:-\d{{4}})?|\d{{5}}))?(?!\w)"
)
ENGLISH_LOWER = re.compile(
    r"(?<![\w-])\d{1,5}[a-z]?[ ](?!(?:one|two|way|hour|day|week|month|year|minute|mile|km|long|bad|good|star)s?\b)"
    r"(?:[a-z]{3,}[ ]){1,2}(?:street|road|avenue|lane|crescent|terrace|gardens|boulevard)(?!\w)"
)
# Where somebody says that it is an address, any name with a number is one.
TOLD = re.compile(
    rf"(?<!\w)(?:[Oo]soit\w+|[Aa]sun(?:mme|n)?|[Aa]dress\w*|[Bb]or(?:[ ]på|[ ]i)?|[Ll]iv(?:e|ing)[ ](?:at|on))[: ]"
    r"(?:on |är |is )?"
    rf"({CAPITAL}[\w:-]{{2,}}(?:[ ]{CAPITAL}\w+)?[ ]{NUMBER}{STAIR}{TOWN})(?!\w)"
)
POSTCODE_ALONE = re.compile(rf"(?<![\w-]){POSTCODE}(?!\w)")
BOX = re.compile(
    rf"(?<!\w)(?:PL|P\.L\.|PB|Box|Postbox|P\.?[ ]?O\.?[ ]?Box)[ ]\d{{1,5}}(?!\w|[.,]\d|[ ]?(?:€|kr|eur|%)){TOWN}"
)
# Roads of the whole country, not somebody's home.
ROADS = frozenset(read_list("roads.txt"))


def find_addresses(text: str, language: str | None) -> Iterator[Found]:
    """Yield addresses with a number: street, stair, flat, postcode and town; a street without a number stays."""
    for pattern in (FINNISH, SWEDISH, ENGLISH, BOX):
        yield from _homes(pattern, text, sure=True)
    for match in TOLD.finditer(text):
        yield Found(Kind.ADDRESS, *match.span(1), match.group(1), sure=False)
    for pattern in (FINNISH_LOWER, SWEDISH_LOWER):
        yield from _homes(pattern, text, sure=False)
    if language not in {"fi", "sv"}:
        yield from _homes(ENGLISH_LOWER, text, sure=False)
        yield from _homes(POSTCODE_ALONE, text, sure=False)


def _homes(pattern: re.Pattern[str], text: str, *, sure: bool) -> Iterator[Found]:
    for match in pattern.finditer(text):
        words = match.group().rstrip(" ,.\n")
        if words.split(" ")[0].lower() not in ROADS:
            yield Found(Kind.ADDRESS, match.start(), match.start() + len(words), words, sure)
