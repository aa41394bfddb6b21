"""The check of a decision: what changed among those it touched, beside the others, from corrected figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.decisions.rules import OTHERS, Effect, Proposal, Sides, Spell, observed_change, propose, spells_of
from kuulo.decisions.rules.effects import read_filters
from kuulo.drivers.queries import change_for
from kuulo.drivers.queries.change import cut_weeks
from kuulo.drivers.rules import JOINT, ChangeAsk
from kuulo.figures.charts.quantities import Day
from kuulo.figures.queries import Reading, Scope, breaks_of, dated, settle
from kuulo.figures.queries.cells import Cell, Cells, count_cells, persons_by_sql
from kuulo.figures.queries.listening import corrected_figures
from kuulo.figures.queries.pull import POOLED_STATISTICS
from kuulo.figures.queries.scope import Split, dimension_sql, filter_sql, time_sql
from kuulo.figures.rules.comparison import is_followed
from kuulo.figures.rules.guards import keep_back
from kuulo.figures.rules.periods import Grain, Period, Window
from kuulo.figures.rules.selection import Filter, Selection

TOUCHED: Final = "touched"
BESIDE: Final = "beside"
WEEK: Final = timedelta(days=7)
WEEKS_OF_DRIVERS: Final = ((91, "13"), (182, "26"), (364, "52"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """A computed check.

    Attributes:
        proposal: The verdict it proposes.
        expected: Expected change, in the measure's unit.
        sides: Figures before and after; ``None`` where nothing can be shown.
        observed: Observed change, less that of those compared with; ``None`` where it has no interval.
        before: Days measured before; the first is ``None`` where everything earlier is taken.
        after: Days measured after; the last is ``None`` where everything later is taken.
        notes: What to know before trusting it.
        data_version: Version of the data.
    """

    proposal: Proposal
    expected: float
    sides: Sides | None = None
    observed: Estimate | None = None
    before: tuple[date | None, date] | None = None
    after: tuple[date, date | None] | None = None
    notes: tuple[Text, ...] = ()
    data_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The two windows that are compared."""

    before: Window
    after: Window
    start: date
    moved: bool

    def days(self, reading: Reading) -> tuple[tuple[date | None, date], tuple[date, date | None]]:
        """Return the first and last days of both."""
        first, last = self.before.days(reading.zone)
        begins, ends = self.after.days(reading.zone)
        return (first, last or self.start), (begins or self.start, ends)


def check_effect(reading: Reading, effect: Effect, start: date) -> CheckResult:
    """Return the check of an expected effect that began on a day.

    Weeks begin on Mondays and are taken together until each holds enough persons, so that no two checks with other days
    give a few persons away.

    Raises:
        DefinitionError: No answer feeds the measure.
        ScaleMismatchError: Answers on different scales would be pooled.
        InputError: A customer attribute nobody has any more.
    """
    empty = CheckResult(proposal=Proposal.CANNOT_TELL, expected=effect.change, data_version=reading.data_version)
    among = read_filters(effect.among)
    settle(reading, Selection(definition=effect.definition, period=Period("all"), filters=among))
    scope = settle(reading, Selection(definition=effect.definition, period=Period("all")))
    split = split_of(reading, scope, effect)
    times = times_of(reading, scope, split, spells_of(effect, start))
    if times is None:
        return replace(empty, notes=(_too_few(reading),))
    before, after = times.days(reading)
    found = replace(empty, before=before, after=after)
    sides = sides_of(reading, scope, split, times)
    doubts = (*_breaks(reading, scope, times, split), *_followed(sides), *_parallel(reading, effect, times))
    observed = observed_change(sides)
    proposal = Proposal.CANNOT_TELL if doubts else propose(effect.change, observed)
    notes = (*doubts, *_notes(effect, times, start, scope, reading))
    return replace(found, proposal=proposal, sides=sides, observed=observed, notes=notes)


def split_of(reading: Reading, scope: Scope, effect: Effect) -> Split | None:
    """Return the split into those touched and those they are compared with; ``None`` where it touches everybody.

    Of whom the dimensions are not known, nobody knows on which side they stand: they are on none.
    """
    among = read_filters(effect.among)
    if not among:
        return None
    touched = _all_of(reading, scope, among)
    if not effect.beside:
        return Split(sql=f"CASE WHEN {touched} THEN '{TOUCHED}' END", kind="string")
    if effect.beside == OTHERS:
        single = [one for one in among if not one.dimension.is_multiple]
        known = " AND ".join(f"{dimension_sql(reading, scope, one.dimension)} IS NOT NULL" for one in single)
        others = known or "true"
    else:
        others = _all_of(reading, scope, read_filters(effect.beside))
    return Split(sql=f"CASE WHEN {touched} THEN '{TOUCHED}' WHEN {others} THEN '{BESIDE}' END", kind="string")


def _all_of(reading: Reading, scope: Scope, filters: Iterable[Filter]) -> str:
    return " AND ".join(filter_sql(reading, scope, one) for one in filters)


def times_of(reading: Reading, scope: Scope, split: Split | None, spells: tuple[Spell, Spell]) -> Times | None:
    """Return the windows nearest to the wanted ones that part no few persons; ``None`` where there are none."""
    week = time_sql(reading, scope, Grain.WEEK.value)
    rows = reading.ask(persons_by_sql(reading, scope.during(Window(None, None)), split, week, ())).to_pylist()
    if split is None:
        counts = [(row["v"], True, row["persons"]) for row in rows if row["whole"]]
    else:
        counts = [(row["v"], row["g0"] == TOUCHED, row["persons"]) for row in rows if row["g0"] is not None]
    cuts = cut_weeks(counts, reading.floor)
    before, after = spells
    start = min(cuts, key=lambda monday: (abs((monday - after_start(spells)).days), monday), default=None)
    if start is None:
        return None
    first = max((one for one in cuts if one <= before.first and one < start), default=None)
    begins = max((one for one in cuts if start <= one <= after.first), default=start)
    ends = min((one for one in cuts if one >= after.after and one > begins), default=None)
    return Times(
        before=Window(None if first is None else _moment(first, reading), _moment(start, reading)),
        after=Window(_moment(begins, reading), None if ends is None else _moment(ends, reading)),
        start=start,
        moved=start != after_start(spells),
    )


def after_start(spells: tuple[Spell, Spell]) -> date:
    """Return the first day in effect: the day after the last one before."""
    return spells[0].after


def _moment(day: date, reading: Reading) -> datetime:
    return datetime.combine(day, time(), reading.zone).astimezone(UTC)


def sides_of(reading: Reading, scope: Scope, split: Split | None, times: Times) -> Sides:
    """Return the corrected figures before and after, each withheld where it would reveal persons."""
    before, after = (_figures(reading, scope.during(window), split) for window in (times.before, times.after))
    own = None if split is None else TOUCHED
    compared = split is not None and BESIDE in split.sql
    return Sides(
        before=before[own],
        after=after[own],
        beside_before=before[BESIDE] if compared else None,
        beside_after=after[BESIDE] if compared else None,
    )


def _figures(reading: Reading, scope: Scope, split: Split | None) -> dict[object, Estimate]:
    estimates = corrected_figures(reading, scope, split)
    cells = count_cells(reading, scope, split)
    labels: tuple[object, ...] = (None,) if split is None else (TOUCHED, BESIDE)
    return {label: _figure(reading, scope, estimates.get(label), _cell(cells, label, split)) for label in labels}


def _cell(cells: Cells, label: object, split: Split | None) -> Cell | None:
    """Return the cell of a label, marked where it must be withheld."""
    if split is None:
        return cells.whole
    found = cells.groups.get(label)
    return None if found is None else replace(found, reveals=found.reveals or label in cells.withheld)


def _figure(reading: Reading, scope: Scope, estimate: Estimate | None, cell: Cell | None) -> Estimate:
    if estimate is None or cell is None or not cell.persons:
        return _nobody(reading, scope)
    known = replace(estimate, data_version=reading.data_version)
    return keep_back(known) if cell.reveals else known


def _nobody(reading: Reading, scope: Scope) -> Estimate:
    return Estimate(
        measure=scope.definition.family,
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=reading.confidence,
        n=0,
        n_eff=0.0,
        deff=None,
        invited=None,
        answered=None,
        method="none",
        definition=scope.definition.id,
        data_version=reading.data_version,
        notes=(say(_("Nobody answered.")),),
    )


def _too_few(reading: Reading) -> Text:
    return say(
        _("Too few persons answered before or after the start for a figure of {floor} or more."), floor=reading.floor
    )


def _breaks(reading: Reading, scope: Scope, times: Times, split: Split | None) -> tuple[Text, ...]:
    """Return what parts the answers before from those after; beside others who were asked the same it does no harm."""
    if split is not None and BESIDE in split.sql:
        return ()
    first, last = times.before.start, times.after.end
    return tuple(
        say(_("The answers before and after cannot be compared: {note}"), note=dated(reading, one))
        for one in breaks_of(reading, scope)
        if (first is None or one.since > first) and (last is None or one.since < last) and one.since > scope.first
    )


def _followed(sides: Sides) -> tuple[Text, ...]:
    if is_followed(sides.before) == is_followed(sides.after):
        return ()
    return (say(_("The silent were asked again in one of the two times alone: what differs is mostly the asking.")),)


def _parallel(reading: Reading, effect: Effect, times: Times) -> tuple[Text, ...]:
    """Return that the groups went different ways before the start already, where that can be told."""
    among = read_filters(effect.among)
    usable = effect.beside == OTHERS and len(among) == 1 and len(among[0].values) == 1
    if not usable or among[0].dimension.is_of_words or effect.measure.statistic not in POOLED_STATISTICS:
        return ()
    weeks = next((told for days, told in WEEKS_OF_DRIVERS if effect.span <= days), WEEKS_OF_DRIVERS[-1][1])
    touched = f"{among[0].dimension.key}{JOINT}{among[0].values[0]}"
    ask = ChangeAsk(definition=effect.definition, touched=touched, start=times.start, weeks=weeks)
    try:
        study = change_for(reading, ask)
    except KuuloError as error:
        # The comparison stands without it; the reader learns why it is not made.
        return (error.found,)
    if study.differences is None or not study.differences.parallel.differ:
        return ()
    return (study.differences.parallel.sentence,)


def _notes(effect: Effect, times: Times, start: date, scope: Scope, reading: Reading) -> tuple[Text, ...]:
    notes = []
    if times.moved:
        notes.append(
            say(
                _("Weeks begin on Mondays and hold enough persons each: the time is parted at {used}, not at {asked}."),
                used=Day(times.start),
                asked=Day(start),
            )
        )
    if not effect.beside:
        notes.append(
            say(_("Nobody is compared with: what changed for everybody at the same time is in this change too."))
        )
    newest = scope.newest.astimezone(reading.zone).date()
    if newest < effect.due:
        notes.append(
            say(_("Answers reach up to {newest}; the effect is due on {due}."), newest=Day(newest), due=Day(effect.due))
        )
    return tuple(notes)
