"""What there is to choose from: questions with a scale by source, and what was said at each touchpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.queries.answers import FIRST_PHASE
from kuulo.drivers.rules import EVERYWHERE, JOINT, PERSONS, Ask
from kuulo.figures.queries import Reading
from kuulo.figures.queries.reading import kept
from kuulo.measures.definitions import DEFINITIONS

OPTIONS_SQL: Final = f"""
    SELECT source, question, definition, touchpoint, scale_min, scale_max, direction,
           count(*) AS n, count(*) FILTER (party IS NOT NULL AND promise = 'identified') AS known,
           max(occurred_at) AS newest
    FROM signals
    WHERE kind = 'answer' AND state = 'answered' AND value IS NOT NULL AND scale_max > scale_min
          AND {FIRST_PHASE}
    GROUP BY ALL
"""  # noqa: S608 -- names of our own
FEWEST: Final = 30  # answers from which on something is offered
MOST_TOUCHPOINTS: Final = 10
# What a score of the family tells, as a reader calls it.
TELLS: Final = {
    "nps": say(_("recommendation")),
    "csat": say(_("satisfaction")),
    "ces": say(_("ease")),
    "ces.2010": say(_("ease")),
    "fft": say(_("experience")),
}
EFFORT: Final = ("ces", "ces.2010", "ces.1to5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Answers to one question on one scale about one touchpoint (or none)."""

    source: str
    question: str
    definition: str | None
    touchpoint: str | None
    low: float
    high: float
    direction: int
    n: int
    known: int
    newest: datetime

    @property
    def family(self) -> str:
        """Return the family of its measure; empty where it feeds none."""
        return DEFINITIONS[self.definition].family if self.definition in DEFINITIONS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverOption:
    """Something that may go with an outcome: its key in the address, what it is called, and how many answers it has."""

    key: str
    name: Text
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverOptions:
    """Everything there is to choose from."""

    scored: tuple[Scored, ...]

    def __bool__(self) -> bool:
        return bool(self.scored)

    def sources(self) -> tuple[str, ...]:
        """Return the sources in which at least two questions with a scale were asked, most answered first."""
        questions: dict[str, set[str]] = {}
        counts: dict[str, int] = {}
        for one in self.scored:
            questions.setdefault(one.source, set()).add(one.question)
            counts[one.source] = counts.get(one.source, 0) + one.n
        found = [name for name in questions if len(self.questions(name)) > 1]
        return tuple(sorted(found, key=lambda name: (-counts[name], name)))

    def questions(self, source: str) -> tuple[DriverOption, ...]:
        """Return the questions of a source that came on one scale alone, most answered first."""
        counts: dict[str, int] = {}
        scales: dict[str, set[tuple[float, float, int]]] = {}
        for one in self.scored:
            if one.source == source:
                counts[one.question] = counts.get(one.question, 0) + one.n
                scales.setdefault(one.question, set()).add((one.low, one.high, one.direction))
        offered = [name for name in counts if len(scales[name]) == 1 and counts[name] >= FEWEST]
        ordered = sorted(offered, key=lambda name: (-counts[name], name))
        return tuple(DriverOption(key=name, name=Text("{name}", {"name": name}), n=counts[name]) for name in ordered)

    def outcomes(self) -> tuple[str, ...]:
        """Return the definitions that can be explained person by person, recommendation first, then by answers."""
        counts: dict[str, int] = {}
        for one in self.scored:
            if one.definition in DEFINITIONS and one.known:
                counts[str(one.definition)] = counts.get(str(one.definition), 0) + one.known
        found = [name for name in counts if counts[name] >= FEWEST]
        return tuple(sorted(found, key=lambda name: (DEFINITIONS[name].family != "nps", -counts[name], name)))

    def at_touchpoints(self, outcome: str) -> tuple[DriverOption, ...]:
        """Return what persons said of touchpoints on other measures than the outcome's: each touchpoint, then all."""
        family = DEFINITIONS[outcome].family if outcome in DEFINITIONS else ""
        counts: dict[tuple[str, str], int] = {}
        for one in self.scored:
            if one.touchpoint and one.family and one.family != family and one.known:
                for place in (one.touchpoint, EVERYWHERE):
                    key = (str(one.definition), place)
                    counts[key] = counts.get(key, 0) + one.known
        places: dict[str, int] = {}
        for name, place in counts:
            places[name] = places.get(name, 0) + (place != EVERYWHERE)
        offered = [key for key, n in counts.items() if n >= FEWEST and (key[1] != EVERYWHERE or places[key[0]] > 1)]
        ordered = sorted(offered, key=lambda key: (key[1] == EVERYWHERE, key[0] in EFFORT, -counts[key], key))
        return tuple(DriverOption(key=JOINT.join(key), name=name_of(*key), n=counts[key]) for key in ordered)


def name_of(definition: str, touchpoint: str) -> Text:
    """Return what a measure at a touchpoint is called."""
    tells = told_by(definition)
    if touchpoint == EVERYWHERE:
        return say(_("Everywhere: {what}"), what=tells)
    return say(_("{touchpoint}: {what}"), touchpoint=touchpoint, what=tells)


def told_by(definition: str) -> Text:
    """Return what the scores of a measure tell, in a word where there is one."""
    known = DEFINITIONS.get(definition)
    if known is None:
        return Text("{name}", {"name": definition})
    return TELLS.get(known.family, Text(known.title))


@kept
def read_options(reading: Reading) -> DriverOptions:
    """Return what there is to choose from."""
    rows = reading.ask(OPTIONS_SQL).to_pylist()
    return DriverOptions(
        scored=tuple(
            Scored(
                source=row["source"],
                question=row["question"],
                definition=row["definition"],
                touchpoint=row["touchpoint"],
                low=row["scale_min"],
                high=row["scale_max"],
                direction=row["direction"] or 1,
                n=row["n"],
                known=row["known"],
                newest=row["newest"],
            )
            for row in rows
        )
    )


def settle_ask(options: DriverOptions, ask: Ask) -> Ask | None:
    """Return the question with what it left open filled in; ``None`` where the data hold nothing to ask about."""
    of = ask.of or _usual_of(options)
    if not of:
        return None
    outcomes = options.outcomes() if of == PERSONS else tuple(one.key for one in options.questions(of))
    if not outcomes:
        return None
    outcome = ask.outcome if ask.outcome in outcomes else outcomes[0]
    offered = driver_choices(options, of, outcome)
    known = {one.key for one in offered}
    chosen = tuple(name for name in ask.drivers if name in known) or _usual_drivers(of, offered)
    return Ask(
        of=of,
        outcome=outcome,
        drivers=chosen,
        period=ask.period,
        method=ask.method or "auto",
        missing=ask.missing or ("neutral" if of == PERSONS else "complete"),
        target=ask.target,
    )


def driver_choices(options: DriverOptions, of: str, outcome: str) -> tuple[DriverOption, ...]:
    """Return what may be chosen as drivers of an outcome."""
    if of == PERSONS:
        return options.at_touchpoints(outcome)
    return tuple(one for one in options.questions(of) if one.key != outcome)


def _usual_of(options: DriverOptions) -> str:
    outcomes = options.outcomes()
    if outcomes and options.at_touchpoints(outcomes[0]):
        return PERSONS
    sources = options.sources()
    return sources[0] if sources else ""


def _usual_drivers(of: str, offered: Iterable[DriverOption]) -> tuple[str, ...]:
    """Return the drivers shown first: satisfaction at each touchpoint and ease everywhere, or every question."""
    listed = list(offered)
    if of != PERSONS:
        return tuple(one.key for one in listed[:MOST_TOUCHPOINTS])
    keys = [(one.key, *_parts(one.key)) for one in listed]
    # Effort at its only touchpoint is effort everywhere.
    efforts = [(place, key) for key, name, place in keys if _is_effort(name)]
    effort = [key for place, key in efforts if place == EVERYWHERE] or [key for _place, key in efforts]
    touched = [key for key, name, place in keys if not _is_effort(name) and place != EVERYWHERE]
    touched = touched or [key for key, _name, place in keys if place != EVERYWHERE]
    return tuple(dict.fromkeys((*touched[:MOST_TOUCHPOINTS], *effort[:1])))


def _parts(key: str) -> tuple[str, str]:
    """Return definition and touchpoint of a driver's key."""
    name, _joint, place = key.partition(JOINT)
    return name, place


def _is_effort(definition: str) -> bool:
    return DEFINITIONS[definition].family in EFFORT if definition in DEFINITIONS else False
