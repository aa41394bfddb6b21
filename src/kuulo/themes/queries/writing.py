"""What a language model may be given of the comments at hand, and what it wrote of them."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from urllib.parse import urlencode

from kuulo.drafting.queries import kept_draft
from kuulo.drafting.rules import Draft, Source
from kuulo.figures.queries.reading import Reading
from kuulo.figures.queries.scope import Scope, literal
from kuulo.language.personal import Masked
from kuulo.themes.queries.counting import cut_by
from kuulo.themes.queries.quotes import Quote, read_quotes

MOST_SENT: Final = 200
"""A language model reads so many comments, drawn by the hash of their ids where there are more."""


def draft_key(scope: Scope | None, theme: str, language: str) -> str:
    """Return the key under which what was written is kept: of a theme, or of all themes where ``theme`` is empty."""
    asked = "" if scope is None else urlencode(scope.selection.to_params())
    digest = blake2b(asked.encode(), digest_size=8).hexdigest()
    return f"words:{theme}:{digest}:{language}"


def may_be_written_of(reading: Reading, scope: Scope | None, theme: str) -> bool:
    """Return whether enough persons wrote the comments at hand for anything to be said of them."""
    cut = cut_by(reading, scope, "theme")
    if cut.whole is None:
        return False
    return not theme or (theme in cut.figures and theme not in cut.hidden)


def sources_of(reading: Reading, scope: Scope | None, theme: str) -> tuple[Source, ...]:
    """Return the comments a language model is given: masked, none of too few persons."""
    if not may_be_written_of(reading, scope, theme):
        return ()
    own = f"theme = {literal(theme)}" if theme else "true"
    chosen = read_quotes(reading, scope, own, "hash(signal_id), signal_id", MOST_SENT)
    return tuple(Source(one.signal_id, Masked(one.text, ())) for one in chosen)


def written_of(
    reading: Reading, scope: Scope | None, theme: str, language: str
) -> tuple[Draft | None, tuple[Quote, ...]]:
    """Return what was written of the comments at hand, and the comments it cites, as far as they may still be shown."""
    if not may_be_written_of(reading, scope, theme):
        return None, ()
    draft = kept_draft(draft_key(scope, theme, language))
    cited = [] if draft is None else list(dict.fromkeys(cite.id for one in draft.sentences for cite in one.cites))
    if not cited:
        return draft, ()
    wanted = f"signal_id IN ({', '.join(literal(name) for name in cited)})"
    found = {one.signal_id: one for one in read_quotes(reading, scope, wanted, "signal_id", len(cited))}
    return draft, tuple(found[name] for name in cited if name in found)
