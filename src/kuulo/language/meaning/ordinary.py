"""Ordinary comments, the same in three languages, which tell where comments lie before there are many."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language.meaning.vectors import Embedder

ORDINARY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "fi": (
            "Palvelu oli hyvää ja nopeaa.",
            "En ole tyytyväinen, tähän pitäisi saada muutos.",
            "Kaikki meni niin kuin piti.",
            "Vastausta sai odottaa liian kauan.",
            "Tuote ei vastannut kuvausta.",
            "Henkilökunta auttoi mielellään.",
            "Hinta on korkea siihen nähden, mitä saa.",
            "Sivuilta on vaikea löytää tietoa.",
            "Suosittelen muillekin, kiitos!",
            "Asiasta ei kerrottu etukäteen.",
            "Tila oli siisti ja viihtyisä.",
            "Toivoisin enemmän valikoimaa.",
            "Jouduin ottamaan yhteyttä monta kertaa.",
            "Ihan ok, ei erityistä sanottavaa.",
            "Tilaaminen oli helppoa.",
            "Olen ollut asiakkaana pitkään, ja laatu on huonontunut.",
        ),
        "sv": (
            "Servicen var bra och snabb.",
            "Jag är inte nöjd, det här borde ändras.",
            "Allt gick som det skulle.",
            "Man fick vänta för länge på svar.",
            "Produkten motsvarade inte beskrivningen.",
            "Personalen hjälpte gärna till.",
            "Priset är högt för det man får.",
            "Det är svårt att hitta information på sidorna.",
            "Jag rekommenderar gärna till andra, tack!",
            "Ingen berättade om det i förväg.",
            "Lokalen var ren och trivsam.",
            "Jag önskar ett större utbud.",
            "Jag fick ta kontakt många gånger.",
            "Helt okej, inget särskilt att säga.",
            "Det var lätt att beställa.",
            "Jag har varit kund länge, och kvaliteten har blivit sämre.",
        ),
        "en": (
            "The service was good and quick.",
            "I am not happy, this ought to change.",
            "Everything went as it should.",
            "I had to wait too long for an answer.",
            "The product was not as described.",
            "The staff were glad to help.",
            "The price is high for what you get.",
            "It is hard to find information on the pages.",
            "I would recommend it to others, thanks!",
            "Nobody told me about it beforehand.",
            "The place was clean and pleasant.",
            "I would like a wider choice.",
            "I had to get in touch many times.",
            "Quite all right, nothing in particular to say.",
            "Ordering was easy.",
            "I have been a customer for a long time, and the quality has gone down.",
        ),
    }
)
"""Kuulo's own sentences; what they are about is as various as they are few."""


def usual_comments(embedder: Embedder) -> dict[str, NDArray[np.float32]]:
    """Return the mean vector (d,) of ordinary comments in each language."""
    vectors = embedder.embed([text for texts in ORDINARY.values() for text in texts])
    means = vectors.reshape(len(ORDINARY), -1, vectors.shape[1]).mean(axis=1)
    return dict(zip(ORDINARY, means.astype(np.float32), strict=True))
