"""The rules of touchpoints as SQL over the lake's signals; `kuulo.journeys.rules.matching` is the same in Python.

Nothing a person wrote becomes SQL but as a quoted literal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kuulo.figures.queries.scope import literal
from kuulo.journeys.rules.matching import PAGE_VIEW, SAID, Known, Match, page_pattern

# What rules look at, computed once a signal. The path of a page view is its question: no map need be opened for it.
PATH: Final = f"CASE WHEN kind = '{PAGE_VIEW}' THEN question ELSE attributes['path'] END"
SAID_SQL: Final = ", ".join(literal(kind) for kind in SAID)
ESCAPED: Final = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def seen_sql(touchpoints: Sequence[Known], where: str, *, columns: str = "") -> str:
    """Return the SELECT of what the touchpoints' rules look at in the signals that fit a condition.

    Columns: ``kind``, those of the signals that are named, and in small letters ``source_``, ``name_``, ``channel_``,
    ``touchpoint_``, ``page_`` (the path, a slash at both its ends) and, where a rule asks for it, ``hosted_`` (host and
    path). Each is computed once a signal, however many rules look at it.
    """
    rules = [rule for one in touchpoints for rule in one.rules]
    hosted = any(_is_hosted(rule) for rule in rules)
    host = "lower(coalesce(attributes['host'], ''))" if hosted else "''"
    path = f"lower(nullif({PATH}, ''))" if any(rule.page for rule in rules) else "NULL::VARCHAR"
    more = f", {columns}" if columns else ""
    begun = "CASE WHEN starts_with(path_, '/') THEN path_ ELSE '/' || path_ END"
    return f"""
        SELECT *, host_ || page_ AS hosted_ FROM (
            SELECT * EXCLUDE (path_), CASE WHEN ends_with(path_, '/') THEN path_ ELSE path_ || '/' END AS page_ FROM (
                SELECT * REPLACE ({begun} AS path_) FROM (
                    SELECT kind{more}, lower(source) AS source_, lower(question) AS name_, lower(channel) AS channel_,
                           lower(touchpoint) AS touchpoint_, {path} AS path_, {host} AS host_
                    FROM signals WHERE {where}
                )
            )
        )
    """  # noqa: S608 -- our own names and literals


def place_sql(touchpoints: Sequence[Known], *, own: str = "true") -> str:
    """Return the expression of the number of the touchpoint a signal of `seen_sql` is known as; null where of none.

    Touchpoints are numbered from 1 in their order.

    Args:
        touchpoints: All of them, in order.
        own: Condition under which the touchpoint that came with a signal counts where no rule fits.
    """
    cases = [f"WHEN {touchpoint_sql(one)} THEN {place}" for place, one in enumerate(touchpoints, start=1) if one.rules]
    named = [
        f"WHEN {own} AND touchpoint_ IN ({_names(one)}) THEN {place}" for place, one in enumerate(touchpoints, start=1)
    ]
    return f"CASE {' '.join([*cases, *named])} END" if touchpoints else "NULL::INTEGER"


def touchpoint_sql(one: Known) -> str:
    """Return the condition that any rule of a touchpoint fits."""
    return "(" + " OR ".join(match_sql(rule) for rule in one.rules) + ")"


def match_sql(rule: Match) -> str:
    """Return the condition that a rule fits a signal; never null."""
    parts = [f"kind = {literal(rule.kind)}" if rule.kind else f"kind NOT IN ({SAID_SQL})"]
    if rule.channel:
        parts.append(f"channel_ = {literal(rule.channel.lower())}")
    if rule.source:
        parts.append(_like("source_", rule.source.lower()))
    if rule.name:
        parts.append(_like("name_", rule.name.lower()))
    if rule.touchpoint:
        parts.append(_like("touchpoint_", rule.touchpoint.lower()))
    if rule.page:
        parts.append(_like("hosted_" if _is_hosted(rule) else "page_", page_pattern(rule.page)))
    return f"coalesce({' AND '.join(parts)}, false)"


def _is_hosted(rule: Match) -> bool:
    return bool(rule.page) and not rule.page.startswith(("/", "*"))


def _like(text: str, pattern: str) -> str:
    """Return the cheapest condition that says the same as the wildcards: engines are slow at escaped patterns."""
    pieces = pattern.split("*")
    if len(pieces) == 1:
        return f"{text} = {literal(pattern)}"
    if pattern.strip("*") == "":
        return f"{text} IS NOT NULL"
    if len(pieces) == 2 and not pieces[1]:
        return f"starts_with({text}, {literal(pieces[0])})"
    if len(pieces) == 2 and not pieces[0]:
        return f"ends_with({text}, {literal(pieces[1])})"
    escaped = "%".join(piece.translate(ESCAPED) for piece in pieces)
    return f"{text} LIKE {literal(escaped)} ESCAPE '\\'"


def _names(one: Known) -> str:
    return ", ".join(literal(name.lower()) for name in dict.fromkeys((one.slug, one.name)))
