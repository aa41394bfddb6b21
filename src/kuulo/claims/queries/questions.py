"""Clarifying questions and what came back to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kuulo.claims.models import Answer, Claim, Question
from kuulo.claims.queries.fragments import fragment_views
from kuulo.claims.queries.reader import Reader
from kuulo.claims.rules import AnswerView, QuestionView, Way


def questions_of(number: str, user: object = None) -> tuple[QuestionView, ...]:
    """Return what customers were asked about a claim, with what came back, the newest first."""
    rows = list(Question.objects.filter(claim_id=int(number.lstrip("Cc"))))
    return _views(rows, Reader(user))


def count_unjudged() -> int:
    """Return how many answers wait to be judged."""
    return Answer.objects.filter(verdict="", fragment__fallen_at=None).count()


def unjudged_of(numbers: Iterable[str]) -> dict[str, int]:
    """Return how many answers to each claim's questions wait to be judged; claims without any are left out."""
    waiting: dict[str, int] = defaultdict(int)
    keys = [int(each.lstrip("Cc")) for each in numbers]
    rows = Answer.objects.filter(verdict="", fragment__fallen_at=None, question__claim__in=keys)
    for key in rows.values_list("question__claim_id", flat=True):
        waiting[f"C{key}"] += 1
    return dict(waiting)


def _views(rows: list[Question], reader: Reader) -> tuple[QuestionView, ...]:
    by_question: dict[int, list[Answer]] = defaultdict(list)
    answers = list(Answer.objects.filter(question__in=rows).select_related("fragment"))
    for each in answers:
        by_question[each.question_id].append(each)
    views = fragment_views([each.fragment for each in answers], reader)
    return tuple(
        QuestionView(
            id=row.pk,
            claim=Claim(pk=row.claim_id).number,
            ref=row.ref,
            text=row.text,
            way=Way(row.way),
            # A confidential study's name is for those who may see it.
            study=row.study if row.study and reader.sight_of(row.study).is_seen else "",
            instrument=row.instrument,
            address=row.address,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            closed=row.closed_at is not None,
            answers=tuple(
                AnswerView(id=each.pk, fragment=views[each.fragment_id], at=each.at, verdict=each.verdict, by=each.by)
                for each in by_question[row.pk]
            ),
        )
        for row in rows
    )
