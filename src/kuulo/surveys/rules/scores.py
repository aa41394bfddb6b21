"""Recognising scores: what their scale is, which end is good, which measure fits — and what of it must be asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.asking import Range, ask_definition, ask_direction, ask_range, ask_role
from kuulo.surveys.rules.columns import ColumnGuess, Question, Role, Scale
from kuulo.surveys.rules.hints import AMOUNT, CODE, ends_of, family_of, range_of
from kuulo.surveys.rules.labels import LabelScale, is_no_answer, matching_scales, normalise
from kuulo.surveys.rules.profiles import Profile, is_declared_missing
from kuulo.surveys.rules.ranges import known_range, likely_ranges, without_codes

HIGHER_BY_NAME = frozenset({"nps", "enps", "recommend", "csat", "stars", "ces2"})
FITTING = {
    ("nps", 0, 10, 1): "nps@1",
    ("recommend", 0, 10, 1): "nps@1",
    ("enps", 0, 10, 1): "enps@1",
    ("csat", 1, 5, 1): "csat.top2@1",
    ("satisfaction", 1, 5, 1): "csat.top2@1",
    ("ces", 1, 7, 1): "ces.2@1",
    ("ces2", 1, 7, 1): "ces.2@1",
    ("ease", 1, 7, 1): "ces.2@1",
    ("ces", 1, 5, -1): "ces.2010@1",
    ("effort", 1, 5, -1): "ces.2010@1",
    ("fft", 1, 5, -1): "fft.positive@1",
    ("agreement", 1, 5, 1): "agree.1to5.top2@1",
    ("agreement", 1, 7, 1): "agree.1to7.top2@1",
}


def fitting_definition(family: str, scale: Scale) -> str:
    """Return the measure that fits a score; empty where it must be asked: a recommend item on 1–10 is no NPS."""
    if family in {"recommend", "nps", "enps"} and (scale.minimum, scale.maximum) == (1, 10):
        return ""
    return FITTING.get((family, int(scale.minimum), int(scale.maximum), scale.direction or 0), "mean@1")


def open_questions(column: str, family: str, scale: Scale | None, definition: str) -> tuple[Question, ...]:
    """Return what must still be asked of a score whose range is known."""
    if scale is None:
        return ()
    questions = []
    if scale.direction is None:
        low, high = (_end_words(scale, end) for end in (scale.minimum, scale.maximum))
        questions.append(ask_direction(column, low, high))
    if not definition and not fitting_definition(family, scale):
        questions.append(ask_definition(column, scale, "recommend.1to10"))
    return tuple(questions)


def _end_words(scale: Scale, end: float) -> str:
    return next((f"{end:g} ({label})" for label, value in scale.labels.items() if value == end), f"{end:g}")


def guess_score(profile: Profile, siblings: Collection[frozenset[str]]) -> ColumnGuess | None:
    """Return a guess at a column as a score, or None where nothing speaks for it.

    ``siblings`` are the label sets of the file's other columns: one that nobody answered with "neutral" is on the scale
    of its neighbours.
    """
    if profile.labels:
        return _guess_declared(profile)
    if profile.words and not profile.numbers:
        return _guess_labels(profile, siblings)
    numeric, words = sum(profile.numbers.values()), sum(profile.words.values())
    if not numeric:
        return None
    if words <= numeric // 10:
        return _guess_numbers(profile)
    # A header that names a measure outweighs many cells such as "was not asked": they are counted as unreadable.
    named = bool(family_of(profile.header)) and words < numeric
    return _guess_mixed(profile) or (_guess_numbers(profile) if named else None)


def _guess_labels(profile: Profile, siblings: Collection[frozenset[str]]) -> ColumnGuess | None:
    labels = frozenset(profile.words)
    scales = _scales_among(labels, siblings)
    if not scales or (len(labels) < 2 and len(scales) > 1):
        return None
    chosen = scales[0]
    if len({len(scale.steps) for scale in scales}) > 1:
        ranges = [(1.0, float(len(scale.steps))) for scale in reversed(scales)]
        question = ask_range(profile.column, ranges, (1, max(ranges)[1]))
        guess = _guess(profile, chosen.family, None, say(_("Its answers are labels of several scales.")), (question,))
        return replace(guess, words=tuple(sorted(labels)))
    reason = say(_("Its answers are the labels of a scale with {steps} steps."), steps=len(chosen.steps))
    return _settle_guess(profile, chosen.family, _label_scale(chosen), reason)


def _scales_among(labels: frozenset[str], siblings: Collection[frozenset[str]]) -> tuple[LabelScale, ...]:
    """Return the scales that fit the labels, narrowed to those of neighbours that share labels and leave only one."""
    scales = matching_scales(labels)
    if len({len(scale.steps) for scale in scales}) > 1:
        for other in siblings:
            shared = matching_scales(labels | other) if labels & other else ()
            if shared and len({len(scale.steps) for scale in shared}) == 1:
                return shared
    return scales


def label_scale_of(labels: Collection[str], steps: int) -> Scale | None:
    """Return the scale with so many steps that holds these normalised labels."""
    fitting = (scale for scale in matching_scales(labels) if len(scale.steps) == steps)
    found = next(fitting, None)
    return _label_scale(found) if found else None


def _label_scale(scale: LabelScale) -> Scale:
    return Scale(minimum=1, maximum=len(scale.steps), direction=scale.direction or None, labels=scale.values())


def _guess_mixed(profile: Profile) -> ColumnGuess | None:
    """Guess at numbers some of which carry words, such as "0 - Not at all likely", 1, 2 … "10 - Extremely likely"."""
    worded = profile.worded_numbers
    if len(worded) < len(profile.words):
        return None
    values = {*profile.numbers, *worded.values()}
    span = (min(values), max(values))
    family = family_of(profile.header)
    direction = direction_by_name(family, span)
    if not set(span) <= set(worded.values()):
        ranges = likely_ranges(family, *span)
        reason = say(_("It holds numbers that could be answers, but the file does not tell the scale."))
        return _guess(profile, family, None, reason, (ask_range(profile.column, ranges, span),))
    scale = Scale(minimum=span[0], maximum=span[1], direction=direction, labels=worded)
    return _settle_guess(profile, family, scale, say(_("Both ends of the scale carry their words.")))


def _guess_declared(profile: Profile) -> ColumnGuess | None:
    """Guess by value labels that the file declares: the labels tell the range, known labels the direction as well."""
    coded = {
        float(value): normalise(label)
        for value, label in profile.labels.items()
        if isinstance(value, int | float)
        and not is_no_answer(label)
        and not is_declared_missing(value, profile.missing)
    }
    if len(coded) < 2 or not profile.values.dtype.is_numeric():
        return None
    scales = matching_scales(coded.values())
    span = (min(coded), max(coded))
    if not scales:
        return _guess_ends(profile, span) if family_of(profile.header) and span[1] - span[0] <= 10 else None
    steps = scales[0].values()
    pairs = sorted((value, steps[label]) for value, label in coded.items())
    rising = all(first[1] < second[1] for first, second in pairwise(pairs))
    falling = all(first[1] > second[1] for first, second in pairwise(pairs))
    if not (rising or falling):
        return None
    sign = scales[0].direction * (1 if rising else -1)
    scale = Scale(minimum=span[0], maximum=span[1], direction=sign or None)
    return _settle_guess(profile, scales[0].family, scale, say(_("The file's value labels are those of a scale.")))


def _guess_ends(profile: Profile, span: Range) -> ColumnGuess:
    family = family_of(profile.header)
    direction = 1 if family in HIGHER_BY_NAME else None
    scale = Scale(minimum=span[0], maximum=span[1], direction=direction)
    return _settle_guess(profile, family, scale, say(_("The file labels the values of the scale.")))


def _guess_numbers(profile: Profile) -> ColumnGuess | None:
    numbers, family = without_codes(profile.numbers), family_of(profile.header)
    stated = range_of(profile.header)
    low, high = min(numbers), max(numbers)
    whole = all(number.is_integer() for number in numbers)
    if not (family or stated) and (not whole or AMOUNT.search(profile.header) or CODE.search(profile.header)):
        return None
    if set(numbers) <= {0, 1} or low < -1 or (not stated and (high > 10 or AMOUNT.search(profile.header))):
        return None
    if not (family or stated) and (high < 3 or len(numbers) < 3 or sum(numbers.values()) < 5):
        return None
    known = known_range(numbers, family, stated)
    if known.span is None:
        questions: tuple[Question, ...] = (ask_range(profile.column, likely_ranges(family, low, high), (low, high)),)
        if family not in HIGHER_BY_NAME:
            questions += (ask_direction(profile.column, f"{low:g}", f"{high:g}"),)
        if family == "recommend" and low >= 1:
            questions += (ask_definition(profile.column, Scale(minimum=1, maximum=10), "recommend.1to10"),)
        if not family and not stated:
            roles = (Role.SCORE, Role.ATTRIBUTE, Role.OTHER)
            questions = (ask_role(profile.column, roles), *questions)
        return _guess(profile, family, None, known.reason, questions)
    direction = direction_by_name(family, known.span) or _direction_by_ends(ends_of(profile.header))
    scale = Scale(minimum=known.span[0], maximum=known.span[1], direction=direction)
    return _settle_guess(profile, family, scale, known.reason)


def _direction_by_ends(ends: Mapping[float, str]) -> int | None:
    """Return the direction that a header's own explanation of the values gives."""
    scales = matching_scales(ends.values())
    if len(ends) < 2 or not scales:
        return None
    steps = scales[0].values()
    rising = steps[ends[max(ends)]] > steps[ends[min(ends)]]
    return scales[0].direction * (1 if rising else -1) or None


def direction_by_name(family: str, span: Range) -> int | None:
    """Return the direction that the name of a measure makes certain; None where it must be asked."""
    if family in HIGHER_BY_NAME or (family == "ces" and span == (1, 7)):
        return 1
    return None


def _settle_guess(profile: Profile, family: str, scale: Scale, reason: Text) -> ColumnGuess:
    family = family if family not in {"", "quality", "likelihood"} else family_of(profile.header) or family
    questions = open_questions(profile.column, family, scale, "")
    return _guess(profile, family, scale, reason, questions)


def _guess(
    profile: Profile, family: str, scale: Scale | None, reason: Text, questions: tuple[Question, ...]
) -> ColumnGuess:
    return ColumnGuess(
        column=profile.column,
        header=profile.header,
        role=Role.SCORE,
        certain=not questions,
        family=family,
        scale=scale,
        definition="" if questions or scale is None else fitting_definition(family, scale),
        reason=reason,
        questions=questions,
    )
