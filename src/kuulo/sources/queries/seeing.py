"""How much of a source somebody sees: all of it, its words masked, or only that it is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from kuulo.sources.rules import Origin, SourceKind
from kuulo.studies.queries import email_of, is_member
from kuulo.studies.rules import StudyView
from kuulo.words.queries import mask_now

UNMASKED = "words.view_unmasked"


class Sight(StrEnum):
    """How much somebody sees."""

    WHOLE = "whole"
    MASKED = "masked"
    NOTHING = "nothing"


class Shown(Protocol):
    """What is to be seen: a source, or a line of a list."""

    @property
    def kind(self) -> SourceKind: ...

    @property
    def origin(self) -> Origin: ...

    @property
    def created_by(self) -> str: ...


def sight_of(study: StudyView, user: object, source: Shown | None = None) -> Sight:
    """Return how much somebody sees of a study's sources, or of one of them.

    The team sees everything, where its members may see words as they are, and so does whoever wrote it; desk research
    is about nobody. Others see words masked where the study shares them, and else only that there is something.
    """
    if source is not None and (source.kind is SourceKind.DESK or source.created_by == email_of(user)):
        return Sight.WHOLE
    may = getattr(user, "has_perm", None)
    unmasked = bool(may is not None and may(UNMASKED))
    if is_member(study, user):
        return Sight.WHOLE if unmasked else Sight.MASKED
    return Sight.MASKED if study.shares_words and not study.confidential else Sight.NOTHING


def shown_texts(
    texts: Sequence[str], *, sight: Sight, language: str | None = None, people: Collection[str] = ()
) -> tuple[str, ...]:
    """Return texts as somebody sees them: as they are, masked, or empty."""
    if sight is Sight.WHOLE:
        return tuple(texts)
    if sight is Sight.NOTHING:
        return tuple("" for _text in texts)
    numbered: Mapping[str, tuple[str, str | None]] = {str(place): (text, language) for place, text in enumerate(texts)}
    return tuple(mask_now(numbered, sorted(people)).values())
