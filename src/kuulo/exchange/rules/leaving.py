"""A study as a project of other tools: texts, codes, passages, memos, participants as cases; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.exchange.rules.beside import beside_of
from kuulo.exchange.rules.keys import guid_of
from kuulo.exchange.rules.leaving_codes import BookOut, Naming, all_trees
from kuulo.passages.rules import About, MemoView, PassageCoded
from kuulo.qualitative.exchanging import (
    Case,
    Coding,
    Media,
    Project,
    Selection,
    Source,
    SourceKind,
    Stamp,
    TextPlace,
    User,
    Value,
    Variable,
    VariableKind,
    derived,
)
from kuulo.sources.rules import SourceView
from kuulo.studies.rules import ParticipantView, StudyView

KIND_OF_FILE: Final = {
    "image": SourceKind.PICTURE,
    "audio": SourceKind.AUDIO,
    "video": SourceKind.VIDEO,
    "application": SourceKind.PDF,
}
KIND: Final = derived("variable", "kind")
OCCURRED: Final = derived("variable", "occurred_at")
LANGUAGE: Final = derived("variable", "language")
ALWAYS_LEFT: Final = (
    say(_("What the machine proposed and nobody accepted: it is no evidence.")),
    say(_("Which claims rest on a passage, and whether it supports or opposes them.")),
    say(_("Who the participants are: cases bear their labels, such as P03.")),
    say(_("Codings of blind rounds that are not settled yet.")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All of a study that can go out.

    Attributes:
        books: The study's own codebook first, then those whose codes are used besides.
        sources: Those whose basis is in force.
        files: Key of a source → its type and its file, of those that go along.
        known: ``book/key`` → the GUID a code came with.
        withheld: How many sources stay because their basis is not in force.
    """

    study: StudyView
    language: str
    at: datetime
    by: str
    books: tuple[BookOut, ...] = ()
    sources: tuple[SourceView, ...] = ()
    codings: tuple[PassageCoded, ...] = ()
    memos: tuple[MemoView, ...] = ()
    participants: tuple[ParticipantView, ...] = ()
    files: Mapping[str, tuple[str, Media]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The project, and what of the study has no place in it."""

    project: Project
    left_out: tuple[Text, ...]


def user_guid(email: str) -> str:
    """Return the GUID of somebody of the house."""
    return derived("user", email.casefold()) if email else ""


def leaving_of(material: Material) -> Leaving:
    """Return a study as a project, and what stays behind."""
    parts = _Parts(material)
    project = Project(
        name=material.study.title,
        description=material.study.question,
        users=parts.users(),
        codes=all_trees(material.books, {coding.code for coding in material.codings}, parts.naming),
        variables=variables_of(),
        cases=parts.cases(),
        sources=parts.sources(),
        notes=parts.notes(),
        about=tuple(guid_of(memo.key) for memo in material.memos if memo.about is About.STUDY),
        stamp=Stamp(by=user_guid(material.study.created_by), at=material.study.created_at, changed_at=material.at),
        beside=beside_of(material.study, material.sources, material.participants, material.books),
    )
    return Leaving(project=project, left_out=left_out_of(material))


def left_out_of(material: Material) -> tuple[Text, ...]:
    """Return what of a study has no place in the file."""
    told = list(ALWAYS_LEFT)
    without = sum(source.media is not None and source.key not in material.files for source in material.sources)
    if without:
        told.append(say(_("Files of sources that stay here: {count}."), count=without))
    if material.withheld:
        told.append(say(_("Sources whose consent is not in force: {count}."), count=material.withheld))
    return tuple(told)


def variables_of() -> tuple[Variable, ...]:
    """Return the variables that sources have values of."""
    return (
        Variable(guid=KIND, name="Kuulo: kind"),
        Variable(guid=OCCURRED, name="Kuulo: occurred at", kind=VariableKind.DATE_TIME),
        Variable(guid=LANGUAGE, name="Kuulo: language"),
    )


class _Parts:
    """The parts of one project, which refer to one another."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.by_source: dict[str, list[PassageCoded]] = {}
        for coding in material.codings:
            self.by_source.setdefault(coding.passage.source, []).append(coding)
        self.memos: dict[tuple[About, str], list[MemoView]] = {}
        for memo in material.memos:
            target = memo.code if memo.about is About.CODE else memo.source
            self.memos.setdefault((memo.about, target), []).append(memo)
        self.naming = Naming(
            language=material.language,
            known=material.known,
            memos={target: _guids(memos) for (about, target), memos in self.memos.items() if about is About.CODE},
        )

    def users(self) -> tuple[User, ...]:
        """Return everybody who coded or wrote."""
        material = self.material
        emails = [material.study.created_by, material.by]
        emails += [coding.coder for coding in material.codings] + [memo.author for memo in material.memos]
        emails += [source.created_by for source in material.sources]
        known = {user_guid(email): email for email in emails if email}
        return tuple(User(guid=guid, name=email, id=email) for guid, email in known.items())

    def cases(self) -> tuple[Case, ...]:
        """Return participants as cases, by their labels; those nothing is of are left out."""
        theirs: dict[int, list[str]] = {}
        for source in self.material.sources:
            if source.participant_id is not None:
                theirs.setdefault(source.participant_id, []).append(guid_of(source.key))
        return tuple(
            Case(
                guid=derived("case", self.material.study.slug, who.id),
                name=who.label,
                sources=tuple(theirs[who.id]),
            )
            for who in self.material.participants
            if who.id in theirs
        )

    def sources(self) -> tuple[Source, ...]:
        """Return texts with their passages, and files beside them."""
        return tuple(part for source in self.material.sources for part in self._source(source))

    def _source(self, source: SourceView) -> Sequence[Source]:
        text = Source(
            guid=guid_of(source.key),
            name=source.name,
            text=source.text,
            selections=self._selections(source.key),
            notes=_guids(self.memos.get((About.SOURCE, source.key), ())),
            values=values_of(source),
            stamp=Stamp(by=user_guid(source.created_by), at=source.created_at),
        )
        held = self.material.files.get(source.key)
        if held is None:
            return (text,) if source.text else ()
        mime, media = held
        kind = KIND_OF_FILE.get(mime.partition("/")[0], SourceKind.PDF)
        guid = derived("media", source.key) if source.text else text.guid
        beside = Source(guid=guid, kind=kind, name=source.name, media=media, values=values_of(source), stamp=text.stamp)
        return (text, beside) if source.text else (beside,)

    def _selections(self, key: str) -> tuple[Selection, ...]:
        places: dict[tuple[int, int], tuple[list[PassageCoded], list[MemoView]]] = {}
        for coding in self.by_source.get(key, ()):
            places.setdefault((coding.passage.start, coding.passage.end), ([], []))[0].append(coding)
        for memo in self.memos.get((About.PASSAGE, key), ()):
            if memo.start is not None and memo.end is not None:
                places.setdefault((memo.start, memo.end), ([], []))[1].append(memo)
        return tuple(
            Selection(
                guid=derived("selection", key, start, end),
                place=TextPlace(start, end),
                codings=tuple(self._coding(coding) for coding in codings),
                notes=_guids(memos),
            )
            for (start, end), (codings, memos) in sorted(places.items())
        )

    def _coding(self, coding: PassageCoded) -> Coding:
        return Coding(
            guid=guid_of(coding.key),
            code=self.naming.guid(coding.code),
            by=user_guid(coding.coder),
            at=coding.at,
            notes=(derived("memo", coding.key),) if coding.memo else (),
        )

    def notes(self) -> tuple[Source, ...]:
        """Return memos, and what coders noted beside codings."""
        memos = [
            Source(
                guid=guid_of(memo.key),
                text=memo.text,
                stamp=Stamp(by=user_guid(memo.author), at=memo.at, changed_at=memo.changed_at),
            )
            for memo in self.material.memos
        ]
        beside = [
            Source(
                guid=derived("memo", coding.key),
                text=coding.memo,
                stamp=Stamp(by=user_guid(coding.coder), at=coding.at),
            )
            for coding in self.material.codings
            if coding.memo
        ]
        return (*memos, *beside)


def values_of(source: SourceView) -> tuple[Value, ...]:
    """Return what other tools can know of a source besides its words."""
    return (
        Value(variable=KIND, value=source.kind.value),
        Value(variable=OCCURRED, value=source.occurred_at),
        Value(variable=LANGUAGE, value=source.language or ""),
    )


def _guids(memos: Sequence[MemoView]) -> tuple[str, ...]:
    return tuple(guid_of(memo.key) for memo in memos)
