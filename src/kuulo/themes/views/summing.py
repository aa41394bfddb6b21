"""The summary on the page Words: quotes that were chosen for it, under shares that may be shown.

Counts of the comments at hand would tell of a few persons: what is said beside the quotes are the page's own figures,
with their intervals, and quotes of what is withheld stay away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import shown
from kuulo.figures.queries import Reading, Scope
from kuulo.language.summarising import Said
from kuulo.themes.queries import Quote, cut_by, summary_of
from kuulo.themes.views.showing import Page, language
from kuulo.words.rules import FEELING_LABELS

CLEARLY: Final = 2.0
"""One side is named alone when it is this many times as frequent as the other."""
SHARE: Final = _("{name}: {share} of the comments ({interval}).")
MOSTLY_NEGATIVE: Final = _("{name}: {share} of the comments ({interval}), mostly dissatisfied.")
MOSTLY_POSITIVE: Final = _("{name}: {share} of the comments ({interval}), mostly satisfied.")
TWO_SIDES: Final = _("{name}: {share} of the comments ({interval}), some satisfied and some not.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the summary and the comments it shows."""

    text: Text
    quotes: tuple[Quote, ...]


def summed_up(reading: Reading, scope: Scope | None, page: Page) -> tuple[Sentence, ...]:
    """Return the summary of the comments in scope; none where they may not be shown.

    Args:
        reading: The version of the data.
        scope: Time and filters; ``None`` for all comments.
        page: What else is shown of the same comments.
    """
    names = tuple((line.theme.key, line.theme.called(language())) for line in page.lines)
    summary, cited = summary_of(reading, scope, names)
    known = {one.signal_id: one for one in cited}
    sides = cut_by(reading, scope, "theme_feeling").figures
    return tuple(_sentences(summary.sentences, known, dict(names), page, sides))


def _sentences(
    said: tuple[Said, ...],
    known: Mapping[str, Quote],
    names: Mapping[str, str],
    page: Page,
    sides: Mapping[str, Estimate],
) -> Iterator[Sentence]:
    by_theme = any(one.theme is not None for one in said)
    for one in said:
        quotes = tuple(known[name] for name in one.cites if name in known)
        if one.theme is None and not quotes:
            text = _of_all(page.feelings)
        elif one.theme is None and not by_theme:
            side = quotes[0].feeling or ""
            text = _of_part(FEELING_LABELS.get(side, say(_("Feeling not known"))), page.feelings.get(side), SHARE)
        else:
            key = one.theme or ""
            name = names.get(key, key) if key else say(_("Without a theme"))
            text = _of_part(name, page.cut.figures.get(key), _template(key, page.cut.figures.get(key), sides))
        if text is not None:
            yield Sentence(text=text, quotes=quotes)


def _of_all(feelings: Mapping[str, Estimate]) -> Text | None:
    negative, positive = (shown(feelings[name]) if name in feelings else None for name in ("negative", "positive"))
    if negative is None or positive is None:
        return None
    return say(
        _("{negative} of the comments are dissatisfied ({below}) and {positive} satisfied ({above})."),
        negative=negative.value,
        below=negative.interval,
        positive=positive.value,
        above=positive.interval,
    )


def _of_part(name: object, figure: Estimate | None, template: str) -> Text | None:
    seen = None if figure is None else shown(figure)
    return None if seen is None else say(template, name=name, share=seen.value, interval=seen.interval)


def _template(key: str, figure: Estimate | None, sides: Mapping[str, Estimate]) -> str:
    """Return how a theme's sides are spoken of; not at all where what is shown of them does not tell."""
    whole = (figure.value if figure is not None else None) or 0.0
    negative, positive = (_value(sides.get(f"{key} {name}")) for name in ("negative", "positive"))
    if max(negative, positive) < whole / CLEARLY:
        return TWO_SIDES if negative and positive else SHARE
    if negative >= CLEARLY * positive:
        return MOSTLY_NEGATIVE
    return MOSTLY_POSITIVE if positive >= CLEARLY * negative else TWO_SIDES


def _value(figure: Estimate | None) -> float:
    return 0.0 if figure is None or figure.value is None else figure.value
