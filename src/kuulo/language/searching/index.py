"""Search by words and by meaning together, over comments in several languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import FileError, InputError
from kuulo.base.texts import mark as _
from kuulo.language.searching.nearness import Frame, Usual, nearest
from kuulo.language.searching.postings import Postings, build_postings, merge_postings
from kuulo.language.searching.shortcuts import open_shortcut, write_shortcut
from kuulo.language.searching.storing import Arrays, read_arrays, remove_others, write_arrays
from kuulo.language.searching.words import score_words
from kuulo.language.wording import features

VERSION: Final = 1
SMOOTHING: Final = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""
DEEP: Final = 4
"""How many times the hits asked for are taken from each of the two rankings."""
LIKE_ENOUGH: Final = 0.12
"""The cosine, each language's mean taken out, below which a comment does not mean what was asked."""
PARTS: Final = 8
"""An index of more parts than this brings its smaller ones together."""


@dataclass(frozen=True)
class Hit:
    """A comment that was found: its rank by words and by meaning (1 is best), and both together as ``score``."""

    id: str
    score: float
    by_words: int | None
    by_meaning: int | None


@dataclass(frozen=True, eq=False)
class Part:
    """Comments that were indexed together."""

    ids: NDArray[np.bytes_]
    postings: Postings
    vectors: NDArray[np.int8]
    signs: NDArray[np.uint64]
    shortcut: Any | None = None

    @cached_property
    def name(self) -> str:
        """Return a name that tells what is in the part."""
        told = hashlib.sha256()
        for values in (self.ids, self.postings.terms, self.postings.ends, self.postings.documents, self.vectors):
            told.update(values.tobytes())
        return told.hexdigest()[:24]

    def to_arrays(self) -> Arrays:
        """Return all as arrays."""
        return {"ids": self.ids, "vectors": self.vectors, "signs": self.signs, **self.postings.to_arrays()}

    @classmethod
    def open(cls, folder: Path) -> Part:
        """Return a part that was written into a folder."""
        arrays = read_arrays(folder)
        postings = Postings.from_arrays(len(arrays["ids"]), arrays)
        shortcut = open_shortcut(folder, 64 * len(arrays["signs"]))
        return cls(arrays["ids"], postings, arrays["vectors"], arrays["signs"], shortcut)


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """An index over comments, which stand in it in the order they came in: see `ids`. It never changes."""

    parts: tuple[Part, ...]
    frame: Frame | None

    @classmethod
    def build(
        cls,
        ids: Sequence[str],
        texts: Sequence[str],
        languages: Sequence[str | None],
        vectors: NDArray[np.int8] | None,
        *,
        usual_query: NDArray[np.float32] | None = None,
        usual: Usual | None = None,
    ) -> SearchIndex:
        """Return an index of comments.

        Args:
            ids: What names each comment.
            texts: Their words; an index keeps which words are in which comment, so give it what may be kept.
            languages: The language of each, as far as it is known.
            vectors: Their vectors, packed; nothing for a search by words alone.
            usual_query: The mean vector of what people search for (`meaning.usual_query`); without it the comments'
                own mean stands in, and short questions find less.
            usual: The mean vector of ordinary comments in each language (`meaning.usual_comments`); without it few
                comments are found less well.

        Raises:
            InputError: when there are not as many of each.
        """
        frame = None if vectors is None else Frame.learn(vectors, languages, usual_query, usual)
        empty = cls((), frame)
        return empty.add(ids, texts, languages, vectors)

    def add(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        languages: Sequence[str | None],
        vectors: NDArray[np.int8] | None,
    ) -> SearchIndex:
        """Return an index with further comments behind these; whose id is here already must be taken out before."""
        given = {len(ids), len(texts), len(languages), len(ids if vectors is None else vectors)}
        if len(given) > 1:
            raise InputError(_("There are not as many texts, languages and vectors as ids."), _("Give one of each."))
        if not len(ids):
            return self
        postings = build_postings(features(text, each or "") for text, each in zip(texts, languages, strict=True))
        names = np.array([each.encode() for each in ids], dtype="S")
        if self.frame is None:
            part = Part(names, postings, np.empty((len(ids), 0), np.int8), np.empty((0, len(ids)), np.uint64))
        else:
            packed = np.zeros((len(ids), self.frame.means.shape[1]), np.int8) if vectors is None else vectors
            part = Part(names, postings, *self.frame.centre(packed, languages))
        return replace(self, parts=_fewer((*self.parts, part)))

    def without(self, ids: Collection[str]) -> SearchIndex:
        """Return an index where some comments are no more: nothing of them is left in any array."""
        gone = np.array([each.encode() for each in ids], dtype="S")
        parts = []
        for part in self.parts:
            keep = ~np.isin(part.ids, gone)
            parts.append(part if keep.all() else _merge([part], [keep]))
        return replace(self, parts=tuple(part for part in parts if len(part.ids)))

    @property
    def ids(self) -> list[str]:
        """Return all ids in the order of the index, which is that of ``allowed``."""
        return [each.decode() for part in self.parts for each in part.ids.tolist()]

    def __len__(self) -> int:
        """Return how many comments there are."""
        return sum(len(part.ids) for part in self.parts)

    def search(
        self,
        query: str,
        query_vector: NDArray[np.float32] | None = None,
        most: int = 50,
        allowed: NDArray[np.bool_] | None = None,
    ) -> list[Hit]:
        """Return the comments that have a query's words or mean what it means, the best first.

        Args:
            query: What is searched for, in any language.
            query_vector: Its vector by the embedder whose vectors are in the index; nothing to search by words alone.
            most: How many at most.
            allowed: For each comment, in the order of `ids`, whether it may be found.
        """
        masks = self._masks(allowed)
        by_words = self._ranked_by_words(query, most * DEEP, masks)
        by_meaning = {} if query_vector is None else self._ranked_by_meaning(query_vector, most * DEEP, masks)
        scores: dict[tuple[int, int], float] = {}
        for ranks in (by_words, by_meaning):
            for place, rank in ranks.items():
                scores[place] = scores.get(place, 0.0) + 1 / (SMOOTHING + rank)
        # Of two alike, whoever holds the very words comes first: a name or a number means little but says which one.
        last = most + 1
        best = sorted(scores, key=lambda place: (-scores[place], by_words.get(place, last), place))[:most]
        return [
            Hit(
                id=self.parts[part].ids[at].decode(),
                score=scores[part, at],
                by_words=by_words.get((part, at)),
                by_meaning=by_meaning.get((part, at)),
            )
            for part, at in best
        ]

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own; parts that are there already are not written again."""
        for part in self.parts:
            write_arrays(folder / part.name, part.to_arrays(), partial(write_shortcut, signs=part.signs))
        names = [part.name for part in self.parts]
        framed = self._save_frame(folder)
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / ".index.json"
        new.write_text(json.dumps({"version": VERSION, "parts": names, "frame": framed}), encoding="utf-8")
        new.replace(folder / "index.json")
        remove_others(folder, {*names, framed})

    @classmethod
    def open(cls, folder: Path) -> SearchIndex:
        """Return the index of a folder, mapped into memory.

        Raises:
            FileError: when there is none, or another version of Kuulo wrote it.
        """
        file = folder / "index.json"
        if not file.is_file():
            raise FileError(_("There is no search index yet."), _("It appears when the worker has built it."))
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            raise FileError(_("The search index is of another version of Kuulo."), _("Build it again."))
        frame = Frame.from_arrays(read_arrays(folder / told["frame"])) if told["frame"] else None
        return cls(tuple(Part.open(folder / name) for name in told["parts"]), frame)

    def _save_frame(self, folder: Path) -> str:
        if self.frame is None:
            return ""
        arrays = self.frame.to_arrays()
        name = f"frame-{hashlib.sha256(arrays['means'].tobytes() + arrays['usual_query'].tobytes()).hexdigest()[:16]}"
        write_arrays(folder / name, arrays)
        return name

    def _masks(self, allowed: NDArray[np.bool_] | None) -> list[NDArray[np.bool_] | None]:
        if allowed is None:
            return [None] * len(self.parts)
        if len(allowed) != len(self):
            raise InputError(
                _("{given} comments are said to be allowed or not, and {held} are in the index."),
                given=len(allowed),
                held=len(self),
            )
        return list(np.split(allowed, np.cumsum([len(part.ids) for part in self.parts])[:-1]))

    def _ranked_by_words(
        self, query: str, most: int, masks: Sequence[NDArray[np.bool_] | None]
    ) -> dict[tuple[int, int], int]:
        def found() -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float32]]]:
            for number, scores in enumerate(score_words([part.postings for part in self.parts], query)):
                mask = masks[number]
                places = np.flatnonzero(scores if mask is None else scores * mask)
                yield number, places, scores[places]

        return _ranks(found(), most)

    def _ranked_by_meaning(
        self, query_vector: NDArray[np.float32], most: int, masks: Sequence[NDArray[np.bool_] | None]
    ) -> dict[tuple[int, int], int]:
        if self.frame is None:
            return {}
        looking = self.frame.look_from(query_vector)

        def found() -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float32]]]:
            for number, part in enumerate(self.parts):
                places, cosines = nearest(part.vectors, part.signs, looking, masks[number], part.shortcut)
                like = cosines >= LIKE_ENOUGH
                yield number, places[like], cosines[like]

        return _ranks(found(), most)


def _ranks(found: Iterator[tuple[int, NDArray[np.intp], NDArray[np.float32]]], most: int) -> dict[tuple[int, int], int]:
    """Return the ranks, from 1, of the best ``most`` places (part, place in it) by their scores."""
    best: list[tuple[float, int, int]] = []
    for part, places, scores in found:
        chosen = np.argpartition(-scores, most - 1)[:most] if len(scores) > most else slice(None)
        pairs = zip(scores[chosen].tolist(), places[chosen].tolist(), strict=True)
        best += [(-score, part, place) for score, place in pairs]
    return {(part, place): rank for rank, (_score, part, place) in enumerate(sorted(best)[:most], start=1)}


def _fewer(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts, brought together behind the first where they are too many, the order of comments kept."""
    if len(parts) <= PARTS:
        return parts
    later = sum(len(part.ids) for part in parts[1:])
    first = 0 if later > len(parts[0].ids) else 1
    together = parts[first:]
    return (*parts[:first], _merge(together, [np.ones(len(part.ids), np.bool_) for part in together]))


def _merge(parts: Sequence[Part], keep: Sequence[NDArray[np.bool_]]) -> Part:
    return Part(
        np.concatenate([part.ids[kept] for part, kept in zip(parts, keep, strict=True)]),
        merge_postings([part.postings for part in parts], keep),
        np.concatenate([part.vectors[kept] for part, kept in zip(parts, keep, strict=True)]),
        np.concatenate([part.signs[:, kept] for part, kept in zip(parts, keep, strict=True)], axis=1),
    )
