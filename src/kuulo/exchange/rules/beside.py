"""What REFI-QDA has no place for: consents, speakers, times of turns, names in other languages; pure, plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from kuulo.exchange.rules.keys import guid_of
from kuulo.exchange.rules.leaving_codes import BookOut
from kuulo.qualitative.exchanging import derived
from kuulo.sources.rules import SourceView
from kuulo.studies.rules import ParticipantView, StudyView

VERSION: Final = 1


def beside_of(
    study: StudyView,
    sources: Iterable[SourceView],
    participants: Iterable[ParticipantView],
    books: Iterable[BookOut],
) -> dict[str, Any]:
    """Return what goes beside the project in ``kuulo.json``; no names of participants, no keys of their pages."""
    return {
        "version": VERSION,
        "study": {
            "slug": study.slug,
            "question": study.question,
            "changes": study.changes,
            "method": study.method.value,
            "legal_basis": study.legal_basis.value if study.legal_basis else None,
            "notice_version": study.notice_version,
            "notice": dict(study.notice),
        },
        "consents": [consent_of(study, who) for who in participants],
        "sources": {guid_of(source.key): source_of(source) for source in sources},
        "codes": {
            f"{book.slug}/{code.key}": {
                "names": dict(code.names),
                "definitions": dict(code.definitions),
                "examples": dict(code.examples),
            }
            for book in books
            for code in book.codes
        },
    }


def consent_of(study: StudyView, who: ParticipantView) -> dict[str, Any]:
    """Return on what a participant's words rest."""
    return {
        "case": derived("case", study.slug, who.id),
        "label": who.label,
        "in_force": who.basis_in_force,
        "version": who.consent_version,
        "joined_at": who.joined_at.isoformat() if who.joined_at else None,
        "may_record": who.may_record,
    }


def source_of(source: SourceView) -> dict[str, Any]:
    """Return what is known of a source besides its words and codes."""
    return {
        "kind": source.kind.value,
        "origin": source.origin.value,
        "occurred_at": source.occurred_at.isoformat(),
        "language": source.language,
        "flags": sorted(flag.value for flag in source.flags),
        "turns": [asdict(turn) for turn in source.turns],
        "speakers": {name: whose.value for name, whose in source.speakers.items()},
        "publisher": source.publisher,
        "url": source.url,
        "published_on": source.date.isoformat() if source.date else None,
        "media": derived("media", source.key) if source.text and source.media else None,
    }


def told_of(beside: Mapping[str, Any], guid: str) -> Mapping[str, Any]:
    """Return what was told beside the project of a source; nothing where nothing was, or not in this form."""
    sources = beside.get("sources")
    found = sources.get(guid) if isinstance(sources, Mapping) else None
    return found if isinstance(found, Mapping) else {}
