"""What a status tells: who answered how far, who was asked and stayed silent, and whose status says nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.mapping import MappingOptions
from kuulo.surveys.rules.statuses import ANSWERED, COMPLETE, KNOWN, OUTSIDE, PARTIAL, SILENT, is_status
from kuulo.surveys.rules.turnout import SILENCES, turnout_of
from kuulo.surveys.tests.files import accept_file, guess_of, write_text


def turnout(*rows: tuple[str | None, bool]) -> list[str | None]:
    """Return the turnout of rows given as a status and whether they hold an answer."""
    statuses = pl.Series([status for status, _filled in rows], dtype=pl.String)
    return turnout_of(statuses, pl.Series([filled for _status, filled in rows], dtype=pl.Boolean)).to_list()


@pytest.mark.parametrize("language", [
    ("Completed", "Partial", "Not opened", "Opened", "Dismissed", "Disqualified"),
    ("Valmis", "Kesken", "Ei avattu", "Avattu", "Suljettu", "Hylätty"),
    ("Slutförd", "Delvis", "Ej öppnad", "Öppnad", "Stängd", "Utesluten"),
])  # fmt: skip
def test_words_of_a_status_in_each_language(language: tuple[str, ...]) -> None:
    rows = zip(language, (True, True, False, False, False, False), strict=True)
    assert turnout(*rows) == ["complete", "partial", "not_shown", "shown", "dismissed", "outside"]


@pytest.mark.parametrize("word", ["Bounced", "Sent", "Delivered", "No response", "Palautunut", "Studsade"])
def test_asked_but_not_reached_is_not_shown(word: str) -> None:
    assert turnout((word, False), ("Opened", False), ("Completed", True)) == ["not_shown", "shown", "complete"]


def test_no_word_has_two_meanings() -> None:
    kinds = (COMPLETE, PARTIAL, frozenset(SILENT), OUTSIDE, ANSWERED)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


@pytest.mark.parametrize("word", ["Lähetetty", "Skickad", "Sent", "Submitted"])
def test_sent_means_the_answer_where_rows_hold_answers(word: str) -> None:
    assert turnout((word, True), (word, False), ("Kesken", True)) == ["complete", "complete", "partial"]


@pytest.mark.parametrize("word", ["Lähetetty", "Skickad", "Sent"])
def test_sent_means_the_invitation_beside_words_of_invitations(word: str) -> None:
    assert turnout((word, False), ("Avattu", False), (word, True)) == ["not_shown", "shown", "complete"]


@pytest.mark.parametrize("word", ["Lähetetty", "Skickad", "Sent"])
def test_sent_means_the_invitation_where_no_row_with_it_holds_an_answer(word: str) -> None:
    assert turnout((word, False), ("Valmis", True)) == ["not_shown", "complete"]


def test_sent_means_the_answer_where_nothing_is_known_of_answers() -> None:
    assert turnout_of(pl.Series(["Lähetetty", "Kesken"]), None).to_list() == ["complete", "partial"]


def test_who_answered_is_not_silent_whatever_the_status_says() -> None:
    assert turnout(("Opened", True), ("Bounced", True), ("Responded", True)) == ["partial", "partial", "answered"]


def test_an_unknown_status_tells_nothing_of_an_empty_row() -> None:
    assert turnout((None, False), ("Archived", False), (None, True), ("Opened", False)) == [
        None, None, "answered", "shown",
    ]  # fmt: skip


def test_columns_of_invitations_are_statuses(tmp_path: Path) -> None:
    assert is_status(["completed", "not opened", "opened", "dismissed", "bounced"])
    assert is_status(["sent", "opened", "responded"])
    assert not is_status(["opened", "closed"])
    assert guess_of(tmp_path, "Tila", ["Valmis", "Ei avattu", "Avattu", "Suljettu"] * 5).role is Role.STATUS


ROWS = "Completed,9,,a\nOpened,,,b\nNot opened,,,a\nNot opened,,,a\nPartial,,kiitos vain,b\nDisqualified,,,b\n,,,a\n"


def test_the_silent_are_counted_apart_and_leave_nothing_blank(tmp_path: Path) -> None:
    _file, accepted = accept_file(write_text(tmp_path, "Status,NPS,Comment,Segment\n" + ROWS))
    assert (accepted.complete, accepted.partial, accepted.asked, accepted.silent) == (1, 1, 5, 3)
    assert (accepted.outside, accepted.untold) == (1, 1)
    assert accepted.silences == (("Not opened", 2), ("Opened", 1))
    counts = accepted.answers[0]
    assert (counts.answered, counts.blank, counts.silent) == (1, 3, 3)
    assert accepted.frame["_turnout"].to_list() == [
        "complete", "shown", "not_shown", "not_shown", "partial", "outside", None,
    ]  # fmt: skip


def test_an_answer_whose_scale_is_open_is_an_answer(tmp_path: Path) -> None:
    _file, accepted = accept_file(write_text(tmp_path, "Tila,Rating\n" + "Lähetetty,3\nLähetetty,4\nKesken,\n" * 5))
    assert "Rating" not in accepted.frame.columns
    assert (accepted.complete, accepted.partial, accepted.silent) == (10, 5, None)


def test_a_file_of_answers_does_not_tell_who_was_asked(tmp_path: Path) -> None:
    _file, accepted = accept_file(write_text(tmp_path, "Status,NPS\nComplete,9\nPartial,\nDisqualified,\n"))
    assert (accepted.asked, accepted.silent, accepted.silences) == (None, None, ())
    assert accepted.answers[0].blank == 2


@given(
    rows=st.lists(
        st.tuples(st.sampled_from([*sorted(KNOWN), "archived", ""]), st.sampled_from(["", "9", "x"])),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_row_is_counted_once(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    text = "".join(f"{place},{status},{cell}\n" for place, (status, cell) in enumerate([*rows, ("complete", "10")]))
    options = MappingOptions(role=("Status=status", "NPS=score"), score=("NPS=0-10",))
    _file, accepted = accept_file(write_text(tmp_path, "Response ID,Status,NPS\n" + text), options)
    silent = accepted.silent or 0
    assert accepted.complete is not None
    assert accepted.partial is not None
    assert accepted.complete + accepted.partial + silent + accepted.outside + accepted.untold == accepted.accepted
    assert sum(count for _word, count in accepted.silences) == silent
    assert (accepted.asked is None) == (accepted.silent is None)
    counts, frame = accepted.answers[0], accepted.frame
    assert counts.silent == silent
    assert frame.filter(pl.col("_turnout").is_in(SILENCES))["NPS"].count() == 0
    if accepted.asked is not None:
        assert accepted.complete + accepted.partial + silent <= accepted.asked <= accepted.accepted - accepted.outside
