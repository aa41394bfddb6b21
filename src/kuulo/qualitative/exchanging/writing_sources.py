"""Sources as Kuulo writes them: the words in files beside the XML, places counted in code points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.counting import MARK
from kuulo.qualitative.exchanging.markup import UNSPEAKABLE, Element
from kuulo.qualitative.exchanging.model import (
    AreaPlace,
    Media,
    Place,
    Selection,
    Source,
    SourceKind,
    SyncPlace,
    TextPlace,
    TimePlace,
    Transcript,
)
from kuulo.qualitative.exchanging.writing import Writing, add_codings, add_values, add_words, child, refer, stamped

FOLDER: Final = "sources"
TAGS: Final[Mapping[SourceKind, str]] = {
    SourceKind.TEXT: "TextSource",
    SourceKind.PICTURE: "PictureSource",
    SourceKind.PDF: "PDFSource",
    SourceKind.AUDIO: "AudioSource",
    SourceKind.VIDEO: "VideoSource",
}
SELECTIONS: Final[Mapping[SourceKind, str]] = {
    SourceKind.PICTURE: "PictureSelection",
    SourceKind.PDF: "PDFSelection",
    SourceKind.AUDIO: "AudioSelection",
    SourceKind.VIDEO: "VideoSelection",
}


def add_source(parent: Element, source: Source, writing: Writing) -> None:
    """Add a source of any kind, with what it has."""
    if source.kind is SourceKind.TEXT:
        add_text(parent, source, writing, "TextSource")
        return
    element = child(
        parent,
        writing,
        TAGS[source.kind],
        guid=source.guid,
        name=source.name,
        path=kept(source.guid, source.media, writing),
        **stamped(source.stamp),
    )
    add_words(element, writing, "Description", source.description)
    add_parts(element, source, writing)
    add_codings(element, source.codings, writing)
    refer(element, writing, "NoteRef", source.notes)
    add_values(element, source.values, writing)


def add_parts(element: Element, source: Source, writing: Writing) -> None:
    """Add words, transcripts and selections in the order the schema wants them for the kind."""
    if source.kind is SourceKind.PICTURE and source.words is not None:
        add_text(element, source.words, writing, "TextDescription")
    for transcript in source.transcripts:
        if source.kind in {SourceKind.AUDIO, SourceKind.VIDEO}:
            add_transcript(element, transcript, writing)
        else:
            writing.telling.note(_("Transcripts of what is no sound or film, left out: {count}."))
    for selection in source.selections:
        add_selection(element, selection, writing, SELECTIONS[source.kind])
    if source.kind is SourceKind.PDF and source.words is not None:
        add_text(element, source.words, writing, "Representation")


def add_text(parent: Element, source: Source, writing: Writing, tag: str) -> None:
    """Add a text: its words go into a file; notes hold theirs in the XML where XML can hold them."""
    inline = tag == "Note" and not UNSPEAKABLE.search(source.text) and not source.text.startswith(MARK)
    element = child(
        parent,
        writing,
        tag,
        guid=source.guid,
        name=source.name,
        richTextPath=kept(source.guid, source.media, writing),
        plainTextPath="" if inline else kept(source.guid, plain(source.text), writing),
        **stamped(source.stamp),
    )
    add_words(element, writing, "Description", source.description)
    if inline:
        child(element, writing, "PlainTextContent").text = source.text
    for selection in source.selections:
        add_text_selection(element, selection, len(source.text), writing)
    add_codings(element, source.codings, writing)
    refer(element, writing, "NoteRef", source.notes)
    add_values(element, source.values, writing)


def plain(text: str) -> Media:
    """Return a text as a file; one that begins with a byte-order mark gets another, as readers take one away."""
    return Media(suffix=".txt", content=(MARK + text if text.startswith(MARK) else text).encode("utf-8"))


def kept(guid: str, media: Media | None, writing: Writing) -> str:
    """Return the path of a file that goes with the project, and keep its bytes; empty for none."""
    if media is None:
        return ""
    name, turn = f"{guid}{media.suffix}", 1
    while writing.files.get(f"{FOLDER}/{name}", media.content) != media.content:
        turn += 1
        name = f"{guid}-{turn}{media.suffix}"
    writing.files[f"{FOLDER}/{name}"] = media.content
    return f"internal://{name}"


def add_text_selection(parent: Element, selection: Selection, length: int, writing: Writing) -> None:
    """Add a selection of a text; one outside it is told and left out."""
    place = selection.place
    if not isinstance(place, TextPlace) or not 0 <= place.start < place.end <= length:
        writing.telling.note(
            _("Passages outside their text, left out of the file: {count} (first: “{name}”)."), name=selection.name[:40]
        )
        return
    add_selection(parent, selection, writing, "PlainTextSelection")


def add_selection(parent: Element, selection: Selection, writing: Writing, tag: str) -> None:
    """Add a selection of any kind; one whose place does not fit the source is told and left out."""
    kind, attributes = PLACES[tag]
    if not isinstance(selection.place, kind):
        writing.telling.note(_("Selections whose place does not fit their source, left out: {count}."))
        return
    element = child(
        parent,
        writing,
        tag,
        guid=selection.guid,
        name=selection.name,
        **attributes(selection.place),
        **stamped(selection.stamp),
    )
    add_words(element, writing, "Description", selection.description)
    if tag == "PDFSelection" and selection.words is not None:
        add_text(element, selection.words, writing, "Representation")
    add_codings(element, selection.codings, writing)
    refer(element, writing, "NoteRef", selection.notes)


def text_attributes(place: Place) -> dict[str, str | int | None]:
    """Return the attributes of a place in a text."""
    assert isinstance(place, TextPlace)  # noqa: S101 -- add_selection checked it
    return {"startPosition": place.start, "endPosition": place.end}


def area_attributes(place: Place) -> dict[str, str | int | None]:
    """Return the attributes of a place in a picture or on a page."""
    assert isinstance(place, AreaPlace)  # noqa: S101 -- add_selection checked it
    area: dict[str, str | int | None] = {
        "firstX": place.first_x,
        "firstY": place.first_y,
        "secondX": place.second_x,
        "secondY": place.second_y,
    }
    return area


def page_attributes(place: Place) -> dict[str, str | int | None]:
    """Return the attributes of a place on a page; the first where none is told."""
    assert isinstance(place, AreaPlace)  # noqa: S101 -- add_selection checked it
    return {"page": place.page or 0, **area_attributes(place)}


def time_attributes(place: Place) -> dict[str, str | int | None]:
    """Return the attributes of a place in a sound or film."""
    assert isinstance(place, TimePlace)  # noqa: S101 -- add_selection checked it
    return {"begin": place.begin, "end": place.end}


def sync_attributes(place: Place) -> dict[str, str | int | None]:
    """Return the attributes of a place in a transcript."""
    assert isinstance(place, SyncPlace)  # noqa: S101 -- add_selection checked it
    return {"fromSyncPoint": place.first, "toSyncPoint": place.last}


PLACES: Final[Mapping[str, tuple[type, Callable[[Place], dict[str, str | int | None]]]]] = {
    "PlainTextSelection": (TextPlace, text_attributes),
    "PictureSelection": (AreaPlace, area_attributes),
    "PDFSelection": (AreaPlace, page_attributes),
    "AudioSelection": (TimePlace, time_attributes),
    "VideoSelection": (TimePlace, time_attributes),
    "TranscriptSelection": (SyncPlace, sync_attributes),
}


def add_transcript(parent: Element, transcript: Transcript, writing: Writing) -> None:
    """Add the words of a sound or film with their times."""
    element = child(
        parent,
        writing,
        "Transcript",
        guid=transcript.guid,
        name=transcript.name,
        richTextPath=kept(transcript.guid, transcript.rich, writing),
        plainTextPath=kept(transcript.guid, plain(transcript.text), writing),
        **stamped(transcript.stamp),
    )
    add_words(element, writing, "Description", transcript.description)
    for point in transcript.points:
        child(element, writing, "SyncPoint", guid=point.guid, timeStamp=point.at_ms, position=point.position)
    for selection in transcript.selections:
        add_selection(element, selection, writing, "TranscriptSelection")
    refer(element, writing, "NoteRef", transcript.notes)
