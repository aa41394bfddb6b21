"""Claims made, worded anew, placed, moved, doubted, taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import ConflictError, InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.models import Claim
from kuulo.claims.rules import KIND_NAMES, ClaimKind, ClaimState, ClaimStep, edition_of
from kuulo.claims.services.steps import KUULO, guard_change, locked_claim, note_claim, take_step, told

LANGUAGES: Final = ("fi", "sv", "en")
LONGEST: Final = 500
LEAST, MOST = 1, 5
STRONGEST: Final = 5
MOST_PEOPLE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWishes:
    """What a claim is to be like.

    Attributes:
        text: Wording by language; one language at least.
        kind: What it says about customers.
        importance: 1–5: what it would cost to be wrong.
        owner: Who answers for it; empty: whoever makes it.
        may_change: Who else may change it; empty: everybody who may edit claims.
        study: Slug of the study that is to find out; may be empty.
    """

    text: Mapping[str, str]
    kind: ClaimKind = ClaimKind.ASSUMPTION
    importance: int = 3
    owner: str = ""
    may_change: Sequence[str] = ()
    study: str = ""


@transaction.atomic
def make_claim(*, wishes: ClaimWishes, by: str, now: datetime | None = None) -> str:
    """Make a claim, which is assumed as long as nothing speaks for it, and return its number.

    Raises:
        InputError: A wish cannot be kept.
    """
    moment = now or timezone.now()
    row = Claim(state=ClaimState.ASSUMED.value, since=moment, made_by=by, made_at=moment)
    _lay(row, wishes, by)
    row.save()
    words = say(_("{number} was made: {kind}."), number=row.number, kind=say(KIND_NAMES[wishes.kind]))
    details = {"kind": wishes.kind.value, "importance": wishes.importance}
    note_claim(row, "make", words, by=by, now=moment, details=details)
    return row.number


@transaction.atomic
def change_claim(*, number: str, wishes: ClaimWishes, by: str, seen: str = "", now: datetime | None = None) -> None:
    """Word a claim anew, or change its kind, importance, owner and who may change it; where it stands stays.

    Args:
        number: Which claim.
        wishes: What it is to be like.
        by: Who changes it.
        seen: `ClaimView.edition` of what was looked at; empty where nobody looked.
        now: The moment.

    Raises:
        GuardError: The person may not change it, or somebody changed it meanwhile.
        InputError: A wish cannot be kept.
        NotFoundError: There is no such claim.
    """
    row = locked_claim(number)
    guard_change(row, by)
    _guard_unchanged(row, seen)
    worded = dict(row.text)
    _lay(row, wishes, by)
    row.save()
    details = {
        "kind": row.kind,
        "importance": row.importance,
        "owner": row.owner,
        "worded_anew": worded != row.text,
        "may_change": len(row.may_change),
    }
    moment = now or timezone.now()
    note_claim(row, "change", say(_("{number} was changed."), number=row.number), by=by, now=moment, details=details)


def _guard_unchanged(row: Claim, seen: str) -> None:
    """Refuse what was written over another wording.

    Raises:
        ConflictError: Somebody has changed it since.
    """
    rest = (row.kind, row.importance, row.owner, tuple(row.may_change), row.study)
    if seen and seen != edition_of(row.text, *rest):
        raise ConflictError(
            _("Somebody has changed {number} since this page was opened."),
            _("Open the page anew and look at what was changed."),
            number=row.number,
        )


@transaction.atomic
def place_claim(*, number: str, importance: int, placed: int | None, by: str, now: datetime | None = None) -> None:
    """Put a claim at a place of the assumption map.

    Args:
        number: Which claim.
        importance: 1–5.
        placed: How strong the evidence is by the person's judgement, 0–5; None: as it is computed.
        by: Who judges.
        now: The moment.

    Raises:
        GuardError: The person may not change it.
        InputError: The place is not on the map.
    """
    row = locked_claim(number)
    guard_change(row, by)
    _check_importance(importance)
    if placed is not None and not 0 <= placed <= STRONGEST:
        raise InputError(_("The strength {number} is not on the map."), _("Choose 0–5."), number=placed)
    if (row.importance, row.placed) == (importance, placed):
        return
    row.importance, row.placed = importance, placed
    row.save(update_fields=["importance", "placed"])
    words = say(_("{number} was put at another place of the assumption map."), number=row.number)
    details = {"importance": importance, "placed": placed}
    note_claim(row, "place", words, by=by, now=now or timezone.now(), details=details)


@transaction.atomic
def move_claim(*, number: str, step: ClaimStep | str, by: str, reason: str = "", now: datetime | None = None) -> None:
    """Take a step of a claim's life.

    Raises:
        GuardError: The step is refused; the message names the guard.
        NotFoundError: There is no such claim.
    """
    row = locked_claim(number)
    guard_change(row, by)
    take_step(row, ClaimStep(step), by=by, reason=reason, now=now or timezone.now())


@transaction.atomic
def mark_stale(*, number: str, reason: str, by: str = KUULO, now: datetime | None = None) -> None:
    """Turn a claim stale because of something that happened elsewhere; nothing where it is stale or retired already.

    Whoever may change the claim is not asked: what it rested on is gone, whoever owns it.
    """
    row = locked_claim(number)
    if row.state not in {ClaimState.STALE.value, ClaimState.RETIRED.value}:
        take_step(row, ClaimStep.DOUBT, by=by, reason=reason, now=now or timezone.now())


@transaction.atomic
def reopen(*, number: str, by: str, reason: str, now: datetime | None = None) -> None:
    """Put a claim to the test again, whatever it stood at: it turns stale, and is taken up.

    Whoever may change the claim is not asked: a check of a decision has failed, whoever owns the claim.

    Raises:
        GuardError: It is not said why, or the claim is being tested already.
    """
    row = locked_claim(number)
    moment = now or timezone.now()
    if row.state != ClaimState.STALE.value:
        take_step(row, ClaimStep.DOUBT, by=by, reason=reason, now=moment)
    take_step(row, ClaimStep.TAKE_UP, by=by, reason=reason, now=moment)


@transaction.atomic
def take_over(*, number: str, by: str, now: datetime | None = None) -> None:
    """Become the owner of a claim whose owner cannot change it any more."""
    row = locked_claim(number)
    before, row.owner = row.owner, by
    row.save(update_fields=["owner"])
    words = say(_("{number} has a new owner."), number=row.number)
    details = {"before": before, "after": by}
    note_claim(row, "take_over", words, by=by, now=now or timezone.now(), details=details)


def _lay(row: Claim, wishes: ClaimWishes, by: str) -> None:
    text = {language: " ".join(words.split()) for language, words in wishes.text.items() if words.strip()}
    strange = [language for language in text if language not in LANGUAGES]
    if strange:
        raise InputError(_("Kuulo does not speak the language “{language}”."), language=strange[0])
    if not text:
        raise InputError(_("The claim has no wording."), _("Say in one sentence what you take to be so."))
    for words in text.values():
        told(words, of=say(_("The claim")), longest=LONGEST)
    _check_importance(wishes.importance)
    people = list(dict.fromkeys(each.strip() for each in wishes.may_change if each.strip()))
    if len(people) > MOST_PEOPLE:
        raise InputError(_("{count} people are named."), _("Name at most {most}."), count=len(people), most=MOST_PEOPLE)
    row.text, row.searched = text, "\n".join(text.values()).casefold()
    row.kind, row.importance = ClaimKind(wishes.kind).value, wishes.importance
    row.owner = wishes.owner.strip() or row.owner or by
    row.may_change, row.study = people, wishes.study.strip()


def _check_importance(importance: int) -> None:
    if not LEAST <= importance <= MOST:
        raise InputError(_("The importance {number} is not on the scale."), _("Choose 1–5."), number=importance)
