"""The comparing functions for analysts: a table in, groups beside each other out.

from kuulo.measures import compare, rank
compare(answers, score="likelihood", definition="nps@1", by="touchpoint").sentence
"""

from __future__ import annotations

from typing import Any, Unpack

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures.analysts import FigureOptions, figures
from kuulo.measures.comparing.adjusting import Adjustment
from kuulo.measures.comparing.groups import Compared, ComparedRow, compare_groups
from kuulo.measures.definitions import Definition
from kuulo.measures.definitions import definition as find_definition


def compare(
    table: Any,
    *,
    score: str,
    definition: str | Definition,
    adjust: str = "tukey",
    **options: Unpack[FigureOptions],
) -> Compared:
    """Return the groups of a table beside each other: pooled, ranked, each pair compared.

    Args:
        table: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row an answer.
        score: Column of the answers.
        definition: Name and version, such as ``nps@1``.
        adjust: How many looks are paid for: ``tukey`` (all pairs), ``holm``, ``bh`` (Benjamini & Hochberg),
            ``bonferroni``, ``sidak`` or ``none``.
        options: ``by`` (needed) and the other arguments of `kuulo.measures.figures`.

    Raises:
        InputError: The table or a column cannot be used.
        DefinitionError: No grouping was named, or the definition or adjustment is unknown.
    """
    if not options.get("by"):
        raise DefinitionError(_("Nothing was named to compare."), _("Name the groups with by=…."))
    if adjust not in list(Adjustment):
        raise DefinitionError(
            _("There is no adjustment {adjust}."), _("Use one of: {known}."), adjust=adjust, known=", ".join(Adjustment)
        )
    found = figures(table, score=score, definition=definition, **options)
    wanted = find_definition(definition) if isinstance(definition, str) else definition
    estimates = {_label(tuple(figure.by.values())): figure.estimate for figure in found}
    return compare_groups(estimates, wanted.direction, Adjustment(adjust))


def rank(
    table: Any, *, score: str, definition: str | Definition, **options: Unpack[FigureOptions]
) -> tuple[ComparedRow, ...]:
    """Return the groups of a table, best first by their pooled figures, with the places each could hold.

    The arguments are those of `compare`.
    """
    return compare(table, score=score, definition=definition, **options).rows


def _label(values: tuple[object, ...]) -> object:
    return values[0] if len(values) == 1 else values
