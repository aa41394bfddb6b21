"""Deciding on proposals: accept, reject, take back; each decision is kept with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import whole_of
from kuulo.customers.rules import LinkKind
from kuulo.customers.services.links import link_parties, undo_link
from kuulo.matching.models import Proposal
from kuulo.matching.queries.proposals import ProposalView, proposal
from kuulo.matching.rules.proposals import ProposalState, ProposalStep, after


@transaction.atomic
def accept_proposal(*, proposal_id: int, by: str, reason: str = "", now: datetime | None = None) -> ProposalView:
    """Link the two parties; the link keeps why, and can be undone.

    Raises:
        NotFoundError: There is no such proposal.
        GuardError: It was decided already.
    """
    row = locked(proposal_id)
    moment = now or timezone.now()
    take_step(row, ProposalStep.ACCEPT, by=by, reason=reason, now=moment)
    made = link_parties(
        first_id=row.first_id,
        second_id=row.second_id,
        kind=LinkKind(row.kind),
        reason=reason_of(row),
        probability=row.probability if row.kind == LinkKind.PROBABILISTIC else None,
        by=by,
        now=moment,
    )
    row.link = made.id
    row.save()
    return proposal(row.pk)


@transaction.atomic
def reject_proposal(*, proposal_id: int, by: str, reason: str = "", now: datetime | None = None) -> ProposalView:
    """Keep the two apart; the pair is not proposed again unless what is known of it changes.

    Raises:
        NotFoundError: There is no such proposal.
        GuardError: It was decided already.
    """
    row = locked(proposal_id)
    take_step(row, ProposalStep.REJECT, by=by, reason=reason, now=now or timezone.now())
    row.save()
    return proposal(row.pk)


@transaction.atomic
def undo_decision(*, proposal_id: int, by: str, reason: str = "", now: datetime | None = None) -> ProposalView:
    """Take a decision back: an accepted pair is two parties again; either way the proposal is open again.

    Raises:
        NotFoundError: There is no such proposal.
        GuardError: Nothing was decided on it.
    """
    row = locked(proposal_id)
    moment = now or timezone.now()
    was = ProposalState(row.state)
    take_step(row, ProposalStep.UNDO, by=by, reason=reason, now=moment)
    wholes = whole_of([row.first_id, row.second_id])
    is_one = wholes[row.first_id] == wholes[row.second_id]
    if was is ProposalState.ACCEPTED and row.link is not None and is_one:
        undo_link(link_id=row.link, by=by, now=moment)
    row.link = None
    row.save()
    return proposal(row.pk)


@transaction.atomic
def note_link_undone(*, link_id: int, by: str, now: datetime | None = None) -> None:
    """Open the proposals again that a link was made from, after somebody undid the link itself."""
    for row in Proposal.objects.select_for_update().filter(link=link_id, state=ProposalState.ACCEPTED):
        take_step(row, ProposalStep.UNDO, by=by, reason="", now=now or timezone.now())
        row.link = None
        row.save()


def take_step(row: Proposal, step: ProposalStep, *, by: str, reason: str, now: datetime) -> None:
    """Move a proposal on and write the step into its history; the caller saves it.

    Raises:
        GuardError: The step cannot follow its state.
    """
    row.state = after(ProposalState(row.state), step)
    row.history = [*row.history, {"step": step.value, "by": by, "at": now.isoformat(), "reason": reason[:250]}]
    is_decided = row.state != ProposalState.PROPOSED
    row.decided_by = by if is_decided else ""
    row.decided_at = now if is_decided else None


def reason_of(row: Proposal) -> dict[str, object]:
    """Return what a link made from the proposal says of why."""
    if row.kind == LinkKind.DETERMINISTIC:
        return {"rule": row.rule, "proposal": row.pk}
    parts = [{"column": each["column"], "level": each["level"], "weight": each["weight"]} for each in row.weights]
    return {"rule": "match_weights", "proposal": row.pk, "weight": row.weight, "weights": parts}


def locked(proposal_id: int) -> Proposal:
    """Return a proposal that nobody else can decide on until the transaction ends.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise NotFoundError(_("There is no proposal {number}."), _("See the list of proposals."), number=proposal_id)
    return row
