"""Words that other tools show by themselves and a definition therefore does not hold; pure."""

from __future__ import annotations

from typing import Final

from kuulo.instruments.rules.questionnaire import Words

YES: Final[Words] = {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}
NO: Final[Words] = {"fi": "Ei", "sv": "Nej", "en": "No"}
UNCERTAIN: Final[Words] = {"fi": "En osaa sanoa", "sv": "Osäker", "en": "Uncertain"}
FEMALE: Final[Words] = {"fi": "Nainen", "sv": "Kvinna", "en": "Female"}
MALE: Final[Words] = {"fi": "Mies", "sv": "Man", "en": "Male"}
INCREASE: Final[Words] = {"fi": "Kasvaa", "sv": "Ökar", "en": "Increase"}
SAME: Final[Words] = {"fi": "Pysyy samana", "sv": "Oförändrad", "en": "Same"}
DECREASE: Final[Words] = {"fi": "Vähenee", "sv": "Minskar", "en": "Decrease"}
NONE: Final[Words] = {"fi": "Ei mikään näistä", "sv": "Inget av dessa", "en": "None of these"}
REFUSED: Final[Words] = {"fi": "En halua vastata", "sv": "Vill inte svara", "en": "I would rather not answer"}
DONT_KNOW: Final[Words] = {"fi": "En osaa sanoa", "sv": "Vet inte", "en": "I do not know"}
COMMENT: Final[Words] = {"fi": "Kerro lisää", "sv": "Berätta mer", "en": "Tell us more"}
UNTITLED: Final[Words] = {"fi": "Nimetön kysely", "sv": "Namnlös enkät", "en": "Untitled questionnaire"}
