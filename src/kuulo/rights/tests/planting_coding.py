"""What was coded and noted in what she told in studies, in her words too; and what somebody else told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kuulo.codebooks.services import BookWishes, CodeWishes, add_code, make_book
from kuulo.passages.models import Proposal
from kuulo.passages.rules import About
from kuulo.passages.services import choose_book, code_anew, code_passage, write_memo
from kuulo.rights.tests.planting_traces import NAME
from kuulo.sources.queries import sources_of
from kuulo.studies.queries import participations_of

RISTO: Final = "risto@example.org"


def coded_what_they_told(party_ids: Iterable[int]) -> None:
    """Code every source of some customers: a code of the codebook, one in their words, a memo, a proposal."""
    book = make_book(wishes=BookWishes(names={"en": "What they tell"}), by=RISTO)
    code = f"{book.slug}/{add_code(slug=book.slug, wishes=CodeWishes(names={'en': 'Daily life'})).codes[0].key}"
    for place, party in enumerate(party_ids):
        name = NAME if place == 0 else "Aino"
        for taking_part in participations_of([party]):
            choose_book(study=taking_part.study, book_slug=book.slug, by=RISTO)
            for source in sources_of(taking_part.study, participant_id=taking_part.id):
                if source.text:
                    _code(source.key, taking_part.study, code, name, len(source.text))


def _code(source: str, study: str, code: str, name: str, length: int) -> None:
    code_passage(source=source, start=0, end=min(8, length), code=code, by=RISTO, memo=f"{name} says so")
    code_anew(source=source, start=0, end=min(4, length), name=f"{name} herself", by=RISTO)
    write_memo(study=study, about=About.SOURCE, text=f"{name} sighs", by=RISTO, source=source)
    Proposal.objects.create(study=study, source=source, start=0, end=min(6, length), code=code, probability=0.9)
