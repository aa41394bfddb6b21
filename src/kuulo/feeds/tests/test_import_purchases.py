"""Order lines come in: one signal each, cancellations negative, repeats and overlaps without doubling anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kuulo.base.errors import BusyError, ColumnError, FileError, InputError
from kuulo.customers.queries import frame_of, party_ids_of
from kuulo.customers.rules import PersonKey, Purpose
from kuulo.customers.services import keep_out
from kuulo.feeds.models import Feed
from kuulo.feeds.rules.lifecycle import FeedKind, RunState
from kuulo.feeds.services import check_run, import_purchases, settle, take_in
from kuulo.feeds.services.purchases import _hold
from kuulo.feeds.tests.cast import NOON, ask_lake, bring, take, written
from kuulo.surveys.rules.understanding import Reply

pytestmark = pytest.mark.django_db
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
FIRST = (
    "536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
    "536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n"
    "536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n"
    "C536379,D,Discount,-1,2010-12-02 09:41:00,27.50,14527.0,United Kingdom\n"
    "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n"
)
TOTALS = """
    SELECT count(*) AS lines, count(DISTINCT signal_id) AS ids, count(party) AS named
    FROM signals WHERE kind = 'purchase'
"""


def test_lines_become_signals(tmp_path: Path) -> None:
    taken = import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop", channel="web")
    counts = taken.counts
    assert (counts.rows, counts.new, counts.known, counts.rejected) == (5, 5, 0, 0)
    assert (counts.without_customer, counts.cancelled, counts.new_customers) == (1, 1, 2)
    assert (counts.first, counts.last) == (date(2010, 12, 1), date(2010, 12, 2))
    assert taken.rejected is None
    row = ask_lake("SELECT * FROM signals WHERE question = 'order_line' AND text = 'HEART HOLDER'")[0]
    assert (row["party"], row["response_id"], row["source"]) == ("customer_id:17850", "536365", "shop")
    assert (row["value"], row["channel"], row["state"]) == (pytest.approx(15.3), "web", "answered")
    assert row["definition"] is None
    attributes = dict(row["attributes"])  # type: ignore[call-overload] # -- a map comes as pairs
    assert attributes == {"quantity": "6", "unit_price": "2.55", "product": "85123A", "country": "United Kingdom"}


def test_cancellations_are_negative_and_flagged(tmp_path: Path) -> None:
    import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
    row = ask_lake("SELECT * FROM signals WHERE response_id = 'C536379'")[0]
    assert row["value"] == pytest.approx(-27.5)
    assert dict(row["attributes"])["cancelled"] == "yes"  # type: ignore[call-overload] # -- a map comes as pairs


def test_a_status_column_takes_a_line_back(tmp_path: Path) -> None:
    text = "Tilausnumero;Päivämäärä;Asiakasnumero;Tuote;Määrä;Hinta;Tila\n7;31.1.2026 14.05;9;Siivous;2;45,50;Hyvitys\n"
    counts = import_purchases(written(tmp_path, text), feed_name="Kauppa").counts
    assert (counts.rows, counts.cancelled) == (1, 1)
    row = ask_lake("SELECT value, text, occurred_at FROM signals")[0]
    assert (row["value"], row["text"]) == (-91.0, "Siivous")
    assert str(row["occurred_at"]).startswith("2026-01-31 12:05")


def test_a_line_without_customer_is_kept_without_one(tmp_path: Path) -> None:
    import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
    assert ask_lake("SELECT party FROM signals WHERE response_id = '536414'") == [{"party": None}]


def test_unknown_numbers_become_customers_since_their_first_purchase(tmp_path: Path) -> None:
    import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
    ids = party_ids_of(["customer_id:17850", "customer_id:14527"])
    rows = frame_of(ids.values(), purpose=Purpose.SERVICE)
    assert rows[ids["customer_id:17850"]].since == date(2010, 12, 1)
    assert rows[ids["customer_id:14527"]].since == date(2010, 12, 2)


def test_customers_are_not_made_where_that_is_switched_off(tmp_path: Path) -> None:
    counts = import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop", creates=False).counts
    assert counts.new_customers == 0
    assert party_ids_of(["customer_id:17850"]) == {}
    assert ask_lake(TOTALS)[0]["named"] == 4


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + FIRST)
    import_purchases(path, feed_name="Shop")
    again = import_purchases(path, feed_name="Shop").counts
    assert (again.new, again.known, again.new_customers) == (0, 5, 0)
    assert (ask_lake(TOTALS)[0]["lines"], ask_lake(TOTALS)[0]["ids"]) == (5, 5)


def test_overlapping_files_double_nothing_and_equal_lines_stay_two(tmp_path: Path) -> None:
    import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
    more = "536500,71053,LANTERN,6,2010-12-03 08:26:00,3.39,17850.0,United Kingdom\n"
    counts = import_purchases(written(tmp_path, HEADER + FIRST + more), feed_name="Shop").counts
    assert (counts.new, counts.known) == (1, 5)
    lanterns = ask_lake("SELECT count(*) AS n FROM signals WHERE text = 'LANTERN' AND response_id = '536365'")
    assert lanterns == [{"n": 2}]


def test_a_delivery_cut_short_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuulo.feeds.services.purchases.PART", 2)
    run = bring(HEADER + FIRST, kind=FeedKind.PURCHASES)
    settle(run_id=run.pk, replies=[Reply(column="", key="channel", value="shop")])

    class Cut(Exception):  # noqa: N818 -- an end, not an error
        """The process ends."""

    def end(done: int, total: int) -> None:
        if 0 < done < total:
            raise Cut

    check_run(run_id=run.pk)
    with pytest.raises(Cut):
        take_in(run_id=run.pk, progress=end)
    assert ask_lake(TOTALS)[0]["lines"] == 2
    take_in(run_id=run.pk)
    assert (ask_lake(TOTALS)[0]["lines"], ask_lake(TOTALS)[0]["ids"]) == (5, 5)
    del tmp_path


def test_the_channel_is_asked_for_once_a_feed() -> None:
    run = bring(HEADER + FIRST, kind=FeedKind.PURCHASES, feed="Shop")
    assert settle(run_id=run.pk, replies=[Reply(column="", key="channel", value="shop")]) == ()
    take(run)
    assert ask_lake("SELECT DISTINCT channel FROM signals") == [{"channel": "shop"}]
    second = bring(HEADER + FIRST.replace("5363", "6363"), kind=FeedKind.PURCHASES, feed="Shop")
    assert take(second).state == RunState.DONE
    assert ask_lake(TOTALS)[0]["lines"] == 9


def test_lines_that_cannot_be_used_are_told_with_their_reason(tmp_path: Path) -> None:
    broken = (
        "536366,1,X,many,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
        ",1,X,1,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
        "536367,1,X,1,someday,2.55,17850,United Kingdom\n"
    )
    taken = import_purchases(written(tmp_path, HEADER + FIRST + broken), feed_name="Shop")
    assert (taken.counts.new, taken.counts.rejected) == (5, 3)
    lines = (taken.rejected or b"").decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == ["7", "8", "9"]
    assert "quantity, price or amount" in lines[1]
    assert "536366" in lines[1]


def test_an_erased_customer_does_not_come_back(tmp_path: Path) -> None:
    keep_out(PersonKey(party_ids=(), identifiers=("customer_id:17850",)), now=NOON)
    counts = import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop").counts
    assert (counts.erased, counts.new_customers) == (3, 1)
    assert party_ids_of(["customer_id:17850"]) == {}
    assert ask_lake("SELECT count(*) AS n FROM signals WHERE party = 'customer_id:17850'") == [{"n": 0}]


def test_what_lacks_a_needed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="invoice or order number"):
        import_purchases(written(tmp_path, "colour,size\nred,3\n"), feed_name="Shop")
    with pytest.raises(FileError, match="empty"):
        import_purchases(written(tmp_path, ""), feed_name="Shop")
    with pytest.raises(InputError, match="nothing that purchases have"):
        import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop", channel="moon")
    assert Feed.objects.get().runs.count() == 0


def test_two_deliveries_of_a_feed_are_not_taken_in_at_once(tmp_path: Path) -> None:
    import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
    _hold(Feed.objects.get(), "somebody else")
    with pytest.raises(BusyError, match="Another delivery"):
        import_purchases(written(tmp_path, HEADER + FIRST), feed_name="Shop")
