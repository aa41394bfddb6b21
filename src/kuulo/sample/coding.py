"""What the invented company's researcher coded: a small codebook, and comments coded as they are truly meant.

The first of them in the order of lots are the codebook's random sample, so that the machine is measured once it has
learned from the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import transaction

from kuulo.base.ids import derived_id
from kuulo.codebooks.queries.codings import Waiting
from kuulo.codebooks.rules import Reason, by_lot
from kuulo.codebooks.services import BookWishes, CodeWishes, add_code, make_book, note_coding
from kuulo.sample.comments import Comment
from kuulo.sample.company import AFTER_CONTACT, SURVEYS, Names
from kuulo.sample.generate import Sample

CODER: Final = "risto@example.org"
BY_LOT: Final = 40
FURTHER: Final = 60
NAME: Final[Names] = {
    "fi": "Mistä asiakkaat puhuvat",
    "sv": "Vad kunderna talar om",
    "en": "What customers talk about",
}
PURPOSE: Final[Names] = {
    "fi": "Mikä kohtaamisissa sujuu ja mikä ei?",
    "sv": "Vad fungerar i mötena med oss och vad gör det inte?",
    "en": "What goes well when customers meet us, and what does not?",
}
VISIT: Final = "visit"
# Code → its names and what belongs under it.
CODES: Final[dict[str, tuple[Names, Names]]] = {
    VISIT: (
        {"fi": "Käynti", "sv": "Besöket", "en": "The visit"},
        {
            "fi": "Kaikki mitä kodissa tapahtui.",
            "sv": "Allt som hände hemma hos kunden.",
            "en": "All that happened in the home.",
        },
    ),
    "work": (
        {"fi": "Työn jälki", "sv": "Arbetets kvalitet", "en": "Quality of the work"},
        {
            "fi": "Miten hyvin työ tehtiin; ei siivousta sen jälkeen.",
            "sv": "Hur väl arbetet gjordes; inte städningen efteråt.",
            "en": "How well the work was done; not the cleaning up after it.",
        },
    ),
    "people": (
        {"fi": "Työntekijät", "sv": "Medarbetarna", "en": "The people"},
        {
            "fi": "Käytös, ystävällisyys ja osaaminen, myös nimeltä kiitetyt.",
            "sv": "Bemötande, vänlighet och kunnande, också de som tackas vid namn.",
            "en": "Manner, friendliness and skill, also those thanked by name.",
        },
    ),
    "punctuality": (
        {"fi": "Aikataulu", "sv": "Punktlighet", "en": "Punctuality"},
        {
            "fi": "Tultiinko sovittuna aikana.",
            "sv": "Om man kom på avtalad tid.",
            "en": "Whether they came at the time agreed.",
        },
    ),
    "tidiness": (
        {"fi": "Siisteys", "sv": "Ordning och renlighet", "en": "Tidiness"},
        {
            "fi": "Missä kunnossa paikat jäivät.",
            "sv": "I vilket skick platsen lämnades.",
            "en": "In what state the place was left.",
        },
    ),
    "price": (
        {"fi": "Hinta", "sv": "Pris", "en": "Price"},
        {
            "fi": "Hinta ja vastine rahalle; ei virheitä laskussa.",
            "sv": "Pris och valuta för pengarna; inte fel på fakturan.",
            "en": "Price and value for money; not mistakes on an invoice.",
        },
    ),
    "invoice": (
        {"fi": "Lasku", "sv": "Faktura", "en": "Invoice"},
        {
            "fi": "Laskun oikeellisuus ja selkeys.",
            "sv": "Om fakturan var rätt och tydlig.",
            "en": "Whether the invoice was right and clear.",
        },
    ),
    "ordering": (
        {"fi": "Tilaaminen", "sv": "Beställning", "en": "Ordering"},
        {
            "fi": "Verkkokauppa, ajanvaraus ja niiden helppous.",
            "sv": "Webbutiken, tidsbokningen och hur lätta de är.",
            "en": "The web shop, booking a time, and how easy they are.",
        },
    ),
}
ABOVE: Final = dict.fromkeys(("work", "people", "punctuality", "tidiness"), VISIT)
# Themes that have a code of another name; what is in neither has none.
THEMES: Final = {"site": "ordering", "booking": "ordering"}


@transaction.atomic
def code_comments(sample: Sample, language: str) -> int:
    """Make the codebook, and code some comments as the researcher would; return how many.

    A code's key comes from its name in the codebook's first language, so it is known only once the code is there.
    """
    wishes = BookWishes(
        names=NAME, purpose=PURPOSE[language], source=SURVEYS[AFTER_CONTACT][language], question="comment"
    )
    now = sample.calendar.now
    made, keys = make_book(wishes=wishes, by=CODER, now=now), dict[str, str]()
    for code, (names, definitions) in CODES.items():
        parent = keys[ABOVE[code]] if code in ABOVE else ""
        made = add_code(slug=made.slug, wishes=CodeWishes(names=names, parent=parent, definitions=definitions), now=now)
        keys[code] = next(each.key for each in made.codes if each.names == names)
    comments = dict(_comments(sample))
    chosen = by_lot(made.salt, comments)[: BY_LOT + FURTHER]
    for place, signal in enumerate(chosen):
        codes = {keys[code] for code in codes_of(comments[signal])}
        waiting = _waiting(signal, is_lot=place < BY_LOT)
        note_coding(slug=made.slug, waiting=waiting, codes=codes, none=not codes, coder=CODER, now=now)
    return len(chosen)


def codes_of(comment: Comment) -> frozenset[str]:
    """Return the codes a comment truly has."""
    about = {comment.theme, comment.other, "people" if comment.aside == "praise" else ""}
    return frozenset(THEMES.get(theme, theme) for theme in about) & CODES.keys()


def _comments(sample: Sample) -> Iterator[tuple[str, Comment]]:
    for response in (*sample.responses, *sample.calls):
        if response.comment and response.topic.survey == AFTER_CONTACT:
            yield derived_id("sample", response.response_id, "comment"), response.comment


def _waiting(signal: str, *, is_lot: bool) -> Waiting:
    reason = Reason.LOT if is_lot else Reason.VARIED
    return Waiting(signal_id=signal, reason=reason, in_sample=is_lot, blind=is_lot, proposed={}, near=())
