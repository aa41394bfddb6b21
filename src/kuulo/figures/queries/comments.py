"""The newest comments beside the scores they came with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kuulo.figures.queries.cells import Label, count_cells, has_own_months
from kuulo.figures.queries.figures import now_and_before
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import SOURCE, Scope, filter_sql, from_sql, literal, measure_sql, split_by, window_sql
from kuulo.figures.rules.dimensions import TOUCHPOINT
from kuulo.measures.definitions import Definition
from kuulo.words.queries import masked_texts

# A response is answered within this time; its score lies in files of no other months.
RESPONSE_SPAN = timedelta(days=2)
SPARE = 4
OPEN_PROMISE = "identified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody wrote, and the score of the same response; of those promised groups, the words alone.

    Attributes:
        signal_id: Their signal.
        text: The words, personal data masked.
        language: Their language; ``None`` where it is not known.
        occurred_at: When they were written; ``None`` where confidence or anonymity was promised.
        touchpoint: Where; ``None`` where it is not known, or where confidence or anonymity was promised.
        score: Answer to a measure's question; ``None`` where none came with it, or where that was promised.
        scale_max: Highest answer of that question's scale.
        kind: ``high``, ``middle`` or ``low`` as the measure counts the score; empty where there is none.
    """

    signal_id: str
    text: str
    language: str | None
    occurred_at: datetime | None
    touchpoint: str | None
    score: float | None
    scale_max: float | None
    kind: str


@kept
def newest_comments(reading: Reading, scopes: tuple[Scope, ...], most: int) -> tuple[Comment, ...]:
    """Return the newest comments of the scopes' time and filters, at most ``most``, each with its first score.

    Comments say more about a person than a score does: of a touchpoint where too few answered none is returned, and
    none at all where the figure of everything is withheld. Words promised confidence are left out where the filters or
    the months would say of them what was promised away.

    Args:
        reading: The version of the data.
        scopes: Scopes of the measures whose scores may stand beside a comment, the preferred first; of one time and
            with the same filters.
        most: How many comments.
    """
    open_scopes = [scope for scope in scopes if now_and_before(reading, scope)[0].n]
    if not open_scopes:
        return ()
    shown = touchpoints_shown(reading, open_scopes[0], tuple(scope.recorded for scope in open_scopes))
    rows = reading.ask(_comments_sql(reading, open_scopes[0], most * SPARE)).to_pylist()
    told = [row for row in rows if row["touchpoint"] in shown][:most]
    scores = _scores(reading, open_scopes, told)
    masked = masked_texts(reading.snapshot, {row["signal_id"]: (row["text"], row["language"]) for row in told})
    return tuple(_comment(row | {"text": masked[row["signal_id"]]}, scores) for row in told)


@kept
def touchpoints_shown(reading: Reading, scope: Scope, recorded: tuple[tuple[str, ...], ...]) -> frozenset[Label]:
    """Return the touchpoints at which enough persons answered any of the measures; ``None`` is where none is known."""
    names = tuple(sorted({name for family in recorded for name in family}))
    whole = replace(scope, recorded=names, selection=replace(scope.selection, question=""))
    return count_cells(reading, whole, split_by(reading, whole, TOUCHPOINT)).shown


def keeps_promises(scope: Scope) -> bool:
    """Return whether words may stand under a scope that were promised confidence or anonymity.

    Filters by place, person or what is known of either, and months of the reader's choice, say of the words beneath
    them what was promised away. What was asked, and what the words are about, was not.
    """
    known = (one.dimension == SOURCE or one.dimension.is_of_words for one in scope.selection.filters)
    return all(known) and not has_own_months(scope)


def _comments_sql(reading: Reading, scope: Scope, most: int) -> str:
    filters = [filter_sql(reading, scope, one) for one in scope.selection.filters]
    where = " AND ".join(
        [
            "signals.kind = 'comment' AND signals.text <> ''",
            window_sql(scope.window),
            *filters,
            "true" if keeps_promises(scope) else f"signals.promise = '{OPEN_PROMISE}'",
        ]
    )
    return (
        "SELECT signals.signal_id, signals.response_id, signals.occurred_at, signals.text, signals.language, "  # noqa: S608 -- literals of scope.py
        f"signals.touchpoint, signals.promise FROM {from_sql(reading, where)} WHERE {where} "
        f"ORDER BY signals.occurred_at DESC, signals.signal_id LIMIT {most}"
    )


def _scores(
    reading: Reading, scopes: Sequence[Scope], rows: list[dict[str, Any]]
) -> list[tuple[Definition, dict[str, float]]]:
    """Return the score of each response to each measure, in one look; the later one where a response holds several."""
    if not rows:
        return []
    responses = ", ".join(sorted({literal(row["response_id"]) for row in rows}))
    first = min(row["occurred_at"] for row in rows) - RESPONSE_SPAN
    last = max(row["occurred_at"] for row in rows) + RESPONSE_SPAN
    feeds = [measure_sql(scope) for scope in scopes]
    marked = ", ".join(f"coalesce({condition}, false) AS m{place}" for place, condition in enumerate(feeds))
    found = reading.ask(
        f"SELECT signals.response_id, signals.value, {marked} FROM signals WHERE (({') OR ('.join(feeds)})) "  # noqa: S608 -- as above
        "AND signals.kind = 'answer' AND signals.state = 'answered' "
        f"AND signals.month BETWEEN '{first:%Y-%m}' AND '{last:%Y-%m}' "
        f"AND signals.response_id IN ({responses}) ORDER BY signals.occurred_at"
    ).to_pylist()
    return [
        (scope.definition, {row["response_id"]: row["value"] for row in found if row[f"m{place}"]})
        for place, scope in enumerate(scopes)
    ]


def _comment(row: dict[str, Any], scores: Sequence[tuple[Definition, Mapping[str, float]]]) -> Comment:
    if row["promise"] != OPEN_PROMISE:
        # A score, a day and a place beside the words would be one person's answer, shown by itself.
        return Comment(
            signal_id=row["signal_id"],
            text=row["text"],
            language=row["language"],
            occurred_at=None,
            touchpoint=None,
            score=None,
            scale_max=None,
            kind="",
        )
    response = row["response_id"]
    found = next(((measure, of[response]) for measure, of in scores if response in of), None)
    measure, score = found or (None, None)
    return Comment(
        signal_id=row["signal_id"],
        text=row["text"],
        language=row["language"],
        occurred_at=row["occurred_at"],
        touchpoint=row["touchpoint"],
        score=score,
        scale_max=measure.scale_max if measure else None,
        kind=score_kind(measure, score) if measure and score is not None else "",
    )


def score_kind(measure: Definition, score: float) -> str:
    """Return how a measure counts a score: ``high``, ``middle`` or ``low``; for a mean, thirds of its scale."""
    if measure.favourable is not None:
        return _counted_kind(measure, score)
    if measure.scale_min is None or measure.scale_max is None:
        return ""
    part = (score - measure.scale_min) / (measure.scale_max - measure.scale_min)
    part = part if measure.direction > 0 else 1 - part
    return "low" if part < 1 / 3 else "middle" if part < 2 / 3 else "high"


def _counted_kind(measure: Definition, score: float) -> str:
    good, poor = ("high", "low") if measure.direction > 0 else ("low", "high")
    if measure.favourable and measure.favourable[0] <= score <= measure.favourable[1]:
        return good
    if measure.unfavourable:
        return poor if measure.unfavourable[0] <= score <= measure.unfavourable[1] else "middle"
    return poor if _far_half(measure, score) else "middle"


def _far_half(measure: Definition, score: float) -> bool:
    """Return whether a score lies in the half of the scale that is away from what a share counts as favourable."""
    if measure.scale_min is None or measure.scale_max is None or measure.favourable is None:
        return False
    middle = (measure.scale_min + measure.scale_max) / 2
    return score < middle if measure.favourable[0] >= middle else score > middle
