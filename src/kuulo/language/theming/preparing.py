"""Comments made ready for themes: their features, their words, and whether they say anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.language import wording
from kuulo.language.personal import PLACEHOLDERS
from kuulo.language.theming.axes import Space
from kuulo.language.theming.counting import Floats
from kuulo.language.theming.kmeans import Places
from kuulo.language.theming.substance import says_something

MASKS: Final = re.compile(
    "|".join(sorted({re.escape(word) for told in PLACEHOLDERS.values() for word in told.values()}))
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Comments made ready.

    Attributes:
        texts: With addresses, handles, numbers and what stands for masked ones folded away.
        features: Words, their parts and negations of each.
        languages: Language of each; "" where none is known.
        says: Whether each says anything that could belong to a theme.
    """

    texts: tuple[str, ...]
    features: tuple[tuple[str, ...], ...]
    languages: tuple[str, ...]
    says: NDArray[np.bool_]

    def different(self) -> Places:
        """Return the places of comments that say something, each text once: a thousand “Good” make no axis."""
        first: dict[str, int] = {}
        for place in np.flatnonzero(self.says):
            first.setdefault(self.texts[place].strip().lower(), int(place))
        return np.asarray(sorted(first.values()), dtype=np.int64)

    def points(self, space: Space, chosen: Places, vectors: Floats | None) -> Floats:
        """Return where some of the comments lie."""
        return space.turn(
            [self.features[place] for place in chosen],
            [self.languages[place] for place in chosen],
            None if vectors is None else np.asarray(vectors[chosen], dtype=np.float32),
        )

    def words(self, chosen: Places, ignored: frozenset[str]) -> list[list[str]]:
        """Return the words of some of the comments in the form a dictionary gives."""
        return [
            [word for word in wording.lemmas(self.texts[place], self.languages[place]) if word not in ignored]
            for place in chosen
        ]


def prepare(
    texts: Sequence[str], languages: Sequence[str | None], *, ignored: frozenset[str] = frozenset()
) -> Prepared:
    """Return comments made ready.

    Args:
        texts: Comments.
        languages: Language of each; ``None`` where nothing tells it.
        ignored: Words that tell no themes apart, such as the organisation's own names; in lower case.
    """
    # What stands in the place of names and numbers tells what was masked, not what a comment is about.
    plain = tuple(wording.plain(MASKS.sub(" ", text)) for text in texts)
    kinds = tuple(language or "" for language in languages)
    features = tuple(
        tuple(word for word in wording.features(text, language) if word not in ignored)
        for text, language in zip(plain, kinds, strict=True)
    )
    says = [bool(words) and says_something(text) for words, text in zip(features, plain, strict=True)]
    return Prepared(plain, features, kinds, np.asarray(says, dtype=np.bool_))
