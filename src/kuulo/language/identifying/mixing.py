"""Parts of a comment in different languages, by Viterbi's path through what its words tell."""

from __future__ import annotations

from collections.abc import Sequence

# A switch of language costs this many nats, at the beginning of a sentence less.
_SWITCH, _SWITCH_OF_SENTENCE = 6.0, 3.0
# A part needs so many words to be told as its own; a whole sentence one less.
_LEAST_PART = 3
_LEAST_WORDS = 4
Weights = Sequence[tuple[float, ...]]


def shares_of_parts(
    evidence: Weights, begins: Sequence[bool], languages: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    """Return the languages of a comment's parts with their share of words, largest first; none where there is one.

    ``evidence`` has for each word its weight for each language, ``begins`` whether a sentence begins with it.
    """
    if len(evidence) < _LEAST_WORDS:
        return ()
    kept = _without_short_parts(_path(evidence, begins), begins)
    order = sorted(set(kept), key=kept.count, reverse=True)
    shares = tuple((languages[one], round(kept.count(one) / len(kept), 3)) for one in order)
    return shares if len(shares) > 1 else ()


def _path(evidence: Weights, begins: Sequence[bool]) -> list[int]:
    """Return the likeliest language of each word, as its place among the languages."""
    states = range(len(evidence[0]))
    score = list(evidence[0])
    came: list[list[int]] = []
    for weights, begin in zip(evidence[1:], begins[1:], strict=True):
        cost = _SWITCH_OF_SENTENCE if begin else _SWITCH
        best = max(states, key=score.__getitem__)
        came.append([state if score[state] >= score[best] - cost else best for state in states])
        score = [max(score[state], score[best] - cost) + weights[state] for state in states]
    path = [max(states, key=score.__getitem__)]
    for step in reversed(came):
        path.append(step[path[-1]])
    return path[::-1]


def _without_short_parts(path: list[int], begins: Sequence[bool]) -> list[int]:
    main = max(set(path), key=path.count)
    kept: list[int] = []
    start = 0
    for place in range(1, len(path) + 1):
        if place == len(path) or path[place] != path[start]:
            length = place - start
            whole = (start == 0 or begins[start]) and (place == len(path) or begins[place])
            kept += [path[start] if length >= _LEAST_PART - whole else main] * length
            start = place
    return kept
