"""A study with interviews for the room's tests: two participants who are known customers, a codebook, three coders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kuulo.codebooks.queries import Book
from kuulo.codebooks.services import BookWishes, CodeWishes, add_code, make_book
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import create_party
from kuulo.passages.services import choose_book
from kuulo.sources.rules import Origin, SourceKind, SourceView, Turn
from kuulo.sources.services import add_source
from kuulo.studies.models import Study
from kuulo.studies.rules import LegalBasis, Method, ParticipantView, StudyView, TeamRole
from kuulo.studies.services.plans import create_study
from kuulo.studies.services.recruiting import HandWishes, add_by_hand
from kuulo.studies.services.taking_part import join
from kuulo.studies.services.team import add_member
from kuulo.studies.services.wishes import StudyWishes, TextWishes

AINO: Final = "risto@example.org"
BERIT: Final = "ilona@example.org"
CECILIA: Final = "outi@example.org"
NOW: Final = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SPOKEN: Final = (
    ("Haastattelija", "Miten viime asiointi meni?"),
    ("Aino", "Jonotin puhelimessa pitkään. 😀 Hinta on noussut liikaa! Ystävällinen palvelu kyllä."),
    ("Haastattelija", "Mitä sitten tapahtui?"),
    ("Aino", "Soitin uudestaan ja odotin taas. Vaihdoin melkein yhtiötä."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A study that runs, its codebook, its participants and a transcript of each."""

    study: StudyView
    book: Book
    people: tuple[ParticipantView, ...]
    sources: tuple[SourceView, ...]

    def at(self, words: str, place: int = 0) -> tuple[int, int]:
        """Return where words stand in one of the transcripts."""
        start = self.sources[place].text.index(words)
        return start, start + len(words)

    def code(self, name: str) -> str:
        """Return a code by its English name."""
        return next(f"{self.book.slug}/{each.key}" for each in self.book.codes if each.names["en"] == name)


def transcript(spoken: tuple[tuple[str, str], ...] = SPOKEN) -> tuple[str, tuple[Turn, ...]]:
    """Return what was said as a text with the names before the words, and its turns."""
    text = ""
    turns: list[Turn] = []
    for speaker, words in spoken:
        text += f"{speaker}: "
        turns.append(Turn(start=len(text), end=len(text) + len(words), speaker=speaker))
        text += f"{words}\n"
    return text.rstrip("\n"), tuple(turns)


def codebook() -> Book:
    """Make a codebook in which one code lies under another."""
    made = make_book(wishes=BookWishes(names={"fi": "Haastattelut", "en": "Interviews"}), by=AINO)
    for name, parent in (("Waiting", ""), ("Price", ""), ("Price rises", "price"), ("Staff", "")):
        made = add_code(slug=made.slug, wishes=CodeWishes(names={"en": name}, parent=parent))
    return made


def study(
    title: str = "Miksi asiakkaat lähtevät", *, confidential: bool = False, shares_words: bool = False
) -> StudyView:
    """Make a study that runs, with its team."""
    texts = {
        language: TextWishes(title=title, about="About", notice="Notice", consent="I agree")
        for language in ("fi", "sv", "en")
    }
    made = create_study(
        wishes=StudyWishes(
            title=title,
            method=Method.INTERVIEW,
            question="Why do customers leave?",
            changes="The price list.",
            legal_basis=LegalBasis.CONSENT,
            texts=texts,
            confidential=confidential,
            shares_words=shares_words,
        ),
        by=AINO,
        now=NOW,
    )
    add_member(slug=made.slug, email=BERIT, role=TeamRole.RESEARCHER, by=AINO, now=NOW)
    Study.objects.filter(slug=made.slug).update(state="running")
    return made


def participant(slug: str, number: int, attributes: dict[str, str] | None = None) -> ParticipantView:
    """Let a known customer join."""
    row = PartyRow(identifier=f"crm:P{number}", name=f"Asiakas {number}", attributes=attributes or {})
    party = create_party(row=row, now=NOW)
    made = add_by_hand(slug=slug, wishes=HandWishes(party_id=party, language="fi"), by=AINO, now=NOW)
    return join(made.token, now=NOW)


def interview(slug: str, of: ParticipantView | None, name: str = "Interview") -> SourceView:
    """Keep the transcript of an interview."""
    text, turns = transcript()
    return add_source(
        study=slug,
        kind=SourceKind.TRANSCRIPT,
        name=name,
        by=AINO,
        text=text,
        turns=turns,
        participant_id=of.id if of else None,
        occurred_at=NOW,
        origin=Origin.CUSTOMER,
        language="fi",
        now=NOW,
    )


def scene(*, people: int = 2, confidential: bool = False, shares_words: bool = False) -> Scene:
    """Make a study with participants and an interview of each."""
    made = study(confidential=confidential, shares_words=shares_words)
    found = codebook()
    choose_book(study=made.slug, book_slug=found.slug, by=AINO, now=NOW)
    who = tuple(
        participant(made.slug, number, {"region": "Uusimaa" if number % 2 else "Lappi"})
        for number in range(1, people + 1)
    )
    sources = tuple(interview(made.slug, each, f"Interview {each.label}") for each in who)
    return Scene(study=made, book=found, people=who, sources=sources)
