"""What people do with comments: give codes, settle disputes, decide on proposals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Codebook, Coding, Proposal
from kuulo.codebooks.queries.books import Book, book
from kuulo.codebooks.queries.codings import Waiting
from kuulo.codebooks.rules import ProposalState, decided
from kuulo.codebooks.services.asking import request_learning

SOON: Final = timedelta(seconds=30)


@transaction.atomic
def note_coding(
    *, slug: str, waiting: Waiting, codes: Collection[str], none: bool, coder: str, now: datetime | None = None
) -> None:
    """Note which codes a coder gives a comment; a repeat replaces what the same coder gave before.

    Args:
        slug: The codebook.
        waiting: The comment as it was shown.
        codes: Keys of its codes.
        none: Whether "none of these" was said.
        coder: Who.
        now: When.

    Raises:
        InputError: Neither a code nor "none of these" was chosen, or both.
        NotFoundError: A code is not of the codebook.
    """
    found = book(slug)
    _check(found, codes, none=none)
    moment = now or timezone.now()
    Coding.objects.update_or_create(
        codebook_id=found.id,
        signal_id=waiting.signal_id,
        coder=coder,
        settles=False,
        defaults={
            "codes": sorted(set(codes)),
            "in_sample": waiting.in_sample,
            "blind": waiting.blind,
            "coded_at": moment,
        },
    )
    Proposal.objects.filter(codebook=found.id, signal_id=waiting.signal_id, state=ProposalState.PROPOSED).delete()
    _changed(found, moment)


@transaction.atomic
def settle_coding(
    *, slug: str, signal_id: str, codes: Collection[str], none: bool, by: str, now: datetime | None = None
) -> None:
    """Settle how coders differed on a comment; what each of them gave stays beside it.

    Raises:
        GuardError: Fewer than two coders gave it codes.
        InputError: Neither a code nor "none of these" was chosen, or both.
        NotFoundError: A code is not of the codebook.
    """
    found = book(slug)
    _check(found, codes, none=none)
    rows = Coding.objects.filter(codebook=found.id, signal_id=signal_id, settles=False)
    if rows.count() < 2:
        raise GuardError(_("Fewer than two persons have coded this comment."), _("Let a second person code it first."))
    moment = now or timezone.now()
    in_sample = rows.filter(in_sample=True).exists()
    Coding.objects.update_or_create(
        codebook_id=found.id,
        signal_id=signal_id,
        settles=True,
        defaults={"coder": by, "codes": sorted(set(codes)), "in_sample": in_sample, "coded_at": moment},
    )
    _changed(found, moment)


@transaction.atomic
def decide_proposal(*, proposal_id: int, wish: ProposalState, by: str, now: datetime | None = None) -> Proposal:
    """Accept or reject a proposal, or take the decision back.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: It is in that state already.
    """
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise NotFoundError(_("There is no proposal {number}."), _("See the list of proposals."), number=proposal_id)
    moment = now or timezone.now()
    row.state = decided(ProposalState(row.state), wish)
    is_open = wish is ProposalState.PROPOSED
    row.decided_by, row.decided_at = ("", None) if is_open else (by, moment)
    row.save()
    Codebook.objects.filter(pk=row.codebook_id).update(changed_at=moment)
    request_learning(slug=row.codebook.slug, soon=SOON)
    return row


def _check(found: Book, codes: Collection[str], *, none: bool) -> None:
    if not codes and not none:
        raise InputError(_("No code was chosen."), _("Choose codes, or “None of these”."))
    if codes and none:
        raise InputError(_("Codes and “None of these” were both chosen."), _("Choose one of them."))
    for key in codes:
        found.code(key)


def _changed(found: Book, moment: datetime) -> None:
    """Note that codings changed, and ask the machine to learn soon."""
    Codebook.objects.filter(pk=found.id).update(changed_at=moment)
    request_learning(slug=found.slug, soon=SOON)
