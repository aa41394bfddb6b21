"""What a header gives away about its column, in English, Finnish and Swedish."""

from __future__ import annotations

import re

from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.labels import normalise

RANGE = re.compile(
    r"(?<![\w.,/-])(0|1)\s*(?:[-–—]|\.\.|to|till|bis|\s–\s)\s*(3|4|5|6|7|9|10|100)(?![\d.,/]|-\d)", re.IGNORECASE
)


ENDS = re.compile(r"(?<![\w.,])(\d{1,2})\s*[=:]\s*([^\d=,;()…]*[^\d=,;()….\s])")


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"(?:^|[^a-zåäö])(?:" + "|".join(stems) + ")", re.IGNORECASE)


FAMILIES = (
    (
        "enps",
        _words(
            r"e-?nps\b", r"recommend.*(?:place to work|employer)", r"suositt?el.*työ(?:paikka|nantaja)",
            r"rekommendera.*arbets(?:plats|givare)",
        ),
    ),
    ("nps", _words(r"nps(?:[^a-zåäö]|$)", "net promoter", "nettosuosittelu")),
    ("fft", _words(r"fft\b", "friends (?:and|&) family test")),
    ("ces2", _words(r"ces ?2(?:\.0)?\b", "customer effort score 2")),
    ("ces", _words("ces(?:[^a-zåäö]|$)", "customer effort")),
    ("recommend", _words(".{0,12}recommend", "suositt?el", "rekommender")),
    ("csat", _words("csat", "customer satisfaction score")),
    ("effort", _words("effort", "vaiva", "ansträng")),
    ("ease", _words(r"eas(?:e|y|iness)\b", "made it easy", "help(?:po|pou|ost)", r"lätt\b", "enkel")),
    ("satisfaction", _words(".{0,6}satisf", "tyytyväi", "nöjd")),
    ("stars", _words(r"stars?\b", "star rating", "täh(?:ti|det|tiä)", "stjärn")),
    ("rating", _words("rating", "score", "arvio", "arvosana", "pisteet", "betyg", "omdöme", "poäng", r"grade\b")),
    ("sentiment", _words(".{0,12}sentiment")),
)  # fmt: skip

AMOUNT = _words(
    "quantity", "qty", "price", "amount", "total", r"sum(?:ma)?\b", "count", "revenue", "cost", "discount", "duration",
    "seconds", "minutes", "hinta", "määrä", "lkm", "kpl", "euro", "kesto", "pris", "antal", "belopp", "kostnad",
    r"age\b", r"ikä\b", "ålder", "latitude", "longitude", "children", "lapsia", "barn",
)  # fmt: skip
CODE = _words(
    "year", "month", "week", r"day\b", "hour", "vuosi", "kuukausi", "viikko", r"år\b", "månad", "vecka",
    "code", "koodi", r"kod\b", "zip", "postal", "postinumero", "postnummer", "phone", "puhelin", "telefon",
    "index", "row", "rivi", r"rad\b", "wave", "round", "page", "version",
)  # fmt: skip
RESPONSE_ID = re.compile(
    "^(?:response|submission|answer|comment|record|survey response|interview|entry|vastaus|vastauksen|palaute|svars?)"
    "[ _.-]?(?:id|uuid|guid|key|number|no|nro|tunnus|tunniste|#)$"
    "|^(?:_?id|uuid|guid|token|respons-id)$",
    re.IGNORECASE,
)
PARTY_ID = re.compile(
    "^(?:customer|client|account|user|contact|person|member|employee|respondent|participant|patient|party|subscriber"
    "|asiakas|asiakkaan|henkilö|vastaaja|käyttäjä|jäsen|kund|deltagar|användar|medlems)"
    "[ _.-]?(?:id|uuid|guid|key|number|no|nr|nro|numero|tunnus|tunniste|nummer|code|ref)$"
    "|^(?:e-?mail|email address|sähköposti|e-post)$",
    re.IGNORECASE,
)
ANY_ID = re.compile(
    r"(?:^|[ _.-])(?:unique[ _.-]?)?(?:id|uuid|guid|tunnus|tunniste)$|(?<=[a-z])(?:ID|Id)$|[a-z](?:No|Nr|Nro)$"
)
MAIN_TIME = _words(
    "submi", "complet", "end", "answer", "response", "record", "vastaus", "vastattu", "lähet", "pääty", "svar",
    "besvar", "inskick", "slut",
)  # fmt: skip
SENT_TIME = _words("lähet")  # of the answer, or of the invitation
OTHER_TIME = _words("birth", "syntym", "född", "födelse", "contract", "sopimus", "avtal")


def _whole(*names: str) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(names) + ")$", re.IGNORECASE)


BY_ROLE = (
    (
        Role.STATUS,
        _whole("(?:response |survey )?(?:status|state)", "(?:is )?(?:finished|completed?)", "tila", "vastauksen tila",
               "valmis"),
    ),
    (Role.WEIGHT, _whole("(?:.*[ _.-])?(?:weights?|wt|wgt|paino|painokerroin|vikt|pw)")),
    (Role.LANGUAGE, _whole("(?:user ?|survey ?|response ?|start ?)?(?:language|lang|locale|kieli|språk)")),
    (
        Role.TOUCHPOINT,
        _words("touch ?point", "channel", "kohtaamispiste", "kanava", "kontaktpunkt", "kanal", "journey",
               "asiakaspolku", "kundresa"),
    ),
)  # fmt: skip
COMMENT = _words(
    "comment", "feedback", "verbatim", "why", "what", "describe", "tell us", "other", "write in", "open", "reason",
    "suggest", "improve", "kommentti", "palaute", "miksi", "mitä", "perustel", "vapaa", "avoin", "kommentar", "varför",
    "vad ", "berätta", "övrigt", "fritext",
)  # fmt: skip


def spread(header: str) -> str:
    """Return a header with its joined words apart: ``LikelyToRecommend`` → ``Likely To Recommend``."""
    return re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", header.replace("_", " "))


def family_of(header: str) -> str:
    """Return the family of measures a header speaks of; empty where it speaks of none."""
    forms = (header, spread(header))
    return next((family for family, pattern in FAMILIES if any(pattern.search(form) for form in forms)), "")


def ends_of(header: str) -> dict[float, str]:
    """Return the values a header explains, as in "1 = very poor, 5 = very good", with their normalised labels."""
    return {float(value): normalise(label) for value, label in ENDS.findall(header)}


def range_of(header: str) -> tuple[float, float] | None:
    """Return the range a header states, as in "(0–10)" or "on a scale from 1 to 5"."""
    ends = ends_of(header)
    if len(ends) > 1:
        return min(ends), max(ends)
    found = RANGE.findall(header)
    return (float(found[0][0]), float(found[0][1])) if len(set(found)) == 1 else None
