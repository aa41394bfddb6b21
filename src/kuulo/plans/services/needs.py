"""What must be known, written down, changed and taken out; what a year costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.queries import claims_numbered
from kuulo.decisions.queries import decisions_numbered
from kuulo.plans.models import Budget, Need
from kuulo.plans.queries.plans import check_year
from kuulo.plans.queries.plans import need as read_need
from kuulo.plans.rules import CostLine, NeedView
from kuulo.studies.queries import may_see, studies_called

LONGEST: Final = 500
MOST_LINES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWishes:
    """What must be known.

    Attributes:
        text: What.
        decision: Number of the decision; empty while none is proposed.
        claims: Numbers of claims that answer it.
        studies: Slugs of studies that are to answer it.
    """

    text: str
    decision: str = ""
    claims: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()


@transaction.atomic
def add_need(*, year: int, wishes: NeedWishes, by: str, now: datetime | None = None) -> NeedView:
    """Write down what must be known for a decision of a year.

    Raises:
        NotFoundError: There is no plan of such a year.
        InputError: Nothing is said, or there is no such decision, claim or study.
    """
    moment = now or timezone.now()
    row = Need(year=check_year(year), made_by=by, made_at=moment, position=Need.objects.filter(year=year).count())
    _fill(row, wishes)
    _note(year, by, "add_need", say(_("Something that must be known in {year} written down."), year=year), moment)
    return read_need(row.pk, by)


@transaction.atomic
def change_need(*, number: int, wishes: NeedWishes, by: str, now: datetime | None = None) -> NeedView:
    """Change what must be known.

    Raises:
        NotFoundError: It is not there any more.
        InputError: As `add_need` says.
    """
    row = Need.objects.select_for_update().get(pk=read_need(number, by).id)
    # Studies that are none of the changer's business stay as they were.
    unseen = tuple(one.slug for one in studies_called(set(row.studies)).values() if not may_see(one, by))
    _fill(row, replace(wishes, studies=(*wishes.studies, *unseen)))
    text = say(_("Something that must be known in {year} changed."), year=row.year)
    _note(row.year, by, "change_need", text, now or timezone.now())
    return read_need(number, by)


@transaction.atomic
def remove_need(*, number: int, by: str, now: datetime | None = None) -> int:
    """Take out what need not be known any more, and return its year.

    Raises:
        NotFoundError: It is not there any more.
    """
    found = read_need(number, by)
    Need.objects.filter(pk=found.id).delete()
    text = say(_("Something that must be known in {year} taken out."), year=found.year)
    _note(found.year, by, "remove_need", text, now or timezone.now())
    return found.year


@transaction.atomic
def set_budget(
    *, year: int, amount: Decimal | None, lines: tuple[CostLine, ...], by: str, now: datetime | None = None
) -> None:
    """Write down what there is for a year, and what costs beside the studies.

    Raises:
        NotFoundError: There is no plan of such a year.
        InputError: An amount is below nothing, or there are too many lines.
    """
    check_year(year)
    if (amount is not None and amount < 0) or any(one.amount < 0 for one in lines) or len(lines) > MOST_LINES:
        raise InputError(
            _("Amounts cannot be below nothing, and there are at most {most} of them."),
            _("Change the amounts."),
            most=MOST_LINES,
        )
    kept = [{"what": one.what.strip()[:200], "amount": str(one.amount)} for one in lines if one.what.strip()]
    Budget.objects.update_or_create(year=year, defaults={"amount": amount, "lines": kept})
    _note(year, by, "set_budget", say(_("The budget of {year} written down."), year=year), now or timezone.now())


def _fill(row: Need, wishes: NeedWishes) -> None:
    text = " ".join(wishes.text.split())
    if not text or len(text) > LONGEST:
        raise InputError(
            _("What must be known is to be said in at most {longest} signs."), _("Write it down."), longest=LONGEST
        )
    decision = wishes.decision.strip().upper()
    claims = list(dict.fromkeys(one.strip().upper() for one in wishes.claims if one.strip()))
    studies = list(dict.fromkeys(one.strip() for one in wishes.studies if one.strip()))
    missing = [
        *([decision] if decision and not decisions_numbered({decision}) else []),
        *sorted(set(claims) - set(claims_numbered(claims))),
        *sorted(set(studies) - set(studies_called(set(studies)))),
    ]
    if missing:
        raise InputError(
            _("Not there: {names}."), _("Choose what there is."), names=", ".join(one[:60] for one in missing)
        )
    row.text, row.decision, row.claims, row.studies = text, decision, claims, studies
    row.save()


def _note(year: int, by: str, verb: str, text: Text, now: datetime) -> None:
    note(actor=by, verb=verb, subject=Subject("plan", str(year)), text=text, now=now)
