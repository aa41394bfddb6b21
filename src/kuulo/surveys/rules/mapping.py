"""How a file was understood, written down: the answers to its questions, kept for the next file of the same kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kuulo.surveys.rules.columns import Recognition, Role, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What somebody said about one column; None and empty where nothing was said."""

    role: Role | None = None
    minimum: float | None = None
    maximum: float | None = None
    direction: int | None = None
    definition: str = ""
    date_order: str = ""
    labels: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """What somebody said about the files of one kind; ``columns`` goes by column name."""

    columns: Mapping[str, ColumnMapping] = field(default_factory=dict)
    timezone: str = "Europe/Helsinki"
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingOptions:
    """Options of the command line, each ``COLUMN=VALUE``.

    Attributes:
        score: Ranges of scores: ``Recommend=1-10``.
        direction: ``FFT answer=lower`` or ``=higher``.
        definition: ``LikelyToRecommend=recommend.1to10.top2@1``.
        role: ``UniqueID=party``; any value of `Role`.
        dates: ``Date=day-first``, ``=month-first`` or ``=year-first``.
        timezone: IANA name; empty leaves the mapping's.
    """

    score: Iterable[str] = ()
    direction: Iterable[str] = ()
    definition: Iterable[str] = ()
    role: Iterable[str] = ()
    dates: Iterable[str] = ()
    timezone: str = ""


def load_mapping(path: Path) -> FileMapping:
    """Return the mapping a TOML file holds."""
    raise NotImplementedError


def dump_mapping(mapping: FileMapping) -> str:
    """Return the mapping as TOML that `load_mapping` reads back."""
    raise NotImplementedError


def apply_options(mapping: FileMapping, recognition: Recognition, options: MappingOptions) -> FileMapping:
    """Return the mapping with the options of a command line laid over it."""
    raise NotImplementedError


def answer_question(mapping: FileMapping, column: str, key: str, value: str) -> FileMapping:
    """Return the mapping with one question answered: the key of a `Question` and the value of one of its choices."""
    raise NotImplementedError


def settle(recognition: Recognition, mapping: FileMapping) -> Settled:
    """Return what the columns are, once the mapping has answered what it can."""
    raise NotImplementedError


def record_mapping(settled: Settled, mapping: FileMapping) -> FileMapping:
    """Return the mapping that reads the next file exactly as this one was settled."""
    raise NotImplementedError
