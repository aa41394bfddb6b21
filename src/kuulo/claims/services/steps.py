"""What every act on claims has in common: the row held, who may change it, the note in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.models import Claim, Evidence
from kuulo.claims.queries.claims import no_such_claim, pk_of
from kuulo.claims.queries.force import fallen_of
from kuulo.claims.queries.standings import facts_of, in_force
from kuulo.claims.rules import STATE_NAMES, ClaimFacts, ClaimState, ClaimStep, after, stands

KUULO: Final = "kuulo"
"""Who acts where nobody does: the watch over what is in force."""


def locked_claim(number: str) -> Claim:
    """Return a claim that nobody else can step with until the transaction ends.

    Raises:
        NotFoundError: There is none of this number.
    """
    key = pk_of(number)
    row = Claim.objects.select_for_update().filter(pk=key).first() if key is not None else None
    if row is None:
        raise no_such_claim(number)
    return row


def guard_change(row: Claim, by: str) -> None:
    """Refuse whoever may not change a claim.

    Raises:
        GuardError: The claim is its owner's and others', and the person is none of them.
    """
    if by == KUULO or not row.may_change or by in {row.owner, *row.may_change}:
        return
    raise GuardError(
        _("Guard “who may change it”: {number} is changed by {owner} and those named beside."),
        _("Ask its owner, or have yourself named."),
        number=row.number,
        owner=row.owner,
    )


def told(words: str, *, of: Text, longest: int) -> str:
    """Return words of a person without blanks around them.

    Raises:
        InputError: There are none, or too many.
    """
    kept = words.strip()
    if not kept:
        raise InputError(_("{what} is missing."), _("Write it."), what=of)
    if len(kept) > longest:
        raise InputError(_("{what} is longer than {longest} characters."), _("Shorten it."), what=of, longest=longest)
    return kept


def note_claim(row: Claim, verb: str, text: Text, *, by: str, now: datetime, details: Mapping[str, object]) -> None:
    """Note a step of a claim in the log."""
    plain = {name: value if isinstance(value, str | int | float | bool) else None for name, value in details.items()}
    note(actor=by, verb=verb, subject=Subject("claim", row.number), text=text, details=plain, now=now)


def facts_now(row: Claim, reason: str = "") -> ClaimFacts:
    """Return what the guards look at, of evidence in force now."""
    attached = list(Evidence.objects.filter(claim=row, detached_at=None).select_related("fragment"))
    fallen = fallen_of([each.fragment for each in attached])
    return facts_of(in_force(attached, fallen), ClaimState(row.state), row.since, reason)


def take_step(row: Claim, step: ClaimStep, *, by: str, reason: str, now: datetime) -> None:
    """Take a step of a claim that is held, and note it.

    Raises:
        GuardError: The step is refused; the message names the guard.
    """
    before = ClaimState(row.state)
    reached = after(before, step, facts_now(row, reason))
    # The reason stays beside the claim, where it can be mended: the log can never be, and people write of people.
    row.state, row.since, row.reason = reached.value, now, reason.strip()
    row.save(update_fields=["state", "since", "reason"])
    words = say(
        _("{number}: from {before} to {after}."),
        number=row.number,
        before=say(STATE_NAMES[before]),
        after=say(STATE_NAMES[reached]),
    )
    details = {"before": before.value, "after": reached.value, "step": step.value}
    note_claim(row, "move", words, by=by, now=now, details=details)


def settle(row: Claim, *, by: str, reason: str, now: datetime) -> None:
    """Turn a claim stale where the evidence that is left does not carry its state."""
    if not stands(ClaimState(row.state), facts_now(row)):
        take_step(row, ClaimStep.DOUBT, by=by, reason=reason, now=now)
