"""What every test of the room starts from: comments in three languages, read and indexed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.lake.queries import open_snapshot
from kuulo.searches.queries import Found, find
from kuulo.searches.queries.index import OPENED
from kuulo.searches.queries.selection import KEPT, OFFERED
from kuulo.searches.rules import Question
from kuulo.searches.services import index_comments
from kuulo.words.services import Budget, current_embedder, read_words
from kuulo.words.services.reading import MEMORY
from kuulo.words.tests.answers import said

TEXTS = (
    "Toimitus myöhästyi viikon eikä kukaan ilmoittanut mitään.",
    "Leveransen kom två veckor för sent och ingen ringde.",
    "The delivery was late again and nobody told me.",
    "Asentaja oli ystävällinen ja siisti, kiitos!",
    "Montören var vänlig och städade efter sig.",
    "Laskussa oli virhe, numeroni on 040 123 4567.",
    "Great prices on the web shop.",
)
# What else customers speak of: meaning is seen from the middle of many comments.
THINGS = (
    *(
        "Verkkokaupan haku",
        "Myymälän kahvila",
        "Sohvan kangas",
        "Lehden tarjoukset",
        "Pysäköintialue",
        "Kanta-asiakaskortti",
    ),
    *(
        "Webbutikens sökning",
        "Butikens kafé",
        "Soffans tyg",
        "Tidningens erbjudanden",
        "Parkeringen",
        "Stamkundskortet",
    ),
    *("The search of the shop", "The café", "The fabric of the sofa", "The offers", "The parking", "The loyalty card"),
)
OPINIONS = (
    *("on mukava.", "voisi olla parempi.", "ei toiminut eilen."),
    *("är trevlig.", "kunde vara bättre.", "fungerade inte i går."),
    *("is nice.", "could be better.", "did not work yesterday."),
)
OTHERS = tuple(
    f"{thing} {opinion}"
    for place, thing in enumerate(THINGS)
    for opinion in OPINIONS[place // 6 * 3 : place // 6 * 3 + 3]
)
ALL = len(TEXTS) + len(OTHERS)
Search = Callable[..., Found]
NUMBERS = tuple(range(1, len(TEXTS) + 1))


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    """Let every test begin with a process that remembers nothing."""
    del db
    MEMORY.ways, MEMORY.seen = (), {}
    OPENED.stamp, OPENED.index = ("", 0), None
    KEPT.key, KEPT.table = (), None
    OFFERED.key = ()


@pytest.fixture
def comments() -> dict[int, str]:
    """Record and read the comments; return the ids of their signals by number."""
    register_parties([PartyRow(identifier=f"customer_id:{number}", name=f"Asiakas {number}") for number in NUMBERS])
    ids = said(*TEXTS)
    said(*OTHERS, start=1_000, party=None)
    read_words(Budget(seconds=600))
    return dict(zip(NUMBERS, ids, strict=True))


@pytest.fixture
def indexed(comments: dict[int, str]) -> dict[int, str]:
    """Return the same comments, in the index."""
    index_comments(current_embedder())
    return comments


@pytest.fixture
def search() -> Search:
    """Return what searches, as the page does."""

    def searched(text: str, **further: object) -> Found:
        with open_snapshot() as snapshot:
            return find(snapshot, Question(text=text, **further), current_embedder())  # type: ignore[arg-type] # as the test says

    return searched
