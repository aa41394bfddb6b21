"""What pages of the room call participants and kinds."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.studies.queries import participants_called


def say(value: str | Text) -> str:
    """Return a marked text in the reader's language."""
    return gettext(value) if isinstance(value, str) else value_in(get_language() or "en", value, gettext)


def labels_of(numbers: Iterable[int | None]) -> dict[int, str]:
    """Return what the team calls participants, by number."""
    wanted = {number for number in numbers if number is not None}
    return {number: each.label for number, each in participants_called(wanted).items()}
