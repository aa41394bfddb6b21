"""Linking a register of persons: the doubles are found, each pair says why, and what cannot be linked is refused."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

from kuulo.base.errors import ColumnError, EngineError, InputError
from kuulo.identity import Linked, default_model, explain, link, model_from_json, train
from kuulo.identity.tests.registers import companies, f1, persons

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link([persons().drop("person").to_arrow()])


def test_doubles_are_found(linked: Linked) -> None:
    assert f1(linked.clusters, persons(), "person") > 0.97
    assert linked.clusters.column_names == ["source", "id", "cluster"]
    assert linked.clusters["id"].to_pylist() == [str(each) for each in persons()["id"]]


def test_a_pair_says_why(linked: Linked) -> None:
    pair = linked.pairs.slice(0, 1).to_pylist()[0]
    parts = explain(pair)
    assert {part.column for part in parts} >= {"first_name", "surname", "birth_date", "email", "phone", "street"}
    prior = pair["weight"] - sum(part.weight for part in parts)
    assert prior < 0
    assert pair["probability"] == pytest.approx(1 / (1 + 2 ** -pair["weight"]))
    assert all(str(part.level) and str(part.title) for part in parts)


def test_the_curve_falls_in_recall_and_rises_in_precision(linked: Linked) -> None:
    recalls = [point.recall for point in linked.curve]
    assert recalls == sorted(recalls, reverse=True)
    assert linked.curve[-1].precision >= linked.curve[0].precision
    assert all(0 <= point.recall <= 1 and 0 <= point.precision <= 1 for point in linked.curve)
    assert sum(use.pairs for use in linked.rules) > 0


def test_a_model_goes_to_json_and_back_and_links_the_same(linked: Linked) -> None:
    model = model_from_json(linked.model.to_json())
    assert model == linked.model
    again = link([persons().drop("person").to_arrow()], model)
    assert again.clusters.equals(linked.clusters)


def test_the_same_data_gives_the_same_model(linked: Linked) -> None:
    again = link([persons().drop("person").to_arrow()])
    assert again.clusters.equals(linked.clusters)
    assert again.model.prior == pytest.approx(linked.model.prior, rel=1e-9)


def test_a_trained_model_knows_what_it_expects() -> None:
    trained = train([persons().drop("person").to_arrow()])
    assert trained.model.is_trained
    assert len(trained.curve) > 5
    assert trained.rules


def test_two_tables_with_other_headers_are_linked() -> None:
    whole = persons(200, 80)
    first = whole.head(200).drop("person")
    names = {"Etunimi": "fornamn", "Sukunimi": "efternamn", "Syntymäaika": "födelsedatum", "Sähköposti": "e-post"}
    second = whole.tail(80).drop("person").rename(names)
    found = link([first.to_arrow(), second.to_arrow()], dedupe=False, sources=("crm", "shop"))
    assert f1(found.clusters, whole, "person") > 0.95
    assert set(found.pairs["left_source"].to_pylist()) == {"crm"}
    assert set(found.pairs["right_source"].to_pylist()) == {"shop"}


def test_companies_are_linked_whatever_their_legal_form() -> None:
    register = companies()
    found = link([register.drop("company").to_arrow()])
    assert {each.name for each in found.model.comparisons} == {"company", "business_id", "town"}
    assert f1(found.clusters, register, "company") > 0.9


def test_a_personal_id_is_left_alone_until_it_is_switched_on() -> None:
    table = pa.table({"id": [1, 2], "nimi": ["Matti Meikäläinen", "Maija Virtanen"], "hetu": ["131052-308T", None]})
    assert "personal_id" not in {each.name for each in default_model(table).comparisons}
    switched = default_model(table, use_personal_ids=True)
    assert "personal_id" in {each.name for each in switched.comparisons}


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ({"id": [1, 2], "x": [1.5, 2.5]}, ColumnError, "No column says who a record is"),
        ({"id": [1, 1], "nimi": ["A B", "C D"]}, InputError, "stands on more than one row"),
        ({"id": [1, None], "nimi": ["A B", "C D"]}, InputError, "have no id"),
        ({"nro": [1, 2], "nimi": ["A B", "C D"]}, ColumnError, "no column named id"),
        ({"id": [1], "nimi": ["A B"]}, InputError, "one record, or none"),
    ],
)
def test_refusals(table: dict[str, list[object]], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        link([pa.table(table)])


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(EngineError, match="no engine"):
        link([pl.DataFrame(persons(20, 5)).drop("person").to_arrow()], engine="sqlite")  # type: ignore[arg-type]


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(InputError, match="not a model"):
        model_from_json('{"version": 99}')
