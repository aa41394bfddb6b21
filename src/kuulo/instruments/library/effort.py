"""CES of a touchpoint: how easy it was to get something done there (CES 2.0)."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import (
    AGREEMENT,
    alone,
    at_least,
    at_most,
    choice,
    named_scale,
    questionnaire,
    words,
)
from kuulo.instruments.rules.questionnaire import Kind, Page, Question

SCORE: Final = Question(
    key="easy",
    kind=Kind.CES_2,
    text=words(
        "Minun oli helppo saada asiani hoidettua.",
        "Det var lätt för mig att få mitt ärende uträttat.",
        "It was easy for me to get done what I came for.",
    ),
    help=words("Mitä mieltä olet tästä väitteestä?", "Hur väl stämmer det?", "How far do you agree?"),
    scale=named_scale(Kind.CES_2, AGREEMENT),
    required=True,
)
WHY: Final = (
    Question(
        key="easier",
        kind=Kind.TEXT,
        text=words(
            "Mikä olisi tehnyt asioinnista helpompaa?",
            "Vad hade gjort det lättare?",
            "What would have made it easier?",
        ),
        clarifies="easy",
        show_if=at_most("easy", 4),
    ),
    Question(
        key="obstacles",
        kind=Kind.MULTIPLE,
        text=words(
            "Mikä vei turhaan aikaa tai vaivaa?",
            "Vad tog tid eller kraft i onödan?",
            "What took time or effort it should not have?",
        ),
        choices=(
            choice(
                "finding",
                "Tiedon tai oikean paikan löytäminen",
                "Att hitta informationen eller rätt ställe",
                "Finding the information or the right place",
            ),
            choice("waiting", "Odottaminen", "Att vänta", "Waiting"),
            choice(
                "repeating",
                "Saman asian selittäminen moneen kertaan",
                "Att förklara samma sak flera gånger",
                "Explaining the same thing again",
            ),
            choice(
                "several",
                "Useampi yhteydenotto",
                "Att behöva ta kontakt flera gånger",
                "Having to get in touch several times",
            ),
            choice(
                "unclear",
                "Epäselvät ohjeet tai lomakkeet",
                "Oklara anvisningar eller blanketter",
                "Unclear instructions or forms",
            ),
            choice(
                "technology", "Tekniikka, joka ei toiminut", "Teknik som inte fungerade", "Technology that did not work"
            ),
            alone("nothing", "Ei mikään näistä", "Inget av detta", "None of these"),
        ),
        other=True,
        clarifies="easy",
        show_if=at_most("easy", 4),
    ),
    Question(
        key="made_easy",
        kind=Kind.TEXT,
        text=words("Mikä teki siitä helppoa?", "Vad gjorde det lätt?", "What made it easy?"),
        clarifies="easy",
        show_if=at_least("easy", 5),
    ),
)
QUESTIONNAIRE: Final = questionnaire(
    words("Oliko asiointi helppoa?", "Var det lätt?", "Was it easy?"),
    words(
        "Kerro, kuinka helppoa asiointi oli.",
        "Berätta hur lätt det var.",
        "Tell us how easy it was.",
    ),
    Page(key="score", questions=(SCORE,)),
    Page(key="why", questions=WHY),
)
