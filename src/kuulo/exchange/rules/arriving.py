"""A project of another tool as what comes into a study: sources, passages, codes, memos; the rest is told; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.exchange.rules.arriving_sources import ArrivingSource, text_parts
from kuulo.exchange.rules.beside import told_of
from kuulo.exchange.rules.keys import key_of
from kuulo.passages.rules import About
from kuulo.qualitative.exchanging import (
    Code,
    Coding,
    Project,
    Selection,
    Source,
    SourceKind,
    TextPlace,
    all_codes,
    derived,
)
from kuulo.sources.rules import Origin as Whose
from kuulo.sources.rules import SourceKind as Kind

NAME: Final = 200
FILES: Final = frozenset({SourceKind.PICTURE, SourceKind.PDF, SourceKind.AUDIO, SourceKind.VIDEO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person said about a file: whose words its texts are where the file does not tell, and what they are."""

    origin: Whose = Whose.CUSTOMER
    kind: Kind = Kind.TRANSCRIPT
    by: str = ""
    at: datetime
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the study has already.

    Attributes:
        study: Its slug.
        sources: Keys of its sources.
        labels: Label of a participant → number, of those whose consent is in force.
        changed: Keys of sources that are here with other words.
    """

    study: str
    sources: Collection[str] = frozenset()
    labels: Mapping[str, int] = field(default_factory=dict)
    changed: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingCode:
    """A code, with the names above it.

    Attributes:
        told: ``book/key`` where Kuulo itself wrote the file.
    """

    guid: str
    name: str
    description: str
    path: tuple[str, ...]
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingCoding:
    """A coding of a passage."""

    key: str
    source: str
    start: int
    end: int
    code: str
    coder: str
    at: datetime | None
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingMemo:
    """A memo; ``code`` is the GUID of a code of the file."""

    key: str
    about: About
    text: str
    author: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    code: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """All that comes, and what has no place here."""

    name: str
    origin: str
    codes: tuple[ArrivingCode, ...] = ()
    sources: tuple[ArrivingSource, ...] = ()
    codings: tuple[ArrivingCoding, ...] = ()
    memos: tuple[ArrivingMemo, ...] = ()
    told: tuple[Text, ...] = ()


def arrival_of(project: Project, home: Home, reply: Reply) -> Arrival:
    """Return what of a project comes into a study, under keys that are the same at every repeat."""
    return _Arriving(project, home, reply).arrival()


def codes_of(codes: Iterable[Code], path: tuple[str, ...] = (), parent: str = "") -> tuple[ArrivingCode, ...]:
    """Return a tree of codes, those above first."""
    found: list[ArrivingCode] = []
    for code in codes:
        name = code.name.strip()[:NAME] or code.guid[:8]
        here = (*path, name)
        found.append(
            ArrivingCode(guid=code.guid, name=name, description=code.description.strip(), path=here, parent=parent)
        )
        found += codes_of(code.codes, here, code.guid)
    return tuple(found)


class _Arriving:
    """Turns one project into what comes."""

    def __init__(self, project: Project, home: Home, reply: Reply) -> None:
        self.project, self.home, self.reply = project, home, reply
        self.users = {user.guid: user.id if "@" in user.id else user.name or user.id for user in project.users}
        self.notes = {note.guid: note for note in project.notes}
        self.used: set[str] = set()
        self.codings: list[ArrivingCoding] = []
        self.memos: list[ArrivingMemo] = []
        self.lost: dict[str, int] = {}
        self.came_home: set[str] = set()
        self.labels = {guid: case.name.strip() for case in project.cases for guid in case.sources if case.name.strip()}
        self.in_file = {
            str(told_of(project.beside, source.guid).get("media") or ""): source.guid for source in project.sources
        }

    def arrival(self) -> Arrival:
        """Return all that comes."""
        sources = [found for source in self.project.sources if (found := self.source(source)) is not None]
        for code in all_codes(self.project.codes):
            self.take_notes(code.notes, About.CODE, code=code.guid)
        self.take_notes(self.project.about, About.STUDY)
        self.rest_of_notes()
        return Arrival(
            name=self.project.name,
            origin=self.project.origin,
            codes=codes_of(self.project.codes),
            sources=tuple(sources),
            codings=tuple(self.codings),
            memos=tuple(self.memos),
            told=self.told(),
        )

    def key(self, guid: str) -> str:
        """Return the key of a thing in this study: the GUID itself where the source is of this study already."""
        own = key_of(guid)
        if own not in self.home.sources:
            return key_of(derived("in", self.home.study, guid))
        self.came_home.add(own)
        return own

    def source(self, source: Source) -> ArrivingSource | None:
        """Return a source that comes, its codings and memos taken along; None for what has neither words nor file."""
        if source.guid in self.in_file and source.kind in FILES:
            return None  # the file of a text that comes by itself
        beside = self.file_beside(source)
        parts = text_parts(source, beside)
        if parts.text is None and parts.media is None:
            self.lose(_("Sources without words or file: {count}."))
            return None
        key = self.source_key(source, parts.text.text if parts.text else parts.said)
        if parts.text is not None:
            self.passages(parts.text.selections, key)
        self.points(parts.selections, key)
        whole = len(parts.text.text) if parts.text else len(parts.said)
        self.whole_codings([*source.codings, *(parts.text.codings if parts.text else ())], key, whole)
        self.lose_times(source)
        self.take_notes(source.notes, About.SOURCE, source=key)
        self.take_words(source.description, f"description {source.guid}", About.SOURCE, source=key)
        if source.values and not self.own:
            self.lose(_("Values of variables of sources and cases: {count} sources or cases."))
        return parts.source(
            key, source, self.reply, told_of(self.project.beside, source.guid), self.participant(source)
        )

    @property
    def own(self) -> bool:
        """Return whether Kuulo wrote the file."""
        return bool(self.project.beside.get("version"))

    def file_beside(self, source: Source) -> Source | None:
        """Return the source that holds the file of a text, as Kuulo writes them."""
        wanted = str(told_of(self.project.beside, source.guid).get("media") or "")
        return next((one for one in self.project.sources if wanted and one.guid == wanted), None)

    def source_key(self, source: Source, text: str) -> str:
        """Return the key of a source; words that differ from those here come as a source of their own."""
        key = self.key(source.guid)
        if key not in self.home.changed:
            return key
        self.lose(_("Sources whose words differ from those here; they come as sources of their own: {count}."))
        return key_of(derived("changed", key, hashlib.sha256(text.encode()).hexdigest()))

    def participant(self, source: Source) -> int | None:
        """Return the participant whose words they are, by the label of the case."""
        label = self.labels.get(source.guid, "")
        if label and label not in self.home.labels:
            self.lose(_("Cases that are no participants of the study: {count} sources."))
        return self.home.labels.get(label)

    def passages(self, selections: Sequence[Selection], source: str) -> None:
        """Take the codings and memos of passages of a text."""
        for selection in selections:
            if isinstance(selection.place, TextPlace):
                self.passage(selection, source, selection.place)

    def points(self, selections: Sequence[tuple[Selection, TextPlace]], source: str) -> None:
        """Take those of selections of a transcript whose place in the text is known."""
        for selection, place in selections:
            self.passage(selection, source, place)

    def passage(self, selection: Selection, source: str, place: TextPlace) -> None:
        """Take the codings and memos of one passage."""
        for coding in selection.codings:
            self.coding(coding, source, place)
        self.take_notes(selection.notes, About.PASSAGE, source=source, place=place)
        self.take_words(
            selection.description, f"description {selection.guid}", About.PASSAGE, source=source, place=place
        )

    def whole_codings(self, codings: Sequence[Coding], source: str, length: int) -> None:
        """Take codings of a whole source as codings of all its words."""
        if codings and not length:
            self.lose(_("Codes of whole sources without words: {count} sources."))
            return
        for coding in codings:
            self.coding(coding, source, TextPlace(0, length))

    def coding(self, coding: Coding, source: str, place: TextPlace) -> None:
        """Take one coding."""
        words = [note.text for guid in coding.notes if (note := self.notes.get(guid)) is not None]
        self.used.update(coding.notes)
        self.codings.append(
            ArrivingCoding(
                key=key_of(coding.guid) if source in self.came_home else key_of(derived("in", source, coding.guid)),
                source=source,
                start=place.start,
                end=place.end,
                code=coding.code,
                coder=self.who(coding.by),
                at=coding.at,
                memo="\n\n".join(word.strip() for word in words if word.strip()),
            )
        )

    def who(self, guid: str) -> str:
        """Return who coded, or who took the file in where it does not tell."""
        return (self.users.get(guid, "") or self.reply.by)[:NAME]

    def take_notes(
        self, guids: Iterable[str], about: About, *, source: str = "", code: str = "", place: TextPlace | None = None
    ) -> None:
        """Take notes as memos about something; one about several things comes for each."""
        for guid in guids:
            note = self.notes.get(guid)
            if note is None:
                continue
            first = guid not in self.used
            self.used.add(guid)
            own = guid if first else derived("again", guid, about.value, source, code, place)
            self.memo(own, note, about, source, code, place)

    def memo(self, guid: str, note: Source, about: About, source: str, code: str, place: TextPlace | None) -> None:
        """Take one memo."""
        text = "\n\n".join(part for part in (note.name.strip(), note.text.strip()) if part)
        if not text:
            return
        at_home = source in self.came_home if source else self.home.study == self.written_in
        self.memos.append(
            ArrivingMemo(
                key=key_of(guid) if at_home else key_of(derived("in", self.home.study, guid)),
                about=about,
                text=text,
                author=self.who(note.stamp.by),
                source=source,
                start=place.start if place else None,
                end=place.end if place else None,
                code=code,
                at=note.stamp.at,
            )
        )

    @property
    def written_in(self) -> str:
        """Return the study that Kuulo wrote the file of; empty for other tools'."""
        study = self.project.beside.get("study")
        return str(study.get("slug") or "") if isinstance(study, Mapping) else ""

    def take_words(
        self, text: str, seed: str, about: About, *, source: str = "", place: TextPlace | None = None
    ) -> None:
        """Take a description as a memo; other tools write comments into them."""
        if text.strip():
            self.memo(derived(seed), Source(guid="", text=text), about, source, "", place)

    def rest_of_notes(self) -> None:
        """Take notes nothing refers to as memos about the study."""
        for note in self.project.notes:
            if note.guid not in self.used:
                self.take_notes([note.guid], About.STUDY)
            if note.selections or note.codings:
                self.lose(_("Codes within memos: {count} memos."))

    def lose_times(self, source: Source) -> None:
        """Count selections that have no place in a text."""
        for selection in source.selections:
            if not isinstance(selection.place, TextPlace):
                self.lose(_("Selections in pictures, pages, sound and films: {count}."))

    def lose(self, template: str, times: int = 1) -> None:
        """Count something that has no place here."""
        self.lost[template] = self.lost.get(template, 0) + times

    def told(self) -> tuple[Text, ...]:
        """Return what has no place here."""
        others = (
            (_("Sets: {count}."), len(self.project.sets)),
            (_("Links: {count}."), len(self.project.links)),
            (_("Drawings: {count}."), len(self.project.graphs)),
            (_("Variables: {count}."), 0 if self.own else len(self.project.variables)),
            (_("Colours of codes: {count}."), sum(bool(code.color) for code in all_codes(self.project.codes))),
        )
        for template, count in others:
            if count:
                self.lose(template, count)
        return tuple(say(template, count=count) for template, count in self.lost.items())
