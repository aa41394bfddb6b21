"""What is asked of a table, said in full before anything runs: frozen, comparable, and so usable as a cache's key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuulo.base.errors import ColumnError, DefinitionError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition
from kuulo.measures.periods import Period

By = str | Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the answers were sampled; each part is the name of a column.

    Attributes:
        weight: Weight of each answer; only the proportions between them matter, save for totals.
        stratum: Stratum the answer was drawn in.
        cluster: First-stage unit (a home, a shop, a team); taken as nested in its stratum.
        fpc: Finite-population correction as in R's survey package: the size of the population in the answer's stratum
            (number of clusters where there are clusters), or the sampling fraction when every value is 1 or less. A
            number instead of a column holds for every stratum.
    """

    weight: str | None = None
    stratum: str | None = None
    cluster: str | None = None
    fpc: str | float | None = None


NO_DESIGN = Design()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to a table: which definition over which columns, grouped and designed how.

    ``columns`` holds name and ibis type of each column used. ``many_groups`` says that there are thousands of groups,
    for which counting every answer apart is slower than summing.
    """

    definition: Definition
    score: str
    by: tuple[By, ...] = ()
    design: Design = NO_DESIGN
    denominator: str | None = None
    state: str | None = None
    where: str | None = None
    confidence: float = 0.95
    many_groups: bool = False
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the groupings in the result."""
        return tuple(item.label if isinstance(item, Period) else item for item in self.by)


def as_by(by: By | Sequence[By] | None) -> tuple[By, ...]:
    """Return the groupings as a tuple; one alone may come without a list, none as None."""
    items = (by,) if isinstance(by, str | Period) else tuple(by or ())
    labels = [item.label if isinstance(item, Period) else item for item in items]
    if len(set(labels)) < len(labels):
        raise DefinitionError(
            _("Two groupings have the same name: {names}."),
            _("Give the period a name of its own: Period(column, unit, name)."),
            names=", ".join(labels),
        )
    return items


def named_columns(score: str, by: Sequence[By], design: Design, *others: str | None) -> tuple[str, ...]:
    """Return the columns a request reads, each once, in a fixed order."""
    grouped = [item.column if isinstance(item, Period) else item for item in by]
    fpc = design.fpc if isinstance(design.fpc, str) else None
    wanted = [score, *grouped, design.weight, design.stratum, design.cluster, fpc, *others]
    return tuple(dict.fromkeys(name for name in wanted if name is not None))


def pick_columns(wanted: Sequence[str], present: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return name and type of each column wanted.

    Raises:
        ColumnError: A column is not in the table; the message lists those that are.
    """
    missing = [name for name in wanted if name not in present]
    if missing:
        raise ColumnError(
            _("There is no column named {missing}."),
            _("The table has: {present}."),
            missing=", ".join(missing),
            present=", ".join(list(present)[:40]),
        )
    return tuple((name, present[name]) for name in wanted)


def check_confidence(confidence: float) -> float:
    """Return the confidence level.

    Raises:
        DefinitionError: It does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise DefinitionError(
            _("A confidence level lies between 0 and 1; {confidence} was given."),
            _("Write 0.95 for 95 percent."),
            confidence=confidence,
        )
    return confidence


def check_answers(definition: Definition, score: str, kind: str) -> None:
    """Refuse answers of yes and no where points of a scale are counted: 1 of 0–10 is not "yes".

    Raises:
        ScaleMismatchError: The column holds yes and no, and the scale is another than 0–1.
    """
    scale = (definition.scale_min, definition.scale_max)
    if kind.lstrip("!") == "boolean" and scale not in {(None, None), (0, 1)}:
        raise ScaleMismatchError(
            _("Column {name} holds yes and no; {definition} is measured on {low}–{high}."),
            _("Use share for yes and no, or name the column of the scores."),
            name=score,
            definition=definition.id,
            low=f"{definition.scale_min:g}",
            high=f"{definition.scale_max:g}",
        )


def check_fpc(fpc: str | float | None) -> None:
    """Refuse a population size that is no size: the correction would silently be left out.

    Raises:
        ColumnError: It is not a number above 0.
    """
    if isinstance(fpc, int | float) and not fpc > 0:
        raise ColumnError(
            _("A population size is a number above 0; {size} was given."),
            _("Give the size of the whole stratum (clusters, where there are clusters) or a fraction up to 1."),
            size=fpc,
        )
