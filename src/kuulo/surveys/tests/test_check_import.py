"""Settling the columns of an upload and checking it: what importing would do."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.errors import GuardError, InputError
from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport, StoredResponse
from kuulo.surveys.queries import counts_of, import_folder, mapping_toml, understanding_of
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.keeping import CheckCounts
from kuulo.surveys.rules.mapping import parse_mapping
from kuulo.surveys.rules.understanding import LEAVE_OUT, Reply
from kuulo.surveys.tests.desk import EFFORT_IS_LOWER, NPS, bring, import_now, settle_and_check, visits

pytestmark = pytest.mark.django_db


def counts_in(row: AnswerImport) -> CheckCounts:
    counts = counts_of(row)
    assert counts is not None
    return counts


def test_the_check_counts_and_stores_nothing() -> None:
    row = settle_and_check(bring(visits(100)), EFFORT_IS_LOWER)
    counts = counts_in(row)
    assert row.state == "checked"
    assert (counts.rows, counts.accepted, counts.rejected, counts.repeated, counts.new) == (100, 100, 0, 0, 100)
    assert (counts.first, counts.last) == (date(2026, 3, 1), date(2026, 3, 28))
    nps, effort = counts.answers
    assert (nps.column, nps.answered, nps.blank, nps.dont_know, nps.out_of_range) == (NPS, 85, 5, 5, 5)
    assert nps.odd_values == (("11", 5),)
    assert (effort.column, effort.answered) == ("Effort", 100)
    assert counts.comments == {"Comment": 25}
    assert not StoredResponse.objects.exists()


def test_repeated_and_rejected_rows_are_counted_and_written_down() -> None:
    text = visits(60)
    broken = "r99;2026-03-01 10:00;1;Lappi;visit;9;1;x;one;cell;too;many\n"
    row = settle_and_check(bring(text + text.split("\n")[1] + "\n" + broken))
    counts = counts_in(row)
    assert counts.repeated == 1
    assert counts.accepted + counts.rejected + counts.repeated == counts.rows == 62
    written = (import_folder(row) / row.rejects).read_text(encoding="utf-8-sig")
    assert "repeated" in written
    assert ("rejected" in written) == (counts.rejected == 1)


def test_responses_stored_before_are_counted_apart() -> None:
    import_now(settle_and_check(bring(visits(60)), EFFORT_IS_LOWER))
    counts = counts_in(settle_and_check(bring(visits(80), name="longer.csv")))
    assert (counts.accepted, counts.stored_before, counts.new) == (80, 60, 20)


def test_a_column_nothing_was_replied_about_is_left_out() -> None:
    row = settle_and_check(bring(visits(100)))
    understanding = understanding_of(row)
    assert understanding is not None
    assert [view.guess.column for view in understanding.left_out] == ["Effort"]
    assert [each.column for each in counts_in(row).answers] == [NPS]


def test_a_column_can_be_left_out_by_word() -> None:
    row = settle_and_check(bring(visits(100)), Reply(column="Effort", key="direction", value=LEAVE_OUT))
    assert [each.column for each in counts_in(row).answers] == [NPS]


def test_a_column_replied_about_in_part_is_asked_about_again() -> None:
    row = bring(visits(100))
    still_open = services.settle_import(import_id=row.pk, roles={"customer_id": Role.SCORE})
    assert {each.column for each in still_open} == {"Effort", "customer_id"}
    reply = Reply(column="customer_id", key="range", value="1000-1020")
    empty = Reply(column="customer_id", key="direction", value="")
    still_open = services.settle_import(import_id=row.pk, replies=[reply, empty, EFFORT_IS_LOWER])
    assert [(each.column, each.key) for each in still_open] == [("customer_id", "direction")]


def test_another_role_can_be_given_and_taken_back() -> None:
    row = bring(visits(100))
    services.settle_import(import_id=row.pk, roles={"Region": Role.OTHER, "Effort": Role.ATTRIBUTE})
    understanding = understanding_of(row.__class__.objects.get(pk=row.pk))
    assert understanding is not None
    assert understanding.questions == ()
    assert {view.guess.column for view in understanding.columns if view.is_changed} == {"Region", "Effort"}
    still_open = services.settle_import(import_id=row.pk, roles={"Effort": Role.SCORE})
    assert [(each.column, each.key) for each in still_open] == [("Effort", "direction")]


def test_changing_the_columns_makes_the_check_void() -> None:
    row = settle_and_check(bring(visits(100)), EFFORT_IS_LOWER)
    services.settle_import(import_id=row.pk, roles={"Comment": Role.OTHER})
    row.refresh_from_db()
    assert (row.state, row.counts) == ("recognised", {})
    with pytest.raises(GuardError, match="“queue” cannot follow"):
        services.start_import(import_id=row.pk)


def test_the_understanding_can_be_had_as_toml() -> None:
    row = settle_and_check(bring(visits(100)), EFFORT_IS_LOWER)
    mapping = parse_mapping(mapping_toml(row))
    assert mapping.columns["Effort"].direction == -1
    assert mapping.columns["Comment"].role is Role.COMMENT


def test_a_reply_that_says_nothing_is_refused() -> None:
    row = bring(visits(100))
    with pytest.raises(InputError, match="sideways"):
        services.settle_import(import_id=row.pk, replies=[Reply(column="Effort", key="direction", value="sideways")])


def test_a_file_without_scores_and_comments_is_not_checked() -> None:
    row = bring(visits(100))
    roles = {NPS: Role.OTHER, "Comment": Role.OTHER, "Effort": Role.OTHER}
    services.settle_import(import_id=row.pk, roles=roles)
    with pytest.raises(GuardError, match="No column of the file is settled"):
        services.check_import(import_id=row.pk)


def test_a_file_that_vanished_from_the_disk_is_named() -> None:
    row = bring(visits(100))
    services.settle_import(import_id=row.pk, replies=[EFFORT_IS_LOWER])
    (import_folder(row) / row.stored_name).unlink()
    with pytest.raises(InputError, match=r"visits\.csv"):
        services.check_import(import_id=row.pk)
