"""Texts with personal data masked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kuulo.language.personal.finding import find
from kuulo.language.personal.kinds import Found, Kind, Masked, placeholder
from kuulo.language.personal.names import Names


def mask(
    text: str,
    found: Sequence[Found] | None = None,
    language: str | None = None,
    names: Names | None = None,
    keep: Collection[Kind] = (),
) -> Masked:
    """Return a text with its personal data replaced by words for their kinds, in the language of the text.

    `found` is what `find` returned for this very text, found here where not given; kinds in `keep` stay as they are.
    """
    details = find(text, language, names) if found is None else found
    if not details:
        return Masked(text, ())
    pieces: list[str] = []
    kinds: list[Kind] = []
    place = 0
    for detail in details:
        if detail.kind in keep:
            continue
        pieces += (text[place : detail.start], placeholder(detail.kind, language))
        kinds.append(detail.kind)
        place = detail.end
    return Masked("".join((*pieces, text[place:])), tuple(kinds))


def mask_many(
    texts: Sequence[str], languages: Iterable[str | None] | None = None, names: Names | None = None
) -> list[Masked]:
    """Return each text masked; `languages` one for each text, all unknown where not given."""
    known = names or Names.shipped()
    each = [None] * len(texts) if languages is None else languages
    return [mask(text, None, language, known) for text, language in zip(texts, each, strict=True)]
