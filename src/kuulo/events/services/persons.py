"""What the room keeps about persons: the log, for the seconds until it is moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import PersonKey, PersonStore, Removed
from kuulo.events.models import LogFile
from kuulo.events.queries import waiting_bytes
from kuulo.events.queries.logs import log_files
from kuulo.events.rules.signals import Told
from kuulo.events.services.moving import move_events
from kuulo.events.services.reading import Part, read_part

LOG: Final = "events.log"
# Before the lake: what is moved now is erased there.
BEFORE_THE_LAKE: Final = 1


def _export_log(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield what waits in the log of the person; what is moved meanwhile is handed out from the lake."""
    named = frozenset(key.identifiers)
    offsets = dict(LogFile.objects.values_list("name", "offset"))
    for path in log_files():
        begin = offsets.get(path.name, 0)
        while (part := _part(path, begin)) is not None and part.end > begin:
            yield from (_shown(said.told) for said in part.said if _names(said.told) & named)
            begin = part.end


def _part(path: Path, begin: int) -> Part | None:
    """Return the next part of a log file; None where it is gone, as all of it has been moved."""
    try:
        return read_part(path, begin)
    except FileNotFoundError:
        return None


def _names(told: Told) -> set[str]:
    return {told.user, told.anonymous, told.other}


def _shown(told: Told) -> Mapping[str, object]:
    said = {"question": told.signal.question, **told.signal.attributes} if told.signal else {}
    return {"kind": told.type, "at": told.at, **said, "traits": dict(told.traits)}


def _erase_log(key: PersonKey, now: datetime) -> Removed:
    """Move everything that waits; each file is deleted with it, so that nothing of anybody stays in the log.

    To be called outside any transaction: files are deleted only once what they said is committed.

    Raises:
        BusyError: Another process moves just now, or did not come to an end; repeat.
    """
    del key, now
    report = move_events()
    if waiting_bytes() and not report.files:
        raise BusyError(_("Traces are on their way into the store just now."), _("Try again in a moment."))
    return Removed(files=report.files)


PERSON_STORES: Final = (
    PersonStore(
        name=LOG,
        title=_("Traces that came in just now"),
        tables=frozenset(),
        export=_export_log,
        erase=_erase_log,
        order=BEFORE_THE_LAKE,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "events.Source": "Where traces come from: websites, apps, shops and servers.",
    "events.WriteKey": "Keys that let a client write to a source.",
    "events.LogFile": "How far each file of the log was moved.",
    "events.MovingState": "Who moves the log: numbers, names of files and times.",
    "events.Came": "Counts by source, type and hour.",
    "events.Refused": "Why events were refused, by the sender's id of the event; nothing of what they said.",
}
