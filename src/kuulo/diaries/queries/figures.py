"""Figures of a diary's scales and choices: everybody counts once, however often they wrote.

The figure of a scale is the mean of the participants' own means, so that who writes much weighs no more than who writes
little, and n is people. Under the floor of the house nothing is shown, nor what would give it away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
import polars as pl
from django.db.models import Max

from kuulo.accounts.queries import organisation
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.diaries.models import Entry
from kuulo.diaries.queries.entries import agreed_in
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.queries.zones import house_zone
from kuulo.diaries.rules import DiaryPlan, Question, QuestionKind
from kuulo.diaries.rules.entries import Value
from kuulo.figures.queries.reading import MEMORY
from kuulo.measures import Definition, figures, share
from kuulo.measures.definitions import definition
from kuulo.studies.queries import participants_of
from kuulo.studies.rules import ParticipantState, ParticipantView

TOOK_PART: Final = frozenset({ParticipantState.JOINED, ParticipantState.LEFT})
A_DAY: Final = timedelta(days=1)
EACH_ONCE: Final = say(_("The mean of the participants’ own means: everybody counts once."))
EVER: Final = say(_("The share of participants who chose it at least once."))
Given = Sequence[tuple[int, datetime, Value]]
"""Participant, moment and value of each answer to one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleFigures:
    """What was said on a scale: over the whole diary, and by the week that began on a Monday."""

    question: Question
    whole: Estimate
    by_week: tuple[tuple[date, Estimate], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFigures:
    """What was chosen: by choice, the share of participants who chose it at least once."""

    question: Question
    shares: tuple[tuple[str, Estimate], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryFigures:
    """All figures of a diary, and the version of the entries they rest on."""

    data_version: str
    wrote: Estimate | None
    scales: tuple[ScaleFigures, ...]
    choices: tuple[ChoiceFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _House:
    """What holds for every figure: the floor, the confidence, the version, and who could have answered."""

    floor: int
    confidence: float
    data_version: str
    people: int


def figures_of(study: str) -> DiaryFigures:
    """Return the figures of a study's diary; computed once for each version of its entries."""
    plan, agreed, company = plan_of(study), agreed_in(study), organisation()
    people = [each for each in participants_of(study) if each.state in TOOK_PART and each.joined_at]
    version = _version(study, agreed)
    house = _House(
        floor=company.anonymity_floor, confidence=company.confidence, data_version=version, people=len(people)
    )
    key = ("diaries.figures", house, msgspec.json.encode(plan), tuple((each.id, each.id in agreed) for each in people))
    found = MEMORY.recall(key)
    if isinstance(found, DiaryFigures):
        return found
    computed = _computed(study, plan, agreed, people, house)
    MEMORY.keep(key, computed)
    return computed


def _computed(
    study: str, plan: DiaryPlan, agreed: frozenset[int], people: Sequence[ParticipantView], house: _House
) -> DiaryFigures:
    rows = Entry.objects.filter(study=study, erased_at=None, participant_id__in=agreed)
    given = _given(rows.order_by("written_at").values_list("participant_id", "written_at", "values"))
    scales = [each for each in plan.questions if each.kind is QuestionKind.SCALE and given.get(each.key)]
    choices = [each for each in plan.questions if each.kind is QuestionKind.CHOICE and given.get(each.key)]
    return DiaryFigures(
        data_version=house.data_version,
        wrote=_wrote(people, agreed, house),
        scales=tuple(_scale(each, given[each.key], house) for each in scales),
        choices=tuple(_choice(each, given[each.key], house) for each in choices),
    )


def _version(study: str, agreed: frozenset[int]) -> str:
    rows = Entry.objects.filter(study=study, erased_at=None, participant_id__in=agreed)
    last = rows.aggregate(Max("pk"))["pk__max"] or 0
    return f"diary:{study}:{rows.count()}:{last}"


def _given(rows: Iterable[tuple[int, datetime, Mapping[str, Value]]]) -> dict[str, list[tuple[int, datetime, Value]]]:
    found: dict[str, list[tuple[int, datetime, Value]]] = defaultdict(list)
    for person, moment, values in rows:
        for key, value in values.items():
            found[key].append((person, moment, value))
    return found


def _scale(question: Question, given: Given, house: _House) -> ScaleFigures:
    meaning = Definition(
        id="mean@1",
        family="mean",
        title=definition("mean@1").title,
        statistic="mean",
        scale_min=question.low,
        scale_max=question.high,
        whole=False,
        source=definition("mean@1").source,
    )
    zone = house_zone()
    table = pl.DataFrame(
        {
            "person": [person for person, _moment, _value in given],
            "week": [_monday(moment.astimezone(zone).date()) for _person, moment, _value in given],
            "score": [float(value) for _person, _moment, value in given if isinstance(value, int)],
        }
    )
    own = table.group_by("person").agg(pl.col("score").mean())
    weekly = table.group_by("week", "person").agg(pl.col("score").mean()).sort("week", "person")
    confidence, floor = house.confidence, house.floor
    whole = figures(own, score="score", definition=meaning, confidence=confidence, floor=floor)[0].estimate
    by_week = figures(weekly, score="score", definition=meaning, by="week", confidence=confidence, floor=floor)
    return ScaleFigures(
        question=question,
        whole=_told(whole, house, EACH_ONCE),
        by_week=tuple((_day(each.by["week"]), _told(each.estimate, house, EACH_ONCE)) for each in by_week),
    )


def _choice(question: Question, given: Given, house: _House) -> ChoiceFigures:
    chosen: dict[int, set[str]] = defaultdict(set)
    for person, _moment, value in given:
        chosen[person] |= {value} if isinstance(value, str) else set(value if isinstance(value, list) else ())
    found = []
    for choice in question.choices:
        table = pl.DataFrame({"chose": [float(choice.key in of) for of in chosen.values()]})
        estimate = share(table, score="chose", confidence=house.confidence, floor=house.floor)[0].estimate
        found.append((choice.key, _told(estimate, house, EVER)))
    return ChoiceFigures(question=question, shares=tuple(found))


def _wrote(people: Sequence[ParticipantView], agreed: frozenset[int], house: _House) -> Estimate | None:
    """Return the share of those who joined that has written anything."""
    if not people:
        return None
    table = pl.DataFrame({"wrote": [float(each.id in agreed) for each in people]})
    estimate = share(table, score="wrote", confidence=house.confidence, floor=house.floor)[0].estimate
    return replace(estimate, data_version=house.data_version)


def _told(estimate: Estimate, house: _House, note: Text) -> Estimate:
    """Return a figure with whose it is and who could have answered; of one that is withheld nothing is added."""
    if estimate.withheld:
        return replace(estimate, data_version=house.data_version)
    return replace(
        estimate,
        data_version=house.data_version,
        invited=house.people,
        answered=estimate.n,
        notes=(*estimate.notes, note),
    )


def _monday(day: date) -> date:
    return day - A_DAY * day.weekday()


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(value)
