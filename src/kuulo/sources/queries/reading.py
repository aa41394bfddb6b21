"""Sources as other rooms and pages read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.qualitative.anchoring import Span
from kuulo.sources.models import ErasedSource, Source
from kuulo.sources.rules import (
    ErasedWhy,
    Flag,
    MediaView,
    Origin,
    Publication,
    SourceKind,
    SourceLine,
    SourceView,
    Speaker,
    Turn,
    speaker_of,
)
from kuulo.studies.queries import in_force as participants_in_force
from kuulo.words.queries import mask_now

CHUNK: Final = 500
GONE: Final[Mapping[str, Text]] = {
    ErasedWhy.ERASED: say(_("The source was erased.")),
    ErasedWhy.WITHDRAWN: say(_("The participant took it back.")),
}
UNKNOWN: Final = say(_("There is no such source."))
NOT_AGREED: Final = say(_("The participant’s consent is not in force any more."))
WITHOUT_WORDS: Final = ("text", "turns", "speakers")


def source(key: str) -> SourceView:
    """Return a source with its words.

    Raises:
        NotFoundError: There is none, or it was erased.
    """
    row = Source.objects.filter(key=key).first()
    if row is None:
        found = ErasedSource.objects.filter(key=key).values_list("why", flat=True).first()
        raise NotFoundError(GONE[found].template if found else UNKNOWN.template, _("See the list of sources."))
    return view_of(row)


def sources_of(
    study: str, kinds: Collection[SourceKind | str] | None = None, participant_id: int | None = None
) -> tuple[SourceView, ...]:
    """Return the sources of a study with their words, in the order they happened."""
    rows = Source.objects.filter(study=study)
    if kinds is not None:
        rows = rows.filter(kind__in=[str(kind) for kind in kinds])
    if participant_id is not None:
        rows = rows.filter(participant_id=participant_id)
    return tuple(view_of(row) for row in rows.order_by("occurred_at", "id"))


def source_views(keys: Collection[str]) -> dict[str, SourceView]:
    """Return those of the sources that are there, with their words, by key."""
    rows = (row for chunk in _chunks(keys) for row in Source.objects.filter(key__in=chunk))
    return {row.key: view_of(row) for row in rows}


def source_lines(keys: Collection[str]) -> dict[str, SourceLine]:
    """Return those of the sources that are there, without their words, by key."""
    rows = (row for chunk in _chunks(keys) for row in Source.objects.filter(key__in=chunk).defer(*WITHOUT_WORDS))
    return {row.key: line_of(row) for row in rows}


def lines_of_session(session_id: int) -> tuple[SourceLine, ...]:
    """Return the sources that were made in a session, without their words, in the order they came in."""
    rows = Source.objects.filter(session_id=session_id).defer(*WITHOUT_WORDS).order_by("id")
    return tuple(line_of(row) for row in rows)


def lines_of_study(study: str) -> tuple[SourceLine, ...]:
    """Return the sources of a study, without their words, in the order they happened."""
    rows = Source.objects.filter(study=study).defer(*WITHOUT_WORDS).order_by("occurred_at", "id")
    return tuple(line_of(row) for row in rows)


def in_force(keys: Collection[str]) -> dict[str, Text | None]:
    """Return for each key None where the source may be evidence, else why not: erased, or the consent has ended."""
    wanted = list(dict.fromkeys(keys))
    people: dict[str, list[int]] = {}
    erased: dict[str, str] = {}
    for chunk in _chunks(wanted):
        people.update(Source.objects.filter(key__in=chunk).values_list("key", "rests_on"))
        erased.update(ErasedSource.objects.filter(key__in=chunk).values_list("key", "why"))
    agreed = participants_in_force({number for numbers in people.values() for number in numbers})
    found: dict[str, Text | None] = {}
    for key in wanted:
        if key in people:
            found[key] = None if agreed.issuperset(people[key]) else NOT_AGREED
        else:
            found[key] = GONE[erased[key]] if key in erased else UNKNOWN
    return found


def was_erased(key: str) -> bool:
    """Return whether a source of this key was there and is not any more."""
    return ErasedSource.objects.filter(key=key).exists()


def passage_text(key: str, start: int, end: int, *, masked: bool) -> str:
    """Return the words of a passage, masked for who may not see them as they are.

    Raises:
        NotFoundError: There is no such source, or it was erased.
        InputError: The passage lies outside its text.
    """
    found = source(key)
    words = Span(start, end).of(found.text)
    return mask_now({"passage": (words, found.language)})["passage"] if masked else words


def speaker_at(key: str, start: int) -> Speaker:
    """Return who speaks at a place of a source.

    Raises:
        NotFoundError: There is no such source, or it was erased.
        InputError: The place lies outside its text.
    """
    found = source(key)
    if not 0 <= start <= len(found.text):
        raise InputError(_("The place {start} lies outside the text."), start=start)
    return speaker_of(found, start)


def view_of(row: Source) -> SourceView:
    """Return a row as a source."""
    return SourceView(
        key=row.key,
        study=row.study,
        participant_id=row.participant_id,
        session_id=row.session_id,
        kind=SourceKind(row.kind),
        name=row.name,
        language=row.language or None,
        text=row.text,
        turns=tuple(Turn(**turn) for turn in row.turns),
        speakers=in_turn({name: Origin(whose) for name, whose in row.speakers.items()}, row.turns),
        media=_media(row),
        occurred_at=row.occurred_at,
        origin=Origin(row.origin),
        flags=frozenset(Flag(flag) for flag in row.flags),
        publication=Publication(publisher=row.publisher, url=row.url, date=row.published_on),
        beside=row.beside,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def in_turn(speakers: Mapping[str, Origin], turns: Sequence[Mapping[str, object]]) -> dict[str, Origin]:
    """Return speakers as they begin to speak; the database keeps no order of its own."""
    begun = {name: speakers[name] for turn in turns if (name := str(turn["speaker"])) in speakers}
    return begun | dict(sorted(each for each in speakers.items() if each[0] not in begun))


def line_of(row: Source) -> SourceLine:
    """Return a row without its words."""
    return SourceLine(
        key=row.key,
        study=row.study,
        kind=SourceKind(row.kind),
        name=row.name,
        origin=Origin(row.origin),
        occurred_at=row.occurred_at,
        created_by=row.created_by,
        participant_id=row.participant_id,
        session_id=row.session_id,
        language=row.language or None,
        length=row.length,
        has_media=bool(row.media_name),
        flags=frozenset(Flag(flag) for flag in row.flags),
        beside=row.beside,
    )


def _media(row: Source) -> MediaView | None:
    if not row.media_name:
        return None
    return MediaView(
        url=reverse("sources:media", args=[row.study, row.key]), mime=row.media_mime, bytes=row.media_bytes
    )


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(dict.fromkeys(keys))
    return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
