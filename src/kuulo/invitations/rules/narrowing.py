"""From everybody to those who can be asked: how the frame is narrowed, step by step, and why each is left out; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kuulo.customers.rules import AddressState, Basis, Channel, FrameContact, FrameRow
from kuulo.invitations.rules.outcomes import Reason
from kuulo.invitations.rules.samples import Customers, SampleSpec, attributes_of, label_of, passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """The frame after narrowing.

    Attributes:
        frame: Everybody in the customer database.
        target: Those the filter lets through: whom the result is to speak for.
        reachable: Those of them who can be asked on the channel.
        unreachable: The others, with the reason.
        target_strata: Size of each stratum among the target, by label.
    """

    frame: int
    target: tuple[FrameRow, ...]
    reachable: tuple[FrameRow, ...]
    unreachable: tuple[tuple[FrameRow, Reason], ...]
    target_strata: Mapping[str, int]


def narrow(rows: Iterable[FrameRow], spec: SampleSpec, *, channel: Channel, basis: Basis, today: date) -> Narrowed:
    """Return who is meant and who of them can be asked."""
    everybody = tuple(rows)
    target = tuple(row for row in everybody if is_meant(row, spec, today))
    reasons = [(row, why_not(row.contact(channel), basis)) for row in target]
    by = attributes_of(spec)
    return Narrowed(
        frame=len(everybody),
        target=target,
        reachable=tuple(row for row, reason in reasons if reason is None),
        unreachable=tuple((row, reason) for row, reason in reasons if reason is not None),
        target_strata=Counter(label_of({name: row.value_of(name) for name in by}, by) for row in target),
    )


def is_meant(row: FrameRow, spec: SampleSpec, today: date) -> bool:
    """Return whether the spec's filter lets a party through."""
    former = row.until is not None and row.until < today
    if spec.customers is not Customers.ALL and former != (spec.customers is Customers.FORMER):
        return False
    return passes(spec, {each.attribute: row.value_of(each.attribute) for each in spec.conditions})


def why_not(contact: FrameContact, basis: Basis) -> Reason | None:
    """Return why a party cannot be asked at an address; None where it can."""
    if not contact.may_be_asked(basis):
        return Reason.NO_CONSENT
    if not contact.address:
        return Reason.NO_ADDRESS
    return Reason.BOUNCED if contact.state is not AddressState.OK else None


def key_of(row: FrameRow) -> str:
    """Return what names a party in a draw: its identifier, so that another installation draws the same."""
    return row.party or f"#{row.party_id}"
