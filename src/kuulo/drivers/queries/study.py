"""Drivers of an outcome as the page shows them: settled, weighed, kept, and withheld where too few answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pyarrow as pa

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.rules.words import PART_OF_FOLLOWED
from kuulo.drivers.queries.options import DriverOptions, driver_choices, read_options, settle_ask, told_by
from kuulo.drivers.queries.rows import Rows, rows_for
from kuulo.drivers.rules import PERSONS, USUAL_PERIOD, Ask
from kuulo.figures.queries import Reading, settle
from kuulo.figures.queries.listening import listening_of
from kuulo.figures.queries.reading import kept
from kuulo.figures.queries.scope import SOURCE
from kuulo.figures.rules import Filter, Selection
from kuulo.figures.rules.periods import Period
from kuulo.measures.correction import Method
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.drivers.analysis import analyse
from kuulo.measures.drivers.asking import driver_request
from kuulo.measures.drivers.finishing import Resampling
from kuulo.measures.drivers.results import Driver, Drivers
from kuulo.measures.tables import Answers

LEAST_PERSONS: Final = 30  # under which shares of differences say nothing
LEAST_OF_A_DRIVER: Final = 20
SEED: Final = 20260101


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the page shows.

    Attributes:
        ask: The question with what it left open filled in.
        outcome: What the outcome is called.
        names: What each driver is called, by its key.
        found: The analysis; ``None`` where it cannot be shown.
        refused: Why it cannot.
        notes: Which weights were used, and which drivers too few spoke of.
        data_version: Version of the data.
    """

    ask: Ask
    outcome: Text
    names: Mapping[str, Text] = field(hash=False)
    found: Drivers | None
    refused: Text | None
    notes: tuple[Text, ...]
    data_version: str


def study_for(reading: Reading, asked: Ask) -> Study | None:
    """Return the drivers that an address asks for; ``None`` where there is nothing to ask about.

    Where no period was asked for, the last year is looked at, or all the time where that holds too few.
    """
    options = read_options(reading)
    ask = settle_ask(options, asked.without_target())
    if ask is None:
        return None
    if ask.period:
        return _study(reading, ask)
    year = _study(reading, replace(ask, period=USUAL_PERIOD))
    return year if year.found is not None else _study(reading, replace(ask, period="all"))


@kept
def _study(reading: Reading, ask: Ask) -> Study:
    options = read_options(reading)
    names = {one.key: one.name for one in driver_choices(options, ask.of, ask.outcome)}
    outcome = told_by(ask.outcome) if ask.of == PERSONS else Text("{name}", {"name": ask.outcome})
    weights, weighed = _weights(reading, options, ask)
    rows = rows_for(reading, options, ask, weights)
    persons, spoken = _persons(reading, rows, len(ask.drivers))
    few = tuple(
        key for key, count in zip(ask.drivers, spoken, strict=True) if count < max(LEAST_OF_A_DRIVER, reading.floor)
    )
    study = Study(
        ask=ask,
        outcome=outcome,
        names=names,
        found=None,
        refused=None,
        notes=(weighed, *([_few_words([names[key] for key in few])] if few else [])),
        data_version=reading.data_version,
    )
    places = [place for place, key in enumerate(ask.drivers) if key not in few]
    if persons < max(LEAST_PERSONS, reading.floor) or not places:
        return replace(study, refused=_too_few(reading))
    try:
        found = _analysed(reading, rows, ask, places, study)
    except InputError as error:
        # The data carry no answer to this question; the page says why and keeps its form.
        return replace(study, refused=error.found)
    if found.persons < max(LEAST_PERSONS, reading.floor):
        return replace(study, refused=_too_few(reading))
    return replace(study, found=found)


def _analysed(reading: Reading, rows: Rows, ask: Ask, places: list[int], study: Study) -> Drivers:
    columns = dict(rows.columns)
    answers = Answers(columns, lambda question, _names: rows.run(reading, question.sql("duckdb", rows.sql)))
    request = driver_request(
        columns=columns,
        outcome="y",
        drivers=[f"d{place}" for place in places],
        weight="weight" if "weight" in columns else None,
        cluster="person",
        missing=ask.missing,
    )
    called: dict[str, object] = {f"d{place}": study.names[ask.drivers[place]] for place in places}
    found = analyse(
        answers,
        request,
        method=ask.method,
        resampling=Resampling(confidence=reading.confidence, seed=SEED),
        names=called | {"y": study.outcome},
        data_version=reading.data_version,
    )
    keys = {f"d{place}": ask.drivers[place] for place in places}
    trust = study.notes[0]
    return replace(
        found,
        explained=replace(found.explained, trust=trust),
        drivers=tuple(_trusted(one, keys[one.name], trust) for one in found.drivers),
    )


def _trusted(driver: Driver, key: str, trust: Text) -> Driver:
    """Return a driver under its key, its figures with what is known of those who did not answer."""
    return replace(
        driver,
        name=key,
        importance=replace(driver.importance, trust=trust),
        share=replace(driver.share, trust=trust),
        beta=replace(driver.beta, trust=trust),
        correlation=replace(driver.correlation, trust=trust),
        performance=replace(driver.performance, trust=trust),
    )


def _persons(reading: Reading, rows: Rows, drivers: int) -> tuple[int, list[int]]:
    """Return how many persons gave an outcome, and how many of them said something about each driver."""
    spoken = "".join(
        f", count(DISTINCT person) FILTER (y IS NOT NULL AND d{place} IS NOT NULL) AS n{place}"
        for place in range(drivers)
    )
    row = rows.run(
        reading,
        f"SELECT count(DISTINCT person) FILTER (y IS NOT NULL) AS n{spoken} FROM ({rows.sql})",  # noqa: S608 -- built in rows.py
    ).to_pylist()[0]
    return row["n"], [row[f"n{place}"] for place in range(drivers)]


def _weights(reading: Reading, options: DriverOptions, ask: Ask) -> tuple[pa.Table | None, Text]:
    """Return the weights that correct the outcome for those who did not answer, and what was done in words."""
    definition, selection = _selection(options, ask)
    if definition not in DEFINITIONS:
        return None, say(_("The outcome feeds no measure, so its answers count as they came."))
    try:
        listening = listening_of(reading, settle(reading, selection))
    except KuuloError as error:
        # No scope, no correction: the analysis stands on the answers as they came, and says so.
        return None, say(_("Answers count as they came. {why}"), why=error.found)
    if listening.weights is None or not listening.weights.num_rows:
        return None, say(_("Answers count as they came: nobody knows who did not answer."))
    return listening.weights, say(
        _("Answers carry the weights that correct the outcome for those who did not answer. {why}"),
        # The figure of all may lean on a follow-up of the silent; the weights of single answers never do.
        why=PART_OF_FOLLOWED if listening.chosen.method is Method.TWO_PHASE else listening.chosen.why,
    )


def _selection(options: DriverOptions, ask: Ask) -> tuple[str, Selection]:
    """Return the outcome's definition, and the selection of figures that means the same answers."""
    kind = {"90": "90", "365": "365"}.get(ask.period, "all")
    if ask.of == PERSONS:
        return ask.outcome, Selection(definition=ask.outcome, period=Period(kind))
    own = [one for one in options.scored if one.source == ask.of and one.question == ask.outcome]
    definition = next((one.definition for one in own if one.definition), "") or ""
    filters = (Filter(SOURCE, (ask.of,)),)
    return definition, Selection(definition=definition, question=ask.outcome, period=Period(kind), filters=filters)


def _few_words(names: list[Text]) -> Text:
    places = {f"name{place}": name for place, name in enumerate(names)}
    listed = Text(", ".join(f"{{{place}}}" for place in places), places)
    return say(_("Too few persons spoke of these, so they are left out: {names}."), names=listed)


def _too_few(reading: Reading) -> Text:
    return say(
        _("Fewer than {least} persons gave the answers that are needed; nothing is shown."),
        least=max(LEAST_PERSONS, reading.floor),
    )
