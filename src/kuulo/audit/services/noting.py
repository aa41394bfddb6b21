"""Noting a step in the log, in the transaction of the step itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from kuulo.audit.models import Step
from kuulo.audit.queries.wording import text_to_plain
from kuulo.audit.rules import BEGINNING, DETAIL_TYPES, Detail, Subject, digest_of
from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _

NOTHING: Final[Mapping[str, Detail]] = {}
# Any number will do, so long as nothing else in the database locks by the same one.
LOCK: Final = 0x6B75756C6F


@transaction.atomic
def note(
    *,
    actor: str,
    verb: str,
    subject: Subject,
    text: Text,
    details: Mapping[str, Detail] = NOTHING,
    now: datetime | None = None,
) -> None:
    """Add a step to the log; it is kept if the caller's transaction is, and not otherwise.

    Args:
        actor: Who did it: a colleague's address, or the name of what did it by itself, such as ``kuulo``.
        verb: What was done, one word for programs.
        subject: What it was done to.
        text: The same for people, as a marked template with values. No words and no names of customers.
        details: Plain values: states, numbers, keys.
        now: The moment; the clock's where none is given.

    Raises:
        InputError: Who, what or to what is missing, or a detail is no plain value.
    """
    _check(actor=actor, verb=verb, subject=subject, details=details)
    _wait_for_others()
    last = Step.objects.order_by("-number").values_list("number", "digest").first()
    number, before = last or (0, BEGINNING)
    step = Step(
        number=number + 1,
        at=now or timezone.now(),
        actor=actor,
        verb=verb,
        subject_kind=subject.kind,
        subject_key=subject.key,
        text=json.dumps(text_to_plain(text), ensure_ascii=False, sort_keys=True),
        details=json.dumps(dict(details), ensure_ascii=False, sort_keys=True, allow_nan=False),
        before=before,
    )
    step.digest = digest_of(step)
    step.save(force_insert=True)


def _check(*, actor: str, verb: str, subject: Subject, details: Mapping[str, Detail]) -> None:
    told = {"actor": actor, "verb": verb, "kind": subject.kind, "key": subject.key}
    missing = [name for name, value in told.items() if not value]
    if missing:
        raise InputError(_("A step of the log lacks its {missing}."), missing=", ".join(missing))
    strange = [name for name, value in details.items() if not isinstance(value, DETAIL_TYPES)]
    if strange:
        raise InputError(_("{names} of a step of the log is no plain value."), names=", ".join(strange))


def _wait_for_others() -> None:
    """Keep one chain: on PostgreSQL one transaction at a time adds to it; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
