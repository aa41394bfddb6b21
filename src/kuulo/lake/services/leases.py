"""The lease that lets one process at a time rewrite the lake: it seals, compacts or erases."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.lake.models import SealingState

Step = Callable[[str], None]
LEASE: Final = timedelta(seconds=60)
AT_ONCE: Final = timedelta(0)
PAUSE_SECONDS: Final = 0.1


def pass_by(step: str) -> None:
    """Do nothing at a step; tests put a process's end here."""
    del step


@contextmanager
def leased(*, patience: timedelta = AT_ONCE) -> Iterator[str]:
    """Hold the lease for the length of the block; yield the holder's word. It ends by itself when its holder dies.

    Args:
        patience: How long to wait for another holder to end.

    Raises:
        BusyError: Another process holds it.
    """
    holder = secrets.token_hex(16)
    _take(holder, patience)
    try:
        yield holder
    finally:
        SealingState.objects.filter(leased_by=holder).update(leased_by="", lease_until=None)


def renew(holder: str) -> None:
    """Hold the lease for longer.

    Raises:
        BusyError: It ran out, and another process took it.
    """
    if not SealingState.objects.filter(id=1, leased_by=holder).update(lease_until=timezone.now() + LEASE):
        raise BusyError(_("Another process took over the lake."), _("Nothing is lost; repeat it."))


def _take(holder: str, patience: timedelta) -> None:
    SealingState.objects.get_or_create(id=1)
    deadline = time.monotonic() + patience.total_seconds()
    while True:
        now = timezone.now()
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        if SealingState.objects.filter(free, id=1).update(leased_by=holder, lease_until=now + LEASE):
            return
        if time.monotonic() >= deadline:
            raise BusyError(_("Another process is sealing the lake."), _("Wait until it is done."))
        time.sleep(PAUSE_SECONDS)
