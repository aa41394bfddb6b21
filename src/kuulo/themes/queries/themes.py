"""The themes that were found and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.language.theming import Themes
from kuulo.themes.models import Theme
from kuulo.themes.rules import State, ThemeView
from kuulo.words.queries import learned, learned_arrays

MODEL: Final = "themes"
"""Under which the room's model is kept among what was learned from words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The last time themes were found.

    Attributes:
        made_at: When.
        comments: Among how many comments.
        agreement: Part of the comments grouped the same when themes are found anew from half of them, 0–1.
        embedder: Which vectors were used; empty where words alone told.
        version: Follows from the model's content.
    """

    made_at: datetime
    comments: int
    agreement: float
    embedder: str
    version: str
    told: Mapping[str, Any] = field(default_factory=dict)


def list_themes() -> tuple[ThemeView, ...]:
    """Return every theme there has been, in the order they were found."""
    return tuple(_view(row) for row in Theme.objects.all())


def get_theme(key: str) -> ThemeView:
    """Return one theme.

    Raises:
        NotFoundError: There is none of this key.
    """
    row = Theme.objects.filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no theme “{key}”."), _("Themes are listed on the page Words."), key=key[:40])
    return _view(row)


def last_finding() -> Finding | None:
    """Return the last time themes were found; ``None`` where there has been none, or what was learned was erased."""
    known = learned(MODEL)
    if known is None:
        return None
    return Finding(
        made_at=known.made_at,
        comments=known.learned_from,
        agreement=float(known.told.get("agreement", 0.0)),
        embedder=str(known.told.get("embedder", "")),
        version=known.version,
        told=known.told,
    )


def theme_model() -> Themes | None:
    """Return what puts comments to themes; ``None`` where no themes have been found."""
    known = learned(MODEL)
    return None if known is None else _model_of(known.version)


@lru_cache(maxsize=1)
def _model_of(version: str) -> Themes | None:
    del version
    arrays = learned_arrays(MODEL)
    return None if arrays is None else Themes.from_arrays(arrays)


def _view(row: Theme) -> ThemeView:
    return ThemeView(
        key=row.key,
        labels=row.labels,
        keywords={language: tuple(words) for language, words in row.keywords.items()},
        name=row.name,
        state=State(row.state),
        merged_into=row.merged_into,
        is_current=row.is_current,
    )
