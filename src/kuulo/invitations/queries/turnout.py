"""Turnout: what became of everybody drawn or asked, by AAPOR's codes, and the rates that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.invitations.models import Invitation, NotAsked
from kuulo.invitations.rules.aapor import Class, Rate, Tally, code_of, eligibility, rate, tally
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.outcomes import ANSWERED, Outcome, Reason
from kuulo.measures.intervals import wilson
from kuulo.measures.withholding import FLOOR

CONFIDENCE: Final = 0.95
EDITION: Final = "@10"
UNSENT: Final = frozenset({Outcome.DRAWN, Outcome.PLANNED, Outcome.NOT_ASKED})
PLANNED_ONLY: Final = frozenset({RoundState.DRAFT, RoundState.DRAWN})
NOTHING: Final = say(_("Nobody was asked yet."))
UNDECIDED: Final = say(_("Nothing is known yet of those who were asked."))
TOO_FEW: Final = say(_("Withheld to protect persons: fewer than {floor} were asked here."), floor=FLOOR)
UNEVEN: Final = say(
    _("Counted, not weighted: each person asked counts as one, though their chances of being asked differed.")
)
INTERIM: Final = say(_("Messages are still to go out: the figure will change."))

Cases = Mapping[tuple[Outcome, Reason | None], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """How many came to one end.

    Attributes:
        outcome: Kuulo's word.
        reason: Why they were not asked, where they were not.
        code: AAPOR's number.
        wording: AAPOR's words for it.
        counts_as: The letter it counts under in the formulas.
        number: How many.
    """

    outcome: Outcome
    reason: Reason | None
    code: str
    wording: str
    counts_as: Class
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumTurnout:
    """Turnout of one stratum: drawn, asked, answered, and RR2."""

    label: str
    drawn: int
    asked: int
    answered: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """Who was asked and who answered.

    Attributes:
        drawn: Parties drawn into samples, and invited by triggers.
        asked: Of them, those a message went out to.
        answered: Complete and partial answers.
        dispositions: What became of the drawn, furthest first.
        not_asked: Why parties were left out, by reason: of the samples, of the frames, and by triggers.
        tally: The letters of AAPOR's formulas.
        eligibility: e, the share of unknown cases taken as eligible in RR3 and RR4.
        rates: RR1–RR6, COOP1, REF1, CON1, each with its interval; shares 0–1.
        strata: By stratum, where there are any.
    """

    drawn: int
    asked: int
    answered: int
    dispositions: tuple[Disposition, ...]
    not_asked: Mapping[str, int]
    tally: Tally
    eligibility: float
    rates: Mapping[Rate, Estimate]
    strata: tuple[StratumTurnout, ...]


def turnout(*, slug: str = "", round_id: int | None = None, trigger_id: int | None = None) -> Turnout:
    """Return the turnout of one round, one trigger, or everything first-phase of a questionnaire.

    Second phases are looked at by their own round: their chances are others, so they are never pooled with the first.
    A round that is only planned asked nobody: it counts for itself, and not yet for the questionnaire.
    """
    if round_id is not None:
        mine = Q(round_id=round_id)
    elif trigger_id is not None:
        mine = Q(trigger_id=trigger_id)
    else:
        mine = Q(instrument__slug=slug, phase=1) & ~Q(round__state__in=PLANNED_ONLY)
    return _turnout(Invitation.objects.filter(mine), _left_out(slug, round_id, trigger_id))


def _left_out(slug: str, round_id: int | None, trigger_id: int | None) -> dict[str, int]:
    if round_id is not None:
        rows = NotAsked.objects.filter(round_id=round_id)
    elif trigger_id is not None:
        rows = NotAsked.objects.filter(trigger_id=trigger_id)
    else:
        first = Q(round__instrument__slug=slug, round__phase=1) & ~Q(round__state__in=PLANNED_ONLY)
        rows = NotAsked.objects.filter(first | Q(trigger__instrument__slug=slug))
    return dict(rows.values_list("reason").annotate(Count("pk")).order_by("reason"))


def _turnout(invitations: QuerySet[Invitation], left_out: Mapping[str, int]) -> Turnout:
    by_stratum = _cases_by_stratum(invitations)
    cases: Counter[tuple[Outcome, Reason | None]] = Counter()
    for own in by_stratum.values():
        cases.update(own)
    counted = tally(cases)
    answered = sum(number for (outcome, _reason), number in cases.items() if outcome in ANSWERED)
    asked = sum(number for (outcome, _reason), number in cases.items() if outcome not in UNSENT)
    notes = _notes(invitations, cases)
    return Turnout(
        drawn=cases.total(),
        asked=asked,
        answered=answered,
        dispositions=_dispositions(cases),
        not_asked=left_out,
        tally=counted,
        eligibility=eligibility(counted),
        rates={name: _estimate(counted, name, asked, answered, notes) for name in Rate},
        strata=tuple(_stratum(label, own) for label, own in sorted(by_stratum.items()) if label),
    )


def _cases_by_stratum(invitations: QuerySet[Invitation]) -> dict[str, Counter[tuple[Outcome, Reason | None]]]:
    why = NotAsked.objects.filter(round=OuterRef("round"), party=OuterRef("party")).values("reason")[:1]
    rows: QuerySet[Invitation, Any] = invitations.annotate(why=Subquery(why)).values_list("stratum", "outcome", "why")
    cases: dict[str, Counter[tuple[Outcome, Reason | None]]] = {}
    for stratum, kept, reason, number in rows.annotate(Count("pk")).order_by():
        outcome = Outcome(kept)
        told = Reason(reason) if reason and outcome is Outcome.NOT_ASKED else None
        cases.setdefault(stratum, Counter())[outcome, told] += number
    return cases


def _dispositions(cases: Mapping[tuple[Outcome, Reason | None], int]) -> tuple[Disposition, ...]:
    order = {outcome: place for place, outcome in enumerate(Outcome)}
    rows = []
    for (outcome, reason), number in sorted(cases.items(), key=lambda each: (-order[each[0][0]], each[0][1] or "")):
        code = code_of(outcome, reason)
        rows.append(
            Disposition(
                outcome=outcome,
                reason=reason,
                code=code.number,
                wording=code.wording,
                counts_as=code.counts_as,
                number=number,
            )
        )
    return tuple(rows)


def _notes(invitations: QuerySet[Invitation], cases: Cases) -> tuple[Text, ...]:
    notes = []
    if any(cases.get((outcome, None)) for outcome in (Outcome.DRAWN, Outcome.PLANNED)):
        notes.append(INTERIM)
    if invitations.order_by().values("probability").distinct()[:2].count() > 1:
        notes.append(UNEVEN)
    return tuple(notes)


def _estimate(cases: Tally, name: Rate, asked: int, answered: int, notes: tuple[Text, ...]) -> Estimate:
    """Return one rate with Wilson's interval: what another draw from the same customers would likely give."""
    fraction = rate(cases, name)
    value = fraction.value
    low, high = wilson(value, fraction.below, CONFIDENCE) if value is not None else (None, None)
    return Estimate(
        measure="response_rate",
        value=value,
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        se=None if value is None else float((value * (1 - value) / fraction.below) ** 0.5),
        confidence=CONFIDENCE,
        n=round(fraction.below),
        n_eff=fraction.below,
        deff=1.0,
        invited=asked,
        answered=answered,
        method="wilson",
        definition=f"aapor.{name.value.lower()}{EDITION}",
        notes=notes if value is not None else (UNDECIDED if asked else NOTHING,),
    )


def _stratum(label: str, cases: Counter[tuple[Outcome, Reason | None]]) -> StratumTurnout:
    answered = sum(number for (outcome, _reason), number in cases.items() if outcome in ANSWERED)
    asked = sum(number for (outcome, _reason), number in cases.items() if outcome not in UNSENT)
    shown = _estimate(tally(cases), Rate.RR2, asked, answered, ())
    return StratumTurnout(
        label=label,
        drawn=cases.total(),
        asked=asked,
        answered=answered,
        rate=shown if asked >= FLOOR else shown.kept_back(TOO_FEW),
    )
