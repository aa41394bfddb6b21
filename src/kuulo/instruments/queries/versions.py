"""Published versions, as answer pages ask for them on every request.

A version never changes, so its questionnaire is decoded once a process. What may change (name, touchpoint, state) is
read each time, in one narrow query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import msgspec
from django.db.models import F, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.instruments.models import InstrumentVersion
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.instruments.rules.questionnaire import Promise, Questionnaire, from_json
from kuulo.instruments.rules.wording import Wording

NARROW: Final = (
    "instrument_id",
    "instrument__slug",
    "instrument__name",
    "instrument__promise",
    "instrument__touchpoint",
    "number",
    "digest",
    "published_at",
)
KEPT: Final = 256
WORDINGS: Final = msgspec.json.Decoder(dict[str, Wording])


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One published version and the instrument it belongs to.

    Attributes:
        wordings: Question → version of its wording: "1", "2" … Questions of earlier versions are there too.
        digest: Differs wherever versions differ; a key for what is derived from one.
    """

    instrument_id: int
    slug: str
    name: str
    promise: Promise
    touchpoint: str
    number: int
    questionnaire: Questionnaire
    wordings: Mapping[str, str]
    published_at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingChange:
    """A question got another wording: its trend breaks here.

    Attributes:
        question: Its key.
        wording: Version of the wording that began, from "2".
        number: Version of the instrument it began with.
    """

    question: str
    wording: str
    number: int
    published_at: datetime


def live_version(slug: str) -> VersionView | None:
    """Return the newest version of the instrument that takes answers; None where it is unknown or not live."""
    return _only(_newest().filter(instrument__slug=slug))


def live_version_by_id(instrument_id: int) -> VersionView | None:
    """Return the newest version of the instrument that takes answers; None where it is unknown or not live."""
    return _only(_newest().filter(instrument_id=instrument_id))


def version_of(instrument_id: int, number: int) -> VersionView:
    """Return one version, whether the instrument is live or closed.

    Raises:
        NotFoundError: There is no such version.
    """
    view = _only(InstrumentVersion.objects.filter(instrument_id=instrument_id, number=number))
    if view is None:
        raise NotFoundError(_("There is no version {number} of this instrument."), number=number)
    return view


def wording_changes(slug: str) -> tuple[WordingChange, ...]:
    """Return where questions of the instrument got another wording, oldest first."""
    rows = InstrumentVersion.objects.filter(instrument__slug=slug).order_by("number")
    changes: list[WordingChange] = []
    before: dict[str, Wording] = {}
    for number, published_at, kept in rows.values_list("number", "published_at", "wordings"):
        now = WORDINGS.decode(kept)
        changes += [
            WordingChange(question=key, wording=str(wording.version), number=number, published_at=published_at)
            for key, wording in now.items()
            if key in before and before[key].version != wording.version
        ]
        before = now
    return tuple(changes)


def _newest() -> QuerySet[InstrumentVersion]:
    return InstrumentVersion.objects.filter(
        number=F("instrument__latest"), instrument__state=InstrumentState.LIVE.value
    )


def _only(rows: QuerySet[InstrumentVersion]) -> VersionView | None:
    row = rows.values(*NARROW).first()
    return None if row is None else _view(row)


def _view(row: Mapping[str, Any]) -> VersionView:
    questionnaire, wordings = _decoded(row["instrument_id"], row["number"], row["digest"])
    return VersionView(
        instrument_id=row["instrument_id"],
        slug=row["instrument__slug"],
        name=row["instrument__name"],
        promise=Promise(row["instrument__promise"]),
        touchpoint=row["instrument__touchpoint"],
        number=row["number"],
        questionnaire=questionnaire,
        wordings=wordings,
        published_at=row["published_at"],
        digest=row["digest"],
    )


@lru_cache(maxsize=KEPT)
def _decoded(instrument_id: int, number: int, digest: str) -> tuple[Questionnaire, Mapping[str, str]]:
    """Return the version decoded; the digest keeps one that was rolled back from passing for its successor."""
    rows = InstrumentVersion.objects.filter(instrument_id=instrument_id, number=number, digest=digest)
    questionnaire, kept = rows.values_list("questionnaire", "wordings").get()
    wordings = {key: str(wording.version) for key, wording in WORDINGS.decode(kept).items()}
    return from_json(questionnaire), MappingProxyType(wordings)
