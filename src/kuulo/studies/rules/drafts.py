"""First drafts of what participants are told and agree to, in each language itself; a person edits them; pure.

They are read by participants, in the participant's language and not of whoever plans; hence not gettext's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Draft:
    """A first draft in one language; `{organisation}` is filled in, with `nameless` where it has no name yet."""

    nameless: str
    notice: str
    consent: str


DRAFTS: Final[Mapping[str, Draft]] = {
    "fi": Draft(
        nameless="Yritys",
        notice="{organisation} tekee tutkimusta ymmärtääkseen asiakkaitaan paremmin. Käsittelemme sitä, mitä kerrot, "
        "tutkimuksen tekemiseen. Kertomasi näkevät vain tutkimuksen tekijät; muille näytetään vain se, mistä sinua ei "
        "tunnista. Saat milloin tahansa tietää, mitä sinusta on tallennettu, korjata sen tai poistattaa sen. "
        "Voit keskeyttää milloin tahansa syytä kertomatta, eikä se vaikuta asiakkuuteesi eikä siihen, mitä sinulle on "
        "luvattu.",
        consent="Olen lukenut yllä olevan ja osallistun tutkimukseen vapaaehtoisesti. Voin perua suostumukseni milloin "
        "tahansa.",
    ),
    "sv": Draft(
        nameless="Företaget",
        notice="{organisation} gör en studie för att förstå sina kunder bättre. Vi behandlar det du berättar för att "
        "göra studien. Det du berättar ses bara av dem som gör studien; andra får bara se sådant som inte går att "
        "koppla till dig. Du får när som helst veta vad som har sparats om dig, rätta det eller få det raderat. Du kan "
        "sluta när som helst utan att säga varför, och det påverkar varken ditt kundförhållande eller det som du har "
        "blivit lovad.",
        consent="Jag har läst texten ovan och deltar frivilligt i studien. Jag kan ta tillbaka mitt samtycke när som "
        "helst.",
    ),
    "en": Draft(
        nameless="The company",
        notice="{organisation} does this study to understand its customers better. We handle what you tell us in order "
        "to do the study. Only those who do the study see what you tell; others are shown only what cannot be traced "
        "to you. At any time you may learn what is kept of you, correct it or have it erased. You can stop at any time "
        "without saying why; it changes neither what you are to us as a customer nor what you were promised.",
        consent="I have read the above and take part of my own free will. I can withdraw my consent at any time.",
    ),
}


def drafted(language: str, organisation: str) -> tuple[str, str]:
    """Return notice and words of consent in a language, with the organisation's name."""
    draft = DRAFTS[language]
    return draft.notice.format(organisation=organisation or draft.nameless), draft.consent
