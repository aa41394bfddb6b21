"""What pages say of a file that came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.exchange.queries import UploadView
from kuulo.exchange.rules import UploadState

STATES: Final[Mapping[UploadState, str]] = {
    UploadState.WAITING: _("Waits for you: nothing was taken in yet"),
    UploadState.TAKING: _("Is being taken in"),
    UploadState.TAKEN: _("Taken in"),
    UploadState.FAILED: _("Not taken in"),
    UploadState.GONE: _("Discarded"),
}
THINGS: Final = (
    ("sources", _("Texts and files")),
    ("codes", _("Codes")),
    ("codings", _("Codings")),
    ("memos", _("Memos")),
)


def state_name(state: UploadState) -> Text:
    """Return what a state is called."""
    return say(STATES[state])


def rows_of(found: UploadView) -> tuple[tuple[Text, int, int | None], ...]:
    """Return of each thing its name, how many are new, and how many are here already (None where it is not told)."""
    counts = found.outcome
    return tuple(
        (say(name), counts.get(f"{thing}_new", 0), counts[thing] - counts[f"{thing}_new"] if thing in counts else None)
        for thing, name in THINGS
        if f"{thing}_new" in counts
    )
