"""Computing checks: on a person's word, and by the worker when the day has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.models import Check
from kuulo.decisions.queries.checking import CheckResult, check_effect
from kuulo.decisions.queries.decisions import check_view, decision, to_check
from kuulo.decisions.rules import Proposal, Sides, Step, check_step
from kuulo.decisions.rules.kept import estimate_to_plain, text_to_plain
from kuulo.decisions.rules.views import CheckView, DecisionView
from kuulo.decisions.services.steps import locked, log
from kuulo.figures.queries import open_reading
from kuulo.jobs.services import Handler, JobContext, enqueue

CHECK_KIND: Final = "decisions.check_one"
DAILY_KIND: Final = "decisions.check"
DAILY: Final = timedelta(days=1)
BY_ITSELF: Final = "kuulo"


def request_check(*, number: str) -> None:
    """Ask the worker to compute a check.

    Raises:
        GuardError: The decision is not in effect.
    """
    found = decision(number)
    check_step(found.facts(timezone.localdate()), Step.COMPUTE)
    enqueue(
        CHECK_KIND,
        {"number": found.number},
        key=found.number,
        title=say(_("Check decision {number}"), number=found.number),
    )


def compute_check(*, number: str, by: str = BY_ITSELF, now: datetime | None = None) -> CheckView:
    """Compute the check of a decision on the newest data, and keep it.

    What cannot be computed is kept as one that cannot be told, with the reason.

    Raises:
        GuardError: The decision is not in effect.
    """
    moment = now or timezone.now()
    found = decision(number)
    check_step(found.facts(timezone.localdate(moment)), Step.COMPUTE)
    result = _result(found)
    with transaction.atomic():
        row = locked(number)
        # It may have been checked while the figures were computed.
        check_step(decision(number).facts(timezone.localdate(moment)), Step.COMPUTE)
        kept = Check.objects.create(
            decision=row, proposal=result.proposal, result=result_to_plain(result), computed_at=moment
        )
        log(
            row,
            by=by,
            verb="compute",
            text=say(_("The check of {number} computed."), number=str(row)),
            now=moment,
            proposal=str(result.proposal),
            data_version=result.data_version,
        )
    return check_view(kept)


def _result(found: DecisionView) -> CheckResult:
    effect, start = found.effect, found.in_effect_on
    if effect is None or start is None:
        return CheckResult(proposal=Proposal.CANNOT_TELL, expected=0.0)
    try:
        with open_reading() as reading:
            return check_effect(reading, effect, start)
    except KuuloError as error:
        # A figure that cannot be computed is itself a finding: the page says why, and a person decides.
        return CheckResult(proposal=Proposal.CANNOT_TELL, expected=effect.change, notes=(error.found,))


def result_to_plain(result: CheckResult) -> dict[str, Any]:
    """Return a check's figures as plain values."""
    return {
        "expected": result.expected,
        "sides": None if result.sides is None else _sides_to_plain(result.sides),
        "observed": _estimate_to_plain(result.observed),
        "before": _days_to_plain(result.before),
        "after": _days_to_plain(result.after),
        "notes": [text_to_plain(note) for note in result.notes],
        "data_version": result.data_version,
    }


def _sides_to_plain(sides: Sides) -> dict[str, object]:
    return {
        "before": estimate_to_plain(sides.before),
        "after": estimate_to_plain(sides.after),
        "beside_before": _estimate_to_plain(sides.beside_before),
        "beside_after": _estimate_to_plain(sides.beside_after),
    }


def _estimate_to_plain(estimate: Estimate | None) -> dict[str, object] | None:
    return None if estimate is None else estimate_to_plain(estimate)


def _days_to_plain(days: tuple[date | None, date | None] | None) -> list[str | None] | None:
    return None if days is None else [None if day is None else day.isoformat() for day in days]


def check_one(context: JobContext) -> None:
    """Compute the check that somebody asked for."""
    compute_check(number=str(context.payload["number"]))
    context.progress(1, 1, None)


def check_due(context: JobContext) -> None:
    """Compute every check whose day has come and that nobody has confirmed yet, anew where the data are other ones."""
    today = timezone.localdate()
    with open_reading() as reading:
        version = reading.data_version
    numbers = [number for number in to_check(today) if not _is_current(decision(number), today, version)]
    for place, number in enumerate(numbers):
        context.progress(place, len(numbers))
        compute_check(number=number)
    context.progress(len(numbers), max(len(numbers), 1), say(_("{count} checks computed."), count=len(numbers)))


def _is_current(found: DecisionView, today: date, version: str) -> bool:
    """Return whether a check says what it would say again: of the same data, after the effect was due."""
    is_computed = found.check is not None and found.facts(today).proposal is not None
    return is_computed and found.check is not None and found.check.data_version in {"", version}


JOB_HANDLERS: Final[Mapping[str, Handler]] = {CHECK_KIND: check_one, DAILY_KIND: check_due}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (DAILY_KIND, DAILY, say(_("Check the decisions whose day has come"))),
)
