"""Early-adopter panel: who is ahead of the others, what they lack, and how they would take part."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.library.writing import alone, choice, questionnaire, words
from kuulo.instruments.rules.questionnaire import All, Kind, Operator, Page, Question, Test

SCREENING: Final = (
    Question(
        key="ahead",
        kind=Kind.MULTIPLE,
        text=words("Mitkä näistä kuvaavat sinua?", "Vilka av dessa passar in på dig?", "Which of these describe you?"),
        choices=(
            choice(
                "first",
                "Kokeilen uutta ensimmäisten joukossa",
                "Jag är bland de första som provar nytt",
                "I am among the first to try new things",
            ),
            choice("asked", "Muut kysyvät minulta neuvoa", "Andra frågar mig om råd", "Others ask me for advice"),
            choice(
                "tells",
                "Kerron muille, mitä olen löytänyt",
                "Jag berättar för andra om det jag hittat",
                "I tell others what I have found",
            ),
            choice(
                "builds",
                "Teen itse, kun sopivaa ei ole",
                "Jag bygger själv när det inte finns något som passar",
                "I make my own when nothing fits",
            ),
            alone("none", "Ei mikään näistä", "Ingen av dem", "None of these"),
        ),
        required=True,
    ),
    Question(
        key="since",
        kind=Kind.SINGLE,
        text=words(
            "Kuinka kauan olet käyttänyt tuotteitamme tai palvelujamme?",
            "Hur länge har du använt våra produkter eller tjänster?",
            "How long have you used our products or services?",
        ),
        choices=(
            choice("not_yet", "En ole vielä käyttänyt", "Inte alls än", "Not at all yet"),
            choice("months", "Alle vuoden", "Mindre än ett år", "Less than a year"),
            choice("years", "1–5 vuotta", "1–5 år", "1–5 years"),
            choice("long", "Yli viisi vuotta", "Mer än fem år", "More than five years"),
        ),
    ),
)
NEEDS: Final = (
    Question(
        key="trouble",
        kind=Kind.TEXT,
        text=words(
            "Mikä on sinulle yhä hankalaa siinä, mihin meitä käytät tai käyttäisit?",
            "Vad är fortfarande besvärligt i det som du använder eller skulle använda oss till?",
            "What is still awkward in what you use us for, or would?",
        ),
    ),
    Question(
        key="workaround",
        kind=Kind.TEXT,
        text=words(
            "Miten olet itse kiertänyt tai ratkaissut sen?",
            "Hur har du själv kringgått eller löst det?",
            "How have you worked around it or solved it yourself?",
        ),
    ),
    Question(
        key="idea",
        kind=Kind.TEXT,
        text=words(
            "Jos saisit päättää, mitä tekisimme seuraavaksi?",
            "Om du fick bestämma, vad skulle vi göra härnäst?",
            "If it were up to you, what would we do next?",
        ),
    ),
)
PRIORITIES: Final = Question(
    key="first_things",
    kind=Kind.RANKING,
    text=words(
        "Mihin meidän pitäisi panostaa ensin?",
        "Vad borde vi satsa på först?",
        "What should we put our effort into first?",
    ),
    choices=(
        choice("new", "Aivan uudet mahdollisuudet", "Helt nya möjligheter", "Entirely new possibilities"),
        choice("better", "Nykyisen parantaminen", "Att förbättra det som finns", "Making better what there is"),
        choice("simpler", "Käytön helppous", "Att göra det lättare att använda", "Making it easier to use"),
        choice(
            "together",
            "Yhteensopivuus muun kanssa",
            "Att det fungerar ihop med annat",
            "Working together with other things",
        ),
    ),
    random_order=True,
)
INTEREST: Final = Question(
    key="take_part",
    kind=Kind.MULTIPLE,
    text=words("Mihin haluaisit osallistua?", "Vad skulle du vilja delta i?", "What would you like to take part in?"),
    choices=(
        choice("interview", "Haastattelu", "En intervju", "An interview"),
        choice(
            "trial", "Uuden kokeileminen ennen muita", "Att prova nytt före andra", "Trying new things before others"
        ),
        choice(
            "workshop",
            "Työpaja muiden käyttäjien kanssa",
            "En workshop med andra användare",
            "A workshop with other users",
        ),
        choice(
            "diary",
            "Päiväkirja käytöstä parin viikon ajan",
            "Att föra dagbok i ett par veckor",
            "Keeping a diary for a couple of weeks",
        ),
        alone("nothing", "En mihinkään juuri nyt", "Inget just nu", "Nothing just now"),
    ),
    required=True,
)
TIME: Final = (
    Question(
        key="hours",
        kind=Kind.SINGLE,
        text=words(
            "Kuinka paljon aikaa sinulla on siihen?",
            "Hur mycket tid har du för det?",
            "How much time do you have for it?",
        ),
        choices=(
            choice("half", "Puoli tuntia kuukaudessa", "En halvtimme i månaden", "Half an hour a month"),
            choice("one", "Tunti tai kaksi kuukaudessa", "En eller två timmar i månaden", "An hour or two a month"),
            choice("more", "Enemmän", "Mer", "More"),
            choice("once", "Kerran silloin tällöin", "En gång då och då", "Once in a while"),
        ),
    ),
    Question(
        key="reach",
        kind=Kind.TEXT,
        text=words(
            "Milloin ja miten sinut tavoittaa parhaiten?",
            "När och hur når vi dig bäst?",
            "When and how do we best reach you?",
        ),
        lines=2,
        longest=400,
    ),
)
WILLING: Final = All(
    (
        Test(name="take_part", operator=Operator.ANSWERED),
        Test(name="take_part", operator=Operator.EXCLUDES, value="nothing"),
    )
)
QUESTIONNAIRE: Final = questionnaire(
    words("Edelläkävijöiden paneeli", "Föregångarpanelen", "Early-adopter panel"),
    words(
        "Etsimme käyttäjiä, jotka ovat muita edellä, ja kehitämme heidän kanssaan sitä, mikä tulee seuraavaksi.",
        "Vi söker användare som ligger före andra och utvecklar tillsammans med dem det som kommer härnäst.",
        "We look for users who are ahead of others, and work out with them what comes next.",
    ),
    Page(key="you", questions=SCREENING),
    Page(key="needs", questions=NEEDS),
    Page(key="first", questions=(PRIORITIES,)),
    Page(key="taking_part", questions=(INTEREST,)),
    Page(key="time", questions=TIME, show_if=WILLING),
)
