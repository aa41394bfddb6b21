"""An instrument is made, built, published, closed: what works, and each refusal."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from msgspec.structs import replace

from kuulo.base.errors import ConflictError, GuardError, InputError, NotFoundError
from kuulo.instruments import queries, services
from kuulo.instruments.models import InstrumentVersion
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.tests.questions import page, published, question, questionnaire, score, two_pages

pytestmark = pytest.mark.django_db


def test_a_draft_grows_and_is_published() -> None:
    made = services.create_instrument(name="How was  the visit?", languages=["sv", "fi"])
    assert (made.slug, made.name, made.state) == ("how-was-the-visit", "How was the visit?", InstrumentState.DRAFT)
    assert made.draft.languages == ("sv", "fi")
    assert made.draft.closings[0].text["sv"] == "Tack för ditt svar!"
    assert queries.live_version(made.slug) is None

    saved = services.save_draft(slug=made.slug, questionnaire=two_pages(), revision=made.revision)
    assert saved == services.Saved(2, ())

    version = services.publish(slug=made.slug, by="Ilona Insight")
    assert version.number == 1
    assert version.questionnaire == two_pages()
    assert version.wordings == {"recommend": "1", "why": "1"}
    assert queries.live_version(made.slug) == version == queries.live_version_by_id(version.instrument_id)
    view = queries.instrument(made.slug)
    assert view.state is InstrumentState.LIVE
    assert not view.changed
    assert [(each.number, each.published_by) for each in view.versions] == [(1, "Ilona Insight")]


def test_publishing_twice_is_publishing_once() -> None:
    first = published()
    assert services.publish(slug=first.slug, by="Risto Researcher") == first


def test_answers_know_their_version() -> None:
    first = published()
    asked = first.questionnaire
    other_words = replace(asked.pages[1].questions[0], text={"en": "What disappointed you?"})
    changed = replace(asked, pages=(asked.pages[0], page("second", other_words, question("more"))))
    services.save_draft(slug=first.slug, questionnaire=changed, revision=1)
    assert queries.instrument(first.slug).changed

    second = services.publish(slug=first.slug, by="Ilona Insight")
    assert second.number == 2
    assert second.wordings == {"recommend": "1", "why": "2", "more": "1"}
    assert queries.version_of(first.instrument_id, 1) == first
    changes = queries.wording_changes(first.slug)
    assert [(each.question, each.wording, each.number) for each in changes] == [("why", "2", 2)]


def test_the_live_version_costs_one_narrow_query() -> None:
    first = published()
    queries.live_version(first.slug)
    with CaptureQueriesContext(connection) as caught:
        again = queries.live_version(first.slug)
    assert again is not None
    assert again.questionnaire is first.questionnaire
    assert len(caught) == 1
    assert '"questionnaire"' not in caught[0]["sql"]


def test_a_version_that_was_rolled_back_does_not_pass_for_its_successor() -> None:
    made = services.create_instrument(name="Twice", questionnaire=two_pages())
    before = transaction.savepoint()
    services.publish(slug=made.slug, by="")
    transaction.savepoint_rollback(before)
    asked = questionnaire(page("only", score("recommend")))
    services.save_draft(slug=made.slug, questionnaire=asked, revision=made.revision)
    assert services.publish(slug=made.slug, by="").questionnaire == asked


def test_closing_and_opening_again() -> None:
    first = published()
    assert services.close_instrument(slug=first.slug).state is InstrumentState.CLOSED
    assert queries.live_version(first.slug) is None
    assert queries.version_of(first.instrument_id, 1) == first
    with pytest.raises(GuardError, match="is closed"):
        services.publish(slug=first.slug, by="")
    assert services.reopen_instrument(slug=first.slug).state is InstrumentState.LIVE
    assert queries.live_version(first.slug) == first


def test_the_list_shows_what_was_touched_last_first() -> None:
    published("First")
    services.create_instrument(name="Second")
    services.rename_instrument(slug="first", name="First of all")
    listed = queries.list_instruments()
    assert [(each.name, each.questions, each.latest) for each in listed] == [("First of all", 2, 1), ("Second", 0, 0)]
    assert listed[0].published_at is not None
    assert listed[1].published_at is None


def test_name_touchpoint_and_promise_are_set() -> None:
    made = services.create_instrument(name="Visit")
    services.set_touchpoint(slug=made.slug, touchpoint=" Shop ")
    services.set_promise(slug=made.slug, promise=Promise.ANONYMOUS)
    services.rename_instrument(slug=made.slug, name="The visit")
    view = queries.instrument("visit")
    assert (view.name, view.touchpoint, view.promise) == ("The visit", "Shop", Promise.ANONYMOUS)


def test_names_may_be_alike_addresses_never() -> None:
    slugs = [services.create_instrument(name=name).slug for name in ("Visit", "visit", "New", "Импорт", "Import")]
    assert slugs == ["visit", "visit-2", "new-2", "instrument", "import-2"]


def test_a_draft_saved_by_somebody_else_in_between_is_not_written_over() -> None:
    made = services.create_instrument(name="Visit")
    services.save_draft(slug=made.slug, questionnaire=two_pages(), revision=1)
    with pytest.raises(ConflictError, match="revision 2 is in place, yours began from 1"):
        services.save_draft(slug=made.slug, questionnaire=questionnaire(), revision=1)
    assert queries.instrument(made.slug).draft == two_pages()


def test_a_questionnaire_with_errors_is_not_published() -> None:
    made = services.create_instrument(name="Empty")
    with pytest.raises(GuardError, match="It asks nothing yet"):
        services.publish(slug=made.slug, by="")
    assert queries.instrument(made.slug).state is InstrumentState.DRAFT


def test_a_version_is_never_changed() -> None:
    first = published()
    row = InstrumentVersion.objects.get(instrument_id=first.instrument_id)
    row.number = 7
    with pytest.raises(GuardError, match="never changed"):
        row.save()
    with pytest.raises(GuardError, match="never changed"):
        row.delete()


def test_the_database_refuses_to_change_a_version_too() -> None:
    first = published()
    rows = InstrumentVersion.objects.filter(instrument_id=first.instrument_id)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows.update(questionnaire="{}")
    assert queries.version_of(first.instrument_id, 1) == first


def test_the_promise_is_fixed_once_answers_were_asked_for() -> None:
    first = published()
    with pytest.raises(GuardError, match="promise is fixed"):
        services.set_promise(slug=first.slug, promise=Promise.IDENTIFIED)
    services.set_promise(slug=first.slug, promise=first.promise)


def test_only_what_was_never_published_is_removed() -> None:
    services.remove_draft(slug=services.create_instrument(name="Idea").slug)
    with pytest.raises(NotFoundError):
        queries.instrument("idea")
    with pytest.raises(GuardError, match="never removed"):
        services.remove_draft(slug=published().slug)


def test_what_something_belongs_to_is_not_removed() -> None:
    draft = services.create_instrument(name="In use")
    InstrumentVersion.objects.create(instrument_id=draft.id, number=9, published_at=timezone.now())
    with pytest.raises(GuardError, match="is in use"):
        services.remove_draft(slug=draft.slug)


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({"name": "  "}, "has no name"),
        ({"name": "x" * 121}, "longer than 120"),
        ({"name": "Visit", "languages": ["de"]}, "does not speak the language “de”"),
        ({"name": "Visit", "languages": []}, "has no language"),
        ({"name": "Visit", "ready_made": "nonsense"}, "no ready-made instrument “nonsense”"),
    ],
)
def test_what_cannot_be_made(asked_for: dict[str, str], found: str) -> None:
    with pytest.raises(InputError, match=found):
        services.create_instrument(**asked_for)  # type: ignore[arg-type] # the cases hold names and lists


def test_what_is_not_there_is_said_so() -> None:
    with pytest.raises(NotFoundError, match="no instrument “nowhere”"):
        queries.instrument("nowhere")
    with pytest.raises(NotFoundError, match="no instrument “nowhere”"):
        services.save_draft(slug="nowhere", questionnaire=two_pages(), revision=1)
    with pytest.raises(NotFoundError, match="no version 3"):
        queries.version_of(published().instrument_id, 3)
