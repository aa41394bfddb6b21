"""Feelings, themes, codes, calls and personal data, measured: further rows of the table in docs/language.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.base.later import Later
from kuulo.language import calling, feeling, theming, wording
from kuulo.language.coding import kappa, learn_codes
from kuulo.language.personal.tests.planting import all_planted, measure
from kuulo.language.tests import sets
from kuulo.language.tests.measures import SEEDS, Meanings, Row, Vectors, flags_row, macro_f1, mean_of, row, share_right

_metrics: Any = Later("sklearn.metrics")

_TESTED = 1500
_FEW_LABELS = 200
_SIDES = ("negative", "positive")
_EXAMPLES = 20
_PLANTED = 2000
# From this probability a call is told on the pages.
_LIKELY = 0.5
_BANKING_INTENTS = 77
_GROUPS = 20


def personal() -> Iterator[Row]:
    """Yield recall of each kind of personal data that was planted in comments, all three languages together."""
    counts: dict[str, list[int]] = {}
    for one in measure(list(all_planted(_PLANTED))):
        tally = counts.setdefault(str(one.kind), [0, 0, 0, 0])
        for place, number in enumerate((one.planted, one.recalled, one.found, one.right)):
            tally[place] += number
    for kind, (planted, recalled, found, right) in counts.items():
        low, high = _wilson(recalled, planted)
        note = f"precision {right / found:.3f}" if found else "none found"
        share = recalled / planted if planted else float("nan")
        yield Row(f"personal data: {kind}", "planted (fi, sv, en)", share, low, high, planted, note)


def _wilson(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    if not count:
        return float("nan"), float("nan")
    z, share = 1.96, right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return float(middle - half), float(min(middle + half, 1.0))


def learned_feelings(data: Path, meanings: Meanings) -> Iterator[Row]:
    """Yield macro-F1 of feelings learned from 200, 1,000 and 5,000 own labels, of two classes and of three."""
    two, three = ("negative", "positive"), ("negative", "neutral", "positive")
    cases = (
        ("feeling, two classes", "patients' comments (en)", "nhs", "en", sets.nhs_feelings(data, two)),
        ("feeling, two classes", "subtitle lines (fi)", "xed", "fi", sets.xed_feelings(data)),
        ("feeling, three classes", "patients' comments (en)", "nhs", "en", sets.nhs_feelings(data, three)),
    )
    for what, on, name, language, labelled in cases:
        vectors = meanings.of(name, labelled.rows, labelled.texts)
        rest = len(labelled.texts) - _TESTED
        for count in (0, _FEW_LABELS, 1000, min(rest, 5000)):
            if count <= rest:
                seeds = SEEDS if count == _FEW_LABELS else SEEDS[:1]
                rows = [_feeling_row((what, on), labelled, vectors, language, count, seed) for seed in seeds]
                yield mean_of(rows) if len(rows) > 1 else rows[0]


def _feeling_row(
    names: tuple[str, str], labelled: sets.Labelled, vectors: Vectors | None, language: str, count: int, seed: int
) -> Row:
    order = np.random.default_rng(seed).permutation(len(labelled.texts))
    test, train = labelled.chosen(order[:_TESTED].tolist()), labelled.chosen(order[_TESTED : _TESTED + count].tolist())
    told_of = None if vectors is None else vectors[order[:_TESTED]]
    spoken = [language] * _TESTED
    if count:
        learned_of = None if vectors is None else vectors[order[_TESTED : _TESTED + count]]
        model = feeling.learn(train.texts, train.labels, learned_of, [language] * count, seed=seed)
        felt = model.read(test.texts, told_of, spoken)
    else:
        felt = feeling.cold(test.texts, spoken, told_of)
    on = f"{names[1]}, {count:,} own labels" if count else f"{names[1]}, none of its own"
    return _felt_row((names[0], on), test.labels, felt)


def _felt_row(names: tuple[str, str], labels: Sequence[str], felt: Sequence[feeling.Felt]) -> Row:
    """Return macro-F1 over all texts: by what is told, else by the likeliest label; with the share that is told."""
    occurring = sorted(set(labels))
    best = [one.label if one.label in occurring else _likeliest(one, occurring) for one in felt]
    told = [place for place, one in enumerate(felt) if one.label in occurring]
    right = np.mean([felt[place].label == labels[place] for place in told]) if told else float("nan")
    note = f"tells {len(told) / len(felt):.0%}, rightly {right:.1%}"
    return row(names, labels, best, macro_f1, note)


def _likeliest(felt: feeling.Felt, labels: Sequence[str]) -> str:
    return max(labels, key=lambda label: float(getattr(felt, label)))


def own_feelings(meanings: Meanings) -> Iterator[Row]:
    """Yield how the own comments, on whose feeling both labellers agreed, are read without anything to learn from."""
    for language in wording.LANGUAGES:
        comments = sets.truth(language)
        if all(len(one.opinions) == len(sets.LABELLERS) for one in comments):
            yield _agreement("feeling: the two labellers (kappa)", language, comments)
        agreed = [one for one in comments if one.agreed(_feeling) and one.opinions[0].feeling in feeling.LABELS]
        texts = [one.text for one in agreed]
        vectors = None if meanings.embedder is None else meanings.embedder.embed(texts)
        felt = feeling.cold(texts, [language] * len(texts), vectors)
        names = ("feeling, three classes", f"own comments ({language}), none to learn")
        yield _felt_row(names, [one.opinions[0].feeling for one in agreed], felt)


def _feeling(opinion: sets.Opinion) -> str:
    return opinion.feeling


def _agreement(what: str, language: str, comments: Sequence[sets.Comment]) -> Row:
    first, second = ([one.opinions[place].feeling for one in comments] for place in (0, 1))
    found = kappa(first, second)
    return Row(what, f"own comments ({language})", *_interval(found), len(comments))


def _interval(estimate: Any) -> tuple[float, float, float]:
    return float(estimate.value), float(estimate.low), float(estimate.high)


def own_aspects(meanings: Meanings) -> Iterator[Row]:
    """Yield how the feeling towards parts of the own comments is read, and which comments are told as mixed."""
    embed = None if meanings.embedder is None else meanings.embedder.embed
    comments = [one for language in wording.LANGUAGES for one in sets.truth(language)]
    human, told = [], []
    for comment in comments:
        for said, phrase in dict.fromkeys(aspect for opinion in comment.opinions for aspect in opinion.aspects):
            start = comment.text.find(phrase)
            if start >= 0 and said in _SIDES:
                found = feeling.towards(comment.text, start, start + len(phrase), comment.language, embed=embed)
                human.append(said)
                told.append(found.label or "" if found else "")
    heard = [said == answer for said, answer in zip(human, told, strict=True) if answer]
    note = f"silence is wrong; tells {len(heard) / len(human):.0%}, rightly {np.mean(heard):.1%}"
    names = ("feeling towards a part (right)", "own comments (fi, sv, en), none to learn")
    yield row(names, human, told, share_right, note)
    agreed = [one for one in comments if one.agreed(lambda opinion: opinion.feeling == "mixed")]
    mixed = np.array([[one.opinions[0].feeling == "mixed"] for one in agreed])
    parts = feeling.aspects_of([one.text for one in agreed], [one.language for one in agreed], embed=embed)
    names = ("mixed feelings in one comment (F1)", "own comments (fi, sv, en), none to learn")
    yield flags_row(names, mixed, np.array([[feeling.is_mixed(one)] for one in parts]), f"{int(mixed.sum())} are mixed")


def themes(data: Path, meanings: Meanings) -> Iterator[Row]:
    """Yield how well themes that were found without labels agree with 77 human intents (NMI)."""
    test = sets.banking(data, "test")
    vectors = meanings.of("banking_test", test.rows, test.texts)
    found = theming.discover(test.texts, ["en"] * len(test.texts), vectors, count=_BANKING_INTENTS)
    figure = _nmi(test.labels, found.labels)
    half = 1.96 * _jackknife(test.labels, found.labels)
    yield Row("themes found (NMI)", "Banking77 (en)", figure, figure - half, figure + half, len(test.texts))


def _nmi(truth: Sequence[str], told: NDArray[np.int64]) -> float:
    return float(_metrics.normalized_mutual_info_score(truth, told))


def _jackknife(truth: Sequence[str], told: NDArray[np.int64]) -> float:
    """Return the standard error of NMI by leaving out a twentieth at a time: drawing twice would raise it."""
    known = np.asarray(truth)
    group = np.random.default_rng(0).integers(0, _GROUPS, len(known))
    left = np.array([_nmi(known[group != one].tolist(), told[group != one]) for one in range(_GROUPS)])
    return float(np.sqrt((_GROUPS - 1) / _GROUPS * np.sum((left - left.mean()) ** 2)))


def codes(data: Path, meanings: Meanings) -> Iterator[Row]:
    """Yield how well codes are proposed: on a clean codebook with 20 examples each, and on noisy real ones."""
    train, test = sets.banking(data, "train"), sets.banking(data, "test")
    order = np.random.default_rng(0).permutation(len(train.texts))
    of_intent = [
        [int(place) for place in order if train.labels[place] == intent] for intent in sorted(set(train.labels))
    ]
    chosen = train.chosen([place for places in of_intent for place in places[:_EXAMPLES]])
    model = learn_codes(
        chosen.texts,
        [frozenset({label}) for label in chosen.labels],
        meanings.of("banking_train", chosen.rows, chosen.texts),
        ["en"] * len(chosen.texts),
    )
    found = model.propose(test.texts, meanings.of("banking_test", test.rows, test.texts), ["en"] * len(test.texts))
    ranked = [[model.codes[place] for place in places] for places in np.argsort(-found, axis=1)[:, :3]]
    on = "Banking77 (en), 20 examples each"
    yield row(("codes proposed (macro-F1)", on), test.labels, [three[0] for three in ranked], macro_f1)
    among = [label if label in three else "" for label, three in zip(test.labels, ranked, strict=True)]
    yield row(("codes: right one among the first three", on), test.labels, among, share_right)
    yield _noisy("patients' comments (en)", "nhs", sets.nhs_themes(data), meanings)
    several = [one for one in sets.jupyter_themes(data).values() if len(frozenset().union(*one.codings)) > 1]
    rows = [_noisy("Jupyter's open questions (en)", "jupyter", coded, meanings) for coded in several]
    yield mean_of(rows, f"mean of {len(rows)} questions")


def _noisy(on: str, name: str, coded: sets.Coded, meanings: Meanings) -> Row:
    """Return macro-F1 over codes of a codebook whose texts may have several, learned from two thirds of them."""
    order = np.random.default_rng(0).permutation(len(coded.texts))
    cut = len(order) * 2 // 3
    vectors = meanings.of(name, coded.rows, coded.texts)

    def part(places: NDArray[np.intp]) -> tuple[list[str], list[frozenset[str]], Vectors | None]:
        return (
            [coded.texts[place] for place in places],
            [coded.codings[place] for place in places],
            None if vectors is None else vectors[places],
        )

    texts, codings, meant = part(order[:cut])
    model = learn_codes(texts, codings, meant, ["en"] * len(texts))
    others, truth, spoken = part(order[cut:])
    told = model.proposed(model.read(others, spoken, ["en"] * len(others)))
    human = np.array([[code in coding for code in model.codes] for coding in truth])
    return flags_row(("codes proposed (macro-F1)", on), human, told, f"{len(model.codes)} codes")


def calls(meanings: Meanings) -> Iterator[Row]:
    """Yield how each kind of call is found in the own comments where both labellers say the same of it (F1)."""
    comments = [one for language in wording.LANGUAGES for one in sets.truth(language)]
    texts, spoken = [one.text for one in comments], [one.language for one in comments]
    vectors = None if meanings.embedder is None else meanings.embedder.embed(texts)
    felt = feeling.cold(texts, spoken, vectors)
    heard = [
        calling.calls(text, language, felt[place], vector=None if vectors is None else vectors[place])
        for place, (text, language) in enumerate(zip(texts, spoken, strict=True))
    ]
    found = [frozenset(str(one.kind) for one in several if one.probability >= _LIKELY) for several in heard]
    for kind in sorted({str(kind) for kind in calling.CallKind}):
        agreed = [
            (kind in comment.opinions[0].calls, kind in told)
            for comment, told in zip(comments, found, strict=True)
            if comment.agreed(lambda opinion, kind=kind: kind in opinion.calls)  # type: ignore[misc]  # a default binds the loop's value
        ]
        human, told = np.array(agreed, dtype=bool).T[:, :, None]
        yield flags_row((f"calls: {kind} (F1)", "own comments (fi, sv, en)"), human, told, f"{int(human.sum())} said")
