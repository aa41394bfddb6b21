"""The hourly look: every series is read once for each state of the data, and what changed is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kuulo.accounts.models import Organisation
from kuulo.base.errors import InputError, NotFoundError
from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import many, record
from kuulo.jobs.models import Job
from kuulo.measures.trends import Ending
from kuulo.trends.models import Alarm, Watch
from kuulo.trends.queries import last_watch, list_alarms, rate_in_force, read_series, series_that_matter
from kuulo.trends.rules import Series
from kuulo.trends.rules.keeping import series_from_plain, series_to_plain
from kuulo.trends.services import note_seen, request_watch, set_rate, settle_alarms, watch
from kuulo.trends.tests.story import one_week_more, tell

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 16, tzinfo=UTC)


def seen_by(name: str) -> Series:
    with open_reading() as reading:
        kept = last_watch(reading, rate_in_force())
    assert kept is not None
    return next(one for one in kept.series if one.value == name)


def test_everybody_and_each_touchpoint_is_a_series() -> None:
    tell()
    with open_reading() as reading:
        chosen, refused = series_that_matter(reading)
    assert [[one.values for one in selection.filters] for selection in chosen] == [[], [("Invoice",)], [("Visit",)]]
    assert refused == ()


def test_what_changed_raises_an_alarm_and_what_did_not_raises_none() -> None:
    tell()
    done = watch(now=NOW)
    assert done.series == 3
    assert {one.value for one in Alarm.objects.all()} <= {"Invoice", ""}
    alarm = Alarm.objects.get(value="Invoice")
    assert (alarm.direction, alarm.until, alarm.seen_at) == (-1, None, None)
    assert alarm.together
    assert seen_by("Visit").read.alarms == ()


def test_a_second_look_at_the_same_data_does_nothing() -> None:
    tell()
    watch(now=NOW)
    done = watch(now=NOW + timedelta(days=1))
    assert not done.is_new
    assert Watch.objects.get().made_at == NOW


def test_the_same_run_of_weeks_raises_one_alarm() -> None:
    tell()
    watch(now=NOW)
    before = Alarm.objects.get(value="Invoice")
    one_week_more(low=True)
    done = watch(now=NOW + timedelta(days=7))
    after = Alarm.objects.get(value="Invoice")
    assert done.alarms == 0
    assert (after.pk, after.raised, after.noticed_at) == (before.pk, before.raised, before.noticed_at)
    assert after.data_version != before.data_version


def test_an_alarm_ends_when_the_figures_return() -> None:
    tell(worse_weeks=6, back_weeks=6)
    watch(now=NOW)
    alarm = Alarm.objects.get(value="Invoice")
    assert (alarm.ending, alarm.until is not None) == ("returned", True)


def test_an_alarm_that_ended_unnoticed_long_ago_is_closed_and_the_next_one_raised() -> None:
    tell()
    watch(now=NOW)
    found = seen_by("Invoice")
    last = found.read.alarms[-1]
    old = replace(last, since=found.days[2], raised=found.days[4], until=found.days[9], ending=Ending.SETTLED)
    never_noticed = replace(old, since=found.days[12], raised=found.days[13], until=found.days[14])
    Alarm.objects.filter(value="Invoice").update(since=old.since, raised=old.raised)
    series = replace(found, read=replace(found.read, alarms=(old, never_noticed, last)))
    assert settle_alarms(series=[series], data_version="v", now=NOW + timedelta(days=1)) == 1
    rows = Alarm.objects.filter(value="Invoice").order_by("raised")
    assert [(row.until, row.ending) for row in rows] == [(old.until, "settled"), (None, "")]


def test_an_alarm_that_later_answers_take_back_is_gone() -> None:
    tell()
    watch(now=NOW)
    Alarm.objects.filter(value="Invoice").update(direction=1)
    one_week_more(low=True)
    watch(now=NOW + timedelta(days=7))
    assert set(Alarm.objects.filter(value="Invoice").values_list("direction", "ending")) == {(1, "gone"), (-1, "")}


def test_what_is_kept_comes_back_as_it_was() -> None:
    tell()
    with open_reading() as reading:
        chosen, _refused = series_that_matter(reading)
        found = read_series(reading, chosen[1], None, 0.1, 3)
    assert found is not None
    back = series_from_plain(series_to_plain(found))
    assert back.read == found.read
    assert (back.key, back.days, back.grain, back.title) == (found.key, found.days, found.grain, found.title)
    assert [one.value for one in back.figures] == [one.value for one in found.figures]
    assert back.figures[-1] == found.figures[-1]


def test_few_answers_are_read_by_month() -> None:
    tell()
    Organisation.objects.update_or_create(pk=1, defaults={"anonymity_floor": 13})
    watch(now=NOW)
    assert seen_by("Visit").grain == "month"


def test_what_was_read_under_another_floor_is_not_shown() -> None:
    tell()
    watch(now=NOW)
    Organisation.objects.update_or_create(pk=1, defaults={"anonymity_floor": 20})
    with open_reading() as reading:
        assert last_watch(reading, rate_in_force()) is None


def test_a_look_that_is_replaced_while_a_page_reads_it_is_read_anew() -> None:
    tell()
    watch(now=NOW)
    later = NOW + timedelta(hours=1)
    statements: list[str] = []

    def replace_after_the_first(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if "trends_watch" in sql and not statements:
            statements.append(sql)
            Watch.objects.update(made_at=later)
        return found

    with open_reading() as reading, connection.execute_wrapper(replace_after_the_first):
        kept = last_watch(reading, rate_in_force())
    assert kept is not None
    assert kept.made_at == later


def test_a_person_notes_an_alarm_as_seen_and_the_first_stays() -> None:
    tell()
    watch(now=NOW)
    alarm = list_alarms()[0]
    note_seen(alarm_id=alarm.id, by="Ilona", now=NOW)
    note_seen(alarm_id=alarm.id, by="Outi", now=NOW + timedelta(days=1))
    assert (list_alarms()[0].seen_by, list_alarms()[0].seen_at) == ("Ilona", NOW)


def test_an_alarm_that_is_none_cannot_be_seen() -> None:
    with pytest.raises(NotFoundError, match="no alarm 7"):
        note_seen(alarm_id=7, by="Ilona", now=NOW)


def test_another_rate_is_another_look() -> None:
    tell()
    watch(now=NOW)
    set_rate(rate=0.02, by="Ilona", now=NOW)
    assert rate_in_force() == 0.02
    assert watch(now=NOW).is_new
    assert seen_by("Invoice").read.rate == 0.02


@pytest.mark.parametrize("rate", [0.001, 0.9])
def test_a_rate_nobody_could_use_is_refused(rate: float) -> None:
    with pytest.raises(InputError, match="cannot be set"):
        set_rate(rate=rate, by="Ilona", now=NOW)


def test_a_measure_on_different_scales_is_said_and_hides_no_other() -> None:
    tell()
    record(many({7.0: 9}, definition="ces.2@1"))
    record(many({4.0: 9}, definition="ces.2@1", start=50, source="other", scale_max=5.0))
    watch(now=NOW)
    with open_reading() as reading:
        kept = last_watch(reading, rate_in_force())
    assert kept is not None
    assert len(kept.refused) == 1
    assert {one.definition for one in kept.series} == {"nps@1"}


def test_a_look_is_asked_for_once() -> None:
    assert request_watch() == request_watch()
    assert Job.objects.filter(kind="trends.watch").count() == 1


def test_without_answers_there_is_nothing_to_watch() -> None:
    assert watch(now=NOW).series == 0
