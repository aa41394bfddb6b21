"""Making studies, changing their plans, and freezing a plan when fieldwork begins."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.models import Participant, Study, StudyPlan, StudyText, TeamMember
from kuulo.studies.queries.studies import study
from kuulo.studies.rules import (
    BEFORE,
    LANGUAGES,
    OVER,
    RESERVED,
    ParticipantState,
    StudyState,
    StudyView,
    TeamRole,
    differences,
    ethics_to,
    written,
)
from kuulo.studies.services.telling import note_study
from kuulo.studies.services.wishes import PLAIN, StudyWishes, TextWishes, check_wishes

SLUG_BEGINS: Final = 50
JOINED: Final = (ParticipantState.JOINED, ParticipantState.LEFT, ParticipantState.REMOVED)


@transaction.atomic
def create_study(*, wishes: StudyWishes, by: str, now: datetime | None = None) -> StudyView:
    """Make a study as a draft, led by whoever makes it.

    Raises:
        InputError: It cannot be a study; see `wishes.check_wishes`.
    """
    check_wishes(wishes)
    moment = now or timezone.now()
    row = Study(slug=_free_slug(wishes), created_by=by, created_at=moment, changed_at=moment)
    _put(row, wishes)
    row.save()
    _put_texts(row, wishes, by, moment)
    TeamMember.objects.create(study=row, email=by, role=TeamRole.LEAD, added_by=by, added_at=moment)
    note_study(row, by=by, verb="create", text=say(_("Study {study} was made."), study=row.slug), now=moment)
    return study(row.slug)


@transaction.atomic
def change_plan(*, slug: str, wishes: StudyWishes, by: str, why: str = "", now: datetime | None = None) -> StudyView:
    """Change the plan of a study; once fieldwork has begun, as an amendment that is shown beside the result.

    Args:
        slug: The study.
        wishes: What it shall be.
        by: Who changes it.
        why: Why; needed once fieldwork has begun.
        now: The moment.

    Raises:
        InputError: It cannot be a study.
        GuardError: The study is over; or fieldwork has begun and no reason is given; or the legal basis would change
            although somebody has taken part on it.
    """
    check_wishes(wishes)
    row = locked_study(slug)
    moment = now or timezone.now()
    _guard_change(row, wishes, why)
    before = plan_of(row)
    _put(row, wishes)
    row.changed_at = moment
    row.save()
    _put_texts(row, wishes, by, moment)
    after = plan_of(row)
    changed = [each.part for each in differences(before, after)]
    if StudyState(row.state) not in BEFORE and changed:
        StudyPlan.objects.create(study=row, number=row.plans.count() + 1, told=after, why=why.strip(), by=by, at=moment)
    text = say(_("The plan of study {study} was changed."), study=row.slug)
    note_study(row, by=by, verb="change", text=text, now=moment, details={"parts": ", ".join(changed)})
    return study(row.slug)


@transaction.atomic
def note_result(
    *, slug: str, found: str, answer: str, limits: str = "", by: str, now: datetime | None = None
) -> StudyView:
    """Write down what came out of a study: what was found, what it means for the decision, what fell short of the plan.

    Raises:
        InputError: Nothing was found, or it says nothing of the decision.
        GuardError: Fieldwork has not begun, or the study is archived or called off.
    """
    row = locked_study(slug)
    if StudyState(row.state) in BEFORE | {StudyState.ARCHIVED, StudyState.CANCELLED}:
        raise GuardError(
            _("Result: fieldwork has not begun, or the study is put away."),
            _("Start the study first, or make another."),
        )
    if not found.strip() or not answer.strip():
        raise InputError(_("A result says what was found and what it means for the decision."), _("Fill in both."))
    moment = now or timezone.now()
    row.result_found, row.result_answer, row.result_limits = found.strip(), answer.strip(), limits.strip()
    row.result_by, row.result_at, row.changed_at = by, moment, moment
    row.save()
    note_study(
        row, by=by, verb="result", text=say(_("The result of study {study} was written."), study=slug), now=moment
    )
    return study(slug)


def locked_study(slug: str) -> Study:
    """Return a study nobody else changes until the transaction ends.

    Raises:
        NotFoundError: There is none at this address.
    """
    row = Study.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no study “{slug}”."), _("See the list of studies."), slug=slug)
    return row


def plan_of(row: Study) -> dict[str, object]:
    """Return the plan as values JSON knows, as it is frozen."""
    plain = {name: _plain(getattr(row, name)) for name in PLAIN if name not in {"title", "confidential"}}
    return {
        **plain,
        "legal_basis": row.legal_basis,
        "notice_version": row.text_version,
        "ethics": {name: _told(each) for name, each in row.ethics.items()},
        "team": [f"{member.email} ({member.role})" for member in row.team.all()],
    }


def freeze(row: Study, *, by: str, now: datetime) -> None:
    """Freeze the plan as it is when fieldwork begins; a plan that is frozen stays as it was."""
    if not row.plans.exists():
        StudyPlan.objects.create(study=row, number=1, told=plan_of(row), by=by, at=now)


def _guard_change(row: Study, wishes: StudyWishes, why: str) -> None:
    state = StudyState(row.state)
    if state in OVER:
        raise GuardError(
            _("Plan: the study is over, and its plan stays as it was."), _("Make a new study for a new question.")
        )
    if state not in BEFORE and not why.strip():
        raise GuardError(
            _("Amendment: fieldwork has begun, so a change of the plan needs a reason."),
            _("Write why; it is shown beside the result."),
        )
    if row.legal_basis and row.legal_basis != (wishes.legal_basis or "") and _has_taken_part(row):
        raise GuardError(
            _("Legal basis: somebody has taken part on it, so it stays."),
            _("Make another study for another basis."),
        )


def _has_taken_part(row: Study) -> bool:
    return Participant.objects.filter(study=row, joined_at__isnull=False).exists()


def _put(row: Study, wishes: StudyWishes) -> None:
    for name in PLAIN:
        value = getattr(wishes, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.languages = [language for language in LANGUAGES if language in wishes.languages]
    row.legal_basis = wishes.legal_basis or ""
    row.ethics = ethics_to(wishes.ethics)


def _put_texts(row: Study, wishes: StudyWishes, by: str, now: datetime) -> None:
    """Keep new words as a new version; words that are there already stay as they are."""
    told = {language: _stripped(wishes.texts.get(language, TextWishes())) for language in row.languages}
    kept = StudyText.objects.filter(study=row, version=row.text_version)
    known = {each.language: _kept(each) for each in kept}
    if told == known or (not known and not any(any(words) for words in told.values())):
        return
    row.text_version += 1
    row.save(update_fields=["text_version"])
    StudyText.objects.bulk_create(
        StudyText(
            study=row,
            version=row.text_version,
            language=language,
            title=words[0],
            about=words[1],
            notice=words[2],
            consent=words[3],
            made_by=by,
            made_at=now,
        )
        for language, words in told.items()
    )


def _stripped(texts: TextWishes) -> tuple[str, str, str, str]:
    told = (texts.title, texts.about, texts.notice, texts.consent)
    first, second, third, fourth = (text.replace("\r\n", "\n").strip() for text in told)
    return first, second, third, fourth


def _kept(row: StudyText) -> tuple[str, str, str, str]:
    return row.title, row.about, row.notice, row.consent


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return list(value) if isinstance(value, tuple) else value


def _told(answer: Mapping[str, object]) -> str:
    return written([part for part in (answer.get("applies"), answer.get("answer")) if part not in (None, "")])


def _free_slug(wishes: StudyWishes) -> str:
    """Return an address for a study; one of a confidential study says nothing of it."""
    if wishes.confidential:
        return f"study-{secrets.token_hex(4)}"
    begin = re.sub(r"-+$", "", slugify(wishes.title)[:SLUG_BEGINS]) or "study"
    taken = {*RESERVED, *Study.objects.filter(slug__startswith=begin).values_list("slug", flat=True)}
    if begin not in taken:
        return begin
    return next(name for number in count(2) if (name := f"{begin}-{number}") not in taken)
