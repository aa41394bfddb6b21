"""When prompts are due: by the participant's clock, through changes of clocks, once each however often one looks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.diaries.rules import DiaryPlan, Happened, Occurrence, Person, Prompt, PromptKind, occurrences, opens_at
from kuulo.diaries.rules.schedule import zone_of

pytestmark = pytest.mark.pure
HELSINKI = ZoneInfo("Europe/Helsinki")
# Clocks that change in spring or autumn, by half an hour, never, and once skipped a whole day.
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Europe/Helsinki",
        "Europe/Stockholm",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "UTC",
    )
)
START = datetime(2011, 1, 1, tzinfo=UTC)
moments = st.integers(0, 20 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
zones = st.sampled_from(ZONES)
clock = {"hour": st.integers(0, 23), "minute": st.integers(0, 59)}
weekly = st.builds(
    Prompt,
    key=st.just("week"),
    kind=st.just(PromptKind.WEEKLY),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    **clock,
)
absolute = st.builds(
    Prompt,
    key=st.just("day"),
    kind=st.just(PromptKind.ABSOLUTE),
    day=st.dates(date(2011, 1, 1), date(2031, 1, 1)),
    **clock,
)
joined = st.builds(Prompt, key=st.just("after"), kind=st.just(PromptKind.JOINED), days=st.integers(0, 60), **clock)
signal = st.builds(
    Prompt,
    key=st.just("seen"),
    kind=st.just(PromptKind.SIGNAL),
    signal=st.just("visit"),
    days=st.integers(0, 9),
    **clock,
)


@st.composite
def plans(draw: st.DrawFn) -> DiaryPlan:
    """Return a plan with a prompt of every kind."""
    return DiaryPlan(prompts=(draw(weekly), draw(absolute), draw(joined), draw(signal)))


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Return somebody somewhere, to whom a few things happened."""
    joined_at = draw(moments)
    days = draw(st.lists(st.integers(0, 30 * 24 * 60), max_size=4))
    happened = [Happened(f"s{place}", joined_at + timedelta(minutes=each)) for place, each in enumerate(days)]
    return Person(joined_at=joined_at, zone=draw(zones), happened={"seen": tuple(happened)})


def all_of(plan: DiaryPlan, person: Person, *, after: datetime, until: datetime) -> tuple[Occurrence, ...]:
    return occurrences(plan, person, after=after, until=until)


@given(plans(), people(), st.lists(st.integers(1, 36 * 60), min_size=1, max_size=40), st.integers(-3, 70))
def test_whoever_looks_however_often_finds_each_occurrence_once(
    plan: DiaryPlan, person: Person, steps: list[int], days: int
) -> None:
    start = person.joined_at + timedelta(days=days)
    looked = start
    found: list[Occurrence] = []
    for step in steps:
        until = looked + timedelta(minutes=step)
        found += all_of(plan, person, after=looked, until=until)
        looked = until
    whole = all_of(plan, person, after=start, until=looked)
    assert tuple(sorted(found, key=lambda each: (each.at, each.prompt, each.name))) == whole
    assert len({(each.prompt, each.name) for each in whole}) == len(whole)


@given(plans(), people(), st.integers(1, 80))
def test_nothing_is_due_before_joining_and_all_of_it_at_the_hour_asked_for(
    plan: DiaryPlan, person: Person, days: int
) -> None:
    by_key = {prompt.key: prompt for prompt in plan.prompts}
    until = person.joined_at + timedelta(days=days)
    for each in all_of(plan, person, after=person.joined_at - timedelta(days=9), until=until):
        prompt = by_key[each.prompt]
        local = each.at.astimezone(person.zone)
        assert each.at > person.joined_at
        wanted = local.replace(hour=prompt.hour, minute=prompt.minute, fold=0)
        is_there = wanted.astimezone(UTC).astimezone(person.zone).replace(tzinfo=None) == wanted.replace(tzinfo=None)
        if is_there:
            assert (local.hour, local.minute) == (prompt.hour, prompt.minute)
        else:
            # The clocks were put forward over that hour: it is due as soon as the change allows, the same day.
            assert timedelta(0) < local.replace(tzinfo=None) - wanted.replace(tzinfo=None) <= timedelta(hours=1)


@given(weekly, people(), st.integers(8, 200))
def test_a_weekly_prompt_comes_every_week_on_its_days(prompt: Prompt, person: Person, days: int) -> None:
    plan = DiaryPlan(prompts=(prompt,))
    start = person.joined_at + timedelta(days=2)
    until = start + timedelta(days=days)
    found = all_of(plan, person, after=start, until=until)
    first, last = start.astimezone(person.zone).date(), until.astimezone(person.zone).date()
    inner = {
        day for day in _days(first + timedelta(days=1), last - timedelta(days=1)) if day.weekday() in prompt.weekdays
    }
    told = {date.fromisoformat(each.name) for each in found}
    assert inner <= told | _skipped(person.zone, inner)
    assert told <= {day for day in _days(first - timedelta(days=1), last) if day.weekday() in prompt.weekdays}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def _skipped(zone: ZoneInfo, days: set[date]) -> set[date]:
    """Return days the zone never had: Samoa went from the 29th to the 31st of December 2011."""
    noon = {day: datetime(day.year, day.month, day.day, 12, tzinfo=zone) for day in days}
    return {day for day, at in noon.items() if at.astimezone(UTC).astimezone(zone).date() != day}


@given(joined, people())
def test_a_prompt_after_joining_comes_once_that_many_days_later(prompt: Prompt, person: Person) -> None:
    until = person.joined_at + timedelta(days=70)
    found = all_of(DiaryPlan(prompts=(prompt,)), person, after=person.joined_at - timedelta(days=1), until=until)
    assert len(found) == 1
    later = (
        found[0].at.astimezone(person.zone).date() - person.joined_at.astimezone(person.zone).date()
    ).days - prompt.days
    assert later in {0, 1}


@given(signal, people())
def test_a_prompt_after_a_signal_comes_once_for_each(prompt: Prompt, person: Person) -> None:
    until = person.joined_at + timedelta(days=60)
    found = all_of(DiaryPlan(prompts=(prompt,)), person, after=person.joined_at, until=until)
    happened = {each.id: each.at for each in person.happened["seen"]}
    assert sorted(each.name for each in found) == sorted(happened)
    for each in found:
        assert happened[each.name] < each.at <= happened[each.name] + timedelta(days=prompt.days + 2, hours=2)


@given(moments, zones, st.integers(0, 23), st.integers(1, 24))
def test_nothing_goes_out_in_quiet_hours_and_nothing_early(at: datetime, zone: ZoneInfo, first: int, more: int) -> None:
    plan = DiaryPlan(from_hour=first, to_hour=min(first + more, 24))
    opens = opens_at(at, plan, zone)
    assert at <= opens <= at + timedelta(hours=50)
    assert first <= opens.astimezone(zone).hour < plan.to_hour or opens.astimezone(zone).hour == first + 1


def test_clocks_put_forward_and_back_in_helsinki() -> None:
    prompt = Prompt(key="night", kind=PromptKind.WEEKLY, weekdays=(6,), hour=3, minute=30)
    person = Person(joined_at=datetime(2026, 3, 1, tzinfo=UTC), zone=HELSINKI)
    plan = DiaryPlan(prompts=(prompt,))
    spring = all_of(plan, person, after=datetime(2026, 3, 28, tzinfo=UTC), until=datetime(2026, 3, 30, tzinfo=UTC))
    assert [each.at for each in spring] == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    autumn = all_of(plan, person, after=datetime(2026, 10, 24, tzinfo=UTC), until=datetime(2026, 10, 26, tzinfo=UTC))
    assert [each.at for each in autumn] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_nothing_is_due_before_the_prompt_was_made_nor_after_the_last_day() -> None:
    made = datetime(2026, 11, 10, 12, tzinfo=UTC)
    prompt = Prompt(key="week", kind=PromptKind.WEEKLY, weekdays=tuple(range(7)), hour=12, since=made)
    person = Person(joined_at=datetime(2026, 11, 1, tzinfo=UTC), zone=HELSINKI)
    plan = DiaryPlan(prompts=(prompt,), ends_on=date(2026, 11, 13))
    found = all_of(plan, person, after=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 12, 1, tzinfo=UTC))
    assert [each.name for each in found] == ["2026-11-11", "2026-11-12", "2026-11-13"]


def test_a_retired_prompt_is_due_no_more() -> None:
    prompt = Prompt(key="week", kind=PromptKind.WEEKLY, weekdays=(0,), retired=True)
    person = Person(joined_at=datetime(2026, 11, 1, tzinfo=UTC), zone=HELSINKI)
    until = datetime(2026, 12, 1, tzinfo=UTC)
    assert all_of(DiaryPlan(prompts=(prompt,)), person, after=person.joined_at, until=until) == ()


@pytest.mark.parametrize("told", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500, "/etc/localtime", "a\0b"])
def test_a_zone_nobody_knows_is_the_house_s(told: str) -> None:
    assert zone_of(told, HELSINKI) is HELSINKI


def test_a_phone_s_zone_is_its_own() -> None:
    assert zone_of("America/New_York", HELSINKI) == ZoneInfo("America/New_York")
