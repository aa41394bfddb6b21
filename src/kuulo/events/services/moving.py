"""The log's way into the store: every event once, whatever is killed when.

A part of the log goes into the outbox (few events) or straight into the lake (many). Into the outbox it goes in the
same transaction that says how far the file was moved. Into the lake it goes under a number that is written down first
with the part's begin and end, and which the lake refuses to take twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.events.models import LogFile, MovingState
from kuulo.events.queries.logs import log_files, log_folder
from kuulo.events.services.arrivals import keep_arrivals
from kuulo.events.services.people import keep_people
from kuulo.events.services.reading import Part, read_part, without_kept_out, without_repeats
from kuulo.events.services.retiring import retire
from kuulo.lake import services as lake

Step = Callable[[str], None]
LEASE: Final = timedelta(seconds=120)
DIRECT_FROM: Final = 2_000
NODE_FILE: Final = "node"


@dataclass(slots=True)
class MoveReport:
    """What moving did: events that were new, repeats left out, files that were emptied and deleted."""

    moved: int = 0
    repeated: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Mover:
    """One who moves: of which folder, under which name, and what is told of each step."""

    node: str
    holder: str
    step: Step
    report: MoveReport


def pass_by(step: str) -> None:
    """Do nothing at a step; tests put a process's end here."""
    del step


def move_events(*, step: Step = pass_by, going_on: Callable[[], bool] = lambda: True) -> MoveReport:
    """Move what this machine's logs hold into the store and delete the files that are done.

    Ended at any point, the next call goes on from there. ``going_on`` is asked between parts.

    Raises:
        BusyError: Another process moves this folder's logs, or wrote to the lake at the same moment; try again.
    """
    if not log_files():
        return MoveReport()
    mover = Mover(_node(), secrets.token_hex(16), step, MoveReport())
    _take_lease(mover)
    try:
        _finish_planned(mover)
        for path in log_files():
            if not _move_file(mover, path, going_on):
                break
        _forget_files()
    finally:
        MovingState.objects.filter(node=mover.node, leased_by=mover.holder).update(leased_by="", lease_until=None)
    return mover.report


def _move_file(mover: Mover, path: Path, going_on: Callable[[], bool]) -> bool:
    """Move one file; return whether to go on with the next."""
    LogFile.objects.get_or_create(name=path.name)
    while going_on():
        begin = LogFile.objects.get(name=path.name).offset
        part = read_part(path, begin)
        if part.end > begin:
            _move_part(mover, part)
        elif retire(path, begin):
            mover.report.files += 1
            mover.step("deleted")
            return True
        elif part.end == begin:
            # Somebody writes into it just now.
            return True
    return False


def _move_part(mover: Mover, part: Part) -> None:
    fresh = without_kept_out(without_repeats(part))
    if len(fresh.signals) < DIRECT_FROM:
        with transaction.atomic(durable=True):
            lake.record_signals(fresh.signals)
            mover.step("recorded")
            _keep(mover, fresh, {})
    else:
        number = _plan(mover, fresh)
        mover.step("planned")
        _append(mover, fresh, number)
    mover.step("moved")


def _plan(mover: Mover, part: Part) -> int:
    with transaction.atomic(durable=True):
        state = MovingState.objects.filter(node=mover.node, leased_by=mover.holder).first()
        number = state.number + 1 if state is not None else 0
        planned = {"file": part.path.name, "begin": part.begin, "end": part.end}
        _hold(mover, {"number": number, "planned": planned})
    return number


def _append(mover: Mover, part: Part, number: int) -> None:
    if part.signals:
        lake.append_signals(part.signals, f"kuulo-events-{mover.node}", number)
    mover.step("appended")
    with transaction.atomic(durable=True):
        _keep(mover, part, {"planned": None})


def _finish_planned(mover: Mover) -> None:
    """Commit the part that a killed mover had planned; the lake refuses it where it came through."""
    state = MovingState.objects.get(node=mover.node)
    if state.planned is None:
        return
    path = log_folder() / state.planned["file"]
    part = read_part(path, state.planned["begin"], upto=state.planned["end"])
    _append(mover, without_kept_out(without_repeats(part)), state.number)


def _keep(mover: Mover, part: Part, state: dict[str, None]) -> None:
    """Write down all that is not the lake's, and how far the file was moved; part of the caller's transaction."""
    moment = timezone.now()
    wrong = keep_people(part.said, now=moment)
    keep_arrivals(part, wrong, now=moment)
    moved = LogFile.objects.filter(name=part.path.name, offset=part.begin).update(offset=part.end)
    if not moved:
        raise BusyError(_("Another process moved the same events."), _("Nothing is lost; it goes on there."))
    _hold(mover, state)
    mover.report.moved += len(part.signals)
    mover.report.repeated += part.repeated


def _hold(mover: Mover, state: dict[str, object] | dict[str, None]) -> None:
    mine = MovingState.objects.filter(node=mover.node, leased_by=mover.holder)
    if not mine.update(lease_until=timezone.now() + LEASE, **state):
        raise BusyError(_("Another process took over the moving of events."), _("Nothing is lost; it goes on there."))


def _take_lease(mover: Mover) -> None:
    """Become the one that moves; the lease ends by itself when its holder dies."""
    MovingState.objects.get_or_create(node=mover.node)
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    held = MovingState.objects.filter(free, node=mover.node)
    if not held.update(leased_by=mover.holder, lease_until=now + LEASE):
        raise BusyError(_("Another process is moving events."), _("Wait until it is done."))


def _node() -> str:
    """Return the name of this folder of logs; made at the first move."""
    path = log_folder() / NODE_FILE
    if not path.exists():
        made = path.with_suffix(f".{secrets.token_hex(4)}")
        made.write_text(secrets.token_hex(8), encoding="ascii")
        # The first one wins, and nobody ever reads half a name.
        made.rename(path) if not path.exists() else made.unlink()
    return path.read_text(encoding="ascii")


def _forget_files() -> None:
    """Delete the rows of files that are gone; names are never used again."""
    there = {path.name for path in log_files()}
    LogFile.objects.filter(offset__gt=0).exclude(name__in=there).delete()
