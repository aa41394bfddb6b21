"""A source of another tool as one of a study: its words, its file, its speakers; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from kuulo.exchange.rules.keys import CHARACTERS
from kuulo.qualitative.exchanging import Media, Selection, Source, SourceKind, SyncPlace, TextPlace, Transcript
from kuulo.qualitative.reading import Turn, find_turns
from kuulo.sources.rules import Flag, Origin
from kuulo.sources.rules import SourceKind as Kind

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingSource:
    """A source that comes.

    Attributes:
        key: 32 hexadecimal digits; the same at every repeat.
        media: Its file, and how the file's name ends.
    """

    key: str
    name: str
    text: str = field(repr=False)
    kind: Kind
    origin: Origin
    occurred_at: datetime
    language: str | None = None
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    speakers: Mapping[str, Origin] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    media: Media | None = None
    participant_id: int | None = None
    publisher: str = ""
    url: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The words of a source, wherever the file has them.

    Attributes:
        text: The text, with passages of its own; None where the words are a transcript's or there are none.
        said: The words of the transcript.
        selections: Passages of the transcript whose place is known.
    """

    text: Source | None = None
    said: str = ""
    turns: tuple[Turn, ...] = ()
    selections: tuple[tuple[Selection, TextPlace], ...] = ()
    media: Media | None = None

    def source(
        self, key: str, source: Source, reply: Any, told: Mapping[str, Any], participant: int | None
    ) -> ArrivingSource:
        """Return the source that comes: by what Kuulo told beside the project, else by what the person said."""
        words = self.text.text if self.text is not None else self.said
        return ArrivingSource(
            key=key,
            name=source.name.strip()[:CHARACTERS],
            text=words,
            kind=_kind(source, reply.kind, told, has_words=bool(words)),
            origin=_one_of(Origin, told.get("origin"), reply.origin),
            occurred_at=_moment(told.get("occurred_at")) or source.stamp.at or reply.at,
            language=str(told["language"]) if told.get("language") else None,
            turns=_turns(told.get("turns"), words) or self.turns or find_turns(words),
            speakers=_speakers(told.get("speakers")),
            flags=frozenset(Flag(flag) for flag in told.get("flags", ()) if flag in set(Flag)),
            media=self.media,
            participant_id=participant,
            publisher=str(told.get("publisher") or ""),
            url=str(told.get("url") or ""),
            published_on=_day(told.get("published_on")),
        )


def text_parts(source: Source, beside: Source | None) -> Parts:
    """Return the words and the file of a source."""
    if source.kind is SourceKind.TEXT:
        media = beside.media if beside is not None else None
        return Parts(text=source if source.text.strip() else None, media=media)
    if source.words is not None and source.words.text.strip():
        return Parts(text=source.words, media=source.media)
    spoken = next((each for each in source.transcripts if each.text.strip()), None)
    if spoken is None:
        return Parts(media=source.media)
    return Parts(said=spoken.text, turns=_timed(spoken), selections=_placed(spoken), media=source.media)


def _placed(spoken: Transcript) -> tuple[tuple[Selection, TextPlace], ...]:
    """Return the passages of a transcript between points that have a place in its text."""
    at = {point.guid: point.position for point in spoken.points if point.position is not None}
    found = []
    for selection in spoken.selections:
        place = selection.place
        if isinstance(place, SyncPlace) and place.first in at and place.last in at:
            start, end = sorted((at[place.first], at[place.last]))
            if 0 <= start < end <= len(spoken.text):
                found.append((selection, TextPlace(start, end)))
    return tuple(found)


def _timed(spoken: Transcript) -> tuple[Turn, ...]:
    """Return turns between the points of a transcript that have both a place and a time."""
    points = sorted(
        {
            (point.position, point.at_ms)
            for point in spoken.points
            if point.position is not None and point.at_ms is not None and 0 <= point.position <= len(spoken.text)
        }
    )
    ends = [*points[1:], (len(spoken.text), None)]
    return tuple(
        Turn(start=start, end=end, begins_ms=begins, ends_ms=ends_ms)
        for (start, begins), (end, ends_ms) in zip(points, ends, strict=True)
        if start < end
    )


def _kind(source: Source, wished: Kind, told: Mapping[str, Any], *, has_words: bool) -> Kind:
    if source.kind is SourceKind.PICTURE:
        return Kind.PICTURE
    if source.kind in {SourceKind.AUDIO, SourceKind.VIDEO} and not has_words:
        return Kind.RECORDING
    if source.kind is SourceKind.PDF:
        return _one_of(Kind, told.get("kind"), Kind.DOCUMENT)
    return _one_of(Kind, told.get("kind"), wished)


def _one_of(choices: type[Choice], told: object, otherwise: Choice) -> Choice:
    known = {str(choice): choice for choice in choices}
    return known.get(str(told), otherwise)


def _turns(told: object, words: str) -> tuple[Turn, ...]:
    """Return turns as Kuulo wrote them; nothing where they are not whole."""
    if not isinstance(told, Sequence) or isinstance(told, str):
        return ()
    found: list[Turn] = []
    for one in told:
        if not isinstance(one, Mapping) or not isinstance(one.get("start"), int) or not isinstance(one.get("end"), int):
            return ()
        before = found[-1].end if found else 0
        if not before <= one["start"] <= one["end"] <= len(words):
            return ()
        found.append(
            Turn(
                start=one["start"],
                end=one["end"],
                speaker=str(one.get("speaker") or ""),
                begins_ms=_number(one.get("begins_ms")),
                ends_ms=_number(one.get("ends_ms")),
                mark=str(one.get("mark") or ""),
            )
        )
    return tuple(found)


def _speakers(told: object) -> dict[str, Origin]:
    known = {str(origin): origin for origin in Origin}
    if not isinstance(told, Mapping):
        return {}
    return {str(name): known[str(whose)] for name, whose in told.items() if str(whose) in known}


def _number(told: object) -> int | None:
    return told if isinstance(told, int) else None


def _moment(told: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
