"""Publishing: the draft becomes a version that never changes; an instrument is closed and opened again."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from django.db import transaction
from django.utils import timezone

from kuulo.instruments.models import Instrument, InstrumentVersion
from kuulo.instruments.queries.instruments import InstrumentView, view_of
from kuulo.instruments.queries.versions import WORDINGS, VersionView, version_of
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.lifecycle import InstrumentState, InstrumentStep, after
from kuulo.instruments.rules.questionnaire import from_json
from kuulo.instruments.rules.wording import wordings
from kuulo.instruments.services.building import locked


@transaction.atomic
def publish(*, slug: str, by: str) -> VersionView:
    """Make the draft the version that takes answers from now on, and return it.

    A draft that is already the newest version makes no new one, so that publishing twice is publishing once.

    Args:
        slug: The instrument.
        by: Who publishes it, as shown in the list of versions.

    Raises:
        GuardError: The check found errors, or the instrument is closed.
        NotFoundError: There is no such instrument.
    """
    row = locked(slug)
    questionnaire = from_json(row.draft)
    row.state = after(InstrumentState(row.state), InstrumentStep.PUBLISH, check(questionnaire))
    newest = row.versions.filter(number=row.latest).first()
    if newest is None or newest.questionnaire != row.draft:
        _add_version(row, newest, by)
    row.save(update_fields=["state", "latest", "updated_at"])
    return version_of(row.pk, row.latest)


def _add_version(row: Instrument, newest: InstrumentVersion | None, by: str) -> None:
    earlier = WORDINGS.decode(newest.wordings) if newest else {}
    kept = msgspec.json.encode(wordings(from_json(row.draft), earlier)).decode()
    row.latest += 1
    InstrumentVersion.objects.create(
        instrument=row,
        number=row.latest,
        questionnaire=row.draft,
        wordings=kept,
        digest=blake2b(f"{row.draft}\n{kept}".encode(), digest_size=16).hexdigest(),
        published_at=timezone.now(),
        published_by=by,
    )


@transaction.atomic
def close_instrument(*, slug: str) -> InstrumentView:
    """Take no more answers.

    Raises:
        GuardError: The instrument is not live.
        NotFoundError: There is no such instrument.
    """
    return _take(slug, InstrumentStep.CLOSE)


@transaction.atomic
def reopen_instrument(*, slug: str) -> InstrumentView:
    """Take answers again, to the newest version.

    Raises:
        GuardError: The instrument is not closed.
        NotFoundError: There is no such instrument.
    """
    return _take(slug, InstrumentStep.REOPEN)


def _take(slug: str, step: InstrumentStep) -> InstrumentView:
    row = locked(slug)
    row.state = after(InstrumentState(row.state), step)
    row.save(update_fields=["state", "updated_at"])
    return view_of(row)
