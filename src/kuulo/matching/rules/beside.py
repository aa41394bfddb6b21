"""Two parties side by side: every value of both, and whether they agree; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Channel
from kuulo.customers.rules.party_views import PartyView

CHANNEL_NAMES: Final[Mapping[Channel, str]] = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Phone"),
    Channel.LETTER: _("Postal address"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing told of two parties; ``agrees`` is None where only one of them has it."""

    name: Text | str
    left: tuple[str, ...]
    right: tuple[str, ...]
    agrees: bool | None


def side_by_side(left: PartyView, right: PartyView) -> tuple[Beside, ...]:
    """Return what is told of either party, in one order, without what is told of neither."""
    first, second = _told(left), _told(right)
    lines: list[Beside] = []
    for name in dict.fromkeys((*first, *second)):
        values = first.get(name, ()), second.get(name, ())
        if any(values):
            lines.append(Beside(_title(name), *values, _agree(*values)))
    return tuple(lines)


def _told(party: PartyView) -> dict[str, tuple[str, ...]]:
    told = {"name": _some(party.name)}
    for channel in Channel:
        told[f"channel:{channel}"] = tuple(each.value for each in party.contacts if each.channel is channel)
    told["identifiers"] = tuple(str(each) for each in party.identifiers)
    told["language"] = _some(party.language)
    told["since"] = _some(party.since.isoformat() if party.since else "")
    return told | {f"attribute:{name}": _some(value) for name, value in sorted(party.attributes.items())}


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _title(name: str) -> Text | str:
    kind, _colon, rest = name.partition(":")
    if kind == "attribute":
        return rest
    if kind == "channel":
        return say(CHANNEL_NAMES[Channel(rest)])
    titles = {
        "name": _("Name"),
        "identifiers": _("Known as"),
        "language": _("Language"),
        "since": _("Customer since"),
    }
    return say(titles[name])


def _agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool | None:
    if not left or not right:
        return None
    return bool({value.casefold() for value in left} & {value.casefold() for value in right})
