"""The table of attributes that figures join to signals."""

from __future__ import annotations

import pyarrow as pa
import pytest

from kuulo.customers import queries, services
from kuulo.customers.rules import PartyRow

pytestmark = pytest.mark.django_db


def test_one_row_an_identifier_and_one_column_an_attribute() -> None:
    services.register_parties(
        [
            PartyRow(identifier="customer_id:1", attributes={"segment": "home", "region": "Uusimaa"}),
            PartyRow(identifier="customer_id:2", attributes={"segment": "business"}),
        ]
    )
    table = queries.attributes_table()
    assert table.schema == pa.schema([(name, pa.string()) for name in ("party", "region", "segment")])
    assert table.to_pylist() == [
        {"party": "customer_id:1", "region": "Uusimaa", "segment": "home"},
        {"party": "customer_id:2", "region": None, "segment": "business"},
    ]
    assert queries.attribute_names() == ("region", "segment")


def test_without_parties_the_table_is_there_and_empty() -> None:
    assert queries.attributes_table().column_names == ["party"]
    assert queries.attributes_table().num_rows == 0
    assert queries.attribute_names() == ()


def test_the_table_is_read_again_only_after_a_change(django_assert_num_queries: object) -> None:
    row = PartyRow(identifier="customer_id:1", attributes={"segment": "home"})
    services.register_parties([row])
    first = queries.attributes_table()
    with django_assert_num_queries(2):  # type: ignore[operator] # pytest-django's fixture is a factory
        assert queries.attributes_table() is first
    services.register_parties([PartyRow(identifier="customer_id:1", attributes={"segment": "business"})])
    assert queries.attributes_table()["segment"].to_pylist() == ["business"]
