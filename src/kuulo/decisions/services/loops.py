"""What follows a decision that did not hold: another action on the same claims, or the claims themselves anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims import services as claims
from kuulo.decisions.models import Decision, Loop
from kuulo.decisions.queries.decisions import decision, view_of
from kuulo.decisions.rules import Given, LoopKind, Step, check_step
from kuulo.decisions.rules.views import DecisionView, Option
from kuulo.decisions.services.steps import Proposing, locked, log, propose


@transaction.atomic
def single_loop(*, number: str, action: str, why: str, by: str, now: datetime | None = None) -> DecisionView:
    """Propose another action on the same claims, and return the decision that takes the place of this one.

    Raises:
        GuardError: The decision did not fail, something followed already, or no reason is given.
        InputError: No action is named.
    """
    row, moment = locked(number), now or timezone.now()
    found = view_of(row)
    check_step(found.facts(timezone.localdate(moment)), Step.SINGLE_LOOP, Given(reason=why))
    if not action.strip():
        raise InputError(_("No action is named."), _("Say what is done instead."))
    wishes = Proposing(
        question=found.question,
        background=found.background,
        options=(*found.options, Option(key="", title=action)),
        claims=found.claims,
        owner=found.owner,
    )
    return _follow(row, wishes, Learnt(kind=LoopKind.SINGLE, why=why, by=by, now=moment))


@transaction.atomic
def double_loop(
    *,
    number: str,
    reopened: Collection[str],
    why: str,
    by: str,
    question: str = "",
    now: datetime | None = None,
) -> DecisionView:
    """Reopen claims a decision rested on, and return the decision that takes its place.

    Args:
        number: The decision that did not hold.
        reopened: Claims to reopen, at least one.
        why: What was learnt; it is the reason for reopening.
        by: Who does it.
        question: The question of the decision to come; the same one where empty.
        now: The moment.

    Raises:
        GuardError: The decision did not fail, something followed already, no reason is given, or a claim is none of
            those it rested on.
    """
    row, moment = locked(number), now or timezone.now()
    found = view_of(row)
    wanted = frozenset(one.strip().upper() for one in reopened)
    check_step(found.facts(timezone.localdate(moment)), Step.DOUBLE_LOOP, Given(reason=why, claims=wanted))
    chosen = tuple(one for one in found.claims if one in wanted)
    for claim in chosen:
        claims.reopen(number=claim, by=by, reason=why, now=moment)
    wishes = Proposing(
        question=question.strip() or found.question,
        background=found.background,
        claims=found.claims,
        owner=found.owner,
    )
    return _follow(row, wishes, Learnt(kind=LoopKind.DOUBLE, why=why, by=by, now=moment, reopened=chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt from a decision that did not hold.

    Attributes:
        kind: Single or double loop.
        why: What was learnt.
        reopened: Claims that were reopened.
        by: Who did it.
        now: When.
    """

    kind: LoopKind
    why: str
    by: str
    now: datetime
    reopened: tuple[str, ...] = ()


def _follow(row: Decision, wishes: Proposing, learnt: Learnt) -> DecisionView:
    """Propose the decision that takes the place of another one, and note what was learnt."""
    successor = propose(wishes=wishes, by=learnt.by, supersedes=str(row), now=learnt.now)
    Loop.objects.create(
        decision=row,
        kind=learnt.kind,
        why=learnt.why.strip(),
        claims=list(learnt.reopened),
        successor_id=successor.id,
        by=learnt.by,
        at=learnt.now,
    )
    told = {"successor": successor.number, "number": str(row), "claims": ", ".join(learnt.reopened)}
    template = (
        _("Another action on the same claims: {successor} follows {number}.")
        if learnt.kind is LoopKind.SINGLE
        else _("Claims {claims} reopened: {successor} follows {number}.")
    )
    verb = f"{learnt.kind}_loop"
    log(row, by=learnt.by, verb=verb, text=say(template, **told), now=learnt.now, successor=successor.number)
    return decision(successor.number)
