"""Employee pulse: eNPS and how work feels, anonymously."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import (
    AGREEMENT,
    LIKELIHOOD,
    at_least,
    at_most,
    choice,
    five,
    named_scale,
    questionnaire,
    words,
)
from kuulo.instruments.rules.questionnaire import Kind, Page, Question

NO_NAMES: Final = words(
    "Älä kirjoita nimiä tai muuta, mistä sinut tai joku muu voidaan tunnistaa.",
    "Skriv inte namn eller annat som gör att du eller någon annan kan kännas igen.",
    "Leave out names and anything else by which you or somebody else could be recognised.",
)
SCORE: Final = Question(
    key="recommend_work",
    kind=Kind.ENPS,
    text=words(
        "Kuinka todennäköisesti suosittelisit työpaikkaasi ystävälle?",
        "Hur troligt är det att du skulle rekommendera din arbetsplats till en vän?",
        "How likely are you to recommend your workplace to a friend?",
    ),
    scale=named_scale(Kind.ENPS, LIKELIHOOD),
    required=True,
)
WHY: Final = (
    Question(
        key="to_improve",
        kind=Kind.TEXT,
        text=words("Minkä pitäisi muuttua ensin?", "Vad borde förändras först?", "What should change first?"),
        help=NO_NAMES,
        clarifies="recommend_work",
        show_if=at_most("recommend_work", 8),
    ),
    Question(
        key="to_keep",
        kind=Kind.TEXT,
        text=words("Mistä meidän kannattaa pitää kiinni?", "Vad ska vi hålla fast vid?", "What should we hold on to?"),
        help=NO_NAMES,
        clarifies="recommend_work",
        show_if=at_least("recommend_work", 9),
    ),
)
STATEMENTS: Final = Question(
    key="work",
    kind=Kind.MATRIX,
    text=words("Mitä mieltä olet näistä väitteistä?", "Hur väl stämmer följande?", "How far do you agree with these?"),
    rows=(
        choice(
            "expected",
            "Tiedän, mitä minulta odotetaan.",
            "Jag vet vad som förväntas av mig.",
            "I know what is expected of me.",
        ),
        choice(
            "support",
            "Saan tukea, kun tarvitsen sitä.",
            "Jag får stöd när jag behöver det.",
            "I get support when I need it.",
        ),
        choice(
            "voice",
            "Voin sanoa mielipiteeni turvallisin mielin.",
            "Jag kan tryggt säga vad jag tycker.",
            "I can safely say what I think.",
        ),
        choice("load", "Työtä on sopivasti.", "Jag har lagom mycket att göra.", "My workload is reasonable."),
        choice("customers", "Meillä kuunnellaan asiakkaita.", "Vi lyssnar på kunderna.", "We listen to our customers."),
        choice(
            "meaning",
            "Työni on minusta merkityksellistä.",
            "Mitt arbete känns meningsfullt.",
            "My work means something to me.",
        ),
    ),
    scale=five(AGREEMENT),
)
ONE_THING: Final = Question(
    key="one_thing",
    kind=Kind.TEXT,
    text=words(
        "Mikä yksi asia auttaisi sinua palvelemaan asiakkaita paremmin?",
        "Vilken enskild sak skulle hjälpa dig att ge kunderna bättre service?",
        "What one thing would help you to serve customers better?",
    ),
    help=NO_NAMES,
)
QUESTIONNAIRE: Final = questionnaire(
    words("Miten töissä menee?", "Hur har du det på jobbet?", "How is work?"),
    words(
        "Vastaat nimettömästi: vastauksen antajaa ei tallenneta, eikä pienistä ryhmistä näytetä lukuja.",
        "Du svarar anonymt: vem som svarat sparas inte, och inga tal visas för små grupper.",
        "Your answers are anonymous: who gave them is not stored, and no figures are shown for small groups.",
    ),
    Page(key="score", questions=(SCORE,)),
    Page(key="why", questions=WHY),
    Page(key="statements", questions=(STATEMENTS,)),
    Page(key="last", questions=(ONE_THING,)),
)
