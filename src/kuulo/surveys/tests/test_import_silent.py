"""Importing invitations: who stayed silent is stored as asked, in the state that the status tells."""

from __future__ import annotations

import pytest

from kuulo.surveys.queries import counts_of
from kuulo.surveys.tests.desk import ask_lake, bring, import_now, settle_and_check

pytestmark = pytest.mark.django_db

HEADER = "Response ID;Status;Sent at;Answered at;NPS (0-10);Comment"
KINDS = (
    ("Completed", "9", "Asia hoitui", "answered"),
    ("Completed", "", "", "skipped"),
    ("Partial", "", "kesken jäi", "not_shown"),
    ("Not opened", "", "", "not_shown"),
    ("Bounced", "", "", "not_shown"),
    ("Opened", "", "", "shown"),
    ("Dismissed", "", "", "dismissed"),
    ("Over quota", "", "", None),
)


def invitations() -> str:
    """Return five rows of each kind, sent on the first, answered on the second of March."""
    rows = []
    for at in range(5 * len(KINDS)):
        status, score, comment, _state = KINDS[at % len(KINDS)]
        answered = "2026-03-02 10:00" if status in {"Completed", "Partial"} else ""
        rows.append(f"r{at};{status};2026-03-01 10:00;{answered};{score};{comment}")
    return "\n".join([HEADER, *rows, ""])


def test_the_check_names_the_silent() -> None:
    counts = counts_of(settle_and_check(bring(invitations())))
    assert counts is not None
    assert (counts.accepted, counts.asked, counts.silent, counts.undated) == (40, 35, 20, 5)
    assert counts.answers[0].silent == 20


def test_each_status_becomes_the_state_of_its_signal() -> None:
    row = import_now(settle_and_check(bring(invitations())))
    assert row.result == {"new": 40, "known": 0}
    for place, (_status, _score, _comment, state) in enumerate(KINDS):
        found = ask_lake(f"SELECT state FROM signals WHERE kind = 'answer' AND response_id = 'r{place}'")  # noqa: S608 -- a number
        assert [signal["state"] for signal in found] == ([] if state is None else [state])


def test_the_silent_stand_at_the_time_they_were_asked() -> None:
    import_now(settle_and_check(bring(invitations())))
    found = ask_lake(
        "SELECT state, max(strftime(occurred_at, '%d')) AS day FROM signals WHERE kind = 'answer' "
        "AND state IN ('answered', 'dismissed', 'shown') GROUP BY state ORDER BY state"
    )
    assert found == [
        {"state": "answered", "day": "02"},
        {"state": "dismissed", "day": "01"},
        {"state": "shown", "day": "01"},
    ]


def test_a_column_named_as_the_mark_of_follow_ups_marks_none() -> None:
    rows = [f"r{at};2026-03-01 10:00;{at % 11};{'2' if at % 2 else 'pilot'}" for at in range(40)]
    import_now(settle_and_check(bring("\n".join(["Response ID;Answered at;NPS (0-10);phase", *rows, ""]))))
    found = ask_lake(
        "SELECT attributes['phase'] AS mark, attributes['phase (attribute)'] AS brought, count(*) AS n "
        "FROM signals WHERE kind = 'answer' GROUP BY ALL ORDER BY brought"
    )
    assert found == [{"mark": None, "brought": "2", "n": 20}, {"mark": None, "brought": "pilot", "n": 20}]
