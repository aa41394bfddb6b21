"""Comments of a shop in three languages whose themes are known, and vectors that tell meaning and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

TOPICS: Final = {
    "delivery": {
        "fi": ("toimitus", "myöhästyi", "paketti", "kuljetus", "viikkoa", "postissa"),
        "sv": ("leveransen", "försenad", "paketet", "transporten", "veckor", "posten"),
        "en": ("delivery", "late", "parcel", "courier", "weeks", "shipping"),
    },
    "price": {
        "fi": ("hinta", "kallis", "maksoi", "alennus", "euroa", "halvempi"),
        "sv": ("priset", "dyrt", "kostade", "rabatten", "euro", "billigare"),
        "en": ("price", "expensive", "cost", "discount", "euros", "cheaper"),
    },
    "staff": {
        "fi": ("myyjä", "palvelu", "ystävällinen", "auttoi", "asiakaspalvelija", "neuvoi"),
        "sv": ("säljaren", "betjäningen", "vänlig", "hjälpte", "kundtjänsten", "rådde"),
        "en": ("salesman", "service", "friendly", "helped", "clerk", "advised"),
    },
    "site": {
        "fi": ("sivusto", "kirjautuminen", "salasana", "sovellus", "kaatui", "hidas"),
        "sv": ("webbplatsen", "inloggningen", "lösenordet", "appen", "kraschade", "långsam"),
        "en": ("website", "login", "password", "app", "crashed", "slow"),
    },
}
FILL: Final = {
    "fi": ("oli", "kauppa", "viime", "kerralla", "todella", "aika"),
    "sv": ("var", "butiken", "förra", "gången", "verkligen", "ganska"),
    "en": ("was", "shop", "last", "time", "really", "quite"),
}
DIMENSIONS: Final = 32


@dataclass(frozen=True)
class Cast:
    """Comments with their languages, topics and vectors."""

    texts: list[str]
    languages: list[str]
    topics: list[str]
    vectors: NDArray[np.float32]


def comments(count: int, *, seed: int = 0, topics: tuple[str, ...] = tuple(TOPICS)) -> Cast:
    """Return comments, each of one topic in one language; its vector points to the topic and, more, to the language."""
    draw = np.random.default_rng(seed)
    fixed = np.random.default_rng(99)
    to_topic = {topic: fixed.normal(size=DIMENSIONS) for topic in TOPICS}
    to_language = {language: 3 * fixed.normal(size=DIMENSIONS) for language in FILL}
    texts, languages, told, vectors = [], [], [], []
    for _number in range(count):
        topic, language = str(draw.choice(topics)), str(draw.choice(list(FILL)))
        words = [
            *draw.choice(TOPICS[topic][language], 3, replace=False),
            *draw.choice(FILL[language], 3, replace=False),
        ]
        draw.shuffle(words)
        texts.append(" ".join(words))
        languages.append(language)
        told.append(topic)
        vectors.append(to_topic[topic] + to_language[language] + 0.5 * draw.normal(size=DIMENSIONS))
    rows = np.asarray(vectors, dtype=np.float32)
    return Cast(texts, languages, told, rows / np.linalg.norm(rows, axis=1, keepdims=True))
