"""The page of scales: what is chosen for the reader, what is shown, compared, refused and withheld."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kuulo.figures.tests.answers import record
from kuulo.scales.tests.cast import drawn, fill_soco, fill_table, said

pytestmark = pytest.mark.django_db


def asked(lead: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = lead.get(f"/scales/scales.json?{query}").json()
    return found


def test_a_table_of_statements_is_examined(lead: Client) -> None:
    fill_table()
    found = asked(lead)
    (scale,) = found["scales"]
    assert found["set"] == "table.work.1-7"
    assert 0.7 < scale["reliability"]["alpha"]["value"] < 0.95
    assert scale["reliability"]["n"] == 200
    assert len(scale["reliability"]["items"]) == 4
    assert scale["mean"]["trust"].startswith("Holds for those who answered all of these items")
    page = lead.get("/scales/").content.decode()
    assert "work: 4 statements" in page
    assert "read as one number for groups" in page
    assert "How strongly each item carries what they share" in page
    assert "One thing behind the items" in page
