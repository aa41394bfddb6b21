"""The plan: frozen when fieldwork begins, amended with a reason, its texts in versions; a walk through the services."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kuulo.audit.queries import steps_of
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.studies.models import Study
from kuulo.studies.queries import study
from kuulo.studies.queries.standing import text_versions
from kuulo.studies.rules import (
    STEPS,
    Answer,
    LegalBasis,
    Method,
    Payment,
    StudyState,
    StudyStep,
    Trigger,
    differences,
    refusal,
    steps_from,
)
from kuulo.studies.services import (
    TextWishes,
    change_plan,
    create_study,
    move_study,
    note_result,
    settle_payment,
    wishes_of,
)
from kuulo.studies.services.steps import facts_of
from kuulo.studies.services.telling import subject_of
from kuulo.studies.tests.planning import BY, ETHICS, NOW, TEXTS, WISHES, drafted, joined, running

pytestmark = pytest.mark.django_db


def test_the_plan_is_frozen_when_fieldwork_begins() -> None:
    found = running()
    assert found.plan is not None
    assert found.plan.told["planned"] == 12
    assert found.plan.told["question"] == WISHES.question
    amended = change_plan(slug=found.slug, wishes=replace(WISHES, planned=8), by=BY, why="Few answered", now=NOW)
    assert amended.plan == found.plan
    [amendment] = amended.amendments
    assert (amendment.why, amendment.told["planned"]) == ("Few answered", 8)
    [changed] = differences(found.plan.told, amendment.told)
    assert (changed.part, changed.before, changed.after) == ("planned", "12", "8")


def test_before_fieldwork_a_plan_changes_freely_and_leaves_no_amendment() -> None:
    found = drafted()
    changed = change_plan(slug=found.slug, wishes=replace(WISHES, planned=8), by=BY, now=NOW)
    assert (changed.planned, changed.plan, changed.amendments) == (8, None, ())


def test_an_amendment_without_a_reason_is_refused() -> None:
    found = running()
    with pytest.raises(GuardError, match="Amendment"):
        change_plan(slug=found.slug, wishes=replace(WISHES, planned=8), by=BY, why="  ", now=NOW)
    assert study(found.slug).planned == 12


def test_the_plan_of_a_study_that_is_over_stays() -> None:
    found = drafted()
    move_study(found.slug, StudyStep.CANCEL, BY, now=NOW)
    with pytest.raises(GuardError, match="the study is over"):
        change_plan(slug=found.slug, wishes=WISHES, by=BY, why="Late", now=NOW)


def test_the_legal_basis_stays_once_somebody_took_part_on_it() -> None:
    found = running()
    joined(found.slug)
    wishes = replace(WISHES, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
    with pytest.raises(GuardError, match="Legal basis"):
        change_plan(slug=found.slug, wishes=wishes, by=BY, why="Easier", now=NOW)


def test_changed_words_make_a_new_version_and_the_old_one_stays() -> None:
    found = running()
    joined(found.slug)
    texts = TEXTS | {"en": TextWishes(title="How is ordering?", about="We talk.", notice="New.", consent="I agree.")}
    changed = change_plan(slug=found.slug, wishes=replace(WISHES, texts=texts), by=BY, why="Clearer", now=NOW)
    assert (changed.version, changed.notice["en"]) == (2, "New.")
    kept = {(each.version, each.language): (each.notice, each.agreed) for each in text_versions(found.slug)}
    assert kept[1, "en"] == ("We handle what you say.", 1)
    assert kept[2, "fi"][1] == 0
    again = change_plan(slug=found.slug, wishes=wishes_of(changed), by=BY, why="Nothing", now=NOW)
    assert again.version == 2


@pytest.mark.parametrize(
    ("changes", "guard"),
    [
        ({"legal_basis": None}, "Legal basis"),
        ({"legal_basis": LegalBasis.NO_PERSONS}, "Legal basis"),
        ({"texts": {}}, "Notice"),
        ({"texts": {"fi": TEXTS["fi"]}}, "Notice"),
        ({"ethics": {}}, "Ethics"),
        ({"ethics": ETHICS | {Trigger.CHILDREN: Answer(applies=True)}}, "Ethics: not answered yet: children"),
        ({"ethics": ETHICS | {Trigger.HEALTH: Answer(applies=True, answer="Asked")}}, "Legal basis"),
    ],
)
def test_a_study_does_not_start_without_what_participants_are_owed(changes: dict[str, object], guard: str) -> None:
    found = drafted(**changes)
    move_study(found.slug, StudyStep.READY, BY, now=NOW)
    with pytest.raises(GuardError, match=guard):
        move_study(found.slug, StudyStep.START, BY, now=NOW)
    assert study(found.slug).state is StudyState.READY


@pytest.mark.parametrize(
    ("changes", "guard"), [({"question": " "}, "Decision question"), ({"changes": ""}, "What would")]
)
def test_a_study_is_not_ready_without_a_decision(changes: dict[str, object], guard: str) -> None:
    found = drafted(**changes)
    with pytest.raises(GuardError, match=guard):
        move_study(found.slug, StudyStep.READY, BY, now=NOW)


def test_desk_research_needs_no_persons() -> None:
    found = running(method=Method.DESK, legal_basis=LegalBasis.NO_PERSONS, title="What others found")
    assert found.state is StudyState.RUNNING


def test_a_study_is_not_put_away_while_somebody_is_owed() -> None:
    found = running()
    person = joined(found.slug)
    note_result(slug=found.slug, found="Found", answer="Answer", by=BY, now=NOW)
    for step in (StudyStep.ANALYSE, StudyStep.REPORT):
        move_study(found.slug, step, BY, now=NOW)
    with pytest.raises(GuardError, match="Payments: 1 participants"):
        move_study(found.slug, StudyStep.ARCHIVE, BY, now=NOW)
    settle_payment(person.id, payment=Payment.PAID, by=BY, now=NOW)
    assert move_study(found.slug, StudyStep.ARCHIVE, BY, now=NOW).state is StudyState.ARCHIVED


def test_a_result_needs_fieldwork_and_an_answer_to_the_decision() -> None:
    with pytest.raises(GuardError, match="Result"):
        note_result(slug=drafted().slug, found="Found", answer="Answer", by=BY)
    with pytest.raises(InputError, match="means for the decision"):
        note_result(slug=running().slug, found="Found", answer=" ", by=BY)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_through_the_services_takes_legal_steps_only(seed: int) -> None:
    found = drafted(title=f"Walk {seed}")
    chance, taken = Random(seed), 0  # noqa: S311 -- a walk that can be walked again, no secret
    for _turn in range(25):
        step, row = chance.choice(list(StudyStep)), Study.objects.get(slug=found.slug)
        before = StudyState(row.state)
        if before is StudyState.ANALYSING and chance.random() < 0.5:
            note_result(slug=found.slug, found="Found", answer="Answer", by=BY, now=NOW)
            row.refresh_from_db()
        refused = refusal(step, facts_of(row))
        if step in steps_from(before) and refused is None:
            assert move_study(found.slug, step, BY, now=NOW).state is STEPS[step][1]
            taken += 1
        else:
            guard = refused[0].partition(":")[0] if step in steps_from(before) and refused else "A study that is"
            with pytest.raises(GuardError, match=guard):
                move_study(found.slug, step, BY, now=NOW)
            assert study(found.slug).state is before
    moves = [each for each in steps_of(subject_of(found.slug)) if "to" in each.details]
    assert len(moves) == taken, "each step stands in the log once, and nothing that was refused does"


def test_addresses_are_free_short_and_say_nothing_of_a_confidential_study() -> None:
    first, second = drafted(title="Äänet & kuuleminen"), drafted(title="Äänet & kuuleminen")
    assert (first.slug, second.slug) == ("aanet-kuuleminen", "aanet-kuuleminen-2")
    assert drafted(title="New").slug == "new-2"
    assert "takeover" not in drafted(title="Takeover", confidential=True).slug


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "  "}, "has no name"),
        ({"languages": ()}, "speaks none"),
        ({"languages": ("de",)}, "speaks none"),
        ({"starts_on": WISHES.ends_on, "ends_on": WISHES.starts_on}, "before it begins"),
        ({"budget": -1}, "less than nothing"),
        ({"guide": "x" * 20_001}, "longer than"),
    ],
)
def test_what_cannot_be_a_study_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        create_study(wishes=replace(WISHES, **changes), by=BY)  # type: ignore[arg-type] # by name


def test_there_is_no_study_of_an_unknown_name() -> None:
    with pytest.raises(NotFoundError, match="no study “nothing”"):
        study("nothing")
