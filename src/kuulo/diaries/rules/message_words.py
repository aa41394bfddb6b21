"""What a prompt says of itself in Finnish, Swedish and English, each written in its own language; pure.

It is read by participants, in their language and not in that of whoever sends it; hence not gettext's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of one language; the places in braces are filled in."""

    subject: str
    greeting: str
    greeting_by_name: str
    lead: str
    write: str
    write_here: str
    thanks: str
    promise: str
    sender: str
    sender_alone: str
    leave: str
    leave_text: str
    own: str
    sms: str
    sms_leave: str
    letter_write: str
    letter_leave: str


FINNISH: Final = Phrases(
    subject="Päiväkirjasi odottaa: {title}",
    greeting="Hei!",
    greeting_by_name="Hei {name}!",
    lead="Miten on mennyt? Kirjoita päiväkirjaasi muutama sana, ota kuva tai sano se ääneen. Lyhytkin merkintä auttaa.",
    write="Kirjoita päiväkirjaan",
    write_here="Kirjoita tästä:",
    thanks="Kiitos, että olet mukana!",
    promise="Näet kaikki merkintäsi ja voit poistaa ne milloin tahansa. Palkkiosi ei riipu siitä, jatkatko.",
    sender="Tämän viestin lähetti {organisation}, koska olet mukana tutkimuksessa.",
    sender_alone="Saat tämän viestin, koska olet mukana tutkimuksessa.",
    leave="En halua muistutuksia, tai haluan lopettaa",
    leave_text="Et halua muistutuksia, tai haluat lopettaa:",
    own="Mitä sinusta tiedetään:",
    sms="{organisation}: päiväkirjasi odottaa.",
    sms_leave="Lopeta:",
    letter_write="Kirjoita päiväkirjaasi: avaa osoite tai kuvaa koodi.",
    letter_leave="Jos et halua muistutuksia tai haluat lopettaa, avaa osoite",
)
SWEDISH: Final = Phrases(
    subject="Din dagbok väntar: {title}",
    greeting="Hej!",
    greeting_by_name="Hej {name}!",
    lead="Hur har det gått? Skriv några ord i din dagbok, ta en bild eller säg det högt. Några ord räcker.",
    write="Skriv i dagboken",
    write_here="Skriv här:",
    thanks="Tack för att du är med!",
    promise="Du ser alla dina anteckningar och kan ta bort dem när du vill. Ersättningen beror inte på det.",
    sender="Det här meddelandet skickades av {organisation}, eftersom du deltar i en studie.",
    sender_alone="Du får det här meddelandet eftersom du deltar i en studie.",
    leave="Jag vill inte ha påminnelser, eller vill sluta",
    leave_text="Om du inte vill ha påminnelser, eller vill sluta:",
    own="Vad man vet om dig:",
    sms="{organisation}: din dagbok väntar.",
    sms_leave="Sluta:",
    letter_write="Skriv i din dagbok: öppna adressen eller fotografera koden.",
    letter_leave="Om du inte vill ha påminnelser eller vill sluta, öppna adressen",
)
ENGLISH: Final = Phrases(
    subject="Your diary is waiting: {title}",
    greeting="Hello!",
    greeting_by_name="Hello {name}!",
    lead="How has it been? Write a few words in your diary, take a picture or say it aloud. A short entry helps too.",
    write="Write in the diary",
    write_here="Write here:",
    thanks="Thank you for taking part!",
    promise="You see all your entries and can erase them at any time. Your payment does not depend on staying.",
    sender="This message was sent by {organisation}, because you take part in a study.",
    sender_alone="You get this message because you take part in a study.",
    leave="I want no reminders, or want to stop",
    leave_text="If you want no reminders, or want to stop:",
    own="What is known about you:",
    sms="{organisation}: your diary is waiting.",
    sms_leave="Stop:",
    letter_write="Write in your diary: open the address or take a picture of the code.",
    letter_leave="If you want no reminders or want to stop, open the address",
)
PHRASES: Final[Mapping[str, Phrases]] = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}


def phrases_of(language: str) -> Phrases:
    """Return the phrases of a language; the English ones where it has none."""
    return PHRASES.get(language.partition("-")[0], PHRASES[FALLBACK])
