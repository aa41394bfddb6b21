"""Telling the ledger of who was asked, by which figures are corrected for those who did not answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Count, F, Prefetch, Q

from kuulo.correction.rules.askings import AskingOutcome, AskingRow
from kuulo.correction.services import note_askings
from kuulo.invitations.models import Invitation, Mailing
from kuulo.invitations.rules.outcomes import ANSWERED, Outcome
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.rules.second_phase import SILENT

NOT_ASKED: Final = frozenset({Outcome.DRAWN, Outcome.NOT_ASKED, Outcome.PLANNED})
BECAME: Final[Mapping[Outcome, AskingOutcome]] = {
    **dict.fromkeys(ANSWERED, AskingOutcome.ANSWERED),
    Outcome.REFUSED: AskingOutcome.REFUSED,
    Outcome.BOUNCED: AskingOutcome.BOUNCED,
}
REMINDED: Final = Count("mailings", filter=Q(mailings__number__gt=0, mailings__state=MailingState.SENT))


def tell_askings(numbers: Collection[int]) -> int:
    """Tell the ledger how far invitations have come, inside the caller's transaction; return how many were told.

    Who was not asked after all, and who was taken out since, stands in no ledger.
    """
    rows = Invitation.objects.filter(pk__in=numbers).exclude(outcome__in=NOT_ASKED).exclude(party=None)
    mailings = Prefetch("mailings", Mailing.objects.filter(randomised=True).order_by("number"))
    found = list(rows.select_related("instrument", "round").annotate(reminded=REMINDED).prefetch_related(mailings))
    first = _first_chances(found)
    return note_askings(_row(each, first) for each in found)


def _row(row: Invitation, first: Mapping[tuple[int | None, int | None], float | None]) -> AskingRow:
    outcome = Outcome(row.outcome)
    parent = row.round.parent_id if row.round is not None else None
    chance = row.probability
    if row.phase > 1 and row.stratum == SILENT and chance is not None:
        earlier = first.get((parent, row.party_id))
        chance = chance / earlier if earlier else None
    return AskingRow(
        key=f"invitation:{row.pk}",
        source=row.instrument.slug,
        party_id=row.party_id,
        identifier=row.identifier,
        touchpoint=row.touchpoint,
        asked_at=row.sent_at or row.outcome_at or row.instrument.created_at,
        phase=row.phase,
        of=f"round:{parent}" if parent is not None else "",
        probability=row.probability,
        chance=chance,
        reminders=getattr(row, "reminded", 0),
        moments=tuple(
            (each.due_at, each.window_start, each.window_end)
            for each in row.mailings.all()
            if each.randomised and each.window_start is not None and each.window_end is not None
        ),
        reached=outcome is not Outcome.BOUNCED,
        outcome=BECAME.get(outcome, AskingOutcome.SILENT),
    )


def _first_chances(rows: Collection[Invitation]) -> dict[tuple[int | None, int | None], float | None]:
    """Return the chance of the first phase of those asked in a second, by first round and party."""
    parents = {row.round.parent_id for row in rows if row.round is not None and row.round.parent_id is not None}
    if not parents:
        return {}
    parties = [row.party_id for row in rows]
    drawn = Invitation.objects.filter(round__in=parents, party__in=parties).annotate(of=F("round_id"))
    return {(of, party): chance for of, party, chance in drawn.values_list("of", "party_id", "probability")}
