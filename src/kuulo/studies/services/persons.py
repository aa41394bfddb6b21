"""What this room holds about persons: that they were asked to take part, joined, left, and what they were paid."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.studies.models import Participant, ToAsk
from kuulo.studies.rules import ParticipantState, Payment, Sending, label_of

KEPT: Final = say(_("Only that somebody took part stays, without saying who: else the plan could not be compared."))
ROW_FIELDS: Final = (
    "pseudonym",
    "channel",
    "address",
    "language",
    "how",
    "state",
    "invited_at",
    "joined_at",
    "left_at",
    "text_version",
    "given_at",
    "given_how",
    "ended_at",
    "expires_at",
    "may_record",
    "keeps_told",
    "payment",
    "paid_at",
)


def _participants(key: PersonKey) -> QuerySet[Participant]:
    addresses = [address for _channel, address in key.addresses]
    theirs = Q(party_id__in=key.party_ids) | Q(address__in=[each for each in addresses if each])
    return Participant.objects.select_related("study").filter(theirs)


def _export(key: PersonKey) -> Iterator[Mapping[str, object]]:
    """Yield every study the person was asked to, what they agreed to and what they were promised."""
    for row in _participants(key).order_by("pk"):
        told = {name: getattr(row, name) for name in ROW_FIELDS if getattr(row, name) not in (None, "")}
        sessions = [{"starts_at": each.starts_at, "place": each.place} for each in row.sessions.all()]
        yield {
            "study": row.study.title if not row.study.confidential else "",
            "participant": label_of(row.number),
            **told,
            "incentive": f"{row.incentive:.2f}",
            **({"sessions": sessions} if sessions else {}),
        }


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Take everything that leads to the person out of the studies they were asked to."""
    rows = list(_participants(key))
    for row in rows:
        ToAsk.objects.filter(session__participants=row).exclude(text="").update(text="")
        # A visit's place is often a home.
        row.sessions.update(place="", title="")
        _forget(row, now)
    return Removed(rows=len(rows), kept=KEPT if rows else None)


def _forget(row: Participant, now: datetime) -> None:
    if row.state in {ParticipantState.INVITED, ParticipantState.JOINED}:
        row.state, row.left_at = ParticipantState.LEFT, now
    row.party, row.pseudonym, row.channel, row.address, row.removed_why = None, "", "", "", ""
    row.token, row.sending = secrets.token_urlsafe(18), Sending.NONE
    row.ended_at, row.keeps_told = row.ended_at or now, False
    # Who has been erased cannot be paid any more.
    row.payment = Payment.WAIVED if row.payment == Payment.DUE else row.payment
    row.erased_at = row.erased_at or now
    row.save()


PERSON_STORES: Final = (
    PersonStore(
        name="studies.participants",
        title=_("Studies you were asked to take part in"),
        tables=frozenset({"studies.Participant", "studies.Session", "studies.ToAsk"}),
        export=_export,
        erase=_erase,
        order=30,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "studies.Study": "The plan and result of a study; results are written of groups.",
    "studies.StudyText": "What participants are told; words of the organisation.",
    "studies.StudyPlan": "Plans as they were frozen; the team by their addresses at work.",
    "studies.TeamMember": "Colleagues in teams, by their addresses at work.",
}
