"""Figures other organisations published, and when one's own may be laid beside them; pure.

Two figures are compared only when answers were cut the same way: the same definition on the same scale. A tool's name
for its figure is not enough: "NPS" on 1–10, or with those who dismissed the question counted in, is another figure.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from kuulo.base.errors import FileError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.intervals import tango, wilson

SHIPPED: Final = "published.toml"
TEXTS: Final = ("organisation", "measure", "source", "population")
OPTIONAL: Final = ("question", "url", "differs", "definition")
NUMBERS: Final = ("value", "low", "high", "scale_min", "scale_max")
WHOLE: Final = ("year", "n")
FIELDS: Final = frozenset({*TEXTS, *OPTIONAL, *NUMBERS, *WHOLE})
NEEDED: Final = ("organisation", "measure", "source", "population", "value", "year")
YEARS: Final = (1950, 2100)
MOST_FIGURES: Final = 2000
MOST_CHARACTERS: Final = 2_000_000
MOST_ANSWERS: Final = 10_000_000_000  # as many as there are people
ENTRY: Final = "[[figure]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One published figure.

    Attributes:
        organisation: Whose figure it is: an organisation or an industry.
        measure: What it is called there.
        value: The figure, in the unit of its definition: −100…100, 0–1, or scale points.
        year: Of which year.
        source: Where it was published, so that it can be read again.
        population: Whose answers it rests on.
        definition: Kuulo's definition that cuts the answers the same way; empty where none does, or nobody knows.
        differs: Why nothing is compared where the definition is empty.
        question: What was asked.
        scale_min: Lowest answer.
        scale_max: Highest answer.
        low: Lower end of its interval, where it was published.
        high: Upper end.
        n: Answers it rests on, where it was told.
        url: Its address.
        line: Where it stands in its file.
    """

    organisation: str
    measure: str
    value: float
    year: int
    source: str
    population: str
    definition: str = ""
    differs: str = ""
    question: str = ""
    scale_min: float | None = None
    scale_max: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    url: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One's own figure beside a published one.

    Attributes:
        benchmark: The published figure.
        low: Lower end of its interval, published or from its number of answers; None where neither is known.
        high: Upper end.
        difference: Own less published, with interval; None where nothing is compared.
        refused: Why nothing is compared.
        sentence: What can be said.
    """

    benchmark: Benchmark
    low: float | None
    high: float | None
    difference: tuple[float, float, float] | None
    refused: Text | None
    sentence: Text


@cache
def shipped() -> tuple[Benchmark, ...]:
    """Return the published figures that come with Kuulo."""
    return read_benchmarks((files(__package__) / SHIPPED).read_text(encoding="utf-8"), name=SHIPPED)


def read_benchmarks(text: str, *, name: str) -> tuple[Benchmark, ...]:
    """Return the figures of a file: TOML with ``[[figure]]`` entries, or CSV with a heading, by the end of its name.

    Raises:
        FileError: The file cannot be read; the message names the line and what to change.
    """
    if len(text) > MOST_CHARACTERS:
        raise FileError(_("{file} is too large for a list of figures."), _("Keep the figures alone in it."), file=name)
    if "\0" in text:
        # A database takes no such sign; in most cases the file is UTF-16.
        raise FileError(_("{file} is not written in UTF-8."), _("Save it as UTF-8 and bring it again."), file=name)
    rows = list(_toml(text, name) if name.lower().endswith(".toml") else _csv(text, name))
    if not rows:
        raise FileError(
            _("{file} holds no figure."),
            _("Give each figure an entry [[figure]], or a row under a heading."),
            file=name,
        )
    if len(rows) > MOST_FIGURES:
        raise FileError(_("{file} holds more than {most} figures."), _("Split it."), file=name, most=MOST_FIGURES)
    return tuple(_checked(row, line, name) for line, row in rows)


def _toml(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        told = tomllib.loads(text)
    except RecursionError as error:
        raise FileError(
            _("{file} holds values within values without end."), _("Keep the figures alone in it."), file=name
        ) from error
    except ValueError as error:
        # TOMLDecodeError is one; a number of thousands of digits is another.
        raise FileError(
            _("{file} is no TOML: {error}."), _("Mend that line; texts stand in quotes."), file=name, error=str(error)
        ) from error
    entries = told.get("figure", [])
    lines = [place for place, line in enumerate(text.splitlines(), 1) if line.strip().replace(" ", "") == ENTRY]
    if not isinstance(entries, list) or len(lines) != len(entries) or not all(isinstance(one, dict) for one in entries):
        raise FileError(
            _("{file} has no entries [[figure]]."), _("Begin each figure with a line [[figure]]."), file=name
        )
    yield from zip(lines, entries, strict=True)


def _csv(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    plain = text.removeprefix("\ufeff")
    heading = plain.partition("\n")[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.DictReader(io.StringIO(plain, newline=""), delimiter=separator)
    try:
        for row in reader:
            if None in row:
                raise _wrong(name, reader.line_num, _("more cells than headings"))
            given = {str(key).strip().lower(): (value or "").strip() for key, value in row.items()}
            if any(given.values()):
                yield reader.line_num, {key: value for key, value in given.items() if value}
    except csv.Error as error:
        raise FileError(
            _("{file}, line {line}: it is no CSV."), _("Mend that line."), file=name, line=reader.line_num
        ) from error


def _wrong(name: str, line: int, what: str, **params: object) -> FileError:
    return FileError(
        _("{file}, line {line}: {what}."),
        _("Mend it there and bring the file again; nothing was taken from it."),
        file=name,
        line=line,
        what=say(what, **params),
    )


def _checked(row: Mapping[str, Any], line: int, name: str) -> Benchmark:
    unknown = sorted(set(row) - FIELDS)
    if unknown:
        raise _wrong(
            name,
            line,
            _("there is no field {field}; fields are {known}"),
            field=unknown[0],
            known=", ".join(sorted(FIELDS)),
        )
    for field, value in row.items():
        if isinstance(value, list | dict):
            raise _wrong(name, line, _("{field} holds several values; one belongs there"), field=field)
    for field in NEEDED:
        if row.get(field) in {None, ""}:
            raise _wrong(name, line, _("{field} is missing"), field=field)
    texts = {field: str(row.get(field, "")).strip() for field in (*TEXTS, *OPTIONAL)}
    numbers = {field: _number(row.get(field), field, line, name) for field in (*NUMBERS, *WHOLE)}
    found = Benchmark(
        **texts,
        value=numbers["value"] or 0.0,
        year=int(numbers["year"] or 0),
        scale_min=numbers["scale_min"],
        scale_max=numbers["scale_max"],
        low=numbers["low"],
        high=numbers["high"],
        n=None if numbers["n"] is None else int(numbers["n"]),
        line=line,
    )
    _check_sense(found, name)
    return found


def _number(value: object, field: str, line: int, name: str) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(str(value).replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError as error:
        raise _wrong(name, line, _("{field} is no number: {value}"), field=field, value=str(value)) from error
    if not np.isfinite(number) or (field in WHOLE and number != int(number)):
        raise _wrong(name, line, _("{field} is no whole number: {value}"), field=field, value=str(value))
    return number


def _check_sense(found: Benchmark, name: str) -> None:
    """Refuse what cannot be: a year, a number of answers, an interval that leaves its value out, what lies beyond."""
    line = found.line
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise _wrong(name, line, _("the year {year} cannot be"), year=str(found.year))
    if found.n is not None and found.n < 1:
        raise _wrong(name, line, _("n is the number of answers, at least 1"))
    if found.n is not None and found.n > MOST_ANSWERS:
        raise _wrong(name, line, _("n is larger than the number of people there are"))
    if found.low is not None and found.high is not None and not found.low <= found.value <= found.high:
        raise _wrong(name, line, _("the value does not lie between low and high"))
    if found.definition:
        _check_bounds(found, name)


def _check_bounds(found: Benchmark, name: str) -> None:
    """Refuse an unknown definition, and a value or an end of its interval where the measure cannot lie."""
    known = DEFINITIONS.get(found.definition)
    if known is None:
        raise _wrong(
            name,
            found.line,
            _("there is no definition {definition}; leave it empty where it is not known"),
            definition=found.definition,
        )
    least, most = known.bounds
    for value in (found.value, found.low, found.high):
        if value is None or ((least is None or value >= least) and (most is None or value <= most)):
            continue
        raise _wrong(
            name,
            found.line,
            _("{value} lies beyond {least}–{most}, where {definition} can lie; shares are 0–1"),
            value=f"{value:g}",
            least=f"{least:g}",
            most=f"{most:g}",
            definition=known.id,
        )


def lay_beside(own: Estimate, published: Benchmark) -> Beside:
    """Return one's own figure beside a published one, or why the two are not compared."""
    low, high = interval_of(published, own.confidence)
    refused = why_not(own.definition, published) or _nothing_of_ones_own(own)
    if refused is not None:
        return Beside(benchmark=published, low=low, high=high, difference=None, refused=refused, sentence=refused)
    difference = _difference(own, published, low, high)
    return Beside(
        benchmark=published,
        low=low,
        high=high,
        difference=difference,
        refused=None,
        sentence=_words(difference, published),
    )


def _nothing_of_ones_own(own: Estimate) -> Text | None:
    if own.value is None or own.low is None or own.high is None:
        return say(_("There is no figure of your own to lay beside it."))
    return None


def why_not(definition: str, published: Benchmark) -> Text | None:
    """Return why a published figure is not compared with one's own of a definition; None where it may be."""
    if not published.definition:
        reason = published.differs or ""
        return say(_("Not compared: it is not defined as any of Kuulo’s figures. {reason}"), reason=reason)
    if published.definition != definition:
        return say(
            _("Not compared: it is {theirs}, yours is {own}; answers are cut differently."),
            theirs=published.definition,
            own=definition,
        )
    scale = (published.scale_min, published.scale_max)
    known: Definition | None = DEFINITIONS.get(definition)
    if known is not None and None not in scale and scale != (known.scale_min, known.scale_max):
        return say(
            _("Not compared: it was asked on {low}–{high}, {definition} is defined on another scale."),
            low=f"{scale[0]:g}",
            high=f"{scale[1]:g}",
            definition=known.id,
        )
    return None


def interval_of(published: Benchmark, confidence: float) -> tuple[float | None, float | None]:
    """Return the interval of a published figure: as it was published, else from its number of answers, else none.

    Of a net score only the value is known, so the widest split into favourable and unfavourable stands for it.
    """
    known = DEFINITIONS.get(published.definition)
    if published.low is not None and published.high is not None:
        return published.low, published.high
    if published.n is None or known is None:
        return None, None
    if known.statistic == "share":
        low, high = wilson(published.value, published.n, confidence)
        return float(low), float(high)
    if known.statistic == "net":
        plus = (1 + published.value / 100) / 2
        lows, highs = tango(plus * published.n, (1 - plus) * published.n, published.n, confidence)
        return float(lows[0]), float(highs[0])
    return None, None


def _difference(
    own: Estimate, published: Benchmark, low: float | None, high: float | None
) -> tuple[float, float, float]:
    """Return own less published; where the other's interval is not known, with one's own uncertainty alone.

    Source of the interval: Newcombe (1998), method 10 (MOVER): the two intervals' half-widths in quadrature.
    """
    value = own.value or 0.0
    under, over = value - (own.low or 0.0), (own.high or 0.0) - value
    their_under = published.value - low if low is not None else 0.0
    their_over = high - published.value if high is not None else 0.0
    gap = value - published.value
    return gap, gap - float(np.hypot(under, their_over)), gap + float(np.hypot(over, their_under))


def _words(difference: tuple[float, float, float], published: Benchmark) -> Text:
    _gap, low, high = difference
    alone = say("") if published.n or published.low is not None else say(_("Its own uncertainty is not known."))
    if low > 0:
        return say(
            _("Yours is higher than chance alone explains. Who was asked, and how, may differ. {alone}"), alone=alone
        )
    if high < 0:
        return say(
            _("Yours is lower than chance alone explains. Who was asked, and how, may differ. {alone}"), alone=alone
        )
    return say(_("No difference can be seen. {alone}"), alone=alone)
