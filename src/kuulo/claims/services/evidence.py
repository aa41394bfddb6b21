"""Fragments attached to claims, taken away, attached again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.models import Answer, Claim, Evidence, Fragment
from kuulo.claims.queries.force import fallen_of
from kuulo.claims.rules import STANCE_NAMES, ClaimState, Stance, Weight
from kuulo.claims.services.cutting import speaks_itself
from kuulo.claims.services.steps import KUULO, guard_change, locked_claim, note_claim, settle, told

LONGEST_WHY: Final = 2_000


@transaction.atomic
def attach(  # noqa: PLR0913 -- the contract names what a piece of evidence says
    *,
    claim: str,
    fragment: int,
    stance: Stance | str,
    weight: Weight | int,
    why: str,
    by: str,
    affirms: bool = False,
    now: datetime | None = None,
) -> int:
    """Attach a fragment to a claim as support, opposition or context, and return the attachment's number.

    A fragment that is attached already is judged anew; one that was taken away is attached again.

    Args:
        claim: ``C12``.
        fragment: Number of the fragment.
        stance: For, against, context.
        weight: 1–3.
        why: What makes it speak so.
        by: Who judges: a person.
        affirms: In these words, a customer's own, the customer affirms the claim.
        now: The moment.

    Raises:
        GuardError: A machine's proposal, a fragment without a legal basis, or words that cannot affirm.
        InputError: The weight is none, or it is not said why.
        NotFoundError: There is no such claim or fragment.
    """
    row = locked_claim(claim)
    guard_change(row, by)
    piece = _fragment(fragment)
    weighed = _weight(weight)
    reason = told(why, of=say(_("Why it speaks so")), longest=LONGEST_WHY)
    _guard_attach(row, piece, by)
    if affirms:
        _guard_affirming(piece, Stance(stance))
    judged = {"stance": Stance(stance).value, "weight": weighed, "why": reason, "affirms": affirms}
    moment = now or timezone.now()
    kept, _made = Evidence.objects.update_or_create(
        claim=row,
        fragment=piece,
        defaults=judged | {"by": by, "at": moment, "detached_at": None, "detached_by": "", "detached_why": ""},
    )
    waiting = Answer.objects.filter(question__claim=row, fragment=piece, verdict="")
    waiting.update(verdict=Answer.EVIDENCE, by=by, judged_at=moment)
    words = say(
        _("A fragment was attached to {number}: it {stance}."),
        number=row.number,
        stance=say(STANCE_NAMES[Stance(stance)]),
    )
    details = {"fragment": piece.pk, "stance": judged["stance"], "weight": weighed, "affirms": affirms}
    note_claim(row, "attach", words, by=by, now=moment, details=details)
    settle(row, by=by, reason=str(words), now=moment)
    return kept.pk


@transaction.atomic
def detach(*, evidence: int, by: str, why: str, now: datetime | None = None) -> None:
    """Take a fragment away from its claim; it can be attached again. A claim it alone carried turns stale.

    Raises:
        GuardError: The person may not change the claim.
        InputError: It is not said why.
        NotFoundError: There is no such attachment.
    """
    kept = _evidence(evidence)
    row = locked_claim(f"C{kept.claim_id}")
    guard_change(row, by)
    if kept.detached_at is not None:
        return
    moment = now or timezone.now()
    kept.detached_why = told(why, of=say(_("The reason")), longest=LONGEST_WHY)
    kept.detached_at, kept.detached_by = moment, by
    kept.save(update_fields=["detached_at", "detached_by", "detached_why"])
    words = say(_("A fragment was taken away from {number}."), number=row.number)
    note_claim(row, "detach", words, by=by, now=moment, details={"fragment": kept.fragment_id})
    settle(row, by=by, reason=str(words), now=moment)


@transaction.atomic
def attach_again(*, evidence: int, by: str, now: datetime | None = None) -> None:
    """Undo that a fragment was taken away: it speaks as it did.

    Raises:
        GuardError: The person may not change the claim, or the fragment has no legal basis any more.
        NotFoundError: There is no such attachment.
    """
    kept = _evidence(evidence)
    row = locked_claim(f"C{kept.claim_id}")
    guard_change(row, by)
    if kept.detached_at is None:
        return
    _guard_attach(row, kept.fragment, by)
    if kept.affirms:
        _guard_affirming(kept.fragment, Stance(kept.stance))
    kept.detached_at, kept.detached_by, kept.detached_why = None, "", ""
    kept.save(update_fields=["detached_at", "detached_by", "detached_why"])
    words = say(_("A fragment was attached to {number} again."), number=row.number)
    details = {"fragment": kept.fragment_id, "stance": kept.stance}
    note_claim(row, "attach_again", words, by=by, now=now or timezone.now(), details=details)


def _fragment(number: int) -> Fragment:
    row = Fragment.objects.filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no fragment {number}."), number=number)
    return row


def _evidence(number: int) -> Evidence:
    row = Evidence.objects.select_related("fragment").filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no piece of evidence {number}."), number=number)
    return row


def _weight(weight: int) -> int:
    if weight not in set(Weight):
        raise InputError(_("The weight {number} is none."), _("Choose 1, 2 or 3."), number=weight)
    return int(weight)


def _guard_attach(row: Claim, piece: Fragment, by: str) -> None:
    if not by or by == KUULO:
        raise GuardError(
            _("Guard “a person’s judgement”: what a machine proposes is no evidence."),
            _("A person looks at it and attaches it."),
        )
    if row.state == ClaimState.RETIRED.value:
        raise GuardError(
            _("Guard “not retired”: {number} is retired, and gathers no more evidence."),
            _("Call it stale and take it up again first."),
            number=row.number,
        )
    if piece.fallen_at is not None or fallen_of([piece]):
        raise GuardError(
            _("Guard “a legal basis in force”: the fragment may not be evidence any more."),
            _("Use what others have said."),
        )


def _guard_affirming(piece: Fragment, stance: Stance) -> None:
    if not piece.is_customer or not speaks_itself(piece):
        raise GuardError(
            _("Guard “a customer’s own words”: this fragment is not what a customer said in own words."),
            _("Ask a customer; what others say can support the claim, not affirm it."),
        )
    if stance is not Stance.SUPPORT:
        raise GuardError(
            _("Guard “a customer’s own words”: only words that support the claim can affirm it."),
            _("Choose “speaks for it”, or take the mark away."),
        )
