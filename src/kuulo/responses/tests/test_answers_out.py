"""The page “Answers out” and its files."""

from __future__ import annotations

from io import BytesIO

import polars as pl
import pytest
from django.test import Client

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Kind, Promise
from kuulo.instruments.services import create_instrument, publish
from kuulo.responses.models import Response
from kuulo.responses.rules.forms import new_response_key
from kuulo.responses.tests.exported import EVERY_KIND, FULL, NOON


def published(promise: Promise, count: int) -> VersionView:
    made = create_instrument(name="Visit", questionnaire=EVERY_KIND, promise=promise)
    version = publish(slug=made.slug, by="Ilona")
    for number in range(count):
        Response.objects.create(
            key=new_response_key(), instrument_id=version.instrument_id, version=version.number, state="complete",
            promise=promise.value, language="fi", touchpoint="Shop", answers=FULL, started_at=NOON, updated_at=NOON,
            completed_at=NOON, party=f"customer_id:{number}" if promise is Promise.IDENTIFIED else None,
        )  # fmt: skip
    return version


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined] # a FileResponse


@pytest.mark.parametrize("name", ["csv", "xlsx", "sav", "parquet"])
def test_each_format_comes_as_a_file(lead: Client, db: None, name: str) -> None:
    version = published(Promise.IDENTIFIED, 2)
    found = lead.get(f"/instruments/{version.slug}/answers/{name}/")
    assert found.status_code == 200
    assert found["Content-Disposition"] == f'attachment; filename="{version.slug}.{name}"'
    assert len(body(found)) > 100


def test_one_response_is_one_row(lead: Client, db: None) -> None:
    version = published(Promise.IDENTIFIED, 3)
    frame = pl.read_parquet(BytesIO(body(lead.get(f"/instruments/{version.slug}/answers/parquet/"))))
    assert frame.height == 3
    assert sorted(frame["response_party"]) == ["customer_id:0", "customer_id:1", "customer_id:2"]


def test_suspect_and_unfinished_responses_stay_out(lead: Client, db: None) -> None:
    version = published(Promise.IDENTIFIED, 3)
    first, second, _third = Response.objects.all()
    Response.objects.filter(pk=first.pk).update(suspect=True)
    Response.objects.filter(pk=second.pk).update(state="partial", page="two", completed_at=None)
    url = f"/instruments/{version.slug}/answers/parquet/"
    assert pl.read_parquet(BytesIO(body(lead.get(url)))).height == 1
    assert pl.read_parquet(BytesIO(body(lead.get(url + "?broken_off=1")))).height == 2


def test_the_page_says_what_the_promise_leaves_out(lead: Client, db: None) -> None:
    version = published(Promise.ANONYMOUS, 6)
    page = lead.get(f"/instruments/{version.slug}/answers/").content.decode()
    assert "fewer than 5" in page


def test_too_few_confidential_responses_give_no_file(lead: Client, db: None) -> None:
    version = published(Promise.CONFIDENTIAL, 4)
    found = lead.get(f"/instruments/{version.slug}/answers/csv/")
    assert found.status_code == 422
    assert "fewer than 5" in found.content.decode()


def test_an_instrument_without_answers_gives_heads_alone(lead: Client, db: None) -> None:
    version = published(Promise.CONFIDENTIAL, 0)
    text = body(lead.get(f"/instruments/{version.slug}/answers/csv/?cells=comma")).decode()
    assert "nps" in text.splitlines()[0]
    assert len(text.splitlines()) == 1


def test_other_formats_and_instruments_are_not_found(lead: Client, db: None) -> None:
    version = published(Promise.IDENTIFIED, 0)
    assert lead.get(f"/instruments/{version.slug}/answers/pdf/").status_code == 404
    assert lead.get("/instruments/none/answers/").status_code == 404


def test_a_reader_may_not_take_answers_out(reader: Client, db: None) -> None:
    version = published(Promise.IDENTIFIED, 1)
    assert reader.get(f"/instruments/{version.slug}/answers/").status_code == 403
    assert reader.get(f"/instruments/{version.slug}/answers/csv/").status_code == 403


def own_words(lead: Client, url: str) -> str:
    """Return all that people wrote in a file of answers, one after the other."""
    frame = pl.read_parquet(BytesIO(body(lead.get(url))))
    return " ".join(str(value) for row in frame.iter_rows() for value in row if isinstance(value, str))


def test_personal_data_in_own_words_are_masked_unless_asked_for(lead: Client, db: None) -> None:
    version = published(Promise.IDENTIFIED, 2)
    (open_question,) = [one.key for one in version.questionnaire.questions() if one.kind is Kind.TEXT][:1]
    Response.objects.update(answers={**FULL, open_question: "Soittakaa 040 123 4567, oma@example.org"})
    url = f"/instruments/{version.slug}/answers/parquet/"
    assert "040 123 4567" not in own_words(lead, url)
    assert "oma@example.org" not in own_words(lead, url)
    assert "Soittakaa" in own_words(lead, url)
    assert "040 123 4567" in own_words(lead, f"{url}?own_words=as_written")


def test_under_a_promise_of_confidence_own_words_are_always_masked(lead: Client, db: None) -> None:
    version = published(Promise.CONFIDENTIAL, 6)
    (open_question,) = [one.key for one in version.questionnaire.questions() if one.kind is Kind.TEXT][:1]
    Response.objects.update(answers={**FULL, open_question: "Soittakaa 040 123 4567"})
    url = f"/instruments/{version.slug}/answers/parquet/?own_words=as_written"
    assert "040 123 4567" not in own_words(lead, url)
