"""A signal is known as the touchpoint of the first rule that fits, in Python and on the engine alike."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.journeys.queries import list_touchpoints, touchpoint_names, touchpoint_of
from kuulo.journeys.queries.recognising import place_sql, seen_sql
from kuulo.journeys.rules import Known, Match, checked, facts_of, match_of, touchpoint_for
from kuulo.journeys.services import change_touchpoint, create_touchpoint, move_touchpoint, remove_touchpoint
from kuulo.journeys.tests.cast import met, shop
from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.schema import signals_table

SIGNS = st.text(alphabet="aBäÖ/_%\\.*' -1", max_size=8)
PAGES = st.sampled_from(["", "/", "/basket", "/Basket/", "/products/1", "products", "/a_b", "/a%b", "/x/basket"])
RULES = st.builds(
    Match,
    kind=st.sampled_from(["", "page_view", "event", "answer"]),
    source=st.sampled_from(["", "shop", "s*", "SHOP"]),
    name=st.one_of(st.just(""), SIGNS),
    page=st.sampled_from(["", "/basket", "/products/*", "*/basket", "shop.example.org/*", "/a_b", "/a%*", "/*/basket"]),
    channel=st.sampled_from(["", "web", "WEB", "phone"]),
    touchpoint=st.sampled_from(["", "visit", "*s*"]),
)
SIGNALS = st.builds(
    lambda kind, name, path, **rest: met(
        "customer_id:1",
        path if kind == "page_view" else name,
        0.0,
        kind=kind,
        attributes={"path": path, "host": "Shop.example.org"} if path else {},
        **rest,
    ),
    kind=st.sampled_from(["page_view", "event", "answer", "purchase"]),
    name=SIGNS,
    path=PAGES,
    source=st.sampled_from(["shop", "Store"]),
    channel=st.sampled_from([None, "web", "Phone"]),
    touchpoint=st.sampled_from([None, "Visit", "first", "SECOND"]),
)


@pytest.mark.pure
@settings(max_examples=150, deadline=None)
@given(first=st.lists(RULES, max_size=3), second=st.lists(RULES, max_size=3), signals=st.lists(SIGNALS, max_size=6))
def test_the_engine_knows_signals_as_python_does(
    first: list[Match], second: list[Match], signals: list[object]
) -> None:
    known = [
        Known(slug=slug, name=slug.title(), rules=tuple(rule for rule in rules if rule != Match()))
        for slug, rules in (("first", first), ("second", second))
    ]
    table = signals_table(signals)  # type: ignore[arg-type] # they are signals
    numbered = table.append_column("row", pa.array(range(len(signals)), pa.int64()))
    places = {one.slug: place for place, one in enumerate(known, start=1)}
    wanted = [touchpoint_for(known, facts_of(row)) for row in table.to_pylist()]
    seen = seen_sql(known, "true", columns="row")
    sql = f"SELECT row, {place_sql(known)} AS place FROM ({seen}) ORDER BY row"  # noqa: S608 -- our own
    source = SignalSource("", (), table.slice(0, 0))
    found = engine().run(sql.replace("FROM signals", "FROM numbered"), source, {"numbered": numbered})
    assert found["place"].to_pylist() == [places[one.slug] if one else None for one in wanted]


@pytest.mark.pure
def test_a_page_is_the_same_with_and_without_its_last_slash() -> None:
    known = [Known(slug="basket", name="Basket", rules=(match_of({"page": "https://shop.example.org/basket"}),))]
    for page in ("/basket", "/basket/", "/BASKET"):
        assert touchpoint_for(
            known, facts_of({"kind": "page_view", "question": page, "attributes": {"host": "shop.example.org"}})
        )
    assert touchpoint_for(known, facts_of({"kind": "page_view", "question": "/basket/1", "attributes": {}})) is None


@pytest.mark.pure
@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "says nothing"),
        ({"page": "  "}, "says nothing"),
        ({"name": "***"}, "nothing but \\*"),
        ({"page": "/search?q=1"}, "question mark"),
        ({"name": "x" * 301}, "301 signs"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(told: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        match_of(told)


@pytest.mark.pure
def test_too_many_rules_are_refused() -> None:
    with pytest.raises(InputError, match="21 rules"):
        checked({"name": f"Event {number}"} for number in range(21))


@pytest.mark.django_db
def test_the_first_touchpoint_has_the_signal_until_the_order_changes() -> None:
    create_touchpoint(name="Anything", rules=[{"page": "/*"}])
    create_touchpoint(name="Basket", rules=[{"page": "/basket"}])
    row = {"kind": "page_view", "question": "/basket", "source": "shop", "attributes": [("host", "x")]}
    assert touchpoint_of(row) == "Anything"
    move_touchpoint(slug="basket", by=-1)
    assert touchpoint_names([row, {"kind": "page_view", "question": "/x"}]) == ["Basket", "Anything"]
    assert [one.name for one in list_touchpoints()] == ["Basket", "Anything"]


@pytest.mark.django_db
def test_an_answer_is_known_by_the_touchpoint_it_came_with_and_no_rule_catches_it_by_chance() -> None:
    create_touchpoint(name="Everything", rules=[{"source": "*shop*"}])
    create_touchpoint(name="Visit", rules=[])
    assert touchpoint_of({"kind": "answer", "source": "shop", "touchpoint": "Visit"}) == "Visit"
    change_touchpoint(slug="everything", name="Everything", rules=[{"kind": "answer", "source": "shop"}])
    assert touchpoint_of({"kind": "answer", "source": "shop", "touchpoint": "Visit"}) == "Everything"


@pytest.mark.django_db
def test_a_touchpoint_that_a_journey_passes_stays() -> None:
    shop()
    with pytest.raises(GuardError, match="Buying"):
        remove_touchpoint(slug="basket")


@pytest.mark.django_db
def test_names_are_not_given_twice_and_unknown_touchpoints_are_not_changed() -> None:
    create_touchpoint(name="Basket", rules=[{"page": "/basket"}])
    with pytest.raises(InputError, match="“basket” already"):
        create_touchpoint(name=" basket ", rules=[])
    with pytest.raises(InputError, match="needs a name"):
        create_touchpoint(name=" ", rules=[])
    with pytest.raises(NotFoundError, match="nowhere"):
        change_touchpoint(slug="nowhere", name="X", rules=[])
    remove_touchpoint(slug="basket")
    assert list_touchpoints() == ()
