"""The quiet ones: a second phase among those who did not answer a round and those never heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import party_ids_of, whole_of
from kuulo.customers.rules import Basis, Channel, FrameRow
from kuulo.instruments.queries import instrument
from kuulo.invitations.models import Round
from kuulo.invitations.queries.encounters import heard_parties
from kuulo.invitations.queries.rounds import RoundView, round_view
from kuulo.invitations.rules.askings import AskingPlan, check_asking
from kuulo.invitations.rules.chance import fingerprint
from kuulo.invitations.rules.lifecycle import BEGUN, RoundState
from kuulo.invitations.rules.narrowing import Narrowed, key_of, why_not
from kuulo.invitations.rules.outcomes import WAITING, Outcome
from kuulo.invitations.rules.samples import SampleSpec
from kuulo.invitations.rules.second_phase import QuietSpec, draw_quiet
from kuulo.invitations.services.rounds import facts_of, keep_sample, narrow_now, new_seed

SILENT = WAITING | {Outcome.UNKNOWN}
"""Asked, and not a word of an answer. Refusals are heard: they are not asked again; bounces were never reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPlan(AskingPlan):
    """A second phase to be: a short questionnaire on another channel than the parent's.

    Attributes:
        parent_id: The round whose quiet ones are asked.
        quiet: How many of each kind.
        seed: None: a new one.
    """

    parent_id: int
    quiet: QuietSpec
    seed: int | None = None


def draw_second_phase(*, plan: QuietPlan, by: str = "", now: datetime | None = None) -> RoundView:
    """Draw a random sample of a round's quiet ones as a round of its own, phase 2, drawn and ready to start.

    Chances are those of both phases together, so that the weights of first and second phase can be used together: the
    answers of the silent then stand for all who were silent (Hansen & Hurwitz 1946).

    Raises:
        GuardError: The parent was not started, is itself a second phase, or used the same channel.
        InputError: The plan cannot be kept, or nobody is to be asked.
        NotFoundError: There is no such round or questionnaire.
    """
    moment = now or timezone.now()
    check_asking(plan)
    parent = Round.objects.filter(pk=plan.parent_id).first()
    _guard(parent, plan)
    if parent is None:
        raise NotFoundError(_("There is no round {number}."), _("See the list of rounds."), number=plan.parent_id)
    spec = msgspec.convert(parent.spec, SampleSpec)
    meant = narrow_now(spec, channel=plan.channel, basis=plan.basis, now=moment)
    narrowed, silent, unheard = _quiet_ones(parent, meant, plan)
    seed = new_seed() if plan.seed is None else plan.seed
    drawn = draw_quiet(silent, unheard, plan.quiet, seed)
    if not drawn.members:
        raise InputError(
            _("Nobody quiet can be asked on this channel."),
            _("Choose another channel, or ask more of them: {silent} did not answer, {unheard} were never heard."),
            silent=len(silent),
            unheard=len(unheard),
        )
    sizes = {each.label: each.size for each in drawn.strata}
    with transaction.atomic():
        row = _row(plan, parent, seed, by, moment)
        row.fingerprint = fingerprint([*silent, *unheard])
        row.save()
        keep_sample(row, narrowed, drawn.members, at=moment)
        row.facts = facts_of(narrowed, drawn.strata, sizes)
        row.save()
    return round_view(row.pk)


def _guard(parent: Round | None, plan: QuietPlan) -> None:
    if parent is None:
        return
    if parent.state not in BEGUN | {RoundState.FINISHED}:
        raise GuardError(
            _("The round has not been started: nobody can have kept silent."), _("Start it, and wait for answers.")
        )
    if parent.phase > 1:
        raise GuardError(_("These are the quiet ones already."), _("Draw from the first round again."))
    if parent.channel == plan.channel:
        raise GuardError(
            _("The quiet ones are asked on another channel than before."), _("Choose another channel for the round.")
        )


def _quiet_ones(
    parent: Round, meant: Narrowed, plan: QuietPlan
) -> tuple[Narrowed, dict[str, float | None], tuple[str, ...]]:
    """Return the frame of the second phase, the silent with their first chance, and those never heard."""
    drawn = parent.invitations.exclude(party=None).values_list("party_id", "outcome", "probability")
    # The frame is of wholes: who was drawn as a row that was joined to another since is found there by its whole.
    whole = whole_of([number for number, _outcome, _first in drawn if number is not None])
    chances = {whole[number]: first for number, outcome, first in drawn if outcome in SILENT and number is not None}
    in_parent = set(whole.values())
    heard = set(party_ids_of(heard_parties()).values())

    def is_quiet(row: FrameRow) -> bool:
        return row.party_id in chances or (row.party_id not in in_parent and row.party_id not in heard)

    target = tuple(row for row in meant.target if is_quiet(row))
    reasons = [(row, why_not(row.contact(plan.channel), plan.basis)) for row in target]
    reachable = tuple(row for row, reason in reasons if reason is None)
    narrowed = Narrowed(
        frame=meant.frame,
        target=target,
        reachable=reachable,
        unreachable=tuple((row, reason) for row, reason in reasons if reason is not None),
        target_strata={},
    )
    silent = {key_of(row): chances[row.party_id] for row in reachable if row.party_id in chances}
    unheard = tuple(key_of(row) for row in reachable if row.party_id not in chances)
    return narrowed, silent, unheard


def _row(plan: QuietPlan, parent: Round, seed: int, by: str, now: datetime) -> Round:
    found = instrument(plan.slug)
    return Round(
        name=plan.name,
        instrument_id=found.id,
        channel=Channel(plan.channel),
        basis=Basis(plan.basis),
        touchpoint=plan.touchpoint or found.touchpoint,
        valid_days=plan.valid_days,
        spec=msgspec.to_builtins(msgspec.convert(parent.spec, SampleSpec)) | {"quiet": msgspec.to_builtins(plan.quiet)},
        reminders=msgspec.to_builtins(plan.reminders),
        words={language: dict(words) for language, words in plan.words.items()},
        state=RoundState.DRAWN,
        seed=seed,
        phase=2,
        parent=parent,
        drawn_at=now,
        created_at=now,
        created_by=by,
    )
