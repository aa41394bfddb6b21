"""Rounds as people see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Count, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.models import Invitation, Round
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.outcomes import ANSWERED
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.rules.samples import SampleSpec
from kuulo.invitations.rules.second_phase import QuietSpec


class StratumView(msgspec.Struct, frozen=True, kw_only=True):
    """One stratum of a round: how many are meant, how many of them can be reached, how many were drawn."""

    label: str
    target: int
    reachable: int
    drawn: int


class DrawFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How a frame was narrowed and a sample allocated, as it is kept with the round."""

    target: int = 0
    reachable: int = 0
    unreachable: dict[str, int] = {}
    drawn: int = 0
    strata: tuple[StratumView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """One round.

    Attributes:
        spec: The sample of a first phase.
        quiet: The sample of a second phase; None in the first.
        frame: Everybody in the customer database when the sample was drawn.
        target: Those the filter let through.
        reachable: Those of them who could be asked on the channel.
        unreachable: The others by reason (`rules.outcomes.Reason`).
        drawn: Parties in the sample.
        strata: Of the sample.
        outcomes: Invitations by `rules.outcomes.Outcome`.
        answered: Complete and partial answers.
        promise: Of the questionnaire.
    """

    id: int
    name: str
    slug: str
    instrument: str
    instrument_id: int
    promise: str
    state: RoundState
    channel: Channel
    basis: Basis
    touchpoint: str
    spec: SampleSpec
    quiet: QuietSpec | None
    reminders: ReminderPlan
    words: Mapping[str, Mapping[str, str]]
    valid_days: int
    seed: int
    fingerprint: str
    first_at: datetime | None
    phase: int
    parent_id: int | None
    frame: int
    target: int
    reachable: int
    unreachable: Mapping[str, int]
    drawn: int
    strata: tuple[StratumView, ...]
    outcomes: Mapping[str, int]
    answered: int
    created_at: datetime
    created_by: str
    drawn_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


def round_view(round_id: int) -> RoundView:
    """Return one round.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = _views(Round.objects.filter(pk=round_id))
    if not found:
        raise NotFoundError(_("There is no round {number}."), _("See the list of rounds."), number=round_id)
    return found[0]


def list_rounds(slug: str = "") -> tuple[RoundView, ...]:
    """Return rounds, the newest first: of one questionnaire, or all."""
    rows = Round.objects.filter(instrument__slug=slug) if slug else Round.objects.all()
    return _views(rows)


def _views(rows: QuerySet[Round]) -> tuple[RoundView, ...]:
    found = list(rows.select_related("instrument"))
    counted = Invitation.objects.filter(round__in=[row.pk for row in found]).values_list("round_id", "outcome")
    outcomes: dict[int, dict[str, int]] = {}
    for number, outcome, count in counted.annotate(Count("pk")).order_by():
        outcomes.setdefault(number, {})[outcome] = count
    return tuple(_view(row, outcomes.get(row.pk, {})) for row in found)


def _view(row: Round, outcomes: Mapping[str, int]) -> RoundView:
    facts = msgspec.convert(row.facts, DrawFacts)
    return RoundView(
        id=row.pk,
        name=row.name,
        slug=row.instrument.slug,
        instrument=row.instrument.name,
        instrument_id=row.instrument_id,
        promise=row.instrument.promise,
        state=RoundState(row.state),
        channel=Channel(row.channel),
        basis=Basis(row.basis),
        touchpoint=row.touchpoint,
        spec=msgspec.convert(row.spec, SampleSpec),
        quiet=msgspec.convert(row.spec.get("quiet", {}), QuietSpec) if row.phase > 1 else None,
        reminders=msgspec.convert(row.reminders, ReminderPlan),
        words=row.words,
        valid_days=row.valid_days,
        seed=row.seed,
        fingerprint=row.fingerprint,
        first_at=row.first_at,
        phase=row.phase,
        parent_id=row.parent_id,
        frame=row.frame_size,
        target=facts.target,
        reachable=facts.reachable,
        unreachable=facts.unreachable,
        drawn=facts.drawn,
        strata=facts.strata,
        outcomes=outcomes,
        answered=sum(outcomes.get(outcome, 0) for outcome in ANSWERED),
        created_at=row.created_at,
        created_by=row.created_by,
        drawn_at=row.drawn_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
