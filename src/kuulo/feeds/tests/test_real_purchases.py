"""A year of a real shop's order lines: exact numbers, soon, and nothing doubled by a repeat."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kuulo.customers.queries import count_parties
from kuulo.feeds.rules.keeping import PurchaseCounts
from kuulo.feeds.services import import_purchases
from kuulo.feeds.tests.cast import ask_lake

pytestmark = pytest.mark.django_db
LINES, NOBODYS, CANCELLED, CUSTOMERS = 541_909, 135_080, 9_288, 4_372
TOTALS = """
    SELECT count(*) AS lines, count(DISTINCT signal_id) AS ids, count(*) - count(party) AS nobodys,
        count(DISTINCT party) AS customers, count(*) FILTER (starts_with(response_id, 'C')) AS cancelled,
        round(sum(value), 2) AS value
    FROM signals WHERE kind = 'purchase'
"""


def take_all(folder: Path) -> PurchaseCounts:
    whole = PurchaseCounts(rows=0)
    for path in sorted(folder.glob("*.csv.gz")):
        whole += import_purchases(path, feed_name="Shop", channel="web").counts
    return whole


def test_a_year_of_purchases_comes_in_and_a_repeat_changes_nothing(real_data: Path) -> None:
    begun = time.monotonic()
    first = take_all(real_data / "purchases")
    seconds = time.monotonic() - begun
    assert (first.rows, first.new, first.rejected) == (LINES, LINES, 0)
    assert (first.without_customer, first.cancelled, first.new_customers) == (NOBODYS, CANCELLED, CUSTOMERS)
    totals = ask_lake(TOTALS)[0]
    assert totals == {
        "lines": LINES,
        "ids": LINES,
        "nobodys": NOBODYS,
        "customers": CUSTOMERS,
        "cancelled": CANCELLED,
        # The sum of quantity × unit price over all rows, as any spreadsheet gives it.
        "value": 9_747_747.93,
    }
    assert count_parties() == CUSTOMERS
    assert seconds < 120
    again = take_all(real_data / "purchases")
    assert (again.new, again.known, again.new_customers) == (0, LINES, 0)
    assert ask_lake(TOTALS)[0] == totals
