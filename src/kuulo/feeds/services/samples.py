"""Examples of what a trial of a customer list would do: who would be new, and what of whom would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext

from kuulo.base.texts import mark as _
from kuulo.customers.queries import frame_of, party_ids_of
from kuulo.customers.rules import Channel, FrameRow, Purpose
from kuulo.customers.rules.segments import SEGMENT_PREFIX
from kuulo.feeds.rules.keeping import SAMPLES, Sample

REACHED: Final = {
    Channel.EMAIL: _("e-mail address"),
    Channel.SMS: _("phone number"),
    Channel.LETTER: _("postal address"),
}


@dataclass(slots=True)
class Watching:
    """Looks at the parties of a chunk before and after it was tried, until there are examples enough."""

    new: list[Sample] = field(default_factory=list)
    changed: list[Sample] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)
    _rows: dict[int, FrameRow] = field(default_factory=dict)

    def before(self, identifiers: Sequence[str]) -> None:
        """Look at who is known already."""
        self._ids, self._rows = {}, {}
        if not self._enough():
            self._ids = party_ids_of(set(identifiers))
            self._rows = frame_of(self._ids.values(), purpose=Purpose.SERVICE)

    def after(self, identifiers: Sequence[str]) -> None:
        """Look at what became of them."""
        if self._enough():
            return
        ids = party_ids_of(set(identifiers))
        rows = frame_of(ids.values(), purpose=Purpose.SERVICE)
        for identifier, number in ids.items():
            row, known = rows.get(number), self._rows.get(number)
            if row is None:
                continue
            if identifier not in self._ids:
                self._keep(self.new, Sample(name=row.name, identifier=identifier, changes=tuple(_told(row))))
            elif known is not None and known != row:
                changes = tuple(_changes(known, row))
                self._keep(self.changed, Sample(name=row.name, identifier=identifier, changes=changes))

    def _enough(self) -> bool:
        return len(self.new) >= SAMPLES and len(self.changed) >= SAMPLES

    def _keep(self, samples: list[Sample], sample: Sample) -> None:
        if len(samples) < SAMPLES:
            samples.append(sample)


def _told(row: FrameRow) -> Iterator[tuple[str, str, str]]:
    for name, value in _values(row).items():
        if value and name != "name":
            yield name, "", value


def _changes(known: FrameRow, row: FrameRow) -> Iterator[tuple[str, str, str]]:
    before, after = _values(known), _values(row)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield name, before.get(name, ""), after.get(name, "")


def _values(row: FrameRow) -> dict[str, str]:
    values = {
        "name": row.name,
        gettext("language"): row.language,
        gettext("customer since"): row.since.isoformat() if row.since else "",
        gettext("customer until"): row.until.isoformat() if row.until else "",
    }
    reached = {gettext(REACHED[channel]): each.address.replace("\n", ", ") for channel, each in row.contacts.items()}
    # Whether somebody is in a segment is not told by a list: it follows.
    told = {name: value for name, value in row.attributes.items() if not name.startswith(SEGMENT_PREFIX)}
    return {**values, **reached, **told}
