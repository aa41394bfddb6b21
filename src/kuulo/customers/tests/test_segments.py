"""Segments: saved filters over what is known of customers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.ids import derived_id
from kuulo.customers.models import AttributeDefinition, Party
from kuulo.customers.queries import attributes_table, attributes_version, frame
from kuulo.customers.queries.behaviour import FRESH_SECONDS, LATEST, behaviour, behaviour_table
from kuulo.customers.queries.segments import (
    count_members,
    list_segments,
    segment,
    segment_columns,
    segment_members,
    segments_of,
    segments_version,
    sizes,
    vocabulary,
)
from kuulo.customers.rules import AttributeKind, ConsentRow, ConsentState, PartyRow, Purpose
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op, from_json, to_json
from kuulo.customers.services import register_consents, register_parties
from kuulo.customers.services.segments import remove_segment, save_segment
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def attribute(name: str, op: Op, *values: str) -> Condition:
    return Condition(about=About.ATTRIBUTE, name=name, op=op, values=values)


def behaved(name: str, op: Op, *values: str) -> Condition:
    return Condition(about=About.BEHAVIOUR, name=name, op=op, values=values)


def saved(name: str, *conditions: Condition, join: Join = Join.ALL) -> str:
    return save_segment(name=name, group=Group(join, conditions), by="Ilona").slug


def members(slug: str) -> set[str]:
    found = segment_members(slug, purpose=Purpose.SERVICE)
    return set(Party.objects.filter(pk__in=found).values_list("name", flat=True))


def signal(number: int, party: str, kind: str, days_ago: float, **own: Any) -> Signal:
    at = NOW - timedelta(days=days_ago)
    fields: dict[str, Any] = {
        "signal_id": derived_id("test", kind, str(number)),
        "kind": kind,
        "occurred_at": at,
        "received_at": at,
        "party": party,
        "touchpoint": None,
        "channel": None,
        "source": "test",
        "response_id": "",
        "question": kind,
        "definition": None,
        "value": None,
        "text": None,
        "scale_min": None,
        "scale_max": None,
        "direction": None,
        "wording": "",
        "state": "answered",
        "language": None,
        "weight": None,
        "attributes": {},
    }
    return Signal(**(fields | own))


@pytest.fixture(autouse=True)
def customers(db: None) -> None:
    """Three customers: Aino of Uusimaa, Bertta of Lappi, Kaarlo who told nothing."""
    del db
    register_parties(
        [
            PartyRow(
                identifier="customer_id:1",
                name="Aino",
                language="fi",
                attributes={"region": "Uusimaa", "age": "34", "joined": "2024-03-01"},
                since=date(2020, 1, 1),
            ),
            PartyRow(
                identifier="customer_id:2", name="Bertta", language="sv", attributes={"region": "Lappi", "age": "61"}
            ),
            PartyRow(identifier="customer_id:3", name="Kaarlo", language="fi"),
        ]
    )
    AttributeDefinition.objects.create(name="age", kind=AttributeKind.NUMBER, made_at=NOW)
    AttributeDefinition.objects.create(name="joined", kind=AttributeKind.DATE, made_at=NOW)


@pytest.fixture
def traces() -> None:
    """Aino bought twice and cancelled a line; Bertta came long ago and answered."""
    record_signals(
        [
            signal(1, "customer_id:1", "purchase", 40, response_id="A", value=100.0),
            signal(2, "customer_id:1", "purchase", 40, response_id="A", value=20.0),
            signal(3, "customer_id:1", "purchase", 10, response_id="B", value=30.0),
            signal(4, "customer_id:1", "purchase", 9, response_id="C", value=-20.0),
            signal(5, "customer_id:1", "page_view", 3, response_id="s1"),
            signal(6, "customer_id:1", "page_view", 3, response_id="s1"),
            signal(7, "customer_id:1", "visit", 2),
            signal(8, "customer_id:2", "answer", 200, definition="nps@1", value=3.0, scale_min=0, scale_max=10),
            signal(9, "customer_id:2", "answer", 100, definition="nps@1", value=9.0, scale_min=0, scale_max=10),
            signal(10, "customer_id:3", "answer", 1, definition="nps@1", value=10.0, promise="confidential"),
        ]
    )


def test_a_filter_over_attributes_finds_who_has_them() -> None:
    assert members(saved("South", attribute("region", Op.IS, "Uusimaa"))) == {"Aino"}
    assert members(saved("Old", attribute("age", Op.AT_LEAST, "60"))) == {"Bertta"}
    assert members(saved("Middle", attribute("age", Op.BETWEEN, "30", "40,5"))) == {"Aino"}
    assert members(saved("Joined", attribute("joined", Op.ON_OR_AFTER, "1.1.2024"))) == {"Aino"}
    assert members(saved("Name", attribute("region", Op.CONTAINS, "LAP"))) == {"Bertta"}


def test_what_is_not_known_matches_nothing_but_that() -> None:
    assert members(saved("Elsewhere", attribute("region", Op.IS_NOT, "Uusimaa"))) == {"Bertta"}
    assert members(saved("Nowhere", attribute("region", Op.UNKNOWN))) == {"Kaarlo"}
    assert members(saved("Told", attribute("age", Op.KNOWN))) == {"Aino", "Bertta"}


def test_groups_are_joined_as_they_say() -> None:
    lapland = attribute("region", Op.IS, "Lappi")
    young = attribute("age", Op.AT_MOST, "40")
    finnish = Condition(about=About.LANGUAGE, op=Op.IS, values=("fi",))
    assert members(saved("Either", lapland, young, join=Join.ANY)) == {"Aino", "Bertta"}
    nested = save_segment(name="Nested", group=Group(Join.ALL, (finnish, Group(Join.ANY, (lapland, young)))))
    assert members(nested.slug) == {"Aino"}


def test_stage_kind_language_and_since_can_be_asked(traces: None) -> None:
    assert members(saved("Active", Condition(about=About.STAGE, op=Op.IS, values=("active",)))) == {
        "Aino",
        "Bertta",
        "Kaarlo",
    }
    assert members(saved("Firms", Condition(about=About.KIND, op=Op.IS, values=("organisation",)))) == set()
    assert members(saved("Swedes", Condition(about=About.LANGUAGE, op=Op.IS, values=("sv",)))) == {"Bertta"}
    early = Condition(about=About.SINCE, op=Op.ON_OR_BEFORE, values=("2020-12-31",))
    assert members(saved("Early", early)) == {"Aino"}


def test_a_consent_counts_while_it_holds() -> None:
    given = ConsentRow(identifier="customer_id:1", state=ConsentState.GIVEN, at=NOW, purpose=Purpose.MARKETING)
    register_consents([given])
    slug = saved("Mail", Condition(about=About.CONSENT, name="marketing", op=Op.IS, values=("yes",)))
    assert members(slug) == {"Aino"}
    later = NOW + timedelta(hours=1)
    over = ConsentRow(identifier="customer_id:1", state=ConsentState.WITHDRAWN, at=later, purpose=Purpose.MARKETING)
    register_consents([over])
    assert members(slug) == set()


def test_a_purpose_that_rests_on_consent_leaves_out_who_gave_none() -> None:
    slug = saved("Known", attribute("region", Op.KNOWN))
    assert segment_members(slug, purpose=Purpose.MARKETING) == frozenset()
    given = ConsentRow(identifier="customer_id:2", state=ConsentState.GIVEN, at=NOW, purpose=Purpose.MARKETING)
    register_consents([given])
    assert segment_members(slug, purpose=Purpose.MARKETING) == {Party.objects.get(name="Bertta").pk}
    with pytest.raises(GuardError):
        segments_of(Party.objects.get(name="Aino").pk, purpose=Purpose.PROFILING)


def test_behaviour_comes_from_the_lake(traces: None) -> None:
    assert members(saved("Recent", behaved("recency_days", Op.AT_MOST, "10"))) == {"Aino"}
    assert members(saved("No orders", behaved("orders", Op.AT_MOST, "0"))) == {"Bertta", "Kaarlo"}
    assert members(saved("Spent", behaved("value", Op.BETWEEN, "130", "130"))) == {"Aino"}
    assert members(saved("Visits", behaved("visits", Op.BETWEEN, "2", "2"))) == {"Aino"}
    assert members(saved("Seen", behaved("last_seen", Op.WITHIN_DAYS, "7"))) == {"Aino", "Kaarlo"}


def test_a_last_score_is_one_that_was_not_given_in_confidence(traces: None) -> None:
    happy = Condition(about=About.FIGURE, name="nps@1", op=Op.AT_LEAST, values=("9",))
    assert members(saved("Promoters", happy)) == {"Bertta"}


def test_the_table_of_behaviour_is_kept_until_the_lake_changes(traces: None) -> None:
    first = behaviour_table()
    assert behaviour_table() is first
    record_signals([signal(99, "customer_id:3", "visit", 1)])
    assert behaviour_table() is not first


def test_the_behaviour_of_one_party(traces: None) -> None:
    aino = Party.objects.get(name="Aino").pk
    found = behaviour(aino, purpose=Purpose.SERVICE, now=NOW)
    assert (found.orders, found.value, found.visits, found.recency_days) == (2, 130.0, 2, 10)
    bertta = behaviour(Party.objects.get(name="Bertta").pk, purpose=Purpose.SERVICE)
    assert [(each.definition, each.value) for each in bertta.scores] == [("nps@1", 9.0)]
    with pytest.raises(NotFoundError):
        behaviour(999_999, purpose=Purpose.SERVICE)


def test_a_party_knows_its_segments(traces: None) -> None:
    saved("South", attribute("region", Op.IS, "Uusimaa"))
    saved("Buyers", behaved("orders", Op.AT_LEAST, "1"))
    saved("North", attribute("region", Op.IS, "Lappi"))
    aino = Party.objects.get(name="Aino").pk
    assert [each.name for each in segments_of(aino, purpose=Purpose.SERVICE)] == ["Buyers", "South"]
    kaarlo = Party.objects.get(name="Kaarlo").pk
    assert segments_of(kaarlo, purpose=Purpose.SERVICE) == ()


def test_parts_count_as_their_whole(traces: None) -> None:
    aino, kaarlo = Party.objects.get(name="Aino"), Party.objects.get(name="Kaarlo")
    Party.objects.filter(pk=aino.pk).update(whole=kaarlo)
    register_parties([PartyRow(identifier="customer_id:9", name="Sara")])
    assert members(saved("South", attribute("region", Op.IS, "Uusimaa"))) == {"Kaarlo"}
    assert members(saved("Buyers", behaved("orders", Op.AT_LEAST, "2"))) == {"Kaarlo"}
    assert [each.name for each in segments_of(aino.pk, purpose=Purpose.SERVICE)] == ["Buyers", "South"]
    assert count_members(Group(Join.ALL, (attribute("region", Op.UNKNOWN),))).of == 3


def test_segments_become_columns(traces: None) -> None:
    assert segments_version() == ""
    saved("South", attribute("region", Op.IS, "Uusimaa"))
    version = segments_version()
    rows = segment_columns().to_pylist()
    aino = Party.objects.get(name="Aino").pk
    assert {row["party_id"]: row["segment: South"] for row in rows}[aino] == "yes"
    assert sorted(row["segment: South"] for row in rows) == ["no", "no", "yes"]
    record_signals([signal(50, "customer_id:1", "visit", 0)])
    assert segments_version() == version
    saved("Buyers", behaved("orders", Op.AT_LEAST, "1"))
    with_acts = segments_version()
    record_signals([signal(51, "customer_id:1", "visit", 0)])
    assert segments_version() == with_acts, "within a minute behaviour is not read anew for every signal"
    LATEST.made -= FRESH_SECONDS
    assert segments_version() not in {version, with_acts}


def test_a_segment_is_an_attribute_that_figures_and_samples_know(traces: None) -> None:
    before = attributes_version()
    saved("South", attribute("region", Op.IS, "Uusimaa"))
    assert attributes_version() != before
    table = attributes_table()
    told = dict(zip(table["party"].to_pylist(), table["segment: South"].to_pylist(), strict=True))
    assert told == {"customer_id:1": "yes", "customer_id:2": "no", "customer_id:3": "no"}
    rows = {row.party: row.value_of("segment: South") for row in frame(purpose=Purpose.SURVEYS)}
    assert rows == told
    remove_segment(slug="south")
    assert "segment: South" not in attributes_table().column_names


def test_sizes_are_measured_once_a_day() -> None:
    slug = saved("South", attribute("region", Op.IS, "Uusimaa"))
    saved_again = save_segment(name="South", group=Group(Join.ALL, (attribute("region", Op.KNOWN),)), slug=slug)
    assert [(each.size, each.of) for each in sizes(slug)] == [(2, 3)]
    assert (saved_again.size, saved_again.of) == (2, 3)
    assert [each.name for each in list_segments()] == ["South"]


def test_a_filter_survives_being_kept() -> None:
    group = Group(Join.ANY, (attribute("age", Op.AT_LEAST, "60"), Group(Join.ALL, (behaved("orders", Op.UNKNOWN),))))
    assert from_json(to_json(group)) == group


def test_removing_leaves_no_segment() -> None:
    slug = saved("South", attribute("region", Op.IS, "Uusimaa"))
    remove_segment(slug=slug)
    assert list_segments() == ()
    with pytest.raises(NotFoundError):
        segment(slug)
    with pytest.raises(NotFoundError):
        remove_segment(slug=slug)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (attribute("colour", Op.IS, "red"), "No customer has an attribute “colour”"),
        (attribute("age", Op.IS, "34"), "Condition 1: age is a number"),
        (attribute("age", Op.AT_LEAST, "old"), "“old” is not a number"),
        (attribute("joined", Op.ON_OR_AFTER, "soon"), "“soon” is not a date"),
        (attribute("age", Op.BETWEEN, "3"), "Asked for: 2; given: 1"),
        (attribute("region", Op.IS), "Asked for: at least one; given: 0"),
        (behaved("mood", Op.AT_LEAST, "1"), "Behaviour has no “mood”"),
        (Condition(about=About.FIGURE, name="nps@1", op=Op.AT_LEAST, values=("9",)), "No customer has a last score"),
        (Condition(about=About.STAGE, op=Op.IS, values=("asleep",)), "stage is never “asleep”"),
        (Condition(about=About.CONSENT, name="spying", op=Op.IS, values=("yes",)), "no purpose “spying”"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_name(condition: Condition, words: str) -> None:
    with pytest.raises(InputError, match=words):
        saved("Wrong", condition)
    assert list_segments() == ()


@pytest.mark.parametrize(
    "data",
    [
        "all",
        {"join": "all"},
        {"join": "some", "parts": []},
        {"parts": [{"about": "attribute", "op": "resembles"}]},
        {"parts": [7]},
        {"parts": [{"parts": [{"parts": []}]}]},
        {"parts": [{"about": "stage", "op": "is", "values": "active"}]},
    ],
)
def test_a_malformed_filter_is_refused(data: object) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        from_json(data)


def test_everybody_is_no_segment_and_names_are_single() -> None:
    with pytest.raises(InputError, match="1 to 40 conditions"):
        saved("All")
    with pytest.raises(InputError, match="name"):
        saved("  ", attribute("region", Op.KNOWN))
    saved("South", attribute("region", Op.KNOWN))
    with pytest.raises(InputError, match="already"):
        saved("south", attribute("region", Op.KNOWN))


def test_the_vocabulary_names_kinds_and_measures(traces: None) -> None:
    words = vocabulary()
    assert words.attributes == {
        "age": AttributeKind.NUMBER,
        "joined": AttributeKind.DATE,
        "region": AttributeKind.TEXT,
    }
    assert words.definitions == ("nps@1",)
    assert datetime.now(UTC) >= NOW
