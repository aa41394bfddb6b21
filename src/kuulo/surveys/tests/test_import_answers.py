"""Importing in the background: what is stored, and that neither a kill nor a repeat doubles anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from kuulo.base.errors import EngineError, InputError
from kuulo.customers.queries import attributes_table, count_parties
from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport, StoredResponse
from kuulo.surveys.queries import import_path, standing_of
from kuulo.surveys.services import importing
from kuulo.surveys.tests.desk import EFFORT_IS_LOWER, NPS, Hand, ask_lake, bring, import_now, settle_and_check, visits

pytestmark = pytest.mark.django_db

BY_KIND = "SELECT kind, count(*) AS n, count(DISTINCT signal_id) AS ids FROM signals GROUP BY kind ORDER BY kind"
HUNDRED = [{"kind": "answer", "n": 200, "ids": 200}, {"kind": "comment", "n": 25, "ids": 25}]


class KilledError(Exception):
    """Stands for the end of a process."""


def killed_at(at: int) -> Callable[[int], None]:
    def look(done: int) -> None:
        if done >= at:
            raise KilledError

    return look


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> AnswerImport:
    """Return a checked file of a hundred responses that is imported in chunks of thirty."""
    monkeypatch.setattr(importing, "CHUNK", 30)
    row = settle_and_check(bring(visits(100)), EFFORT_IS_LOWER)
    services.start_import(import_id=row.pk)
    return row


def run(row: AnswerImport, at: Callable[[int], None] | None = None) -> Hand:
    hand = Hand(row.pk, at)
    services.import_answers(hand)  # type: ignore[arg-type] # a hand does all a handler asks of a job
    row.refresh_from_db()
    return hand


def test_every_response_is_stored_with_its_signals(checked: AnswerImport) -> None:
    hand = run(checked)
    assert (checked.state, checked.result) == ("imported", {"new": 100, "known": 0})
    assert hand.told == [(0, 100), (30, 100), (60, 100), (90, 100), (100, 100)]
    assert StoredResponse.objects.count() == 100
    assert ask_lake(BY_KIND) == HUNDRED
    assert count_parties() == 45
    assert "customer_id:1004" in attributes_table()["party"].to_pylist()


def test_a_signal_says_all_the_file_says(checked: AnswerImport) -> None:
    run(checked)
    [effort] = ask_lake("SELECT * FROM signals WHERE response_id = 'r4' AND question = 'Effort'")
    expected = {
        "kind": "answer", "party": "customer_id:1004", "touchpoint": "booking", "source": "visits",
        "definition": "ces.2010@1", "value": 2.0, "text": None, "scale_min": 1.0, "scale_max": 5.0, "direction": -1,
        "state": "answered", "attributes": [("Region", "Uusimaa")],
    }  # fmt: skip
    assert {name: effort[name] for name in expected} == expected
    [comment] = ask_lake("SELECT * FROM signals WHERE response_id = 'r4' AND kind = 'comment'")
    assert comment["text"] == "Asia hoitui mukavasti 4"
    [moment] = ask_lake(
        "SELECT strftime(occurred_at, '%Y-%m-%d %H:%M') AS at FROM signals WHERE response_id = 'r4' LIMIT 1"
    )
    assert moment == {"at": "2026-03-05 08:00"}, "ten o'clock in Helsinki is eight in UTC"


def test_what_is_no_answer_keeps_its_words_and_has_no_value(checked: AnswerImport) -> None:
    run(checked)
    sql = f"SELECT state, value IS NULL AS empty, text, count(*) AS n FROM signals WHERE question = '{NPS}'"  # noqa: S608 -- our own name
    rows = ask_lake(f"{sql} GROUP BY ALL ORDER BY state, text NULLS FIRST")
    assert rows == [
        {"state": "answered", "empty": False, "text": None, "n": 85},
        {"state": "shown", "empty": True, "text": "11", "n": 5},
        {"state": "shown", "empty": True, "text": "don't know", "n": 5},
        {"state": "skipped", "empty": True, "text": None, "n": 5},
    ]


@pytest.mark.parametrize("at", [0, 30, 60, 100])
def test_killed_between_chunks_and_run_again_nothing_is_lost_or_doubled(checked: AnswerImport, at: int) -> None:
    with pytest.raises(KilledError):
        run(checked, killed_at(at))
    checked.refresh_from_db()
    assert (checked.state, checked.result) == ("importing", {}), "what is half done is not shown as done"
    assert StoredResponse.objects.count() == min(at, 100)
    run(checked)
    assert (checked.state, checked.result) == ("imported", {"new": 100, "known": 0})
    assert ask_lake(BY_KIND) == HUNDRED


@pytest.mark.parametrize("table", ["surveys_storedresponse", "customers_identifier", "lake_outboxsignal"])
def test_killed_within_a_chunk_and_run_again_nothing_is_lost_or_doubled(checked: AnswerImport, table: str) -> None:
    inserts = 0

    def fail_second(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        nonlocal inserts
        if "INSERT INTO" in sql and table in sql:
            inserts += 1
            if inserts > 1:
                raise KilledError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_second), pytest.raises(KilledError):
        run(checked)
    assert StoredResponse.objects.count() % 30 == 0, "a chunk is stored whole or not at all"
    assert ask_lake("SELECT count(DISTINCT response_id) AS n FROM signals") == [{"n": StoredResponse.objects.count()}]
    run(checked)
    assert checked.result == {"new": 100, "known": 0}
    assert ask_lake(BY_KIND) == HUNDRED


def test_the_same_job_once_more_changes_nothing(checked: AnswerImport) -> None:
    run(checked)
    when = checked.imported_at
    assert run(checked).told == []
    assert checked.imported_at == when
    assert ask_lake(BY_KIND) == HUNDRED


def test_answers_without_a_time_are_never_among_the_newest() -> None:
    row = settle_and_check(bring(visits(60) + "r99;soon;1;Lappi;visit;9;3;\n"), EFFORT_IS_LOWER)
    import_now(row)
    times = dict(StoredResponse.objects.values_list("key", "occurred_at"))
    assert times["r99"] == min(times.values())
    assert max(times.values()) < row.created_at


def test_a_longer_file_adds_only_what_is_new() -> None:
    import_now(settle_and_check(bring(visits(100)), EFFORT_IS_LOWER))
    row = import_now(settle_and_check(bring(visits(120), name="april.csv")))
    assert row.result == {"new": 20, "known": 100}
    assert ask_lake(BY_KIND) == [{"kind": "answer", "n": 240, "ids": 240}, {"kind": "comment", "n": 30, "ids": 30}]


def test_without_ids_the_same_rows_are_the_same_responses() -> None:
    def anonymous(count: int) -> str:
        rows = [line.split(";") for line in visits(count).strip().split("\n")]
        return "\n".join(";".join([row[1], *row[3:]]) for row in rows) + "\n"

    twice = anonymous(60) + anonymous(60).split("\n")[1] + "\n"
    first = import_now(settle_and_check(bring(twice), EFFORT_IS_LOWER))
    assert first.result == {"new": 61, "known": 0}, "two equal rows without an id are two responses"
    again = import_now(settle_and_check(bring(twice + anonymous(70).split("\n")[65] + "\n", name="longer.csv")))
    assert again.result == {"new": 1, "known": 61}


def test_the_same_ids_in_another_data_set_are_other_responses() -> None:
    import_now(settle_and_check(bring(visits(60)), EFFORT_IS_LOWER))
    row = import_now(settle_and_check(bring(visits(60), name="other.csv", dataset="Other"), EFFORT_IS_LOWER))
    assert row.result == {"new": 60, "known": 0}


def test_asking_twice_starts_one_job(checked: AnswerImport) -> None:
    checked.refresh_from_db()
    assert services.start_import(import_id=checked.pk) == checked.job_id


def test_a_file_that_vanished_fails_with_its_name_and_can_be_tried_again(checked: AnswerImport) -> None:
    path = import_path(checked)
    hidden = path.rename(path.with_suffix(".away"))
    with pytest.raises(InputError):
        run(checked)
    checked.refresh_from_db()
    assert checked.state == "failed"
    standing = standing_of(checked)
    assert "visits.csv" in " ".join(map(str, standing.failure))
    assert not standing.is_under_way
    hidden.rename(path)
    services.start_import(import_id=checked.pk)
    run(checked)
    assert (checked.state, checked.failure) == ("imported", {})


def test_a_failure_in_the_middle_keeps_what_is_stored_and_goes_on_from_there(checked: AnswerImport) -> None:
    def refuse(done: int) -> None:
        if done >= 60:
            raise InputError("The file ends in the middle.", "Bring it again.")

    with pytest.raises(InputError):
        run(checked, refuse)
    checked.refresh_from_db()
    standing = standing_of(checked)
    assert (checked.state, standing.stored) == ("failed", 60)
    assert [str(text) for text in standing.failure] == ["The file ends in the middle.", "Bring it again."]
    services.start_import(import_id=checked.pk)
    run(checked)
    assert checked.result == {"new": 100, "known": 0}
    assert ask_lake(BY_KIND) == HUNDRED


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), EngineError("The disk is full.", "Make room.")])
def test_what_may_pass_is_left_to_the_worker(checked: AnswerImport, error: Exception) -> None:
    def break_off(done: int) -> None:
        if done:
            raise error

    with pytest.raises(type(error)):
        run(checked, break_off)
    checked.refresh_from_db()
    assert checked.state == "importing", "the worker tries again by itself"


def test_an_import_that_was_discarded_meanwhile_is_no_error() -> None:
    services.import_answers(Hand(4711))  # type: ignore[arg-type] # as above
