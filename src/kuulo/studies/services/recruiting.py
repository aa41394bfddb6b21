"""Finding participants: drawn from the customers within the contact budget, by hand, or by an open link."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Detail
from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.queries import frame as whole_frame
from kuulo.customers.queries import frame_of, whole_of
from kuulo.customers.queries.segments import segment_members
from kuulo.customers.rules import AddressState, Channel, FrameRow, PartyKind, Purpose, check_address
from kuulo.customers.rules.consents import ENDED
from kuulo.invitations.rules.chance import LARGEST_SEED, ordered
from kuulo.invitations.services import note_contact
from kuulo.studies.models import Participant, Study
from kuulo.studies.queries.participants import participant, refusing_research
from kuulo.studies.rules import (
    OVER,
    WITHOUT_CUSTOMERS,
    Method,
    ParticipantState,
    ParticipantView,
    Recruited,
    Sending,
    StudyState,
)
from kuulo.studies.services.plans import locked_study
from kuulo.studies.services.taking_part import new_participant, source_of
from kuulo.studies.services.telling import note_participant, note_study

MOST_AT_ONCE: Final = 500


class LeftOut(StrEnum):
    """Why a customer was not asked."""

    ALREADY = "already"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    BUDGET = "budget"
    NO_PERSON = "no_person"


LEFT_OUT_NAMES: Final[Mapping[LeftOut, str]] = {
    LeftOut.ALREADY: _("in the study already"),
    LeftOut.REFUSED: _("wants no research or no questions"),
    LeftOut.NO_ADDRESS: _("no address on this channel"),
    LeftOut.BUDGET: _("contact budget spent"),
    LeftOut.NO_PERSON: _("not a person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawWishes:
    """How participants are drawn from the customers.

    Attributes:
        count: How many.
        segment: Slug of the segment they are drawn from; empty for all customers.
        channel: How they are asked.
        seed: Of the draw; None draws one.
        party_ids: Only these customers; empty for everybody of the segment.
    """

    count: int
    segment: str = ""
    channel: Channel = Channel.EMAIL
    seed: int | None = None
    party_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of a draw: who was added, from how many, and how many were left out and why."""

    participants: tuple[int, ...]
    frame: int
    seed: int
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)


@transaction.atomic
def add_participants(*, slug: str, wishes: DrawWishes, by: str, now: datetime | None = None) -> Added:
    """Draw customers by lot and ask them to take part, within the contact budget; messages go out while the study runs.

    Whom the budget does not bear is passed over, and the next in the order of chance takes the place.

    Raises:
        GuardError: The study is over, or no customers take part in its method.
        InputError: The number is none that can be drawn at once.
        NotFoundError: There is no such study or segment.
    """
    row, moment = _open_to_recruit(slug), now or timezone.now()
    if not 1 <= wishes.count <= MOST_AT_ONCE:
        raise InputError(_("Draw between 1 and {most} at once."), most=MOST_AT_ONCE)
    seed = secrets.randbelow(LARGEST_SEED) if wishes.seed is None else wishes.seed
    frame = _frame(wishes, moment)
    counted: Counter[LeftOut] = Counter()
    usable = _usable(row, frame, wishes.channel, counted, moment)
    added: list[int] = []
    for key in ordered(usable, seed, purpose=source_of(row)):
        if len(added) >= wishes.count:
            break
        found = usable[key]
        if not note_contact(party_id=found.party_id, channel=wishes.channel, at=moment, source=source_of(row)):
            counted[LeftOut.BUDGET] += 1
            continue
        added.append(_ask(row, found, wishes.channel, moment).pk)
    text = say(_("{count} customers were drawn for study {study}."), count=len(added), study=slug)
    details: dict[str, Detail] = {
        "seed": str(seed),
        "segment": wishes.segment,
        "frame": len(frame),
        **{f"left_out_{why}": n for why, n in counted.items()},
    }
    note_study(row, by=by, verb="draw", text=text, now=moment, details=details)
    return Added(participants=tuple(added), frame=len(frame), seed=seed, left_out=dict(counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWishes:
    """Somebody to be added by hand: a customer, or an address, or neither (asked face to face).

    Attributes:
        party_id: The customer, where known.
        address: E-mail or phone number, where no customer is known or another one is wanted.
        send: Whether a message asks them; else the link is handed over.
    """

    party_id: int | None = None
    address: str = ""
    pseudonym: str = ""
    language: str = ""
    send: bool = False


@transaction.atomic
def add_by_hand(*, slug: str, wishes: HandWishes, by: str, now: datetime | None = None) -> ParticipantView:
    """Add one participant; a message to a known customer is borne by the contact budget.

    Raises:
        GuardError: The study is over; the customer is in it, wants no research, or the budget bears no message.
        InputError: The address is none, or there is none to write to.
    """
    row, moment = _open_to_recruit(slug), now or timezone.now()
    channel, address = _channel_of(wishes.address)
    party_id = _whole(wishes.party_id)
    if party_id is not None:
        _guard_party(row, party_id, moment)
    if wishes.send:
        channel = _guard_message(row, party_id, channel, address, moment)
    made = new_participant(
        row,
        how=Recruited.HAND,
        language=wishes.language,
        party_id=party_id,
        channel=channel,
        address=address,
        pseudonym=wishes.pseudonym,
        sending=Sending.WAITING if wishes.send else Sending.NONE,
        now=moment,
    )
    text = say(_("A participant was added by hand to study {study}."), study=slug)
    note_participant(made, by=by, verb="add", text=text, now=moment)
    return participant(made.pk, now=moment)


@transaction.atomic
def open_link(*, slug: str, by: str, now: datetime | None = None) -> str:
    """Open the link by which anybody who has it can join; return its key. Opened again it has another one.

    Raises:
        GuardError: The study is over, or no customers take part in its method.
    """
    row, moment = _open_to_recruit(slug), now or timezone.now()
    row.link, row.link_open = secrets.token_urlsafe(12), True
    row.save(update_fields=["link", "link_open"])
    text = say(_("The open link of study {study} was opened."), study=slug)
    note_study(row, by=by, verb="open_link", text=text, now=moment)
    return row.link


@transaction.atomic
def close_link(*, slug: str, by: str, now: datetime | None = None) -> None:
    """Close the open link."""
    row = locked_study(slug)
    row.link_open = False
    row.save(update_fields=["link_open"])
    text = say(_("The open link of study {study} was closed."), study=slug)
    note_study(row, by=by, verb="close_link", text=text, now=now or timezone.now())


def _open_to_recruit(slug: str) -> Study:
    row = locked_study(slug)
    if StudyState(row.state) in OVER | {StudyState.ANALYSING}:
        raise GuardError(_("The study is past its fieldwork: nobody is asked any more."))
    if Method(row.method) in WITHOUT_CUSTOMERS:
        raise GuardError(_("Nobody takes part in a study of this method."), _("Add its material instead."))
    return row


def _frame(wishes: DrawWishes, now: datetime) -> tuple[FrameRow, ...]:
    if wishes.party_ids:
        return tuple(
            {
                row.party_id: row for row in frame_of(wishes.party_ids, purpose=Purpose.SURVEYS, now=now).values()
            }.values()
        )
    if not wishes.segment:
        return whole_frame(purpose=Purpose.SURVEYS, now=now)
    members = segment_members(wishes.segment, purpose=Purpose.SURVEYS)
    return tuple(frame_of(members, purpose=Purpose.SURVEYS, now=now).values())


def _usable(
    row: Study, frame: Sequence[FrameRow], channel: Channel, counted: Counter[LeftOut], now: datetime
) -> dict[str, FrameRow]:
    """Return whom the lot may fall on, by key, and count the others by why not."""
    there = _in_study(row)
    refusing = refusing_research([each.party_id for each in frame], now)
    usable: dict[str, FrameRow] = {}
    for each in frame:
        why = _why_not(each, channel, there, refusing, now)
        if why is None:
            usable[each.party or f"#{each.party_id}"] = each
        else:
            counted[why] += 1
    return usable


def _why_not(
    row: FrameRow, channel: Channel, there: Collection[int], refusing: Collection[int], now: datetime
) -> LeftOut | None:
    contact = row.contact(channel)
    checks = (
        (LeftOut.NO_PERSON, row.kind is not PartyKind.PERSON or (row.until is not None and row.until < now.date())),
        (LeftOut.ALREADY, row.party_id in there),
        (LeftOut.REFUSED, row.party_id in refusing or contact.consent in ENDED),
        (LeftOut.NO_ADDRESS, not contact.address or contact.state is not AddressState.OK),
    )
    return next((why for why, holds in checks if holds), None)


def _in_study(row: Study) -> frozenset[int]:
    parties = set(Participant.objects.filter(study=row, party__isnull=False).values_list("party_id", flat=True))
    return frozenset(whole_of(parties).values())


def _ask(row: Study, found: FrameRow, channel: Channel, now: datetime) -> Participant:
    return new_participant(
        row,
        how=Recruited.CUSTOMERS,
        language=found.language.partition("-")[0],
        party_id=found.party_id,
        channel=channel,
        sending=Sending.WAITING,
        now=now,
    )


def _channel_of(address: str) -> tuple[str, str]:
    if not address.strip():
        return "", ""
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    return channel.value, check_address(channel, address)


def _whole(party_id: int | None) -> int | None:
    return None if party_id is None else whole_of([party_id]).get(party_id, party_id)


def _guard_party(row: Study, party_id: int, now: datetime) -> None:
    open_states = (ParticipantState.INVITED, ParticipantState.JOINED)
    if party_id in _in_study(row) and row.participants.filter(party_id=party_id, state__in=open_states).exists():
        raise GuardError(_("This customer is in the study already."))
    if party_id in refusing_research([party_id], now):
        raise GuardError(_("Consent: this customer wants no research."), _("Only they themselves can say otherwise."))


def _guard_message(row: Study, party_id: int | None, channel: str, address: str, now: datetime) -> str:
    """Return the channel a message goes out on, borne by the budget of a known customer."""
    if party_id is None:
        if not address:
            raise InputError(_("There is no address to write to."), _("Give one, or hand over the link yourself."))
        return channel
    found = frame_of([party_id], purpose=Purpose.SURVEYS, now=now).get(party_id)
    ways = [Channel(channel)] if address else [Channel.EMAIL, Channel.SMS]
    reached = [way for way in ways if address or (found and _why_not(found, way, (), (), now) is None)]
    if not reached:
        raise InputError(_("There is no address to write to."), _("Give one, or hand over the link yourself."))
    if not note_contact(party_id=party_id, channel=reached[0], at=now, source=source_of(row)):
        raise GuardError(_("Contact budget: it bears no further message to this customer now."), _("Try again later."))
    return reached[0].value
