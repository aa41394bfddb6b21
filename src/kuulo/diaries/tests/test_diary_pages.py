"""The diary of a study as colleagues see it: who wrote, figures under the floor, words masked, settings, who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.diaries.models import PromptMessage
from kuulo.diaries.queries import figures_of, followed, plan_of
from kuulo.diaries.rules import DiaryPlan, PromptKind, PromptState, Question, QuestionKind
from kuulo.diaries.services import add_question, leave_diary, move_question, retire_question, set_diary
from kuulo.diaries.tests.desk import MOOD, NOW, PIXEL, WORDS, keeper, kept, key, wrote
from kuulo.studies.rules import StudyStep, StudyView
from kuulo.studies.services import move_study
from kuulo.studies.tests.planning import BY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A_WEEK = timedelta(days=7)
STORY = "Soitin numeroon 040 123 4567 ja Maija vastasi."


def client(people: dict[Role, User], role: Role) -> Client:
    """Return a browser in which the role's person has signed in."""
    browser = Client()
    browser.force_login(people[role], backend=BACKEND)
    return browser


def shown(browser: Client, study: StudyView, name: str = "diary", **query: str) -> str:
    answer = browser.get(reverse(f"diaries:{name}", args=[study.slug]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def told(browser: Client, study: StudyView) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(reverse("diaries:diary_json", args=[study.slug])).json()
    return found


def test_the_page_shows_who_wrote_the_figures_and_the_entries(cast: dict[Role, User]) -> None:
    study = kept()
    people = [keeper(study) for _place in range(6)]
    for place, who in enumerate(people):
        for week in range(2):
            wrote(who, at=NOW + week * A_WEEK, words=f"Story {place}", mood=str(1 + place % 5), where="home")
    page = shown(client(cast, Role.INSIGHT_LEAD), study)
    assert "Story 3" in page
    assert "P04" in page
    assert "diary-entry" in page
    assert "How did it go?" in page
    found = told(client(cast, Role.INSIGHT_LEAD), study)
    (scale,) = found["scales"]
    assert scale["whole"]["n"] == 6
    assert scale["whole"]["low"] < scale["whole"]["value"] < scale["whole"]["high"]
    assert scale["whole"]["invited"] == 6
    assert [week["n"] for week in scale["by_week"]] == [6, 6]
    assert found["wrote"]["value"] == 1.0


def test_who_writes_much_weighs_no_more() -> None:
    study = kept()
    people = [keeper(study) for _place in range(5)]
    for who in people[:4]:
        wrote(who, mood="1")
    for _time in range(40):
        wrote(people[4], mood="5")
    (scale,) = figures_of(study.slug).scales
    assert scale.whole.n == 5
    assert scale.whole.value == pytest.approx(9 / 5)


def test_under_the_floor_no_figure_is_shown(cast: dict[Role, User]) -> None:
    study = kept()
    for _place in range(4):
        wrote(keeper(study), mood="5", where="shop")
    found = figures_of(study.slug)
    assert [each.whole.withheld for each in found.scales] == [True]
    assert all(one.withheld for each in found.choices for _choice, one in each.shares)
    assert found.wrote is None or found.wrote.withheld
    assert "Withheld" in shown(client(cast, Role.INSIGHT_LEAD), study)


def test_a_week_of_few_is_withheld_and_what_would_give_it_away() -> None:
    study = kept()
    people = [keeper(study) for _place in range(8)]
    for who in people:
        wrote(who, mood="3")
        wrote(who, at=NOW + A_WEEK, mood="4")
    for who in people[:2]:
        wrote(who, at=NOW + 2 * A_WEEK, mood="5")
    (scale,) = figures_of(study.slug).scales
    withheld = [one.withheld for _week, one in scale.by_week]
    assert withheld[2]
    assert sum(withheld) >= 2


def test_who_took_the_entries_back_leaves_the_figures() -> None:
    study = kept()
    people = [keeper(study) for _place in range(6)]
    for who in people:
        wrote(who, mood="3")
    assert figures_of(study.slug).scales[0].whole.n == 6
    leave_diary(token=people[0].token, keep=False, now=NOW)
    assert figures_of(study.slug).scales[0].whole.n == 5


def test_the_team_sees_the_words_and_others_see_them_masked_where_they_are_shared(cast: dict[Role, User]) -> None:
    study = kept(shares_words=True)
    wrote(keeper(study), words=STORY)
    assert "040 123 4567" in shown(client(cast, Role.INSIGHT_LEAD), study)
    outside = shown(client(cast, Role.SERVICE_PERSON), study)
    assert "040 123 4567" not in outside
    assert "vastasi" in outside
    assert "040 123 4567" not in str(told(client(cast, Role.SERVICE_PERSON), study))


def test_words_that_are_not_shared_are_for_the_team_alone(cast: dict[Role, User]) -> None:
    study = kept(shares_words=False)
    wrote(keeper(study), words=STORY)
    outside = shown(client(cast, Role.OWNER), study)
    assert "vastasi" not in outside
    assert "for the team of the study" in outside
    assert told(client(cast, Role.OWNER), study)["entries"] == []


def test_pictures_are_not_shown_outside_the_team(cast: dict[Role, User]) -> None:
    study = kept(shares_words=True)
    who = keeper(study)
    path = reverse("own_diary:diary", args=[who.token])
    Client().post(path, {"key": key(), "q_photo": SimpleUploadedFile("a.png", PIXEL)})
    assert "<img class=" in shown(client(cast, Role.INSIGHT_LEAD), study)
    outside = shown(client(cast, Role.SERVICE_PERSON), study)
    assert "<img class=" not in outside
    assert "A picture or a recording, for the team." in outside


def test_a_confidential_study_s_diary_is_not_there_for_others(cast: dict[Role, User]) -> None:
    study = kept(confidential=True)
    for name in ("diary", "diary_json", "settings", "new_question", "new_prompt"):
        path = reverse(f"diaries:{name}", args=[study.slug])
        assert client(cast, Role.OWNER).get(path).status_code == 404
        assert client(cast, Role.INSIGHT_LEAD).get(path).status_code == 200


def test_questions_are_added_moved_and_taken_out_on_the_page_and_each_step_is_logged(cast: dict[Role, User]) -> None:
    study = kept(DiaryPlan())
    lead = client(cast, Role.INSIGHT_LEAD)
    path = reverse("diaries:new_question", args=[study.slug])
    lead.post(f"{path}?kind=text", {"text_fi": "Mitä tapahtui?", "text_en": "What happened?"})
    lead.post(f"{path}?kind=scale", {"text_fi": "Miten sujui?", "low": "0", "high": "10", "low_text_fi": "Huonosti"})
    choices = {"text_fi": "Missä?", "choices_fi": "Kotona\nKaupassa\n", "choices_en": "At home\nIn a shop"}
    lead.post(f"{path}?kind=choice", choices | {"several": "on", "required": "on"})
    plan = plan_of(study.slug)
    assert [each.key for each in plan.asked] == ["q1", "q2", "q3"]
    assert (plan.asked[1].low, plan.asked[1].high) == (0, 10)
    assert [each.text for each in plan.asked[2].choices] == [
        {"fi": "Kotona", "en": "At home"},
        {"fi": "Kaupassa", "en": "In a shop"},
    ]
    lead.post(reverse("diaries:step_question", args=[study.slug, "q3"]), {"way": "up"})
    lead.post(reverse("diaries:step_question", args=[study.slug, "q1"]), {"way": "out"})
    assert [each.key for each in plan_of(study.slug).asked] == ["q3", "q2"]
    steps = [each for each in steps_of(Subject("study", study.slug)) if each.verb == "diaries.change"]
    assert len(steps) == 6
    assert {each.actor for each in steps} == {BY}


def test_prompts_are_added_and_taken_out_on_the_page(cast: dict[Role, User]) -> None:
    study = kept(DiaryPlan(questions=(WORDS,)))
    lead = client(cast, Role.INSIGHT_LEAD)
    path = reverse("diaries:new_prompt", args=[study.slug])
    lead.post(f"{path}?kind=weekly", {"weekdays": ["0", "3"], "at": "17:30"})
    lead.post(f"{path}?kind=absolute", {"day": "2026-12-01", "at": "10:00"})
    lead.post(f"{path}?kind=joined", {"days": "3", "at": "12:00", "text_fi": "Miten alkoi?"})
    lead.post(f"{path}?kind=signal", {"signal": "purchase", "touchpoint": "", "days": "1", "at": "12:00"})
    prompts = plan_of(study.slug).sent
    assert [each.kind for each in prompts] == list(PromptKind)
    assert (prompts[0].weekdays, prompts[0].hour, prompts[0].minute) == ((0, 3), 17, 30)
    assert all(each.since for each in prompts)
    page = shown(lead, study, "settings")
    assert "Mondays" in page
    assert "purchase" in page
    lead.post(reverse("diaries:retire_prompt", args=[study.slug, "p1"]))
    assert [each.key for each in plan_of(study.slug).sent] == ["p2", "p3", "p4"]


@pytest.mark.parametrize(
    ("name", "query", "fields", "words"),
    [
        ("new_question", "text", {}, "A question has no words."),
        ("new_question", "scale", {"text_fi": "x", "low": "5", "high": "5"}, "cannot be asked"),
        ("new_question", "choice", {"text_fi": "x", "choices_fi": "one"}, "A choice needs"),
        ("new_prompt", "weekly", {"at": "12:00"}, "This field is required."),
        ("new_prompt", "signal", {"signal": "a b", "days": "1", "at": "12:00"}, "is no kind of signal"),
        ("settings", "", {"from_hour": "20", "to_hour": "9"}, "The hours of the day"),
    ],
)
def test_what_cannot_be_kept_is_told(
    name: str, query: str, fields: dict[str, str], words: str, cast: dict[Role, User]
) -> None:
    study = kept(DiaryPlan(questions=(WORDS,)))
    path = reverse(f"diaries:{name}", args=[study.slug])
    answer = client(cast, Role.INSIGHT_LEAD).post(f"{path}?kind={query}", fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert plan_of(study.slug).sent == ()


def test_a_kind_that_is_none_is_not_found(cast: dict[Role, User]) -> None:
    study = kept()
    for name in ("new_question", "new_prompt"):
        path = reverse(f"diaries:{name}", args=[study.slug])
        assert client(cast, Role.INSIGHT_LEAD).get(f"{path}?kind=dream").status_code == 404


def test_keys_are_never_given_twice() -> None:
    study = kept(DiaryPlan())
    for _time in range(2):
        add_question(study=study.slug, question=Question(key="", kind=QuestionKind.TEXT, text={"en": "x"}), by=BY)
    retire_question(study=study.slug, key="q1", by=BY)
    plan = add_question(study=study.slug, question=Question(key="", kind=QuestionKind.TEXT, text={"en": "y"}), by=BY)
    assert [each.key for each in plan.questions] == ["q1", "q2", "q3"]
    with pytest.raises(InputError, match="names more than one thing"):
        add_question(study=study.slug, question=Question(key="q1", kind=QuestionKind.TEXT, text={"en": "z"}), by=BY)
    with pytest.raises(NotFoundError):
        move_question(study=study.slug, key="q1", places=1, by=BY)


def test_the_diary_of_a_closed_study_changes_no_more() -> None:
    study = kept()
    move_study(study.slug, StudyStep.CANCEL, BY, now=NOW)
    with pytest.raises(GuardError, match="changes no more"):
        set_diary(study=study.slug, plan=DiaryPlan(questions=(MOOD,)), by=BY, now=NOW)


def test_a_message_nobody_knows_of_is_sent_again_by_a_person(cast: dict[Role, User]) -> None:
    study = kept()
    who = keeper(study)
    row = PromptMessage.objects.create(
        study=study.slug,
        participant_id=who.id,
        prompt="monday",
        occurrence="x",
        occurs_at=NOW,
        due_at=NOW,
        state=PromptState.UNCLEAR,
    )
    lead = client(cast, Role.INSIGHT_LEAD)
    assert "Send again" in shown(lead, study)
    path = reverse("diaries:send_again", args=[study.slug, row.pk])
    assert lead.post(path).status_code == 302
    assert lead.post(path).status_code == 404
    assert PromptMessage.objects.get().state == PromptState.PLANNED


def test_a_study_without_a_diary_says_what_one_is(cast: dict[Role, User]) -> None:
    study = kept(DiaryPlan())
    assert "This study has no diary yet" in shown(client(cast, Role.INSIGHT_LEAD), study)


def test_pages_of_entries(cast: dict[Role, User]) -> None:
    study = kept()
    who = keeper(study)
    for number in range(25):
        wrote(who, at=NOW + timedelta(minutes=number), words=f"Story no {number:02d}.")
    lead = client(cast, Role.INSIGHT_LEAD)
    assert "Story no 24." in shown(lead, study)
    assert "Story no 04." not in shown(lead, study)
    assert "Story no 04." in shown(lead, study, page="2")
    assert "Story no 04." in shown(lead, study, page="99")
    assert "Story no 24." in shown(lead, study, page="x")
    assert followed(study.slug, now=NOW).people[0].entries == 25


def test_many_people_are_read_with_as_many_questions_to_the_database_as_few(cast: dict[Role, User]) -> None:
    lead, counts = client(cast, Role.INSIGHT_LEAD), []
    for size in (6, 12):
        study = kept(title=f"Study of {size}")
        for place in range(size):
            wrote(keeper(study), words=f"Story {place}", mood="3")
        shown(lead, study)
        with CaptureQueriesContext(connection) as asked:
            shown(lead, study)
        counts.append(len(asked))
    assert counts[0] == counts[1]
