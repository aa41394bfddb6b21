"""The check: what taking a delivery in would do, without doing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.feeds.models import FeedMember, FeedRun
from kuulo.feeds.queries import mapping_of, run_folder, settings_of
from kuulo.feeds.queries.runs import SHOWN
from kuulo.feeds.rules.keeping import SAMPLES, PeopleCounts, PurchaseCounts, Sample, Shown
from kuulo.feeds.rules.lifecycle import FeedKind, RunState, RunStep, after
from kuulo.feeds.rules.people import Person
from kuulo.feeds.rules.remarks import Remark, remarks_csv
from kuulo.feeds.services.deliveries import keep_beside
from kuulo.feeds.services.purchases import reading_of, sort_lines
from kuulo.feeds.services.reading import (
    ReadPeople,
    read_order_lines,
    read_people,
    read_run,
    understand,
)
from kuulo.feeds.services.registering import (
    Registered,
    Telling,
    consent_version,
    same_party_remarks,
    try_people,
    without_erased,
)
from kuulo.figures.charts.localise import value_in
from kuulo.surveys.report.writing import write_whole
from kuulo.surveys.rules.keeping import to_kept

REJECTS = "rejected.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOfRun:
    """A customer list of a feed, ready to be tried or taken in."""

    read: ReadPeople
    people: list[Person]
    remarks: list[Remark]
    erased: int


def check_run(*, run_id: int) -> PeopleCounts | PurchaseCounts:
    """Count what taking a delivery in would do, keep examples and rejected rows beside it, and return the counts.

    Raises:
        InputError: The file can no longer be read, or lacks a column without which it is of no use.
        GuardError: The delivery has gone too far for that.
    """
    run = FeedRun.objects.select_related("feed").get(pk=run_id)
    run.state = after(RunState(run.state), RunStep.CHECK)
    counts = _check_people(run) if run.feed.kind == FeedKind.PEOPLE else _check_purchases(run)
    run.counts = to_kept(counts)
    run.save(update_fields=["state", "counts", "rejects"])
    return counts


def people_of(run: FeedRun) -> PeopleOfRun:
    """Return everybody in a customer list, but those who are not to come back.

    Raises:
        InputError: The file can no longer be read, or no column names the customers.
    """
    mapping = mapping_of(run.feed)
    delivery = understand(read_run(run), FeedKind.PEOPLE, mapping)
    read = read_people(delivery, mapping, scheme=settings_of(run.feed).scheme)
    people, erased = without_erased(read.people)
    remarks = [*read.remarks, *erased, *same_party_remarks(people)]
    return PeopleOfRun(read=read, people=people, remarks=remarks, erased=len(erased))


def telling_of(run: FeedRun) -> Telling:
    """Return who tells what a delivery holds, and when."""
    now = timezone.now()
    return Telling(source=run.feed.slug, version=consent_version(run.name, now), now=now)


def people_counts(found: PeopleOfRun, done: Registered, gone: int) -> PeopleCounts:
    """Return the counts of a customer list."""
    return PeopleCounts(
        rows=found.read.delivery.file.rows_read,
        taken=len(found.people),
        rejected=sum(not remark.rest_taken for remark in found.remarks),
        partly=sum(remark.rest_taken for remark in found.remarks),
        erased=found.erased,
        gone=gone,
        parties=done.parties,
        contacts=done.contacts,
        consents=done.consents,
        relations=done.relations,
    )


def write_remarks(run: FeedRun, remarks: list[Remark]) -> None:
    """Write the rows that could not be used beside a delivery, for people to fetch."""
    run.rejects = REJECTS if remarks else ""
    if remarks:
        write_whole(run_folder(run) / REJECTS, "\ufeff" + remarks_csv(remarks, said))


def said(text: Text) -> str:
    """Return a text in the language spoken now."""
    return value_in(get_language() or "en", text, gettext)


def _check_people(run: FeedRun) -> PeopleCounts:
    found = people_of(run)
    done, watching = try_people(found.people, telling_of(run))
    write_remarks(run, found.remarks)
    gone = _would_be_gone(run, found.people)
    rejected = tuple((remark.line, remark.reason) for remark in found.remarks[:SAMPLES])
    shown = Shown(
        new=tuple(watching.new),
        changed=tuple(watching.changed),
        rejected=rejected,
        gone=tuple(Sample(name="", identifier=each) for each in sorted(gone)[:SAMPLES]),
    )
    keep_beside(run, SHOWN, shown)
    return people_counts(found, done, len(gone))


def _would_be_gone(run: FeedRun, people: list[Person]) -> set[str]:
    if not holds_everyone(run):
        return set()
    told = {person.party.identifier for person in people}
    held = FeedMember.objects.filter(feed=run.feed, gone_since__isnull=True).values_list("identifier", flat=True)
    return {identifier for identifier in held.iterator() if identifier not in told}


def holds_everyone(run: FeedRun) -> bool:
    """Return whether a delivery tells of everybody, so that who is missing from it has gone."""
    return settings_of(run.feed).is_complete and not run.position.get("since")


def _check_purchases(run: FeedRun) -> PurchaseCounts:
    mapping = mapping_of(run.feed)
    delivery = understand(read_run(run), FeedKind.PURCHASES, mapping)
    reading = reading_of(
        run.feed,
        decimal=delivery.file.facts.decimal,
        scheme=settings_of(run.feed).scheme,
        received_at=timezone.now(),
    )
    lines = read_order_lines(delivery, reading)
    found = sort_lines(lines, reading)
    write_remarks(run, list(lines.remarks))
    new = found.new.head(SAMPLES)
    rows = new.select("invoice", "occurred_at", "customer", "text", "value").iter_rows()
    samples = tuple(
        Sample(
            name=text or "",
            identifier=f"{reading.scheme}:{customer}" if customer else "",
            changes=(("invoice", "", invoice), ("time", "", moment.isoformat()), ("value", "", f"{value:.2f}")),
        )
        for invoice, moment, customer, text, value in rows
    )
    rejected = tuple((remark.line, remark.reason) for remark in lines.remarks[:SAMPLES])
    keep_beside(run, SHOWN, Shown(new=samples, rejected=rejected))
    return found.counts
