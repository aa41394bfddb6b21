"""What messages say of themselves in Finnish, Swedish and English, each written in its own language; pure.

They are read by customers, in the language of the customer and not of whoever sends them; hence not gettext's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.instruments.rules.questionnaire import LANGUAGES, Promise

FALLBACK: Final = "en"


class Occasion(StrEnum):
    """Why a message is written."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    QUIET = "quiet"
    """To one of the quiet ones, in the second phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of one language; the places in braces are filled in.

    Attributes:
        subject: By occasion, where the organisation has a name.
        subject_alone: By occasion, where it has none.
        lead: By occasion; the questionnaire's own introduction takes the place of the first.
        thanks: Before the signature.
        promise: By promise.
        test: Stands over a test message.
    """

    greeting: str
    greeting_by_name: str
    subject: Mapping[Occasion, str]
    subject_alone: Mapping[Occasion, str]
    lead: Mapping[Occasion, str]
    thanks: str
    answer: str
    answer_here: str
    choose: str
    untitled: str
    promise: Mapping[Promise, str]
    sender: str
    sender_alone: str
    refuse: str
    refuse_text: str
    own: str
    sms: Mapping[Occasion, str]
    sms_refuse: str
    letter_answer: str
    letter_refuse: str
    test: str


FINNISH: Final = Phrases(
    greeting="Hei!",
    greeting_by_name="Hei {name}!",
    subject={
        Occasion.INVITATION: "{organisation} kysyy: {title}",
        Occasion.REMINDER: "Muistutus: {title}",
        Occasion.QUIET: "Lyhyt kysymys sinulle: {title}",
    },
    subject_alone={
        Occasion.INVITATION: "{title}",
        Occasion.REMINDER: "Muistutus: {title}",
        Occasion.QUIET: "Lyhyt kysymys sinulle: {title}",
    },
    lead={
        Occasion.INVITATION: "Haluamme tietää, miltä asiat näyttävät sinun kannaltasi. Vastaaminen vie hetken.",
        Occasion.REMINDER: "Kysyimme sinulta hiljattain mielipidettäsi. Ehdit vielä vastata – se vie vain hetken.",
        Occasion.QUIET: "Kuulemme useimmin niitä, joilla on paljon sanottavaa. Siksi kysymme nyt sinulta lyhyesti: "
        "myös hiljaisempi mielipide auttaa meitä ymmärtämään.",
    },
    thanks="Kiitos, että autat meitä!",
    answer="Vastaa",
    answer_here="Vastaa tästä:",
    choose="Valitse vastaus – pääset sivulle, jolla voit vielä muuttaa sitä.",
    untitled="miten olemme onnistuneet?",
    promise={
        Promise.IDENTIFIED: "Vastauksesi tallennetaan nimelläsi, jotta voimme palata asiaan kanssasi.",
        Promise.CONFIDENTIAL: "Vastauksesi käsitellään luottamuksellisesti: se yhdistetään asiakastietoihisi, mutta "
        "näytetään vain osana ryhmää, ei koskaan sinun vastauksenasi.",
        Promise.ANONYMOUS: "Vastaat nimettömänä: vastaukseen ei tallenneta mitään, mikä johtaisi sinuun. Linkki "
        "varmistaa vain, että kukin vastaa kerran.",
    },
    sender="Tämän viestin lähetti {organisation}. Sait sen, koska olet asiakasrekisterissämme.",
    sender_alone="Sait tämän viestin, koska olet asiakasrekisterissämme.",
    refuse="En vastaa tällä kertaa, tai en halua enää kyselyjä",
    refuse_text="Jos et halua vastata tai saada enää kyselyjä:",
    own="Mitä sinusta tiedetään, ja mitä sillä saa tehdä:",
    sms={
        Occasion.INVITATION: "{organisation} kysyy: {title}",
        Occasion.REMINDER: "Muistutus, {organisation}: {title}",
        Occasion.QUIET: "{organisation}, lyhyt kysymys sinulle: {title}",
    },
    sms_refuse="Kiellä:",
    letter_answer="Vastaa puhelimella: lue koodi kameralla. Tai kirjoita selaimeen:",
    letter_refuse="Jos et halua kyselyjä, ilmoita siitä osoitteessa",
    test="Tämä on koeviesti. Sen linkit eivät toimi.",
)
SWEDISH: Final = Phrases(
    greeting="Hej!",
    greeting_by_name="Hej {name}!",
    subject={
        Occasion.INVITATION: "{organisation} frågar: {title}",
        Occasion.REMINDER: "Påminnelse: {title}",
        Occasion.QUIET: "En kort fråga till dig: {title}",
    },
    subject_alone={
        Occasion.INVITATION: "{title}",
        Occasion.REMINDER: "Påminnelse: {title}",
        Occasion.QUIET: "En kort fråga till dig: {title}",
    },
    lead={
        Occasion.INVITATION: "Vi vill veta hur det ser ut från ditt håll. Det går snabbt att svara.",
        Occasion.REMINDER: "För en tid sedan frågade vi vad du tycker. Du hinner fortfarande svara – det går snabbt.",
        Occasion.QUIET: "Oftast hör vi av dem som har mycket att säga. Därför frågar vi nu dig, kort: även en lugnare "
        "åsikt hjälper oss att förstå.",
    },
    thanks="Tack för att du hjälper oss!",
    answer="Svara",
    answer_here="Svara här:",
    choose="Välj ett svar – du kommer till en sida där du ännu kan ändra det.",
    untitled="hur har vi lyckats?",
    promise={
        Promise.IDENTIFIED: "Ditt svar sparas med ditt namn, så att vi kan återkomma till dig.",
        Promise.CONFIDENTIAL: "Ditt svar behandlas förtroligt: det kopplas till dina kunduppgifter men visas bara som "
        "en del av en grupp, aldrig som ditt.",
        Promise.ANONYMOUS: "Du svarar anonymt: inget som leder till dig sparas med svaret. Länken ser bara till att "
        "var och en svarar en gång.",
    },
    sender="Meddelandet skickades av {organisation}. Du fick det eftersom du finns i vårt kundregister.",
    sender_alone="Du fick det här meddelandet eftersom du finns i vårt kundregister.",
    refuse="Jag svarar inte den här gången, eller vill inte ha fler enkäter",
    refuse_text="Om du inte vill svara eller inte vill ha fler enkäter:",
    own="Vad vi vet om dig och vad det får användas till:",
    sms={
        Occasion.INVITATION: "{organisation} frågar: {title}",
        Occasion.REMINDER: "Påminnelse, {organisation}: {title}",
        Occasion.QUIET: "{organisation}, en kort fråga till dig: {title}",
    },
    sms_refuse="Avböj:",
    letter_answer="Svara med telefonen: läs koden med kameran. Eller skriv i webbläsaren:",
    letter_refuse="Om du inte vill ha enkäter, meddela det på adressen",
    test="Det här är ett testmeddelande. Länkarna fungerar inte.",
)
ENGLISH: Final = Phrases(
    greeting="Hello,",
    greeting_by_name="Hello {name},",
    subject={
        Occasion.INVITATION: "{organisation} asks: {title}",
        Occasion.REMINDER: "Reminder: {title}",
        Occasion.QUIET: "A short question for you: {title}",
    },
    subject_alone={
        Occasion.INVITATION: "{title}",
        Occasion.REMINDER: "Reminder: {title}",
        Occasion.QUIET: "A short question for you: {title}",
    },
    lead={
        Occasion.INVITATION: "We would like to know how things look from where you stand. Answering takes a moment.",
        Occasion.REMINDER: "A while ago we asked what you think. There is still time to answer – it takes a moment.",
        Occasion.QUIET: "We mostly hear from those who have a lot to say. That is why we now ask you, briefly: a "
        "quieter opinion helps us to understand as well.",
    },
    thanks="Thank you for helping us!",
    answer="Answer",
    answer_here="Answer here:",
    choose="Choose an answer – it opens a page where you can still change it.",
    untitled="how have we done?",
    promise={
        Promise.IDENTIFIED: "Your answer is stored with your name, so that we can come back to you about it.",
        Promise.CONFIDENTIAL: "Your answer is treated in confidence: it is linked to your customer record but shown "
        "only as part of a group, never as yours.",
        Promise.ANONYMOUS: "You answer anonymously: nothing that leads to you is stored with the answer. The link only "
        "makes sure that everybody answers once.",
    },
    sender="This message was sent by {organisation}. You got it because you are in our customer register.",
    sender_alone="You got this message because you are in our customer register.",
    refuse="I do not answer this time, or want no more surveys",
    refuse_text="If you do not want to answer, or want no more surveys:",
    own="What is known about you, and what it may be used for:",
    sms={
        Occasion.INVITATION: "{organisation} asks: {title}",
        Occasion.REMINDER: "Reminder, {organisation}: {title}",
        Occasion.QUIET: "{organisation}, a short question for you: {title}",
    },
    sms_refuse="Opt out:",
    letter_answer="Answer with your phone: read the code with its camera. Or type into a browser:",
    letter_refuse="If you want no surveys, tell us at",
    test="This is a test message. Its links do not work.",
)
PHRASES: Final[Mapping[str, Phrases]] = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}


def phrases_of(language: str) -> Phrases:
    """Return the phrases of a language; English where there are none."""
    return PHRASES.get(language, ENGLISH)


def message_language(wanted: str, offered: tuple[str, ...]) -> str:
    """Return the language a message is written in: the person's where the questionnaire speaks it, else its first.

    A language as ``fi-FI`` counts as ``fi``.
    """
    own = wanted.strip().lower().replace("_", "-").partition("-")[0]
    if own in offered:
        return own
    return next((language for language in offered if language in LANGUAGES), FALLBACK)
