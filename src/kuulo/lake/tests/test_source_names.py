"""Use case: whoever brings signals takes a name for them that nobody else has."""

from __future__ import annotations

import pytest

from kuulo.lake.services import leave_source_name, take_source_name

pytestmark = pytest.mark.django_db


def test_a_name_is_taken_as_it_is_wanted() -> None:
    assert take_source_name("visits") == "visits"


def test_a_name_that_somebody_has_gets_a_number() -> None:
    assert [take_source_name("visits") for _ in range(3)] == ["visits", "visits-2", "visits-3"]


def test_a_reserved_name_gets_a_number() -> None:
    assert take_source_name("new", reserved={"new"}) == "new-2"


def test_a_name_that_was_given_back_is_free() -> None:
    take_source_name("visits")
    leave_source_name("visits")
    assert take_source_name("visits") == "visits"
