"""The range a numeric score was asked on: what makes it certain, and which ranges to ask about where nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.asking import Range

COMMON_RANGES: tuple[Range, ...] = ((1, 5), (1, 7), (0, 10), (1, 10), (1, 4), (1, 6), (1, 3), (0, 5))
ENOUGH = 30
FEW_ONES = 3
FULL_RANGES = ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])


@dataclass(frozen=True, slots=True)
class KnownRange:
    """A range, whether it is certain, and why."""

    span: Range | None
    reason: Text


def without_codes(numbers: Mapping[float, int]) -> Mapping[float, int]:
    """Return the numbers without the few that no rating scale has, such as 99 for no answer; they stay out of range."""
    usual = {number: count for number, count in numbers.items() if 0 <= number <= 10}
    return usual if sum(usual.values()) >= 0.9 * sum(numbers.values()) else numbers


def known_range(numbers: Mapping[float, int], family: str, stated: Range | None) -> KnownRange:
    """Return the range that the header states, the name of a measure brings, or plenty of answers fill; and why."""
    if stated:
        inside = sum(count for number, count in numbers.items() if stated[0] <= number <= stated[1])
        if inside >= 0.9 * sum(numbers.values()):
            return KnownRange(stated, say(_("Its header states the scale.")))
    span = _range_by_name(numbers, family)
    if span:
        template = _("Its name is that of a measure asked from {low} to {high}.")
        return KnownRange(span, say(template, low=f"{span[0]:g}", high=f"{span[1]:g}"))
    span = _range_by_answers(numbers, family)
    if span:
        template = _("Every value from {low} to {high} was answered, and none outside.")
        return KnownRange(span, say(template, low=f"{span[0]:g}", high=f"{span[1]:g}"))
    return KnownRange(None, say(_("It holds numbers that could be answers, but the file does not tell the scale.")))


def _range_by_name(numbers: Mapping[float, int], family: str) -> Range | None:
    """Return the range that a measure's name makes certain, as long as the answers do not speak against it."""
    low, high = min(numbers), max(numbers)
    # many ones and not a single zero speak for a scale that began at 1, whatever the column is called
    from_zero = low >= 0 and high <= 10 and (low == 0 or numbers.get(1, 0) < FEW_ONES)
    by_name = {
        "nps": ((0.0, 10.0), from_zero),
        "enps": ((0.0, 10.0), from_zero),
        "recommend": ((0.0, 10.0), low == 0 and 6 < high <= 10),
        "ces2": ((1.0, 7.0), low >= 1 and high <= 7),
        "csat": ((1.0, 5.0), low >= 1 and high == 5),
        "stars": ((1.0, 5.0), low >= 1 and high == 5),
        "ces": ((1.0, 7.0), low >= 1 and 6 <= high <= 7),
        "fft": ((1.0, 5.0), low >= 1 and high == 5),
    }
    span, fits = by_name.get(family, ((0.0, 0.0), False))
    return span if fits else None


def _range_by_answers(numbers: Mapping[float, int], family: str) -> Range | None:
    """Return a common range that plenty of answers fill without a gap; a name that speaks of another keeps it open."""
    values = sorted(numbers)
    full = values in FULL_RANGES and min(numbers.values()) >= FEW_ONES and sum(numbers.values()) >= ENOUGH
    if not full or family in {"", "nps", "enps", "recommend", "fft"}:
        return None
    return values[0], values[-1]


def likely_ranges(family: str, low: float, high: float) -> list[Range]:
    """Return the ranges worth asking about, the likeliest first."""
    inside = [span for span in COMMON_RANGES if span[0] <= low and high <= span[1]]
    preferred: dict[str, list[Range]] = {
        "fft": [(1, 5)],
        "nps": [(0, 10), (1, 10)],
        "enps": [(0, 10), (1, 10)],
        "recommend": [(0, 10), (1, 10)],
        "ces": [(1, 5), (1, 7)],
    }
    first = [span for span in preferred.get(family, []) if family == "fft" or span in inside]
    rest = [span for span in inside if span not in first and (family != "fft" or span == (1, 7))]
    return [*first, *rest][:5]
