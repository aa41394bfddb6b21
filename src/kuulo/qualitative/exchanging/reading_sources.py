"""Sources, their selections, transcripts and words, out of the XML and the files beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.archive import bare_path
from kuulo.qualitative.exchanging.counting import (
    MARK,
    STANDARD,
    Counted,
    Wanted,
    counted_so,
    found_by_name,
    says,
)
from kuulo.qualitative.exchanging.decoding import decoded
from kuulo.qualitative.exchanging.markup import Element, first, inside, local, words_of
from kuulo.qualitative.exchanging.markup import text_of as inner_text
from kuulo.qualitative.exchanging.model import (
    AreaPlace,
    Media,
    Place,
    Selection,
    Source,
    SourceKind,
    SyncPlace,
    SyncPoint,
    TextPlace,
    TimePlace,
    Transcript,
)
from kuulo.qualitative.exchanging.reading_parts import (
    Reading,
    codings_of,
    integer,
    reference,
    references,
    stamp_of,
    values_of,
)

KINDS: Final = {
    "TextSource": SourceKind.TEXT,
    "PictureSource": SourceKind.PICTURE,
    "PDFSource": SourceKind.PDF,
    "AudioSource": SourceKind.AUDIO,
    "VideoSource": SourceKind.VIDEO,
}
SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}")
PlaceReader = Callable[[Element, Reading], Place | None]


def source_of(element: Element, reading: Reading) -> Source:
    """Return a source of any kind."""
    kind = KINDS[local(element)]
    if kind is SourceKind.TEXT:
        return text_of(element, reading, "source")
    name = element.get("name") or ""
    words = first(element, "TextDescription" if kind is SourceKind.PICTURE else "Representation")
    return Source(
        guid=reading.guids.define("source", element.get("guid"), name),
        kind=kind,
        name=name,
        description=words_of(element, "Description"),
        media=media_of(element.get("path") or element.get("currentPath"), name, reading),
        words=None if words is None else text_of(words, reading, "words"),
        transcripts=tuple(transcript_of(child, reading) for child in inside(element, "Transcript")),
        selections=selections_of(element, reading),
        codings=codings_of(element, reading),
        notes=references(element, "NoteRef"),
        values=values_of(element, reading),
        stamp=stamp_of(element, reading),
    )


def text_of(element: Element, reading: Reading, kind: str) -> Source:
    """Return a text: a source, a note, or the words of a picture or PDF."""
    name = element.get("name") or ""
    raw, media, rich_only = raw_text(element, name, reading)
    wanted = list(inside(element, "PlainTextSelection"))
    counted = counting_of(raw, wanted, name, reading)
    selections = [text_selection(child, counted, reading, rich_only=rich_only) for child in wanted]
    return Source(
        guid=reading.guids.define(kind, element.get("guid"), name),
        name=name,
        description=words_of(element, "Description"),
        text=counted.text,
        media=media,
        selections=tuple(one for one in selections if one is not None),
        codings=codings_of(element, reading),
        notes=references(element, "NoteRef"),
        values=values_of(element, reading),
        stamp=stamp_of(element, reading),
    )


def raw_text(element: Element, name: str, reading: Reading) -> tuple[str, Media | None, bool]:
    """Return a text as the other program had it, its rich form, and whether the words came of that form only."""
    inline = first(element, "PlainTextContent")
    media = media_of(element.get("richTextPath"), name, reading, missing_told=False)
    path = element.get("plainTextPath")
    content = bytes_of(path, reading) if path else None
    if content is not None:
        return decoded(content, reading.telling, name), media, False
    if inline is not None:
        return inner_text(inline), media, False
    if media is not None:
        return rich_words(media, name, reading), media, True
    if path or element.get("richTextPath"):
        reading.telling.note(_("Texts that are not in the file: {count} (first: “{name}”)."), name=name)
    return "", None, False


def rich_words(media: Media, name: str, reading: Reading) -> str:
    """Return the words of a rich text whose plain text is missing."""
    if reading.rich is None:
        reading.telling.note(_("Only as rich text, which is not read here: {count} (first: “{name}”)."), name=name)
        return ""
    try:
        words = reading.rich(f"text{media.suffix}", media.content)
    except FileError:
        reading.telling.note(_("Rich texts that could not be read: {count} (first: “{name}”)."), name=name)
        return ""
    reading.telling.note(
        _("Only as rich text, so passages were looked for by their words: {count} (first: “{name}”)."), name=name
    )
    return words


def counting_of(raw: str, wanted: list[Element], name: str, reading: Reading) -> Counted:
    """Return the text in the counting its selections fit; Kuulo's own files count as the standard says."""
    if reading.own:
        return Counted(raw, STANDARD)
    asked = [
        Wanted(start, end, child.get("name") or "")
        for child in wanted
        if (start := integer(child, "startPosition", reading)) is not None
        and (end := integer(child, "endPosition", reading)) is not None
    ]
    if "\r" not in raw and raw.removeprefix(MARK) and "\n" in raw:
        # XML folds line ends into one; who counted them as two before still does.
        folded = counted_so(raw.replace("\n", "\r\n"), asked)
        counted = folded if folded.counting != STANDARD else counted_so(raw, asked)
    else:
        counted = counted_so(raw, asked)
    if counted.counting != STANDARD:
        reading.telling.note(
            _("Texts whose positions are not counted as the standard says; mended: {count} (first: “{name}”, {unit})."),
            name=name,
            unit=str(counted.counting),
        )
    return counted


def text_selection(element: Element, counted: Counted, reading: Reading, *, rich_only: bool) -> Selection | None:
    """Return a selection in a text; None, and told, for one outside it."""
    start, end = integer(element, "startPosition", reading), integer(element, "endPosition", reading)
    name = element.get("name") or ""
    place = None if start is None or end is None else counted.place(min(start, end), max(start, end))
    if rich_only and (place is None or not says(counted.text[place[0] : place[1]], name)):
        place = found_by_name(counted.text, name) or place
    if place is None:
        if counted.text:
            reading.telling.note(
                _("Passages outside their text, left out: {count} (first: {start}–{end} “{name}”)."),
                start=start,
                end=end,
                name=name[:40],
            )
        else:
            reading.telling.note(
                _("Passages of texts without words, left out: {count} (first: “{name}”)."), name=name[:40]
            )
        return None
    return selection_of(element, TextPlace(*place), reading)


def selection_of(element: Element, place: Place, reading: Reading) -> Selection:
    """Return a selection at a place, with its codings."""
    name = element.get("name") or ""
    words = first(element, "Representation")
    return Selection(
        guid=reading.guids.define("selection", element.get("guid"), name),
        place=place,
        name=name,
        description=words_of(element, "Description"),
        codings=codings_of(element, reading),
        notes=references(element, "NoteRef"),
        stamp=stamp_of(element, reading),
        words=None if words is None else text_of(words, reading, "words"),
    )


def selections_of(element: Element, reading: Reading) -> tuple[Selection, ...]:
    """Return the selections of a picture, PDF, sound, film or transcript."""
    found = []
    for child in inside(element, *PLACES):
        place = PLACES[local(child)](child, reading)
        if place is None:
            reading.telling.note(_("Selections whose place is not told, left out: {count}."))
            continue
        found.append(selection_of(child, place, reading))
    return tuple(found)


def area_of(element: Element, reading: Reading) -> Place | None:
    """Return a rectangle of a picture."""
    numbers = [integer(element, name, reading) for name in ("firstX", "firstY", "secondX", "secondY")]
    told = [number for number in numbers if number is not None]
    return AreaPlace(*told) if len(told) == len(numbers) else None


def page_of(element: Element, reading: Reading) -> Place | None:
    """Return a rectangle of a page."""
    page, area = integer(element, "page", reading), area_of(element, reading)
    if page is None or not isinstance(area, AreaPlace):
        return None
    return AreaPlace(area.first_x, area.first_y, area.second_x, area.second_y, page)


def time_of(element: Element, reading: Reading) -> Place | None:
    """Return a stretch of time."""
    begin, end = integer(element, "begin", reading), integer(element, "end", reading)
    return None if begin is None or end is None else TimePlace(begin, end)


def sync_of(element: Element, reading: Reading) -> Place | None:
    """Return a piece between two points of a transcript."""
    del reading
    return SyncPlace(reference(element.get("fromSyncPoint")), reference(element.get("toSyncPoint")))


PLACES: Final[Mapping[str, PlaceReader]] = {
    "PictureSelection": area_of,
    "PDFSelection": page_of,
    "AudioSelection": time_of,
    "VideoSelection": time_of,
    "TranscriptSelection": sync_of,
}


def transcript_of(element: Element, reading: Reading) -> Transcript:
    """Return the words of a sound or film, with the times of their positions in code points."""
    name = element.get("name") or ""
    raw, media, _rich_only = raw_text(element, name, reading)
    counted = Counted(raw, STANDARD)
    return Transcript(
        guid=reading.guids.define("transcript", element.get("guid"), name),
        name=name,
        description=words_of(element, "Description"),
        text=counted.text,
        rich=media,
        points=tuple(
            SyncPoint(
                guid=reading.guids.define("point", child.get("guid")),
                at_ms=integer(child, "timeStamp", reading),
                position=integer(child, "position", reading),
            )
            for child in inside(element, "SyncPoint")
        ),
        selections=selections_of(element, reading),
        notes=references(element, "NoteRef"),
        stamp=stamp_of(element, reading),
    )


def media_of(path: str | None, name: str, reading: Reading, *, missing_told: bool = True) -> Media | None:
    """Return a file that goes with the project; None, and told, where it lies elsewhere."""
    if not path:
        return None
    content = bytes_of(path, reading)
    if content is None:
        if missing_told:
            reading.telling.note(_("Media that are not in the file: {count} (first: “{name}”)."), name=name)
        return None
    suffix = PurePosixPath(bare_path(path)).suffix.lower()
    return Media(suffix=suffix if SUFFIX.fullmatch(suffix) else "", content=content)


def bytes_of(path: str, reading: Reading) -> bytes | None:
    """Return the bytes of a file in the ZIP; None where it is not in it."""
    if reading.archive is None:
        return None
    found = reading.archive.find(path, reading.folder)
    return None if found is None else reading.archive.read(found)
