"""Rounds of blind coding: started, finished coder by coder, compared, settled or cancelled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.passages.models import Coding, Round
from kuulo.passages.queries.rounds import agreement_of, given_in
from kuulo.passages.queries.rows import round_view
from kuulo.passages.rules import Origin, RoundState, RoundStep, RoundView, check_round, moved
from kuulo.passages.services.acting import new_key
from kuulo.qualitative.agreeing import Cut, Meeting
from kuulo.sources.queries import in_force, source_lines
from kuulo.studies.queries import study as study_called

STEP_TEXTS: Final = {
    RoundState.COMPARED: say(_("Round of blind coding compared")),
    RoundState.SETTLED: say(_("Round of blind coding settled")),
    RoundState.CANCELLED: say(_("Round of blind coding cancelled")),
}


@transaction.atomic
def start_round(
    *,
    study: str,
    sources: Collection[str],
    coders: Collection[str],
    by: str,
    cut: Cut = Cut.SENTENCE,
    now: datetime | None = None,
) -> RoundView:
    """Start a round in which several people code the same sources, unseen by each other.

    Raises:
        InputError: There are too few or too many coders or sources.
        NotFoundError: The study has no such source.
        GuardError: A coder is not of the study's team, a source has no words or is not in force, or a coder codes one
            of the sources in another open round.
    """
    check_round(sources, coders)
    _check_team(study, coders)
    _check_sources(study, sources)
    chosen, who = sorted(set(sources)), sorted(set(coders))
    for other in Round.objects.filter(study=study, state=RoundState.CODING):
        if set(other.sources) & set(chosen) and set(other.coders) & set(who):
            raise GuardError(
                _("A coder codes one of the sources in another round, which is still open."),
                _("Finish or cancel that round first."),
            )
    moment = now or timezone.now()
    row = Round.objects.create(study=study, sources=chosen, coders=who, cut=Cut(cut), started_by=by, started_at=moment)
    _note(row, by, "start", say(_("Round of blind coding started")), moment)
    return round_view(row)


@transaction.atomic
def finish_source(*, round_id: int, source: str, by: str, now: datetime | None = None) -> RoundView:
    """Note that a coder has finished a source of a round; where all have finished all, the round is compared.

    Raises:
        NotFoundError: There is no such round, or the source is none of it.
        GuardError: The round is over, or its coders are others.
    """
    row = _locked(round_id)
    if by not in row.coders:
        raise GuardError(_("The round is coded by others."), _("Ask to be one of its coders."))
    if source not in row.sources:
        raise NotFoundError(_("The round has no such source."), _("See the page of the round."))
    if row.state != RoundState.CODING:
        raise GuardError(_("The round is not being coded any more."), _("See the page of the round."))
    row.done[by] = sorted({*row.done.get(by, ()), source})
    row.save(update_fields=["done"])
    moment = now or timezone.now()
    _note(row, by, "finish", say(_("A coder has finished a source of a round of blind coding")), moment)
    if not round_view(row).waiting:
        _move(row, RoundStep.COMPARE, by, moment)
    return round_view(row)


@transaction.atomic
def compare_round(*, round_id: int, by: str, now: datetime | None = None) -> RoundView:
    """Show coders what each of them gave.

    Raises:
        NotFoundError: There is no such round.
        GuardError: It is not being coded, or a coder has not finished.
    """
    row = _locked(round_id)
    _move(row, RoundStep.COMPARE, by, now or timezone.now())
    return round_view(row)


@transaction.atomic
def decide_difference(*, round_id: int, key: str, keep: tuple[int, int] | None, by: str) -> RoundView:
    """Decide on a passage that not every coder gave the code: from where to where it is kept, or None to drop it.

    Raises:
        NotFoundError: There is no such round or difference.
        GuardError: The round is not compared, or is settled already.
        InputError: What is to be kept lies outside of what coders marked.
    """
    row = _locked(round_id)
    if row.state != RoundState.COMPARED:
        raise GuardError(_("Differences are decided in a round that is compared and not settled."))
    found = _difference(agreement_of(round_id).differences, key)
    if keep is not None and not found.start <= keep[0] < keep[1] <= found.end:
        raise InputError(_("What is kept lies outside of what coders marked."), _("Choose one of their passages."))
    row.decisions[key] = None if keep is None else list(keep)
    row.save(update_fields=["decisions"])
    _note(row, by, "decide", say(_("Difference between coders decided")), timezone.now())
    return round_view(row)


@transaction.atomic
def settle_round(*, round_id: int, by: str, now: datetime | None = None) -> RoundView:
    """Write what a round came to as codings: what coders agree on, and of the differences what was kept.

    What coders agree on is the stretch that more than half of them marked. What each of them gave stays beside it.

    Raises:
        NotFoundError: There is no such round.
        GuardError: It is not compared, or a difference is not decided.
    """
    row = _locked(round_id)
    agreement = agreement_of(round_id) if row.state == RoundState.COMPARED else None
    open_ones = [each for each in agreement.differences if each.key not in row.decisions] if agreement else []
    moment = now or timezone.now()
    _move(row, RoundStep.SETTLE, by, moment, undecided=len(open_ones))
    kept = {
        (meeting.source, *span, meeting.code)
        for meeting in (agreement.meetings if agreement else ())
        if (span := _span(row, meeting)) is not None
    }
    Coding.objects.bulk_create(
        Coding(
            key=new_key(),
            study=row.study,
            source=source,
            start=start,
            end=end,
            code=code,
            coder=by,
            at=moment,
            round=row,
            origin=Origin.SETTLED,
        )
        for source, start, end, code in sorted(kept)
    )
    return round_view(row)


@transaction.atomic
def cancel_round(*, round_id: int, by: str, now: datetime | None = None) -> RoundView:
    """Give a round up; what people coded in it stays as their ordinary codings.

    Raises:
        NotFoundError: There is no such round.
        GuardError: It is settled or cancelled already.
    """
    row = _locked(round_id)
    _move(row, RoundStep.CANCEL, by, now or timezone.now())
    for given in given_in(round_id):
        place = given.passage
        twins = Coding.objects.filter(
            source=place.source, start=place.start, end=place.end, code=given.code, coder=given.coder
        )
        own = Coding.objects.filter(pk=given.id)
        if twins.filter(round__isnull=True).exists():
            own.delete()
        else:
            own.update(round=None)
    return round_view(row)


def _check_team(study: str, coders: Collection[str]) -> None:
    team = {member for member, _role in study_called(study).team}
    strangers = sorted(set(coders) - team)
    if strangers:
        raise GuardError(
            _("Coders are members of the study’s team: {names} are not."),
            _("Add them to the team first."),
            names=", ".join(strangers),
        )


def _check_sources(study: str, sources: Collection[str]) -> None:
    lines = source_lines(sources)
    standing = in_force(sources)
    for key in sources:
        line = lines.get(key)
        if line is None or line.study != study:
            raise NotFoundError(_("The study has no such source."), _("Choose some of the study’s sources."))
        if not line.length or standing[key] is not None:
            raise GuardError(
                _("“{name}” has no words to code, or is not in force."), _("Choose another source."), name=line.name
            )


def _span(row: Round, meeting: Meeting) -> tuple[int, int] | None:
    """Return from where to where a meeting's code is kept; None where it is dropped."""
    if meeting.agreed:
        return meeting.core
    kept = row.decisions[meeting.key]
    return None if kept is None else (int(kept[0]), int(kept[1]))


def _difference(differences: Collection[Meeting], key: str) -> Meeting:
    found = next((each for each in differences if each.key == key), None)
    if found is None:
        raise NotFoundError(_("The round has no such difference."), _("Load the page again."))
    return found


def _move(row: Round, step: RoundStep, by: str, now: datetime, *, undecided: int = 0) -> None:
    row.state = moved(RoundState(row.state), step, waiting=len(round_view(row).waiting), undecided=undecided)
    row.ended_at = now if row.state in {RoundState.SETTLED, RoundState.CANCELLED} else None
    row.save(update_fields=["state", "ended_at"])
    _note(row, by, step.value, STEP_TEXTS[RoundState(row.state)], now)


def _locked(round_id: int) -> Round:
    row = Round.objects.select_for_update().filter(pk=round_id).first()
    if row is None:
        raise NotFoundError(_("There is no such round of coding."), _("See the rounds of the study."))
    return row


def _note(row: Round, by: str, verb: str, text: Text, now: datetime) -> None:
    note(
        actor=by,
        verb=verb,
        subject=Subject("round", str(row.pk)),
        text=text,
        details={"study": row.study, "state": str(row.state)},
        now=now,
    )
