"""A codebook with comments for the room's tests: three codes, three languages, coded by Aino as she would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from kuulo.codebooks.models import Codebook
from kuulo.codebooks.queries import Book, book
from kuulo.codebooks.queries.codings import next_waiting, waiting_for
from kuulo.codebooks.queries.comments import comments_of
from kuulo.codebooks.services import BookWishes, CodeWishes, add_code, fill_queue, make_book, note_coding
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.words.services import Budget, read_words
from kuulo.words.tests.answers import comment

AINO: Final = "aino@example.org"
BERIT: Final = "berit@example.org"
START: Final = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "waiting": (
        "Jouduin odottamaan puhelimessa todella pitkään",
        "Odotusaika oli aivan liian pitkä",
        "Jag fick vänta länge i telefonkön",
        "I had to wait for an hour on the phone",
    ),
    "staff": (
        "Asiakaspalvelija oli ystävällinen ja auttoi heti",
        "Ystävällinen ja osaava henkilökunta",
        "Personalen var mycket vänlig och hjälpsam",
        "The staff were friendly and helpful",
    ),
    "price": (
        "Hinta on noussut ihan liikaa",
        "Liian kallis hinta tästä palvelusta",
        "Priset är alldeles för högt",
        "The price has become far too high",
    ),
    "": ("En osaa sanoa", "Inget särskilt", "Nothing in particular", "Ei muuta"),
}
LANGUAGES: Final = ("fi", "fi", "sv", "en")
PLACES: Final = (
    "tällä kertaa",
    "taas",
    "i går",
    "this time",
    "eilen",
    "igen",
    "again",
    "viime viikolla",
    "nu",
    "today",
)


def comments(*, rounds: int = 10) -> dict[str, str]:
    """Record comments of every kind, read them, and return the code each is about."""
    about: dict[str, str] = {}
    signals: list[Signal] = []
    for place in range(rounds):
        for code, sayings in SAYINGS.items():
            for index, saying in enumerate(sayings):
                number = len(signals) + 1
                text = f"{saying} {PLACES[place % len(PLACES)]} {place}"
                signal = comment(number, text, days_ago=1 + number / 100, language=LANGUAGES[index])
                about[signal.signal_id] = code
                signals.append(signal)
    record_signals(signals)
    read_words(Budget(seconds=600))
    return about


def codebook() -> Book:
    """Make a codebook with three codes."""
    made = make_book(wishes=BookWishes(names={"fi": "Mistä puhutaan", "en": "What they talk about"}), by=AINO)
    for code, names in (
        ("waiting", {"fi": "Odotus", "sv": "Väntan", "en": "Waiting"}),
        ("staff", {"fi": "Staff", "sv": "Personal", "en": "Staff"}),
        ("price", {"fi": "Price", "sv": "Pris", "en": "Price"}),
    ):
        add_code(slug=made.slug, wishes=CodeWishes(names=names, definitions={"en": f"About {code}"}))
    Codebook.objects.filter(pk=made.id).update(salt="the same lots in every run")
    return book(made.slug)


def keys(made: Book) -> dict[str, str]:
    """Return the key of each code by its English name in small letters."""
    return {code.names["en"].lower(): code.key for code in made.codes}


def code_some(made: Book, about: Mapping[str, str], count: int, *, coder: str = AINO) -> list[str]:
    """Code what is queued as its kind says, and return the signals."""
    known = keys(made)
    done = []
    for place in range(count):
        waiting = next_waiting(made)
        if waiting is None:
            fill_queue(made)
            waiting = next_waiting(made)
        assert waiting is not None
        code = about[waiting.signal_id]
        note_coding(
            slug=made.slug,
            waiting=waiting,
            codes=[known[code]] if code else [],
            none=not code,
            coder=coder,
            now=START + timedelta(minutes=place),
        )
        done.append(waiting.signal_id)
    return done


def code_as(made: Book, signal: str, codes: list[str], *, coder: str) -> None:
    """Code one comment as a coder does."""
    waiting = waiting_for(made, coder, signal)
    assert waiting is not None
    note_coding(slug=made.slug, waiting=waiting, codes=codes, none=not codes, coder=coder)


def words_of(signal: str) -> str:
    """Return the masked words of a comment."""
    return comments_of([signal])[signal].text
