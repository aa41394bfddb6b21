"""Why a pair is one, or is not: the weight of each comparison, with both values and the level they reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

LEVEL_TEXTS = {
    "missing": _("not known of both"),
    "same": _("the same"),
    "swapped": _("first names and surname swapped"),
    "first_word": _("the first word is the same"),
    "initial": _("one is the other's initial"),
    "part": _("one part of a double name is the same"),
    "very_close": _("nearly the same"),
    "close": _("similar"),
    "day_month_swapped": _("day and month swapped"),
    "one_slip": _("one character differs"),
    "two_slips": _("two characters differ"),
    "two_parts": _("two of day, month and year are the same"),
    "same_year": _("the same year"),
    "shared": _("one of several is the same"),
    "same_local_part": _("the same before the @"),
    "same_end": _("the same last seven digits"),
    "same_street": _("the same street, another number"),
    "same_area": _("the same postal area"),
    "far": _("different"),
}
COLUMN_TEXTS = {
    "first_name": _("First names"),
    "surname": _("Surname"),
    "birth_date": _("Date of birth"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "street": _("Street address"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "country": _("Country"),
    "gender": _("Gender"),
    "company": _("Company"),
    "business_id": _("Business ID"),
    "personal_id": _("Personal identity code"),
}
OTHER = "other_"


@dataclass(frozen=True, slots=True)
class WeightPart:
    """What one comparison adds to a pair's match weight.

    Attributes:
        column: Name of the comparison, such as ``surname``; its text is `column_text`.
        left: The value of one record as it was compared; None where nothing is known.
        right: The other's.
        level: How well they agree.
        weight: Match weight in bits: positive speaks for one and the same, negative against it.
    """

    column: str
    left: str | None
    right: str | None
    level: Text
    weight: float

    @property
    def title(self) -> Text:
        """The comparison's name for people."""
        return column_text(self.column)


def explain(pair: Mapping[str, object]) -> tuple[WeightPart, ...]:
    """Return a pair's weights, one a comparison, in the model's order.

    The pair's ``weight`` is their sum and the prior's weight: how rare a match is among all pairs.

    Args:
        pair: A row of `Linked.pairs` as a mapping.
    """
    names = [name.removeprefix("weight_") for name in pair if name.startswith("weight_")]
    return tuple(
        WeightPart(
            column=name,
            left=_shown(pair.get(f"left_{name}")),
            right=_shown(pair.get(f"right_{name}")),
            level=say(LEVEL_TEXTS[str(pair[f"level_{name}"])]),
            weight=float(str(pair[f"weight_{name}"])),
        )
        for name in names
    )


def column_text(column: str) -> Text:
    """Return a comparison's name for people; a column without a role keeps its own name."""
    template = COLUMN_TEXTS.get(column)
    return say(template) if template else say("{column}", column=column.removeprefix(OTHER))


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
