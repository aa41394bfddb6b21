"""Where an answer comes in: the way in or the invitation, and the version that was asked.

What is read here is the same for many answers, so a process may keep it for a moment; an instrument or a way in that
was closed elsewhere is noticed when the moment has passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from kuulo.base.errors import NotFoundError
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations import queries as invitations
from kuulo.invitations.queries import InvitationView
from kuulo.lake.rules import PHASE, brought_name
from kuulo.responses.queries import WayInView, way_in_by_token
from kuulo.responses.rules.compiled import Compiled, compile_version
from kuulo.responses.rules.forms import FormToken

KEPT: Final = 10_000
KEEP_SECONDS: Final = 2.0
NOTHING: Final[Mapping[str, str]] = {}
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where one answer comes in.

    Attributes:
        attributes: Of the way in and of the customer; what conditions and piping look at.
        kept_attributes: Those that the promise lets be kept.
        party: ``scheme:value``; None where nobody is known or the promise forbids it.
    """

    version: VersionView
    compiled: Compiled
    way: WayInView | None = None
    invitation: InvitationView | None = None
    promise: str
    language: str
    channel: str
    touchpoint: str
    party: str | None
    weight: float | None
    attributes: Mapping[str, str]
    kept_attributes: Mapping[str, str]


class Doors:
    """Finds doors; with ``keep`` it remembers ways in and versions for that many seconds."""

    def __init__(self, *, keep: float = 0.0) -> None:
        self._keep = keep
        self._found: dict[Hashable, tuple[float, Any]] = {}
        self._doors: dict[tuple[int, int], tuple[object, object, Door]] = {}

    def way_in(self, token: str) -> WayInView | None:
        """Return the open way in of the token."""
        way = self._remember(("way", token), lambda: way_in_by_token(token))
        return way if way is not None and way.active else None

    def live(self, instrument_id: int) -> VersionView | None:
        """Return the newest version of an instrument that takes answers."""
        return self._remember(("live", instrument_id), lambda: instruments.live_version_by_id(instrument_id))

    def version(self, instrument_id: int, number: int) -> VersionView | None:
        """Return one version of an instrument that takes answers."""
        live = self.live(instrument_id)
        if live is None or live.number == number:
            return live
        return self._remember(("version", instrument_id, number), lambda: _version(instrument_id, number))

    def knows(self, token: str, instrument_id: int = 0) -> bool:
        """Return whether the way in, and where it is named the newest version, can be had without reading."""
        now = time.monotonic()
        wanted = [("way", token), *([("live", instrument_id)] if instrument_id else [])]
        return all(name in self._found and self._found[name][0] >= now for name in wanted)

    def at_hand(self, form: FormToken) -> Door | None:
        """Return the door of an open link's form if all it takes is remembered; nothing is read."""
        now = time.monotonic()
        way = self._found.get(("way", form.token))
        live = self._found.get(("live", form.instrument_id))
        if way is None or live is None or min(way[0], live[0]) < now:
            return None
        return self.open_door(form, way[1], live[1]) if live[1] and live[1].number == form.version else None

    def door(self, form: FormToken, number: int, invitation: InvitationView | None) -> Door | None:
        """Return where the form comes in, None where nothing can be sent any more."""
        version = self.version(form.instrument_id, number)
        if version is None:
            return None
        if form.personal:
            fits = invitation is not None and invitation.instrument_id == form.instrument_id
            return personal_door(version, invitation) if invitation is not None and fits else None
        if not form.token:
            return _door(version, None, None)
        return self.open_door(form, self.way_in(form.token), version)

    def open_door(self, form: FormToken, way: WayInView | None, version: VersionView) -> Door | None:
        """Return the door of a way in; made once for as long as way and version are the same."""
        if way is None or not way.active or way.instrument_id != form.instrument_id:
            return None
        key = (way.id, version.number)
        kept = self._doors.get(key)
        if kept is None or kept[0] is not way or kept[1] is not version:
            kept = (way, version, _door(version, way, None))
            _make_room(self._doors)
            self._doors[key] = kept
        return kept[2]

    def _remember(self, key: Hashable, read: Callable[[], Found]) -> Found:
        now = time.monotonic()
        kept = self._found.get(key)
        if kept is None or kept[0] < now:
            kept = (now + self._keep, read())
            if self._keep:
                _make_room(self._found)
                self._found[key] = kept
        found: Found = kept[1]
        return found


def find_invitations(tokens: Collection[str]) -> dict[str, InvitationView]:
    """Return the invitations of these tokens, in one query."""
    return invitations.invitations_by_token(tokens) if tokens else {}


def personal_door(version: VersionView, invitation: InvitationView) -> Door:
    """Return the door of an invitation."""
    return _door(version, None, invitation)


def standing_door(version: VersionView) -> Door:
    """Return the door of a response that is stored already and brings everything else itself."""
    return _door(version, None, None)


def _version(instrument_id: int, number: int) -> VersionView | None:
    try:
        return instruments.version_of(instrument_id, number)
    except NotFoundError:
        return None


def _door(version: VersionView, way: WayInView | None, invitation: InvitationView | None) -> Door:
    by = way or invitation
    of_way = way.attributes if way else NOTHING
    of_party = invitation.attributes if invitation else NOTHING
    anonymous = version.promise is Promise.ANONYMOUS
    kept = of_way if anonymous else {**of_way, **of_party}
    return Door(
        version=version,
        compiled=compile_version(version),
        way=way,
        invitation=invitation,
        promise=version.promise.value,
        language=by.language if by else "",
        channel=by.channel if by else "",
        touchpoint=(by.touchpoint if by else "") or version.touchpoint,
        party=invitation.party if invitation and not anonymous else None,
        weight=invitation.weight if invitation else None,
        attributes={**of_way, **of_party},
        kept_attributes={brought_name(name): value for name, value in kept.items()} | _phase(invitation),
    )


def _phase(invitation: InvitationView | None) -> dict[str, str]:
    """Return the mark of an answer of somebody asked again for being silent: no figure takes it for one of the others.

    It says nothing of the person, and stays whatever was promised.
    """
    return {PHASE: str(invitation.phase)} if invitation is not None and invitation.phase > 1 else {}


def _make_room(kept: dict[Any, Any]) -> None:
    """Forget everything when much is kept: links that do not exist must not fill the memory."""
    if len(kept) >= KEPT:
        kept.clear()
