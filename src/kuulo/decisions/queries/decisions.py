"""Reads of decisions: one, many with filters, and those that rest on claims that fell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.claims.queries import states_of
from kuulo.claims.rules import ClaimState
from kuulo.decisions.models import Check, Decision, RestsOn
from kuulo.decisions.rules import DecisionState, LoopKind, Proposal, Sides, Verdict, effect_from
from kuulo.decisions.rules.kept import estimate_from_plain, text_from_plain
from kuulo.decisions.rules.views import CheckView, DecisionView, LoopView, Moved, Option

NUMBER: Final = re.compile(r"[Dd]?([1-9]\d{0,17})")
FELL: Final = frozenset({ClaimState.STALE, ClaimState.CONTRADICTED, ClaimState.RETIRED})
"""States of claims on which nothing should rest."""
STANDING: Final = (DecisionState.PROPOSED, DecisionState.DECIDED, DecisionState.IN_EFFECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which decisions are listed; what is empty narrows nothing.

    Attributes:
        words: Words of the question, or a number such as ``D3``.
        state: Only those that stand so.
        verdict: Only those with this verdict.
        owner: Only those of one owner.
        claim: Only those that rest on a claim.
    """

    words: str = ""
    state: DecisionState | None = None
    verdict: Verdict | None = None
    owner: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """That a decision rests on a claim that fell."""

    claim: str
    state: ClaimState


EVERYTHING: Final = Wanted()


def decision(number: str) -> DecisionView:
    """Return a decision.

    Raises:
        NotFoundError: There is none of this number.
    """
    return view_of(decision_row(number))


def decisions(wanted: Wanted = EVERYTHING, *, start: int = 0, most: int | None = None) -> tuple[DecisionView, ...]:
    """Return decisions, the newest first."""
    rows = with_parts(_rows(wanted).order_by("-pk"))
    return tuple(view_of(row) for row in (rows[start:] if most is None else rows[start : start + most]))


def count_decisions(wanted: Wanted = EVERYTHING) -> int:
    """Return how many decisions are wanted."""
    return _rows(wanted).count()


def decisions_numbered(numbers: Collection[str]) -> dict[str, DecisionView]:
    """Return decisions by their numbers; numbers nobody has are left out."""
    keys = {key for each in numbers if (key := key_of(each)) is not None}
    rows = with_parts(Decision.objects.filter(pk__in=keys)) if keys else ()
    return {f"D{row.pk}": view_of(row) for row in rows}


def decisions_between(first: date, last: date) -> tuple[DecisionView, ...]:
    """Return decisions that are to be made, were made, or are to be checked between two days, both included."""
    between = Q()
    for name in ("decide_by", "decided_on", "check_on"):
        between |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
    return tuple(view_of(row) for row in with_parts(Decision.objects.filter(between).order_by("pk")))


def owners() -> tuple[str, ...]:
    """Return everybody who owns a decision, in order of the alphabet."""
    return tuple(Decision.objects.exclude(owner="").order_by("owner").values_list("owner", flat=True).distinct())


def decisions_on(claims: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the decisions that rest on claims, by claim."""
    found: dict[str, list[str]] = {}
    for claim, key in RestsOn.objects.filter(claim__in=claims).order_by("decision_id").values_list("claim", "decision"):
        found.setdefault(claim, []).append(f"D{key}")
    return {claim: tuple(numbers) for claim, numbers in found.items()}


def flags_of(views: Iterable[DecisionView]) -> dict[str, tuple[Flag, ...]]:
    """Return which claims fell under decisions that still stand, by the decision's number.

    Checked decisions and those another one has taken the place of are history: they are not flagged.
    """
    open_ones = [one for one in views if one.state in STANDING and not one.superseded_by]
    return _flags(open_ones, states_of({claim for one in open_ones for claim in one.claims}))


def flagged() -> tuple[tuple[DecisionView, tuple[Flag, ...]], ...]:
    """Return the decisions that rest on claims that fell, the newest first."""
    standing = RestsOn.objects.filter(decision__state__in=STANDING, decision__superseded_by=None)
    rests_on = list(standing.values_list("decision", "claim"))
    states = states_of({claim for _key, claim in rests_on})
    keys = {key for key, claim in rests_on if states.get(claim) in FELL}
    views = [view_of(row) for row in with_parts(Decision.objects.filter(pk__in=keys).order_by("-pk"))]
    flags = _flags(views, states)
    return tuple((one, flags[one.number]) for one in views if one.number in flags)


def _flags(views: Iterable[DecisionView], states: Mapping[str, ClaimState]) -> dict[str, tuple[Flag, ...]]:
    flags = {
        one.number: tuple(Flag(claim, states[claim]) for claim in one.claims if states.get(claim) in FELL)
        for one in views
    }
    return {number: found for number, found in flags.items() if found}


def to_check(today: date) -> tuple[str, ...]:
    """Return the decisions in effect whose day of the check has come, by number."""
    rows = Decision.objects.filter(state=DecisionState.IN_EFFECT, check_on__lte=today).order_by("check_on", "pk")
    return tuple(f"D{key}" for key in rows.values_list("pk", flat=True))


def key_of(number: str) -> int | None:
    """Return the key a number such as ``D3`` stands for; ``None`` where it is no number."""
    found = NUMBER.fullmatch(number.strip())
    return int(found[1]) if found else None


def decision_row(number: str) -> Decision:
    """Return the row of a decision with what belongs to it.

    Raises:
        NotFoundError: There is none of this number.
    """
    key = key_of(number)
    row = with_parts(Decision.objects.filter(pk=key)).first() if key is not None else None
    if row is None:
        raise NotFoundError(_("There is no decision {number}."), _("See the list of decisions."), number=number[:40])
    return row


def with_parts(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return the rows with claims, newest check, loop and successors in a handful of looks."""
    # One check a decision: a list must not read the figures of all that were ever computed.
    last = Check.objects.order_by().values("decision").annotate(last=Max("pk")).values("last")
    newest = Check.objects.filter(pk__in=last)
    return rows.select_related("loop").prefetch_related(
        "rests_on",
        Prefetch("checks", queryset=newest),
        Prefetch("superseded_by", Decision.objects.only("pk", "supersedes")),
    )


def view_of(row: Decision) -> DecisionView:
    """Return a decision as others see it."""
    rests_on = list(row.rests_on.all())
    checks, successors = list(row.checks.all()), list(row.superseded_by.all())
    return DecisionView(
        id=row.pk,
        number=str(row),
        question=row.question,
        background=row.background,
        options=tuple(Option(**one) for one in row.options),
        chosen=row.chosen,
        why=row.why,
        effect=effect_from(row.effect),
        check_on=row.check_on,
        owner=row.owner,
        certainty=row.certainty,
        decide_by=row.decide_by,
        state=DecisionState(row.state),
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        in_effect_on=row.in_effect_on,
        verdict=Verdict(row.verdict) if row.verdict else None,
        verdict_why=row.verdict_why,
        checked_by=row.checked_by,
        checked_on=row.checked_on,
        claims=tuple(one.claim for one in rests_on),
        standings={one.claim: one.standing for one in rests_on if one.standing},
        check=check_view(checks[0]) if checks else None,
        loop=_loop(row),
        moved=tuple(
            Moved(
                before=date.fromisoformat(one["before"]),
                after=date.fromisoformat(one["after"]),
                why=one["why"],
                by=one["by"],
            )
            for one in row.moved
        ),
        supersedes=f"D{row.supersedes_id}" if row.supersedes_id else "",
        superseded_by=str(successors[0]) if successors else "",
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def checks_of(number: str) -> tuple[CheckView, ...]:
    """Return all checks of a decision, the newest first."""
    rows = Check.objects.filter(decision=decision_row(number).pk).order_by("-computed_at", "-pk")
    return tuple(check_view(row) for row in rows)


def check_view(row: Check) -> CheckView:
    """Return a check as others see it."""
    told: Mapping[str, Any] = row.result
    return CheckView(
        proposal=Proposal(row.proposal),
        expected=told["expected"],
        sides=None if told["sides"] is None else _sides(told["sides"]),
        observed=None if told["observed"] is None else estimate_from_plain(told["observed"]),
        before=None if told["before"] is None else (_day(told["before"][0]), date.fromisoformat(told["before"][1])),
        after=None if told["after"] is None else (date.fromisoformat(told["after"][0]), _day(told["after"][1])),
        notes=tuple(text_from_plain(note) for note in told["notes"]),
        data_version=told["data_version"],
        # In the house's own time: its day is compared with the day the effect is due.
        computed_at=timezone.localtime(row.computed_at),
    )


def _sides(plain: Mapping[str, Any]) -> Sides:
    found = {name: None if value is None else estimate_from_plain(value) for name, value in plain.items()}
    return Sides(**found)  # type: ignore[arg-type] # before and after are never kept as none


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _loop(row: Decision) -> LoopView | None:
    if not hasattr(row, "loop"):
        return None
    loop = row.loop
    return LoopView(
        kind=LoopKind(loop.kind),
        why=loop.why,
        claims=tuple(loop.claims),
        successor=f"D{loop.successor_id}",
        by=loop.by,
        at=loop.at,
    )


def _rows(wanted: Wanted) -> QuerySet[Decision]:
    exact = {"state": wanted.state, "verdict": wanted.verdict, "owner": wanted.owner}
    rows = Decision.objects.filter(**{name: value for name, value in exact.items() if value})
    if wanted.claim:
        rows = rows.filter(rests_on__claim=wanted.claim)
    key = key_of(wanted.words) if wanted.words else None
    if key is not None:
        return rows.filter(pk=key)
    return rows.filter(_has_words(wanted.words.split()[:10])) if wanted.words else rows


def _has_words(words: Sequence[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(question__icontains=word)
    return found
