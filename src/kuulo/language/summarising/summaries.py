"""A summary of any selection of comments: how many, what they feel, what they are about, in real quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.language.summarising.quoting import Quote, Vectors, choose_quotes, sizes_of

MOST_THEMES: Final = 5
CLEARLY: Final = 2.0
"""One side is named alone when it is this many times as frequent as the other."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a summary and the comments it shows.

    Attributes:
        text: The sentence: counts of the comments at hand.
        cites: The shown comments, by their ids.
        quotes: Their words, in the same order.
        theme: The theme it is about; None of the sentence about all, and of comments without one.
    """

    text: Text
    cites: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What many comments say; ``total`` is their number."""

    total: int
    sentences: tuple[Said, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        """Return every shown comment once."""
        return tuple(dict.fromkeys(cite for said in self.sentences for cite in said.cites))


def summarise(  # noqa: PLR0913 -- a column of the comments each
    texts: Sequence[str],
    feelings: Sequence[str | None],
    themes: Sequence[str | None],
    vectors: Vectors | None = None,
    *,
    most: int = 7,
    ids: Sequence[str] | None = None,
    names: Mapping[str, object] = MappingProxyType({}),
    languages: Sequence[str | None] | None = None,
) -> Summary:
    """Return a summary whose every sentence shows the comments it speaks of.

    Args:
        texts: The comments, masked.
        feelings: negative, neutral or positive of each; None where nobody knows.
        themes: The theme of each; None where it has none.
        vectors: Sentence embeddings (n, d), L2-normed; without them words are compared.
        most: Largest number of quotes.
        ids: Id of each comment; its place in the sequence where none are given.
        names: What themes are called; a theme without a name is called by its key.
        languages: Language of each comment.

    The counts are of the comments at hand, not of customers; nothing is estimated.
    """
    known = list(ids) if ids is not None else [str(row) for row in range(len(texts))]
    if not texts:
        return Summary(0, ())
    quotes = choose_quotes(texts, feelings, themes, vectors, most=most, languages=languages)
    said = [Said(_of_all(feelings), ())]
    largest = [theme for theme in sizes_of(themes) if theme is not None][:MOST_THEMES]
    shown: list[str | None] = [*largest]
    if not shown:
        said.extend(_by_side(quotes, feelings, known))
        return Summary(len(texts), tuple(said))
    shown += [theme for theme in dict.fromkeys(themes[quote.row] for quote in quotes) if theme not in shown]
    for theme in shown:
        own = tuple(quote for quote in quotes if themes[quote.row] == theme)
        rows = [row for row, its in enumerate(themes) if its == theme]
        name = names.get(theme, theme) if theme is not None else None
        text = _of_theme(name, [feelings[row] for row in rows], len(texts))
        said.append(Said(text, tuple(known[quote.row] for quote in own), own, theme))
    return Summary(len(texts), tuple(said))


SIDES: Final[Mapping[str | None, str]] = {
    "negative": _("Dissatisfied: {count} of {total} comments."),
    "positive": _("Satisfied: {count} of {total} comments."),
    "neutral": _("Neither satisfied nor dissatisfied: {count} of {total} comments."),
    None: _("How they feel is not known: {count} of {total} comments."),
}


def _by_side(quotes: Sequence[Quote], feelings: Sequence[str | None], ids: Sequence[str]) -> Iterator[Said]:
    """Yield a sentence a side, the largest first, where no comment has a theme."""
    sizes = sizes_of(feelings)
    for side, count in sizes.items():
        own = tuple(quote for quote in quotes if feelings[quote.row] == side)
        template = SIDES.get(side, SIDES[None])
        if own:
            cites = tuple(ids[quote.row] for quote in own)
            yield Said(say(template, count=count, total=len(feelings)), cites, own)


def _of_all(feelings: Sequence[str | None]) -> Text:
    counts = _counts(feelings)
    if counts["unknown"] == counts["total"]:
        return say(_("There are {total} comments; how they feel is not known."), **counts)
    if not counts["unknown"]:
        told = _("Of {total} comments, {negative} are dissatisfied, {positive} satisfied and {neutral} neither.")
        return say(told, **counts)
    return say(
        _(
            "Of {total} comments, {negative} are dissatisfied, {positive} satisfied, {neutral} neither; "
            "of {unknown} it is not known."
        ),
        **counts,
    )


def _of_theme(name: object | None, feelings: Sequence[str | None], total: int) -> Text:
    counts = {**_counts(feelings), "count": len(feelings), "total": total}
    if name is None:
        return say(_of_side(counts, WITHOUT_THEME), **counts)
    return say(_of_side(counts, OF_THEME), name=name, **counts)


OF_THEME: Final = (
    _("{name}: {count} of {total} comments, mostly dissatisfied ({negative} against {positive} satisfied)."),
    _("{name}: {count} of {total} comments, mostly satisfied ({positive} against {negative} dissatisfied)."),
    _("{name}: {count} of {total} comments, with two sides: {negative} dissatisfied, {positive} satisfied."),
    _("{name}: {count} of {total} comments."),
)
WITHOUT_THEME: Final = (
    _("Without a theme: {count} of {total} comments, mostly dissatisfied ({negative} against {positive} satisfied)."),
    _("Without a theme: {count} of {total} comments, mostly satisfied ({positive} against {negative} dissatisfied)."),
    _("Without a theme: {count} of {total} comments, with two sides: {negative} dissatisfied, {positive} satisfied."),
    _("Without a theme: {count} of {total} comments."),
)


def _of_side(counts: Mapping[str, int], templates: tuple[str, str, str, str]) -> str:
    negative, positive = counts["negative"], counts["positive"]
    if not negative and not positive:
        return templates[3]
    if negative >= CLEARLY * positive:
        return templates[0]
    return templates[1] if positive >= CLEARLY * negative else templates[2]


def _counts(feelings: Sequence[str | None]) -> dict[str, int]:
    found = sizes_of(feelings)
    known = {label: found.get(label, 0) for label in ("negative", "neutral", "positive")}
    return {**known, "unknown": len(feelings) - sum(known.values()), "total": len(feelings)}
