"""Reads of participants: who they are to the team, whether what they told may be used, what is owed to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import frame_of, whole_of
from kuulo.customers.queries.consents import standing_words
from kuulo.customers.queries.wholes import chunks
from kuulo.customers.rules import ANY_CHANNEL, AddressState, Channel, Purpose
from kuulo.customers.rules.consents import ENDED
from kuulo.customers.rules.permissions import state_on
from kuulo.studies.models import Participant
from kuulo.studies.rules import (
    Agreement,
    LegalBasis,
    ParticipantState,
    ParticipantView,
    Payment,
    PaymentView,
    Recruited,
    Sending,
    basis_in_force,
    label_of,
)

NOBODY: Final[frozenset[int]] = frozenset()


def participant(participant_id: int, *, purpose: Purpose | None = None, now: datetime | None = None) -> ParticipantView:
    """Return a participant; with a purpose named, with the address for messages too.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Participant.objects.select_related("study").filter(pk=participant_id).first()
    if row is None:
        raise NotFoundError(_("There is no participant {number}."), number=participant_id)
    moment = now or timezone.now()
    address = address_for(row, moment) if purpose is not None else None
    return participant_views([row], moment, addresses={row.pk: address})[0]


def participant_by_token(token: str, *, now: datetime | None = None) -> ParticipantView | None:
    """Return the participant a key in an address belongs to; nothing where it is unknown."""
    # No key holds the sign that databases refuse.
    known = bool(token) and "\0" not in token
    row = Participant.objects.select_related("study").filter(token=token).first() if known else None
    return participant_views([row], now or timezone.now())[0] if row is not None else None


def participants_of(slug: str, *, now: datetime | None = None) -> tuple[ParticipantView, ...]:
    """Return the participants of a study in the order of their numbers."""
    rows = list(Participant.objects.select_related("study").filter(study__slug=slug))
    return participant_views(rows, now or timezone.now())


def participants_called(ids: Iterable[int], *, now: datetime | None = None) -> dict[int, ParticipantView]:
    """Return participants by number; those that are not there are left out."""
    found: dict[int, ParticipantView] = {}
    for chunk in chunks(sorted(set(ids))):
        rows = list(Participant.objects.select_related("study").filter(pk__in=chunk))
        found.update((view.id, view) for view in participant_views(rows, now or timezone.now()))
    return found


def participations_of(party_ids: Collection[int]) -> tuple[ParticipantView, ...]:
    """Return every participation of customers, the newest first."""
    rows = Participant.objects.select_related("study").filter(party_id__in=party_ids).order_by("-pk")
    return participant_views(list(rows), timezone.now())


def in_force(participant_ids: Collection[int], *, now: datetime | None = None) -> frozenset[int]:
    """Return those of the participants whose words may be used now.

    What they told rests on a basis that was given and has neither been withdrawn nor run out; a customer who has
    withdrawn or objected to research altogether is out, whatever the study says.
    """
    moment = now or timezone.now()
    rows: list[Participant] = []
    for chunk in chunks(sorted(set(participant_ids))):
        rows += Participant.objects.select_related("study").filter(pk__in=chunk)
    return _in_force(rows, moment)


def to_go(slug: str | None = None) -> frozenset[int]:
    """Return the participants who left and want what they told to go, or who were erased: upper rooms erase it."""
    rows = Participant.objects.filter(Q(keeps_told=False) | Q(erased_at__isnull=False))
    if slug is not None:
        rows = rows.filter(study__slug=slug)
    return frozenset(rows.values_list("pk", flat=True))


def payments_of(slug: str) -> tuple[PaymentView, ...]:
    """Return what was promised to whom in a study, and what became of it."""
    rows = Participant.objects.filter(study__slug=slug).exclude(payment=Payment.NONE)
    return tuple(
        PaymentView(
            participant_id=row.pk,
            label=label_of(row.number),
            state=ParticipantState(row.state),
            amount=row.incentive,
            payment=Payment(row.payment),
            paid_at=row.paid_at,
            paid_by=row.paid_by,
        )
        for row in rows
    )


def address_for(row: Participant, now: datetime) -> tuple[Channel, str] | None:
    """Return where a participant is written to: what they told for the study, else what the customer register knows."""
    if row.address:
        return Channel(row.channel), row.address
    if row.party_id is None:
        return None
    known = frame_of([row.party_id], purpose=Purpose.SURVEYS, now=now).get(row.party_id)
    if known is None:
        return None
    wanted = [Channel(row.channel)] if row.channel else [Channel.EMAIL, Channel.SMS]
    contacts = [(channel, known.contact(channel)) for channel in wanted]
    told = ((channel, each.address) for channel, each in contacts if each.address and each.state is AddressState.OK)
    return next(told, None)


def participant_views(
    rows: Sequence[Participant], now: datetime, addresses: dict[int, tuple[Channel, str] | None] | None = None
) -> tuple[ParticipantView, ...]:
    """Return rows as other rooms see them; their studies are to be fetched with them."""
    holding = _in_force(rows, now)
    known = addresses or {}
    return tuple(_view(row, holding, known.get(row.pk)) for row in rows)


def _view(row: Participant, holding: frozenset[int], address: tuple[Channel, str] | None) -> ParticipantView:
    return ParticipantView(
        id=row.pk,
        study=row.study.slug,
        label=label_of(row.number),
        pseudonym=row.pseudonym,
        party_id=row.party_id,
        token=row.token,
        state=ParticipantState(row.state),
        language=row.language,
        how=Recruited(row.how),
        invited_at=row.invited_at,
        joined_at=row.joined_at,
        left_at=row.left_at,
        basis_in_force=row.pk in holding,
        may_record=row.may_record and row.pk in holding,
        keeps_told=row.keeps_told,
        consent_version=row.text_version,
        incentive=row.incentive,
        payment=Payment(row.payment),
        sending=Sending(row.sending),
        address=address,
    )


def _in_force(rows: Sequence[Participant], now: datetime) -> frozenset[int]:
    begun = [row for row in rows if basis_in_force(_agreement(row), now)]
    refusing = refusing_research({row.party_id for row in begun if row.party_id is not None}, now)
    return frozenset(row.pk for row in begun if row.party_id not in refusing)


def refusing_research(party_ids: Collection[int], now: datetime) -> frozenset[int]:
    """Return those of the parties who withdrew or objected to research, or whose consent to it ran out."""
    if not party_ids:
        return NOBODY
    whole = whole_of(party_ids)
    ended: set[int] = set()
    for chunk in chunks(sorted(set(whole.values()))):
        of = Q(party_id__in=chunk) | Q(party__whole_id__in=chunk)
        for number, words in standing_words(of, Purpose.RESEARCH, now).items():
            if state_on(ANY_CHANNEL, words) in ENDED:
                ended.add(number)
    return frozenset(number for number, of_party in whole.items() if of_party in ended)


def waiting_to_be_sent() -> QuerySet[Participant]:
    """Return those whose invitation may go out now: of running studies, oldest first."""
    rows = Participant.objects.filter(sending=Sending.WAITING, state=ParticipantState.INVITED)
    return rows.filter(study__state="running").select_related("study").order_by("pk")


def _agreement(row: Participant) -> Agreement:
    return Agreement(
        basis=LegalBasis(row.study.legal_basis) if row.study.legal_basis else None,
        joined_at=row.joined_at,
        given_at=row.given_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
    )
