"""Rounds: planned, drawn, started, paused, ended."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import frame
from kuulo.customers.rules import Basis, Channel, Purpose
from kuulo.instruments.queries import instrument, live_version_by_id
from kuulo.invitations.models import NotAsked, Round
from kuulo.invitations.queries.rounds import DrawFacts, RoundView, StratumView, round_view
from kuulo.invitations.rules.askings import RoundPlan, check_round
from kuulo.invitations.rules.chance import LARGEST_SEED
from kuulo.invitations.rules.lifecycle import RoundFacts, RoundState, RoundStep, after
from kuulo.invitations.rules.narrowing import Narrowed, key_of, narrow
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.rules.samples import Member, SampleSpec, Stratum, Unit, attributes_of, draw
from kuulo.invitations.services.outcomes import drop_messages
from kuulo.invitations.services.sample_rows import forget_sample, write_left_out, write_members

BATCH: Final = 2_000
FIELDS: Final = ("name", "channel", "basis", "touchpoint", "valid_days")


@transaction.atomic
def create_round(*, plan: RoundPlan, by: str = "", now: datetime | None = None) -> RoundView:
    """Create a round as a draft.

    Raises:
        InputError: The plan cannot be kept.
        NotFoundError: There is no such questionnaire.
    """
    check_round(plan)
    row = Round(created_at=now or timezone.now(), created_by=by, seed=0)
    _lay_plan(row, plan)
    row.seed = new_seed() if plan.seed is None else plan.seed
    row.save()
    return round_view(row.pk)


@transaction.atomic
def change_round(*, round_id: int, plan: RoundPlan) -> RoundView:
    """Change the plan of a round that was not started; a sample that was drawn is forgotten.

    Raises:
        GuardError: It was started.
        InputError: The plan cannot be kept.
    """
    check_round(plan)
    row = locked_round(round_id)
    guard_first_phase(row)
    row.state = after(RoundState(row.state), RoundStep.REDRAFT)
    _lay_plan(row, plan)
    row.seed = row.seed if plan.seed is None else plan.seed
    forget_sample(row)
    row.facts, row.fingerprint, row.frame_size = {}, "", 0
    row.save()
    return round_view(row.pk)


def draw_round(*, round_id: int, seed: int | None = None, now: datetime | None = None) -> RoundView:
    """Draw the sample from the customer database as it is now; drawing again replaces it.

    The same seed draws the same sample as long as the frame is the same; its fingerprint is kept. Those whom the filter
    lets through and who cannot be reached are noted with the reason, so that who could have been asked stays known.

    Args:
        round_id: Which round.
        seed: Another seed than the round's; kept.
        now: The moment whose consents count.

    Raises:
        GuardError: The round was started.
        InputError: The sample cannot be drawn.
    """
    moment = now or timezone.now()
    planned = Round.objects.filter(pk=round_id).first()
    if planned is None:
        raise no_such_round(round_id)
    guard_first_phase(planned)
    after(RoundState(planned.state), RoundStep.DRAW)
    spec = msgspec.convert(planned.spec, SampleSpec)
    # Before the transaction: on SQLite it keeps everybody else from writing.
    narrowed = narrow_now(spec, channel=Channel(planned.channel), basis=Basis(planned.basis), now=moment)
    names = attributes_of(spec)
    units = [Unit(key_of(row), {name: row.value_of(name) for name in names}) for row in narrowed.reachable]
    drawn_seed = planned.seed if seed is None else seed
    sample = draw(units, spec, drawn_seed)
    with transaction.atomic():
        row = locked_round(round_id)
        row.state = after(RoundState(row.state), RoundStep.DRAW)
        row.seed, row.drawn_at = drawn_seed, moment
        keep_sample(row, narrowed, sample.members, at=moment, passed_over=sample.passed_over)
        row.fingerprint, row.facts = sample.fingerprint, facts_of(narrowed, sample.strata, narrowed.target_strata)
        row.save()
    return round_view(round_id)


def narrow_now(spec: SampleSpec, *, channel: Channel, basis: Basis, now: datetime) -> Narrowed:
    """Return who of the customer database is meant and who can be asked, as it is now."""
    today = timezone.localtime(now).date()
    return narrow(frame(purpose=Purpose.SURVEYS, now=now), spec, channel=channel, basis=basis, today=today)


def keep_sample(
    row: Round, narrowed: Narrowed, members: Sequence[Member], *, at: datetime, passed_over: Sequence[str] = ()
) -> None:
    """Write a sample in place of the former one: its members, and those who were meant and cannot be asked."""
    forget_sample(row)
    by_key = {key_of(each): each for each in narrowed.target}
    row.frame_size = narrowed.frame
    write_members(row, by_key, members)
    passed = [(by_key[key], Reason.QUOTA_FULL) for key in passed_over]
    write_left_out(row, [*narrowed.unreachable, *passed], at=at)


@transaction.atomic
def start_round(*, round_id: int, now: datetime | None = None) -> RoundView:
    """Start a drawn round: from now on `send_due` admits its sample and sends what is due.

    Raises:
        GuardError: It was not drawn, nobody is in its sample, or the questionnaire takes no answers.
    """
    row = locked_round(round_id)
    parent = row.parent
    facts = RoundFacts(
        live=live_version_by_id(row.instrument_id) is not None,
        drawn=row.invitations.count(),
        other_channel=parent is None or parent.channel != row.channel,
    )
    row.state = after(RoundState(row.state), RoundStep.START, facts)
    row.started_at = now or timezone.now()
    row.save(update_fields=["state", "started_at"])
    return round_view(round_id)


@transaction.atomic
def pause_round(*, round_id: int) -> RoundView:
    """Hold back the messages of a running round; answers are still taken.

    Raises:
        GuardError: It is not running.
    """
    return _step(round_id, RoundStep.PAUSE)


@transaction.atomic
def resume_round(*, round_id: int) -> RoundView:
    """Let a paused round go on; what became due meanwhile goes out next.

    Raises:
        GuardError: It is not paused.
    """
    return _step(round_id, RoundStep.RESUME)


@transaction.atomic
def finish_round(*, round_id: int, now: datetime | None = None) -> RoundView:
    """End a round: nothing more is sent; links take answers until they expire.

    Raises:
        GuardError: It was never started, or ended before.
    """
    return _end(round_id, RoundStep.FINISH, now or timezone.now())


@transaction.atomic
def cancel_round(*, round_id: int, now: datetime | None = None) -> RoundView:
    """Call a round off; what was not sent yet is never sent, and its share of the budget is free again.

    Raises:
        GuardError: It ended before.
    """
    return _end(round_id, RoundStep.CANCEL, now or timezone.now())


def guard_first_phase(row: Round) -> None:
    """Refuse to draw the quiet ones in a way that is not theirs.

    Raises:
        GuardError: The round is a second phase.
    """
    if row.phase > 1:
        raise GuardError(
            _("The quiet ones are drawn from another round."), _("Cancel this one and draw from the first round again.")
        )


def locked_round(round_id: int) -> Round:
    """Return a round that nobody else can step with until the transaction ends.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Round.objects.select_for_update().filter(pk=round_id).first()
    if row is None:
        raise no_such_round(round_id)
    return row


def no_such_round(round_id: int) -> NotFoundError:
    """Return what to say of a round that is not there."""
    return NotFoundError(_("There is no round {number}."), _("See the list of rounds."), number=round_id)


def new_seed() -> int:
    """Return a new seed, short enough to be read out."""
    return secrets.randbelow(min(LARGEST_SEED, 10**9)) + 1


def settle_unsent(row: Round, at: datetime) -> None:
    """Note those of a round who were drawn or planned and will not be asked any more."""
    unsent = row.invitations.filter(outcome__in=[Outcome.DRAWN, Outcome.PLANNED])
    fields = ("pk", "party_id", "identifier", "stratum")
    found = list(unsent.values_list(*fields))
    NotAsked.objects.bulk_create(
        [
            NotAsked(round=row, party_id=party, identifier=identifier, stratum=stratum, reason=Reason.CANCELLED, at=at)
            for _number, party, identifier, stratum in found
        ],
        batch_size=BATCH,
    )
    unsent.update(outcome=Outcome.NOT_ASKED, outcome_at=at)


def _step(round_id: int, step: RoundStep) -> RoundView:
    row = locked_round(round_id)
    row.state = after(RoundState(row.state), step)
    row.save(update_fields=["state"])
    return round_view(round_id)


def _end(round_id: int, step: RoundStep, at: datetime) -> RoundView:
    row = locked_round(round_id)
    row.state = after(RoundState(row.state), step)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    drop_messages(row.invitations.all())
    settle_unsent(row, at)
    return round_view(round_id)


def _lay_plan(row: Round, plan: RoundPlan) -> None:
    found = instrument(plan.slug)
    row.instrument_id = found.id
    for name in FIELDS:
        setattr(row, name, getattr(plan, name))
    row.touchpoint = plan.touchpoint or found.touchpoint
    row.spec = msgspec.to_builtins(plan.spec)
    row.reminders = msgspec.to_builtins(plan.reminders)
    row.words = {language: dict(words) for language, words in plan.words.items()}
    row.first_at = plan.first_at


def facts_of(narrowed: Narrowed, drawn: Sequence[Stratum], target: Mapping[str, int]) -> dict[str, object]:
    """Return how a frame was narrowed and a sample allocated, as it is kept with the round.

    Args:
        narrowed: The frame.
        drawn: Strata among those who could be reached.
        target: Size of each stratum among all who were meant.
    """
    strata = [
        StratumView(label=each.label, target=target.get(each.label, each.size), reachable=each.size, drawn=each.drawn)
        for each in drawn
    ]
    facts = DrawFacts(
        target=len(narrowed.target),
        reachable=len(narrowed.reachable),
        unreachable=dict(Counter(reason.value for _row, reason in narrowed.unreachable)),
        drawn=sum(each.drawn for each in drawn),
        strata=tuple(strata),
    )
    kept: dict[str, object] = msgspec.to_builtins(facts)
    return kept
