"""The steps of a decision's life: each a verb in one transaction, guarded by the rules and noted in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.queries import claims_numbered
from kuulo.claims.rules import ClaimView
from kuulo.decisions.models import Decision, RestsOn
from kuulo.decisions.queries.decisions import decision_row, view_of
from kuulo.decisions.rules import (
    DecisionState,
    Effect,
    Given,
    Step,
    Verdict,
    check_step,
    checked_effect,
)
from kuulo.decisions.rules.views import LONGEST_TITLE, MOST_OPTIONS, DecisionView, Option

LONGEST_QUESTION: Final = 500
LONGEST_TEXT: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """What a proposal says; what is empty can be said when it is decided.

    Attributes:
        question: What is to be decided.
        background: What one must know to understand it.
        options: The ways to answer it; keys are given where they are empty.
        claims: Numbers of the claims it rests on.
        owner: Who answers for it.
        decide_by: When it is to be made.
        effect: Expected effect.
        check_on: Day of the check.
    """

    question: str
    background: str = ""
    options: tuple[Option, ...] = ()
    claims: tuple[str, ...] = ()
    owner: str = ""
    decide_by: date | None = None
    effect: Effect | None = None
    check_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What is decided.

    Attributes:
        chosen: Key of the option.
        why: Why it was chosen.
        effect: Expected effect.
        check_on: Day of the check.
        owner: Who answers for it.
        certainty: How sure those who decide are that the effect comes, per cent.
    """

    chosen: str
    why: str = ""
    effect: Effect | None = None
    check_on: date | None = None
    owner: str = ""
    certainty: int | None = None


@transaction.atomic
def propose(*, wishes: Proposing, by: str, supersedes: str = "", now: datetime | None = None) -> DecisionView:
    """Propose a decision.

    Raises:
        InputError: The question is missing, there are too many options, or there is no such claim.
        DefinitionError: There is no such measure.
    """
    moment = now or timezone.now()
    row = Decision(created_by=by, created_at=moment)
    if supersedes:
        row.supersedes = decision_row(supersedes)
    _fill(row, wishes, moment)
    log(row, by=by, verb="propose", text=say(_("Decision {number} proposed."), number=str(row)), now=moment)
    return _again(row)


@transaction.atomic
def change(*, number: str, wishes: Proposing, by: str, seen: str = "", now: datetime | None = None) -> DecisionView:
    """Change a proposal; what is decided stays as it was decided.

    Args:
        number: Which.
        wishes: What it is to be.
        by: Who changes it.
        seen: `DecisionView.edition` of what was looked at; empty where nobody looked.
        now: The moment.

    Raises:
        GuardError: It is no proposal any more, or somebody changed it meanwhile.
        InputError: As `propose` says.
    """
    row, moment = locked(number), now or timezone.now()
    _guard_unchanged(row, seen)
    _check(row, Step.CHANGE, Given(), moment)
    _fill(row, wishes, moment)
    log(row, by=by, verb="change", text=say(_("The proposal {number} changed."), number=str(row)), now=moment)
    return _again(row)


@transaction.atomic
def decide(*, number: str, settled: Deciding, by: str, seen: str = "", now: datetime | None = None) -> DecisionView:
    """Make a decision: what is expected is frozen, with what was known of its claims on that day.

    Args:
        number: Which.
        settled: What is decided.
        by: Who decides.
        seen: `DecisionView.edition` of the proposal that was looked at; empty where nobody looked.
        now: The moment.

    Raises:
        GuardError: A guard refuses: claims, option, expected effect, day of the check, owner or certainty; or somebody
            changed the proposal meanwhile.
        DefinitionError: There is no such measure.
        InputError: The expected effect cannot be measured.
    """
    row, moment = locked(number), now or timezone.now()
    _guard_unchanged(row, seen)
    row.chosen, row.why = settled.chosen, settled.why.strip()[:LONGEST_TEXT]
    row.effect = None if settled.effect is None else checked_effect(settled.effect).to_dict()
    row.check_on, row.owner, row.certainty = settled.check_on, settled.owner.strip(), settled.certainty
    row.state = _check(row, Step.DECIDE, Given(), moment)
    row.decided_by, row.decided_on, row.changed_at = by, _day(moment), moment
    row.save()
    _freeze_standings(row)
    log(
        row,
        by=by,
        verb="decide",
        text=say(_("Decision {number} made; it is checked on {day}."), number=str(row), day=row.check_on),
        now=moment,
        certainty=row.certainty or 0,
    )
    return _again(row)


@transaction.atomic
def put_in_effect(*, number: str, on: date, by: str, now: datetime | None = None) -> DecisionView:
    """Say from which day on a decision is in effect.

    Raises:
        GuardError: It is not decided, the day lies ahead, or it comes after the effect is due.
    """
    row, moment = locked(number), now or timezone.now()
    row.state = _check(row, Step.PUT_IN_EFFECT, Given(day=on), moment)
    row.in_effect_on, row.changed_at = on, moment
    row.save()
    text = say(_("Decision {number} in effect from {day}."), number=str(row), day=on)
    log(row, by=by, verb="put_in_effect", text=text, now=moment)
    return _again(row)


@transaction.atomic
def postpone_check(*, number: str, to: date, why: str, by: str, now: datetime | None = None) -> DecisionView:
    """Move the day of the check further away, with a reason; what is expected stays.

    Raises:
        GuardError: The decision is not under way, the day is no later one, or no reason is given.
    """
    row, moment = locked(number), now or timezone.now()
    _check(row, Step.POSTPONE, Given(day=to, reason=why), moment)
    before = row.check_on
    told = {"before": str(before), "after": to.isoformat(), "why": why.strip()[:LONGEST_TEXT], "by": by}
    row.moved, row.check_on, row.changed_at = [*row.moved, told], to, moment
    row.save(update_fields=["moved", "check_on", "changed_at"])
    words = _("The check of {number} moved from {before} to {after}.")
    text = say(words, number=str(row), before=before, after=to)
    log(row, by=by, verb="postpone", text=text, now=moment)
    return _again(row)


@transaction.atomic
def confirm_verdict(
    *, number: str, verdict: Verdict, by: str, why: str = "", now: datetime | None = None
) -> DecisionView:
    """Confirm what the check found, or say otherwise and why.

    Raises:
        GuardError: No check is computed, its day has not come, or the verdict is another one without a reason.
    """
    row, moment = locked(number), now or timezone.now()
    row.state = _check(row, Step.CONFIRM, Given(verdict=verdict, reason=why), moment)
    row.verdict, row.verdict_why = verdict, why.strip()[:LONGEST_TEXT]
    row.checked_by, row.checked_on, row.changed_at = by, _day(moment), moment
    row.save()
    log(
        row,
        by=by,
        verb="check",
        text=say(_("Decision {number} checked: {verdict}."), number=str(row), verdict=str(verdict)),
        now=moment,
        verdict=str(verdict),
    )
    return _again(row)


def locked(number: str) -> Decision:
    """Return the row of a decision for writing, nobody else writing it meanwhile.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = decision_row(number)
    Decision.objects.select_for_update().filter(pk=found.pk).first()
    return decision_row(number)


def log(row: Decision, *, by: str, verb: str, text: Text, now: datetime, **details: str | int | float | bool) -> None:
    """Note a step of a decision."""
    note(actor=by, verb=verb, subject=Subject("decision", str(row)), text=text, details=details, now=now)


def _guard_unchanged(row: Decision, seen: str) -> None:
    """Refuse what was meant for another proposal: the same key may stand for another option by now.

    Raises:
        GuardError: Somebody has changed it since.
    """
    if seen and seen != view_of(row).edition:
        raise GuardError(
            _("Somebody has changed {number} since this page was opened."),
            _("Open the page anew and look at what was changed."),
            number=str(row),
        )


def _check(row: Decision, step: Step, given: Given, moment: datetime) -> DecisionState:
    return check_step(view_of(row).facts(_day(moment)), step, given)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _again(row: Decision) -> DecisionView:
    return view_of(decision_row(str(row)))


def _fill(row: Decision, wishes: Proposing, moment: datetime) -> None:
    """Write a proposal's fields and claims."""
    question = wishes.question.strip()
    if not question or len(question) > LONGEST_QUESTION:
        raise InputError(
            _("A decision needs a question of at most {longest} signs."),
            _("Write what is to be decided."),
            longest=LONGEST_QUESTION,
        )
    row.question, row.background = question, wishes.background.strip()[:LONGEST_TEXT]
    row.options = [one.to_dict() for one in _keyed(wishes.options)]
    row.owner, row.decide_by, row.check_on = wishes.owner.strip(), wishes.decide_by, wishes.check_on
    row.effect = None if wishes.effect is None else checked_effect(wishes.effect).to_dict()
    row.changed_at = moment
    row.save()
    _rest_on(row, wishes.claims)


def _keyed(options: tuple[Option, ...]) -> list[Option]:
    """Return the options that have a title, each with a key of its own."""
    kept = [one for one in options if one.title.strip()]
    if len(kept) > MOST_OPTIONS:
        raise InputError(_("A decision has at most {most} options."), most=MOST_OPTIONS)
    taken = {one.key for one in kept if one.key}
    free = (str(number) for number in range(1, 2 * MOST_OPTIONS + 1) if str(number) not in taken)
    return [
        Option(key=one.key or next(free), title=one.title.strip()[:LONGEST_TITLE], text=one.text.strip()[:LONGEST_TEXT])
        for one in kept
    ]


def _rest_on(row: Decision, claims: tuple[str, ...]) -> None:
    known = _claims(claims)
    row.rests_on.exclude(claim__in=known).delete()
    there = set(row.rests_on.values_list("claim", flat=True))
    RestsOn.objects.bulk_create(RestsOn(decision=row, claim=number) for number in known if number not in there)


def _claims(claims: tuple[str, ...]) -> dict[str, ClaimView]:
    """Return claims by number, in the order given.

    Raises:
        InputError: There is no claim of a number.
    """
    numbers = list(dict.fromkeys(one.strip().upper() for one in claims if one.strip()))
    found = claims_numbered(numbers)
    missing = [one for one in numbers if one not in found]
    if missing:
        raise InputError(
            _("There is no claim {numbers}."), _("See the list of claims."), numbers=", ".join(missing)[:200]
        )
    return {number: found[number] for number in numbers}


def _freeze_standings(row: Decision) -> None:
    """Keep what is known of each claim now, so that it can be learnt which kinds of evidence predict well."""
    rests_on = list(row.rests_on.all())
    views = claims_numbered({one.claim for one in rests_on})
    for one in rests_on:
        if one.claim in views:
            one.standing = standing_to_keep(views[one.claim])
            one.save(update_fields=["standing"])


def standing_to_keep(claim: ClaimView) -> dict[str, object]:
    """Return what is kept of a claim on the day of a decision: counts, no words."""
    standing = claim.standing
    return {
        "state": str(claim.state),
        "strength": standing.strength,
        "voices": standing.voices,
        "supporting": standing.supporting,
        "opposing": standing.opposing,
        "affirmed": standing.affirming > 0,
        "methods": sorted(one.method for one in standing.methods if one.supporting),
    }
