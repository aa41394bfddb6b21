"""The words cells of customer lists say things with, in English, Finnish and Swedish; pure."""

from __future__ import annotations

import re
from typing import Final

from kuulo.customers.rules import PartyKind, Stage

LANGUAGES: Final = {
    "fi": "fi|fin|suomi|finnish|finska|fi-fi",
    "sv": "sv|swe|ruotsi|swedish|svenska|sv-fi|sv-se",
    "en": "en|eng|englanti|english|engelska|en-gb|en-us",
}
LANGUAGE_BY_WORD: Final = {word: code for code, words in LANGUAGES.items() for word in words.split("|")}
CODE: Final = re.compile(r"^[a-z]{2}$")
YES: Final = frozenset(
    {"yes", "y", "true", "1", "x", "ok", "given", "granted", "allowed", "opt in", "opt-in"}
    | {"kyllä", "k", "joo", "annettu", "sallittu", "saa", "ja", "givet", "tillåtet", "godkänt"}
)
NO: Final = frozenset(
    {"no", "n", "false", "0", "denied", "refused", "withdrawn", "opt out", "opt-out"}
    | {"ei", "e", "kielletty", "peruttu", "peruutettu", "nej", "nekat", "återkallat"}
)
KINDS: Final = {
    PartyKind.PERSON: (
        "person|individual|private|private person|consumer|b2c|contact|henkilö|yksityinen|yksityishenkilö|kuluttaja"
        "|yksityisasiakas|privat|privatperson|konsument|privatkund"
    ),
    PartyKind.ORGANISATION: (
        "organisation|organization|org|company|business|b2b|corporate|yritys|yhtiö|organisaatio|yhteisö|yritysasiakas"
        "|företag|bolag|företagskund"
    ),
    PartyKind.HOUSEHOLD: "household|family|kotitalous|talous|perhe|hushåll|familj",
}
KIND_BY_WORD: Final = {word: kind for kind, words in KINDS.items() for word in words.split("|")}
STAGES: Final = {
    Stage.PROSPECT: (
        "prospect|lead|potential|new lead|mahdollinen|liidi|prospekti|mahdollinen asiakas|potentiell|potentiell kund"
        "|möjlig kund"
    ),
    Stage.ACTIVE: (
        "active|customer|current|active customer|aktiivinen|asiakas|nykyinen|aktiivinen asiakas|aktiv|kund|nuvarande"
        "|aktiv kund"
    ),
    Stage.FORMER: (
        "former|lost|churned|left|inactive|closed|former customer|entinen|entinen asiakas|päättynyt|lähtenyt|poistunut"
        "|tidigare|tidigare kund|före detta|avslutad|förlorad"
    ),
}
STAGE_BY_WORD: Final = {word: stage for stage, words in STAGES.items() for word in words.split("|")}
