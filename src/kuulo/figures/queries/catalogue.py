"""What there is to ask about: which questions feed which measures, on which scales, when, and how many answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuulo.base.errors import DefinitionError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.correction.queries import first_phase_of_all_sql
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.rules.breaks import Fed
from kuulo.measures.definitions import DEFINITIONS, Definition

# One row a question, wording, scale, channel and month: some hundreds of rows, whatever the number of answers.
CATALOGUE_SQL = """
    SELECT definition, source, question, wording, scale_min, scale_max, direction, channel, month,
           count(*) FILTER (state = 'answered') AS answered,
           count(*) AS asked,
           count(*) FILTER (state IN ('not_shown', 'dismissed')) AS silent,
           count(weight) FILTER (state = 'answered') AS weighted,
           count(touchpoint) FILTER (state = 'answered') AS placed,
           min(occurred_at) FILTER (state = 'answered') AS first_at,
           max(occurred_at) FILTER (state = 'answered') AS newest_at
    FROM signals WHERE kind = 'answer' AND definition IS NOT NULL AND {first_phase}
    GROUP BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The scale answers came on."""

    low: float | None
    high: float | None
    direction: int | None

    def __str__(self) -> str:
        """Return the scale in a few characters."""
        if self.low is None or self.high is None:
            return "?"
        return f"{self.low:g}–{self.high:g}" + (" ↓" if self.direction == -1 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Answers to one question in one wording on one scale through one channel in one month.

    ``silent`` counts those who were asked and gave nothing; blank and unreadable answers are not among them.
    """

    definition: str
    source: str
    question: str
    wording: str
    scale: Scale
    channel: str | None
    month: str
    answered: int
    asked: int
    silent: int
    weighted: int
    placed: int
    first_at: datetime | None
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything there is to ask about."""

    slices: tuple[Slice, ...]

    def __bool__(self) -> bool:
        return any(one.answered for one in self.slices)

    def recorded_for(self, wanted: Definition) -> tuple[str, ...]:
        """Return the recorded definitions whose answers also serve the wanted one: those of its family."""
        names = {one.definition for one in self.slices}
        return tuple(sorted(name for name in names if _family(name) == wanted.family))

    def definitions(self) -> tuple[Definition, ...]:
        """Return the definitions that can be computed, most answered family first, the recorded one before its kin."""
        answered: dict[str, int] = {}
        for one in self.slices:
            answered[one.definition] = answered.get(one.definition, 0) + one.answered
        recorded = sorted((name for name in answered if name in DEFINITIONS), key=lambda name: -answered[name])
        found = [name for name in recorded if answered[name]]
        kin = [
            other.id
            for name in list(found)
            for other in DEFINITIONS.values()
            if other.family == DEFINITIONS[name].family and not other.counted_states
        ]
        return tuple(DEFINITIONS[name] for name in dict.fromkeys([*found, *kin]))

    def within(self, question: str, sources: Sequence[str]) -> Catalogue:
        """Return what there is to ask about one question and some sources, where they are named and hold answers."""
        found = Catalogue(
            slices=tuple(
                one
                for one in self.slices
                if (not question or one.question == question) and (not sources or one.source in sources)
            )
        )
        return found or self

    def of(self, wanted: Definition, question: str = "", sources: Sequence[str] = ()) -> tuple[Slice, ...]:
        """Return the slices that feed a definition, of one question and some sources where they are named."""
        recorded = self.recorded_for(wanted)
        return tuple(
            one
            for one in self.slices
            if one.definition in recorded
            and (not question or one.question == question)
            and (not sources or one.source in sources)
        )


def _family(name: str) -> str:
    return DEFINITIONS[name].family if name in DEFINITIONS else ""


@kept
def read_catalogue(reading: Reading) -> Catalogue:
    """Return what there is to ask about."""
    # Answers of those asked again because they were silent feed the corrected figure alone.
    first_phase = first_phase_of_all_sql(reading.snapshot)
    rows = reading.ask(CATALOGUE_SQL.format(first_phase=first_phase)).to_pylist()
    slices = [
        Slice(scale=Scale(low=row.pop("scale_min"), high=row.pop("scale_max"), direction=row.pop("direction")), **row)
        for row in rows
    ]
    return Catalogue(slices=tuple(sorted(slices, key=_order)))


def _order(one: Slice) -> tuple[Any, ...]:
    return (one.month, one.source, one.question, one.wording, one.definition, str(one.scale), one.channel or "")


def main_definition(catalogue: Catalogue) -> Definition:
    """Return the definition shown first: NPS where there is one, else the one with most answers.

    Raises:
        DefinitionError: There is no answer that feeds a measure.
    """
    found = catalogue.definitions()
    if not found:
        raise DefinitionError(_("No answer feeds a measure yet."), _("Import a file of answers first."))
    return next((one for one in found if one.id == "nps@1"), found[0])


def check_scales(slices: Iterable[Slice], wanted: Definition) -> None:
    """Refuse to pool answers that came on different scales, or on another scale than the definition's own.

    Raises:
        ScaleMismatchError: The message names the sources with their scales, and what to do.
    """
    used = [one for one in slices if one.answered]
    scales = {one.scale for one in used}
    alien = {one.scale for one in used if not _fits(one.scale, wanted)}
    if len(scales) <= 1 and not alien:
        return
    named = sorted({f"{one.source}, {one.question}: {one.scale}" for one in used})
    if len(scales) > 1:
        raise ScaleMismatchError(
            _("These answers came on different scales and are not pooled into one figure: {scales}."),
            _("Choose one source or one question."),
            scales="; ".join(named),
        )
    raise ScaleMismatchError(
        _("{definition} is defined on another scale than that of these answers: {scales}."),
        _("Choose a measure of that scale, or import the answers again with the scale they were given on."),
        definition=wanted.id,
        scales="; ".join(named),
    )


def _fits(scale: Scale, wanted: Definition) -> bool:
    if wanted.scale_min is None or scale.low is None:
        return True
    return (scale.low, scale.high) == (wanted.scale_min, wanted.scale_max)


def fed_by(slices: Iterable[Slice]) -> tuple[Fed, ...]:
    """Return what the slices feed a measure with, as the rule of breaks reads it."""
    return tuple(
        Fed(
            source=one.source,
            question=one.question,
            wording=one.wording,
            scale=str(one.scale),
            mode=one.channel,
            month=one.month,
            answered=one.answered,
            first_at=one.first_at,
        )
        for one in slices
        if one.first_at is not None
    )


def tell_who_was_asked(slices: Iterable[Slice]) -> bool:
    """Return whether every source of the slices notes those who stayed silent; one that never does cannot tell."""
    silent: dict[str, int] = {}
    for one in slices:
        silent[one.source] = silent.get(one.source, 0) + one.silent
    return bool(silent) and all(silent.values())
