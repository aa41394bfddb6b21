"""What customer lists hold is recognised in three languages, asked where unsure, and taken in whole."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.utils import translation
from django.utils.translation import gettext

from kuulo.base.errors import ColumnError
from kuulo.customers.queries import consents_of, party, party_ids_of
from kuulo.customers.rules import ConsentState, PartyKind, PersonKey, Purpose, Stage
from kuulo.customers.services import keep_out
from kuulo.feeds import services
from kuulo.feeds.models import FeedMember
from kuulo.feeds.queries import counts_of, shown_of, summary_of
from kuulo.feeds.rules.fields import ATTRIBUTES, FIELD_NAMES, Field
from kuulo.feeds.rules.keeping import PeopleCounts
from kuulo.feeds.rules.mapping import FeedMapping, parse_said
from kuulo.feeds.rules.recognition import field_of_header, recognise_people
from kuulo.feeds.services import import_people
from kuulo.feeds.tests.cast import NOON, bring, take, written
from kuulo.surveys.rules.understanding import Reply

FINNISH = (
    "Asiakasnumero;Asiakastyyppi;Nimi;Yritys;Y-tunnus;Titteli;Työsähköposti;Kotipuhelin;Vaihe;Alkaen;Päättynyt;Syy;"
    "Markkinointilupa;Suoramarkkinointikielto;Tutkimussuostumus;Ikä;Etukortti\n"
    "1;henkilö;Aino Ahti;Ahti Oy;1234567-1;Ostaja;aino@ahti.example;040 123 4567;aktiivinen;1.3.2024;;;"
    "kyllä;ei;kyllä;41;A1\n"
    "2;yritys;;Bolaget Ab;;;info@bolaget.example;;entinen;1.3.2020;31.1.2026;muutto;kyllä;kyllä;;;\n"
    "3;henkilö;Eino;;;;;;mahdollinen;;;;;;ei;;\n"
)
SCHEMES = ["customer_id:1", "customer_id:2", "customer_id:3", "loyalty_card:A1", "business_id:1234567-1"]


def known(columns: dict[str, list[str | None]], mapping: FeedMapping | None = None) -> dict[str, str]:
    frame = pl.DataFrame(columns)
    found = recognise_people(frame, {name: name for name in frame.columns}, mapping or FeedMapping())
    return {column.column: column.part for column in found.columns}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("E-mail", (Field.EMAIL, "")),
        ("email_2", (Field.EMAIL, "2")),
        ("Työsähköposti", (Field.EMAIL, "work")),
        ("Work phone", (Field.PHONE, "work")),
        ("Laskutusosoite", (Field.ADDRESS, "invoices")),
        ("Address (home)", (Field.ADDRESS, "home")),
        ("Arbetstelefon", (Field.PHONE, "work")),
        ("Suoramarkkinointikielto", (Field.NO_MARKETING, "")),
        ("Y-tunnus", (Field.BUSINESS_ID, "")),
        ("Colour", (None, "")),
    ],
)
def test_headers_say_what_columns_hold(header: str, expected: tuple[Field | None, str]) -> None:
    assert field_of_header(header) == expected


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_column_may_be_called_as_the_pages_call_what_it_holds(language: str) -> None:
    with translation.override(language):
        for field, name in FIELD_NAMES.items():
            if field not in ATTRIBUTES | {Field.UNUSED, Field.CARD_ID, Field.REFERRED_BY, Field.MEMBER_OF}:
                assert field_of_header(gettext(name)) == (field, ""), gettext(name)


def test_values_say_what_headers_do_not() -> None:
    found = known(
        {
            "id": ["1", "2"],
            "x": ["a@example.com", "b@example.com"],
            "y": ["131052-308T", "010190-123A"],
            "z": ["1.5", "2"],
            "d": ["2026-01-31", "2026-02-01"],
            "w": ["yes", "no"],
            "t": ["red", "blue"],
        }
    )
    expected = [Field.IDENTIFIER, Field.EMAIL, Field.UNUSED, Field.NUMBER, Field.DAY, Field.YES_NO, Field.ATTRIBUTE]
    assert list(found.values()) == expected


def test_what_is_unsure_is_asked() -> None:
    frame = pl.DataFrame({"id": ["1"], "luuri": ["040 1234567"], "alkaen": ["01/02/2026"], "tyyppi": ["vip"]})
    questions = recognise_people(frame, {}, FeedMapping()).questions
    assert {(each.column, each.key) for each in questions} == {
        ("luuri", "part"),
        ("alkaen", "dates"),
        ("tyyppi", "word:vip"),
    }
    said = parse_said(["luuri:part=phone", "alkaen:dates=dmy", "tyyppi:word:vip=person"])
    assert recognise_people(frame, {}, said).questions == ()


@pytest.mark.django_db
def test_everything_a_list_can_tell_comes_in(tmp_path: Path) -> None:
    report = import_people(written(tmp_path, FINNISH), now=NOON)
    assert (report.rows, report.taken, report.remarks, report.questions) == (3, 3, (), ())
    assert (report.parties.new, report.relations.new) == (4, 1)
    ids = party_ids_of(SCHEMES)
    aino, bolaget, eino = (party(ids[f"customer_id:{number}"], purpose=Purpose.SERVICE) for number in (1, 2, 3))
    assert ids["loyalty_card:A1"] == ids["customer_id:1"]
    assert (aino.stage, aino.attributes["Ikä"], aino.relations[0].other_id) == (
        Stage.ACTIVE,
        "41",
        ids["business_id:1234567-1"],
    )
    assert {each.label for each in aino.contacts} == {"work", "home"}
    assert (bolaget.kind, bolaget.name, bolaget.stage) == (PartyKind.ORGANISATION, "Bolaget Ab", Stage.FORMER)
    assert (bolaget.until, bolaget.ended_reason) == (date(2026, 1, 31), "muutto")
    assert eino.stage is Stage.PROSPECT
    states = {each.purpose: each.state for each in consents_of(aino.party_id)}
    assert states == {Purpose.MARKETING: ConsentState.GIVEN, Purpose.RESEARCH: ConsentState.GIVEN}
    # Said to agree and to object: that is an objection.
    assert [each.state for each in consents_of(bolaget.party_id)] == [ConsentState.WITHDRAWN]
    again = import_people(written(tmp_path, FINNISH), now=NOON + timedelta(days=1))
    counts = (again.parties, again.contacts, again.consents, again.relations)
    assert [(each.new, each.changed) for each in counts] == [(0, 0)] * 4


@pytest.mark.django_db
def test_the_check_counts_and_shows_but_stores_nothing() -> None:
    take(bring(FINNISH))
    run = bring(FINNISH.replace("Eino", "Heino") + "4;henkilö;Uusi;;;;;;;;;;;;;;\n")
    counts = services.check_run(run_id=run.pk)
    assert isinstance(counts, PeopleCounts)
    assert (counts.parties.new, counts.parties.changed) == (1, 1)
    run.refresh_from_db()
    shown = shown_of(run)
    assert shown is not None
    assert [sample.name for sample in shown.new] == ["Uusi"]
    assert shown.changed[0].changes == (("name", "Eino", "Heino"),)
    assert "customer_id:4" not in party_ids_of(["customer_id:4"])
    done = take(run)
    assert counts_of(done) == counts
    assert summary_of(done) is None


@pytest.mark.django_db
def test_who_is_missing_from_a_whole_list_is_shown_and_stays() -> None:
    first = bring(FINNISH, feed="CRM")
    first.feed.settings = {**first.feed.settings, "is_complete": True}
    first.feed.save()
    take(first)
    fewer = "\n".join(FINNISH.splitlines()[:3]) + "\n"
    run = bring(fewer, feed="CRM")
    counts = services.check_run(run_id=run.pk)
    assert isinstance(counts, PeopleCounts)
    assert counts.gone == 1
    take(run)
    gone = FeedMember.objects.filter(gone_since__isnull=False).values_list("identifier", flat=True)
    assert list(gone) == ["customer_id:3"]
    assert "customer_id:3" in party_ids_of(["customer_id:3"])
    take(bring(FINNISH, feed="CRM"))
    assert not FeedMember.objects.filter(gone_since__isnull=False).exists()


@pytest.mark.django_db
def test_whoever_was_erased_is_not_brought_back(tmp_path: Path) -> None:
    keep_out(PersonKey(party_ids=(), identifiers=("customer_id:1",)), now=NOON)
    report = import_people(written(tmp_path, FINNISH), now=NOON)
    assert report.taken == 2
    assert "had everything erased" in str(report.remarks[0].reason)
    assert party_ids_of(["customer_id:1"]) == {}


@pytest.mark.django_db
def test_a_wrong_answer_is_refused() -> None:
    run = bring(FINNISH.replace("henkilö", "vip"))
    with pytest.raises(ColumnError, match="no answer"):
        services.settle(run_id=run.pk, replies=[Reply(column="Asiakastyyppi", key="word:vip", value="moon")])
