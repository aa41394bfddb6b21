"""Two parties side by side: every value of both, and where they hold the same; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Channel, identifier_words
from kuulo.customers.rules.party_views import PartyView

CHANNEL_NAMES: Final[Mapping[Channel, str]] = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Phone"),
    Channel.LETTER: _("Postal address"),
}


Values = tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing told of two parties, as it is kept; ``same`` where a value of both is equal but for case.

    Of what is not equal the table says nothing: how far apart two values are is for the weights to say.
    """

    name: Text | str
    left: tuple[Text | str, ...]
    right: tuple[Text | str, ...]
    same: bool


def side_by_side(left: PartyView, right: PartyView) -> tuple[Beside, ...]:
    """Return what is told of either party, in one order, without what is told of neither."""
    first, second = _told(left), _told(right)
    titles = {_plain(name): name for name in (*second, *first)}
    one, other = _gathered(first), _gathered(second)
    lines: list[Beside] = []
    for name in dict.fromkeys((*one, *other)):
        values = one.get(name, ()), other.get(name, ())
        if any(values):
            lines.append(Beside(_title(titles[name]), *values, _same(*values)))
    return tuple(lines)


def _gathered(told: Mapping[str, Values]) -> dict[str, Values]:
    """Return what is told by names without case: town and Town are one column to a reader."""
    gathered: dict[str, Values] = {}
    for name, values in told.items():
        gathered[_plain(name)] = (*gathered.get(_plain(name), ()), *values)
    return gathered


def _told(party: PartyView) -> dict[str, Values]:
    told: dict[str, Values] = {"name": _some(party.name)}
    for channel in Channel:
        told[f"channel:{channel}"] = tuple(each.value for each in party.contacts if each.channel is channel)
    told["identifiers"] = tuple(identifier_words(str(each)) for each in party.identifiers)
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


def _same(left: Values, right: Values) -> bool:
    return not {_plain(str(value)) for value in left}.isdisjoint(_plain(str(value)) for value in right)


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()
