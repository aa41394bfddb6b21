"""Figures beside those that others published: the shipped list and the organisation's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kuulo.base.errors import DefinitionError, FileError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.queries import Reading, main_definition, read_catalogue, settle, whole_figure
from kuulo.figures.rules.periods import Period
from kuulo.figures.rules.selection import Selection
from kuulo.growth.models import BenchmarkFile
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.benchmarks import (
    Benchmark,
    Beside,
    interval_of,
    lay_beside,
    read_benchmarks,
    shipped,
    why_not,
)

YEAR = "365"
NOTHING = say(_("There is no figure of your own to lay beside it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One published figure beside one's own of the last year; ``own`` is None where there is none of any kind."""

    beside: Beside
    own: Estimate | None
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A list the organisation brought: its number, name, figures and when; an error where it can no longer be read."""

    number: int
    name: str
    figures: int
    added_at: datetime
    error: FileError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything the page shows: those that may be compared first."""

    lines: tuple[Line, ...]
    files: tuple[OwnFile, ...]
    data_version: str


def published_figures(reading: Reading) -> Published:
    """Return every published figure with one's own beside it, or why it stands alone."""
    own = _Own(reading)
    files, figures = own_files()
    lines = [own.line(each, "") for each in shipped()] + [own.line(each, name) for name, each in figures]
    ordered = sorted(lines, key=lambda line: (line.beside.refused is not None, not line.file))
    return Published(lines=tuple(ordered), files=files, data_version=reading.data_version)


def own_files() -> tuple[tuple[OwnFile, ...], list[tuple[str, Benchmark]]]:
    """Return the lists the organisation brought, and their figures with the list's name."""
    files: list[OwnFile] = []
    figures: list[tuple[str, Benchmark]] = []
    for row in BenchmarkFile.objects.all():
        found, error = _read(row)
        figures += [(row.name, each) for each in found]
        files.append(OwnFile(number=row.pk, name=row.name, figures=len(found), added_at=row.added_at, error=error))
    return tuple(files), figures


def _read(row: BenchmarkFile) -> tuple[tuple[Benchmark, ...], FileError | None]:
    """Return a list's figures; a later Kuulo may know fields or definitions that this list cannot meet any more."""
    try:
        return read_benchmarks(row.content, name=row.name), None
    except FileError as error:
        return (), error


class _Own:
    """One's own figures of the last year, each computed once, and only those that something is laid beside."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        catalogue = read_catalogue(reading)
        self._known: dict[str, Definition] = {one.id: one for one in catalogue.definitions()}
        self._main = main_definition(catalogue).id if catalogue and self._known else ""
        self._figures: dict[str, Estimate | None] = {}

    def line(self, published: Benchmark, file: str) -> Line:
        """Return one published figure beside one's own of the same definition, or why it stands alone."""
        same = published.definition in self._known
        refused = why_not(published.definition if same else self._main, published) if self._main else NOTHING
        own = self._figure(published.definition) if same and refused is None else None
        if own is not None:
            return Line(beside=lay_beside(own, published), own=own, file=file)
        words = refused or NOTHING
        low, high = interval_of(published, self._reading.confidence)
        beside = Beside(benchmark=published, low=low, high=high, difference=None, refused=words, sentence=words)
        return Line(beside=beside, own=None, file=file)

    def _figure(self, definition: str) -> Estimate | None:
        if definition not in self._figures:
            self._figures[definition] = self._computed(definition)
        return self._figures[definition]

    def _computed(self, definition: str) -> Estimate | None:
        """Return the figure of the last year; None where answers on different scales would have to be pooled."""
        try:
            scope = settle(self._reading, Selection(definition=definition, period=Period(YEAR)))
        except DefinitionError:
            return None
        return whole_figure(self._reading, scope)
