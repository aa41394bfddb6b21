"""Writing the plan of a study's diary: questions and prompts are added and retired, never rewritten.

Whoever changed the words of a question that people have answered would change what they said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.diaries.models import Diary
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.rules import DiaryPlan, Prompt, Question, check_plan
from kuulo.studies import queries as studies
from kuulo.studies.rules import StudyState

CHANGED: Final = say(_("The diary was changed."))
QUESTION_ADDED: Final = say(_("A question was added to the diary."))
QUESTION_RETIRED: Final = say(_("A question was taken out of the diary; its answers stay."))
PROMPT_ADDED: Final = say(_("A prompt was added to the diary."))
PROMPT_RETIRED: Final = say(_("A prompt was taken out of the diary."))


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryFrame:
    """What holds for the whole diary: its welcome by language, the hours of messages, its last day."""

    welcome: dict[str, str] = field(default_factory=dict)
    from_hour: int = 9
    to_hour: int = 20
    ends_on: date | None = None


@transaction.atomic
def set_diary(*, study: str, plan: DiaryPlan, by: str, now: datetime | None = None) -> DiaryPlan:
    """Write the whole plan of a study's diary, and return it; prompts that are new hold from now on.

    Raises:
        NotFoundError: There is no such study.
        InputError: The plan cannot be kept.
    """
    moment = now or timezone.now()
    dated = tuple(each if each.since else msgspec.structs.replace(each, since=moment) for each in plan.prompts)
    whole = msgspec.structs.replace(plan, prompts=dated)
    return _write(study, whole, by, moment, CHANGED)


@transaction.atomic
def set_frame(*, study: str, frame: DiaryFrame, by: str, now: datetime | None = None) -> DiaryPlan:
    """Write what holds for the whole diary.

    Raises:
        NotFoundError: There is no such study.
        InputError: The hours cannot be kept.
    """
    told = {"welcome": frame.welcome, "from_hour": frame.from_hour, "to_hour": frame.to_hour, "ends_on": frame.ends_on}
    return _write(study, msgspec.structs.replace(plan_of(study), **told), by, now or timezone.now(), CHANGED)


@transaction.atomic
def add_question(*, study: str, question: Question, by: str, now: datetime | None = None) -> DiaryPlan:
    """Ask something more in every entry; its key is made here where it has none.

    Raises:
        NotFoundError: There is no such study.
        InputError: The question cannot be asked.
    """
    plan = plan_of(study)
    named = msgspec.structs.replace(question, key=question.key or _free("q", (each.key for each in plan.questions)))
    whole = msgspec.structs.replace(plan, questions=(*plan.questions, named))
    return _write(study, whole, by, now or timezone.now(), QUESTION_ADDED)


@transaction.atomic
def retire_question(*, study: str, key: str, by: str, now: datetime | None = None) -> DiaryPlan:
    """Ask a question no more; what was answered stays.

    Raises:
        NotFoundError: There is no such study or question.
    """
    plan = plan_of(study)
    _known(key, (each.key for each in plan.asked))
    left = tuple(msgspec.structs.replace(each, retired=True) if each.key == key else each for each in plan.questions)
    whole = msgspec.structs.replace(plan, questions=left)
    return _write(study, whole, by, now or timezone.now(), QUESTION_RETIRED)


@transaction.atomic
def move_question(*, study: str, key: str, places: int, by: str, now: datetime | None = None) -> DiaryPlan:
    """Move a question so many places down, or up where they are negative, among those that are asked.

    Raises:
        NotFoundError: There is no such study or question.
    """
    plan = plan_of(study)
    asked = list(plan.asked)
    _known(key, (each.key for each in asked))
    place = next(index for index, each in enumerate(asked) if each.key == key)
    moved = asked.pop(place)
    asked.insert(max(0, min(place + places, len(asked))), moved)
    whole = msgspec.structs.replace(plan, questions=(*asked, *(each for each in plan.questions if each.retired)))
    return _write(study, whole, by, now or timezone.now(), CHANGED)


@transaction.atomic
def add_prompt(*, study: str, prompt: Prompt, by: str, now: datetime | None = None) -> DiaryPlan:
    """Prompt participants from now on; its key is made here where it has none.

    Raises:
        NotFoundError: There is no such study.
        InputError: The prompt cannot be kept.
    """
    plan, moment = plan_of(study), now or timezone.now()
    key = prompt.key or _free("p", (each.key for each in plan.prompts))
    named = msgspec.structs.replace(prompt, key=key, since=moment)
    whole = msgspec.structs.replace(plan, prompts=(*plan.prompts, named))
    return _write(study, whole, by, moment, PROMPT_ADDED)


@transaction.atomic
def retire_prompt(*, study: str, key: str, by: str, now: datetime | None = None) -> DiaryPlan:
    """Prompt no more; what waits to be sent of it is dropped when its time comes.

    Raises:
        NotFoundError: There is no such study or prompt.
    """
    plan = plan_of(study)
    _known(key, (each.key for each in plan.sent))
    left = tuple(msgspec.structs.replace(each, retired=True) if each.key == key else each for each in plan.prompts)
    whole = msgspec.structs.replace(plan, prompts=left)
    return _write(study, whole, by, now or timezone.now(), PROMPT_RETIRED)


def _write(study: str, plan: DiaryPlan, by: str, now: datetime, text: Text) -> DiaryPlan:
    found = studies.study(study)
    if found.state in {StudyState.ARCHIVED, StudyState.CANCELLED}:
        raise GuardError(_("The study is closed: its diary changes no more."), _("Make a new study for new questions."))
    check_plan(plan)
    told = {"plan": msgspec.to_builtins(plan), "changed_at": now, "changed_by": by}
    Diary.objects.update_or_create(study=found.slug, defaults=told)
    note(
        actor=by,
        verb="diaries.change",
        subject=Subject("study", found.slug),
        text=text,
        details={"questions": len(plan.asked), "prompts": len(plan.sent)},
        now=now,
    )
    return plan


def _known(key: str, keys: Iterable[str]) -> None:
    if key not in set(keys):
        raise NotFoundError(_("The diary has nothing called “{name}”."), name=key[:40])


def _free(letter: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(name for number in range(1, len(known) + 2) if (name := f"{letter}{number}") not in known)
