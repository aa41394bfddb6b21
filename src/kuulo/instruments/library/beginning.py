"""Onboarding: how a new customer's first weeks went."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import (
    AGREEMENT,
    at_least,
    at_most,
    choice,
    five,
    may_we_contact,
    named_scale,
    questionnaire,
    words,
)
from kuulo.instruments.rules.questionnaire import Kind, Page, Question

SCORE: Final = Question(
    key="easy_start",
    kind=Kind.CES_2,
    text=words(
        "Alkuun pääseminen oli minulle helppoa.",
        "Det var lätt för mig att komma i gång.",
        "It was easy for me to get started.",
    ),
    help=words("Mitä mieltä olet tästä väitteestä?", "Hur väl stämmer det?", "How far do you agree?"),
    scale=named_scale(Kind.CES_2, AGREEMENT),
    required=True,
)
WHY: Final = (
    Question(
        key="stuck",
        kind=Kind.TEXT,
        text=words("Missä kohdassa jouduit jumiin?", "Var körde du fast?", "Where did you get stuck?"),
        clarifies="easy_start",
        show_if=at_most("easy_start", 4),
    ),
    Question(
        key="helped",
        kind=Kind.TEXT,
        text=words(
            "Mikä auttoi sinua eniten alkuun?", "Vad hjälpte dig mest i början?", "What helped you most at the start?"
        ),
        clarifies="easy_start",
        show_if=at_least("easy_start", 5),
    ),
)
STATEMENTS: Final = Question(
    key="first_weeks",
    kind=Kind.MATRIX,
    text=words("Mitä mieltä olet näistä väitteistä?", "Hur väl stämmer följande?", "How far do you agree with these?"),
    rows=(
        choice(
            "promised", "Sain sen, mitä minulle luvattiin.", "Jag fick det som utlovades.", "I got what I was promised."
        ),
        choice("instructions", "Ohjeet olivat selkeät.", "Anvisningarna var tydliga.", "The instructions were clear."),
        choice("help", "Tiedän, mistä saan apua.", "Jag vet var jag får hjälp.", "I know where to get help."),
        choice(
            "benefit",
            "Olen jo hyötynyt tästä.",
            "Jag har redan haft nytta av det.",
            "I have already benefited from it.",
        ),
    ),
    scale=five(AGREEMENT),
)
NEXT: Final = (
    Question(
        key="expected",
        kind=Kind.SINGLE,
        text=words(
            "Miten alku vastasi odotuksiasi?",
            "Hur motsvarade starten dina förväntningar?",
            "How did the start compare with what you expected?",
        ),
        choices=(
            choice("better", "Se oli parempi kuin odotin", "Den var bättre än jag väntade mig", "It was better"),
            choice("same", "Se oli sellainen kuin odotin", "Den var som jag väntade mig", "It was as I expected"),
            choice("worse", "Se oli huonompi kuin odotin", "Den var sämre än jag väntade mig", "It was worse"),
            choice("too_early", "On liian aikaista sanoa", "Det är för tidigt att säga", "It is too early to say"),
        ),
    ),
    Question(
        key="next_step",
        kind=Kind.TEXT,
        text=words(
            "Mitä haluaisit saada aikaan seuraavaksi?",
            "Vad skulle du vilja få gjort härnäst?",
            "What would you like to get done next?",
        ),
    ),
    may_we_contact(),
)
QUESTIONNAIRE: Final = questionnaire(
    words("Miten pääsit alkuun?", "Hur kom du i gång?", "How did you get started?"),
    words(
        "Olet ollut asiakkaamme hetken. Kerro, miten alku on sujunut, niin autamme siinä, mikä vielä takkuaa.",
        "Du har varit vår kund en tid. Berätta hur det har gått, så hjälper vi till med det som fortfarande kärvar.",
        "You have been our customer for a little while. Tell us how it has gone; we will help where it sticks.",
    ),
    Page(key="score", questions=(SCORE,)),
    Page(key="why", questions=WHY),
    Page(key="weeks", questions=(STATEMENTS,)),
    Page(key="next", questions=NEXT),
)
