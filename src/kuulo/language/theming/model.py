"""Themes that were found: each with its words and comments, and what puts further comments to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from kuulo.base.estimate import Estimate
from kuulo.language.theming.axes import MeaningAxes, Space
from kuulo.language.theming.counting import Floats, WordAxes
from kuulo.language.theming.grouping import Grouping
from kuulo.language.theming.kmeans import Places
from kuulo.language.theming.preparing import Prepared, prepare

NO_THEME: Final = -1
Probabilities = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One theme.

    Attributes:
        key: Its name for machines; the same theme keeps it when themes are found anew.
        keywords: The words that tell it from the others, by language, the surest first.
        label: A short name of a few keywords in each language.
        size: How many of the comments it was found among belong to it.
        members: Their places; none once the themes are read back.
        typical: Places of comments near its centre.
        outlying: Places of comments that belong to it least.
        score: Mean of the scores that came with its comments; ``None`` where none were given.
        is_new: Whether no earlier theme is the same.
    """

    key: str
    keywords: Mapping[str, tuple[str, ...]]
    label: Mapping[str, str]
    size: int
    members: Places = field(default_factory=lambda: np.zeros(0, dtype=np.int64), repr=False, compare=False)
    typical: tuple[int, ...] = ()
    outlying: tuple[int, ...] = ()
    score: Estimate | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """The themes of some comments.

    Attributes:
        groups: The themes, the largest first.
        labels: Theme of each comment, a place among `groups`; `NO_THEME` where it says nothing. Empty once the themes
            are read back.
        probabilities: How surely each comment belongs to its theme; 0 where it has none.
        space: Where comments lie.
        grouping: Centres of the groups, in their order.
    """

    groups: tuple[Group, ...]
    labels: Places = field(repr=False, compare=False)
    probabilities: Probabilities = field(repr=False, compare=False)
    space: Space = field(repr=False, compare=False)
    grouping: Grouping = field(repr=False, compare=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each theme."""
        return tuple(one.key for one in self.groups)

    @property
    def agreement(self) -> float:
        """Part of the comments grouped the same when themes are found anew from half of them, 0–1."""
        return self.grouping.agreement

    def assign(
        self, texts: Sequence[str], languages: Sequence[str | None], vectors: Floats | None = None
    ) -> tuple[Places, Probabilities]:
        """Return the theme of each comment (its place, `NO_THEME` for none) and the probability of it.

        Args:
            texts: Comments.
            languages: Language of each, as `identifying.detect` tells it.
            vectors: Their vectors (n, d), where the themes were found with vectors.
        """
        return self.assign_prepared(prepare(texts, languages), vectors)

    def assign_prepared(self, prepared: Prepared, vectors: Floats | None) -> tuple[Places, Probabilities]:
        """Return the same of comments made ready."""
        labels = np.full(len(prepared.says), NO_THEME, dtype=np.int64)
        sure = np.zeros(len(labels))
        chosen = np.flatnonzero(prepared.says)
        if len(chosen) and len(self.grouping.centres):
            labels[chosen], sure[chosen] = self.grouping.nearest(prepared.points(self.space, chosen, vectors))
        return labels, sure

    def to_arrays(self) -> Arrays:
        """Return everything that puts further comments to the themes as named arrays, without a comment among them."""
        kept = [
            {"key": one.key, "keywords": dict(one.keywords), "label": dict(one.label), "size": one.size}
            for one in self.groups
        ]
        told = {
            "groups": kept,
            "fading": self.grouping.fading,
            "agreement": self.grouping.agreement,
            "means": sorted(self.space.meaning.means) if self.space.meaning else [],
            "words": sorted(self.space.words),
        }
        arrays: Arrays = {
            "told": np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
            "centres": self.grouping.centres,
        }
        if self.space.meaning is not None:
            arrays["meaning"] = self.space.meaning.axes
            arrays |= {f"mean:{name}": mean for name, mean in self.space.meaning.means.items()}
        for language, axes in self.space.words.items():
            arrays[f"words:{language}"] = np.asarray(axes.words, dtype=np.str_)
            arrays[f"weights:{language}"] = axes.weights
            arrays[f"axes:{language}"] = axes.axes
        return arrays | {f"told:{language}": matrix for language, matrix in self.space.told.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return themes from what `to_arrays` wrote."""
        told = json.loads(arrays["told"].tobytes())
        words = {
            name: WordAxes(
                tuple(str(word) for word in arrays[f"words:{name}"]), arrays[f"weights:{name}"], arrays[f"axes:{name}"]
            )
            for name in told["words"]
        }
        meaning = None
        if "meaning" in arrays:
            meaning = MeaningAxes({name: arrays[f"mean:{name}"] for name in told["means"]}, arrays["meaning"])
        return cls(
            groups=tuple(_group(one) for one in told["groups"]),
            labels=np.zeros(0, dtype=np.int64),
            probabilities=np.zeros(0),
            space=Space(
                meaning, words, {name: arrays[f"told:{name}"] for name in told["words"] if f"told:{name}" in arrays}
            ),
            grouping=Grouping(arrays["centres"], told["fading"], told["agreement"]),
        )


def _group(plain: Mapping[str, Any]) -> Group:
    return Group(
        key=plain["key"],
        keywords={language: tuple(words) for language, words in plain["keywords"].items()},
        label=plain["label"],
        size=plain["size"],
        is_new=False,
    )
