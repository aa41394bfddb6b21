"""Periods carried out: what is older goes, by the same erasure that persons' requests go by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kuulo.base.errors import BusyError, InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import Channel
from kuulo.invitations.channels import sent_folder
from kuulo.jobs.services import JobContext
from kuulo.lake.queries import count_signals
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.services import erase_signals
from kuulo.rights.models import KeepingPeriod, Receipt, Request
from kuulo.rights.rules.periods import BY_NAME, DEFAULTS, LONGEST_DAYS
from kuulo.rights.services.links import prune_links
from kuulo.surveys.services import forget_imported, imported_before

KEEP_KIND: Final = "rights.keep_periods"
SIGNALS: Final = "signal:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """One period as it is set, and how much is older at this moment."""

    name: str
    title: str
    days: int | None
    default: int | None
    due: int


def periods(*, now: datetime) -> tuple[PeriodView, ...]:
    """Return every period with how much would go today; nothing is removed."""
    return tuple(
        PeriodView(
            name=period.name,
            title=period.title,
            days=days_of(period.name),
            default=period.days,
            due=_due(period.name, days_of(period.name), now),
        )
        for period in DEFAULTS
    )


def days_of(name: str) -> int | None:
    """Return how many days something is kept; None: without end."""
    row = KeepingPeriod.objects.filter(name=name).first()
    return row.days if row else BY_NAME[name].days


@transaction.atomic
def set_period(*, name: str, days: int | None, by: str, now: datetime) -> None:
    """Set how long something is kept.

    Raises:
        InputError: There is no such period, or the days are none.
    """
    if name not in BY_NAME or (days is not None and not 1 <= days <= LONGEST_DAYS):
        raise InputError(
            _("“{name}” cannot be kept for {days} days."),
            _("Write whole days, at least one; leave it empty to keep it as long as the person is known."),
            name=name,
            days=days,
        )
    KeepingPeriod.objects.update_or_create(name=name, defaults={"days": days, "changed_by": by, "changed_at": now})


def keep_periods(context: JobContext) -> None:
    """Remove what is older than its period; once a day."""
    now = timezone.now()
    signals = tuple(_older(now))
    gone = 0
    try:
        if signals and count_signals(ChosenSignals(older=signals)):
            gone += erase_signals(ChosenSignals(older=signals)).rows
    except BusyError:
        context.progress(0, 1, say(_("The lake is being written; the periods are carried out next time.")))
        return
    gone += sum(remove(now) for remove in (_remove_imports, _remove_messages, _remove_requests))
    prune_links(now=now)
    context.progress(1, 1, say(_("{count} removed."), count=gone))


def _older(now: datetime) -> Iterator[tuple[str, datetime]]:
    for period in DEFAULTS:
        days = days_of(period.name)
        if period.name.startswith(SIGNALS) and days is not None:
            yield period.name.removeprefix(SIGNALS), now - timedelta(days=days)


def _due(name: str, days: int | None, now: datetime) -> int:
    if days is None:
        return 0
    moment = now - timedelta(days=days)
    if name.startswith(SIGNALS):
        return count_signals(ChosenSignals(older=((name.removeprefix(SIGNALS), moment),)))
    return COUNTED[name](moment)


def _remove_imports(now: datetime) -> int:
    days = days_of("files.imports")
    return 0 if days is None else forget_imported(before=now - timedelta(days=days))


def _remove_messages(now: datetime) -> int:
    days = days_of("files.sent")
    paths = [] if days is None else list(_messages_before(now - timedelta(days=days)))
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _remove_requests(now: datetime) -> int:
    days = days_of("rights.requests")
    if days is None:
        return 0
    old = _requests_before(now - timedelta(days=days))
    Receipt.objects.filter(request__in=old).delete()
    return old.delete()[0]


def _messages_before(moment: datetime) -> Iterator[Path]:
    for channel in Channel:
        folder = sent_folder(channel.value)
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_file() and path.stat().st_mtime < moment.timestamp():
                yield path


def _requests_before(moment: datetime) -> QuerySet[Request]:
    return Request.objects.filter(ended_at__lt=moment)


COUNTED: Final[dict[str, Callable[[datetime], int]]] = {
    "files.imports": lambda moment: len(imported_before(moment)),
    "files.sent": lambda moment: sum(1 for _path in _messages_before(moment)),
    "rights.requests": lambda moment: _requests_before(moment).count(),
}
