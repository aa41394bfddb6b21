"""Instruments as those who build them see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.instruments.models import Instrument, InstrumentVersion
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.instruments.rules.questionnaire import Kind, Promise, Questionnaire, from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """One published version in a list."""

    number: int
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentView:
    """One instrument.

    Attributes:
        draft: The questionnaire as it is being built.
        revision: What `save_draft` is to be told, so that it can see whether somebody else saved in between.
        versions: Newest first.
        changed: The draft differs from the newest version, or nothing is published yet.
    """

    id: int
    slug: str
    name: str
    promise: Promise
    touchpoint: str
    state: InstrumentState
    draft: Questionnaire
    revision: int
    versions: tuple[VersionSummary, ...]
    changed: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSummary:
    """One instrument in a list.

    Attributes:
        languages: Of the draft; the first is the one it was written in.
        questions: How many the draft asks.
        latest: Number of the newest version; 0 before the first.
        published_at: When that was published; None before the first.
    """

    id: int
    slug: str
    name: str
    promise: Promise
    touchpoint: str
    state: InstrumentState
    languages: tuple[str, ...]
    questions: int
    latest: int
    published_at: datetime | None
    updated_at: datetime


def instrument(slug: str) -> InstrumentView:
    """Return one instrument.

    Raises:
        NotFoundError: There is none of that name.
    """
    row = Instrument.objects.filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no instrument “{slug}”."), _("See the list of instruments."), slug=slug)
    return view_of(row)


def list_instruments() -> tuple[InstrumentSummary, ...]:
    """Return all instruments, the one touched last first."""
    newest = InstrumentVersion.objects.filter(instrument=OuterRef("pk"), number=OuterRef("latest"))
    rows = Instrument.objects.annotate(published_at=Subquery(newest.values("published_at"))).order_by(
        "-updated_at", "id"
    )
    return tuple(_summary(row, row.published_at) for row in rows)


def view_of(row: Instrument) -> InstrumentView:
    """Return a row as it leaves the room."""
    versions = list(row.versions.order_by("-number").defer("questionnaire", "wordings"))
    published = row.versions.filter(number=row.latest).values_list("questionnaire", flat=True).first()
    return InstrumentView(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        promise=Promise(row.promise),
        touchpoint=row.touchpoint,
        state=InstrumentState(row.state),
        draft=from_json(row.draft),
        revision=row.revision,
        versions=tuple(
            VersionSummary(number=each.number, published_at=each.published_at, published_by=each.published_by)
            for each in versions
        ),
        changed=published != row.draft,
        updated_at=row.updated_at,
    )


def _summary(row: Instrument, published_at: datetime | None) -> InstrumentSummary:
    draft = from_json(row.draft)
    return InstrumentSummary(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        promise=Promise(row.promise),
        touchpoint=row.touchpoint,
        state=InstrumentState(row.state),
        languages=draft.languages,
        questions=sum(question.kind is not Kind.STATEMENT for question in draft.questions()),
        latest=row.latest,
        published_at=published_at,
        updated_at=row.updated_at,
    )
