"""Ideas kept: made as claims, told by people, moved through their life; each step is in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.rules import ClaimKind, Stance, Weight
from kuulo.claims.services import ClaimWishes, attach, cut_answer, cut_passage, make_claim
from kuulo.ideas.models import NOTE_LENGTH, REASON_LENGTH, Idea, Teller
from kuulo.ideas.queries.ideas import idea
from kuulo.ideas.rules.lifecycle import IdeaFacts, IdeaState, IdeaStep, idea_after

BEHIND_IT: Final = "The customer has this idea, or needs it."
TOLD: Final[Mapping[IdeaStep, str]] = {
    IdeaStep.WEIGH: _("The idea {number} was called weighed."),
    IdeaStep.TAKE_UP: _("The idea {number} was taken up."),
    IdeaStep.PUT_ASIDE: _("The idea {number} was put aside."),
    IdeaStep.TAKE_BACK: _("The idea {number} was taken back."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellerWishes:
    """Who told an idea by word of mouth: a customer or a colleague, what was told, and when."""

    party_id: int | None = None
    staff: str = ""
    note: str = ""
    told_at: datetime | None = None


@transaction.atomic
def keep_idea(*, text: Mapping[str, str], by: str, importance: int = 3, now: datetime | None = None) -> str:
    """Take an idea into the bank and return its number; it is a claim of kind idea.

    Raises:
        InputError: It has no wording, or one that is too long.
    """
    moment = now or timezone.now()
    wishes = ClaimWishes(text=text, kind=ClaimKind.IDEA, importance=importance)
    number = make_claim(wishes=wishes, by=by, now=moment)
    Idea.objects.create(claim=number, created_by=by, created_at=moment)
    return number


@transaction.atomic
def add_answer(*, number: str, signal_id: str, by: str, why: str = "", now: datetime | None = None) -> int:
    """Put a customer's own words of the lake behind an idea, and return the evidence's number.

    Raises:
        NotFoundError: There is no such idea or answer.
        GuardError: The idea is part of another, or the words may not be used.
    """
    _check_own(locked_idea(number, by=by, now=now))
    fragment = cut_answer(signal_id=signal_id, by=by, now=now)
    return _attach(number, fragment, why, by, now)


@transaction.atomic
def add_passage(  # noqa: PLR0913 -- which passage, of which idea, by whom and why
    *, number: str, source: str, start: int, end: int, by: str, why: str = "", now: datetime | None = None
) -> int:
    """Put a passage of a study's material behind an idea, and return the evidence's number.

    Raises:
        NotFoundError: There is no such idea or source.
        GuardError: The idea is part of another, or the words may not be used.
        InputError: The passage lies outside its text.
    """
    _check_own(locked_idea(number, by=by, now=now))
    fragment = cut_passage(source=source, start=start, end=end, by=by, now=now)
    return _attach(number, fragment, why, by, now)


@transaction.atomic
def add_teller(*, number: str, wishes: TellerWishes, by: str, now: datetime | None = None) -> int:
    """Note who told an idea by word of mouth, and return the note's number.

    Raises:
        NotFoundError: There is no such idea.
        GuardError: The idea is part of another.
        InputError: It is said of nobody, of both a customer and a colleague, twice, or at too great length.
    """
    row, moment = locked_idea(number, by=by, now=now), now or timezone.now()
    _check_own(row)
    staff, words = " ".join(wishes.staff.split()), wishes.note.replace("\0", "").strip()
    if (wishes.party_id is None) == (not staff):
        raise InputError(_("It is not said who told it."), _("Name one customer or one colleague."))
    if len(words) > NOTE_LENGTH:
        raise InputError(_("The note is too long."), _("Write at most {longest} characters."), longest=NOTE_LENGTH)
    made = Teller(idea=row, party=wishes.party_id, staff=staff, note=words, told_at=wishes.told_at or moment, by=by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise InputError(_("This person is behind the idea already."), _("See the list of people.")) from error
    is_customer = wishes.party_id is not None
    words_told = (
        _("A customer was noted behind the idea {number}.")
        if is_customer
        else _("A colleague was noted behind the idea {number}.")
    )
    note_idea(row, "tell", say(words_told, number=number), by=by, now=moment)
    return made.pk


@transaction.atomic
def remove_teller(*, teller: int, by: str, now: datetime | None = None) -> None:
    """Take away who was noted behind an idea.

    Raises:
        NotFoundError: There is no such note.
    """
    moment = now or timezone.now()
    row = Teller.objects.select_related("idea").filter(pk=teller, removed_at=None).first()
    if row is None:
        raise NotFoundError(_("There is no such note."), _("Load the page again."))
    row.removed_at, row.removed_by = moment, by
    row.save(update_fields=["removed_at", "removed_by"])
    told = say(_("Somebody was taken away from behind the idea {number}."), number=row.idea.claim)
    note_idea(row.idea, "untell", told, by=by, now=moment)


@transaction.atomic
def move_idea(*, number: str, step: IdeaStep, by: str, reason: str = "", now: datetime | None = None) -> None:
    """Take a step of an idea's life.

    Raises:
        NotFoundError: There is no such idea.
        GuardError: The step does not follow, or its guard refuses; the message names the guard.
    """
    row = locked_idea(number, by=by, now=now)
    view = idea(number)
    words = reason.replace("\0", "").strip()[:REASON_LENGTH]
    facts = IdeaFacts(
        people=view.people,
        sized=view.size is not None and view.size.value is not None,
        merged=bool(view.into),
        reason=words,
    )
    row.state = idea_after(IdeaState(row.state), step, facts)
    row.reason = words
    row.save(update_fields=["state", "reason"])
    note_idea(row, step.value, say(TOLD[step], number=number), by=by, now=now, details={"state": row.state})


def locked_idea(number: str, *, by: str, now: datetime | None) -> Idea:
    """Return an idea's row, which nobody else changes until the transaction ends.

    A claim that was made an idea elsewhere has none yet; it gets one here.

    Raises:
        NotFoundError: There is no idea of this number.
    """
    row = Idea.objects.select_for_update().filter(claim=number).first()
    if row is None:
        found = idea(number)
        row, _made = Idea.objects.get_or_create(
            claim=found.number, defaults={"created_by": by, "created_at": now or timezone.now()}
        )
    return row


def note_idea(
    row: Idea,
    verb: str,
    text: Text,
    *,
    by: str,
    now: datetime | None = None,
    details: Mapping[str, str | int | float | bool | None] | None = None,
) -> None:
    """Note a step of an idea in the log."""
    note(actor=by, verb=verb, subject=Subject("idea", row.claim), text=text, details=details or {}, now=now)


def _check_own(row: Idea) -> None:
    if row.merged_into is not None:
        raise GuardError(
            _("The idea is part of {other} already."),
            _("Add it to that one, or part them first."),
            other=row.merged_into.claim,
        )


def _attach(number: str, fragment: int, why: str, by: str, now: datetime | None) -> int:
    return attach(
        claim=number,
        fragment=fragment,
        stance=Stance.SUPPORT,
        weight=Weight.LIGHT,
        why=why.strip() or BEHIND_IT,
        by=by,
        now=now,
    )
