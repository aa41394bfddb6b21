"""What is searched for: words, and what the comments must be; as an address, as JSON, as a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import blake2b
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

MOST_CHOICES: Final = (20, 50, 100, 200, 500)
"""How many of the best comments can be asked for."""
LONGEST: Final = 300
YEARS: Final = range(1900, 3000)
"""Days near the ends of the calendar have none before or after them, or no time in a zone."""
CONTROLS: Final = dict.fromkeys((*range(32), 127), " ")
FEELINGS: Final = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search.

    Attributes:
        text: Words, in any language.
        language: Only comments in it; empty for all. So are the others.
        feeling: negative, neutral or positive.
        theme: Key of a theme.
        touchpoint: Where it was said; asks only comments whose place may be shown.
        since: First day; asks only comments whose time may be shown.
        until: Last day; as above.
        most: How many of the best comments.
    """

    text: str
    language: str = ""
    feeling: str = ""
    theme: str = ""
    touchpoint: str = ""
    since: date | None = None
    until: date | None = None
    most: int = 20

    @property
    def narrows(self) -> bool:
        """Return whether it asks for more than words."""
        return any((self.language, self.feeling, self.theme, self.touchpoint, self.since, self.until))

    @property
    def key(self) -> str:
        """Return a short name that is the same for the same search."""
        told = "\n".join(f"{name}={value}" for name, value in sorted(self.to_json().items()))
        return blake2b(told.encode(), digest_size=12).hexdigest()

    def to_json(self) -> dict[str, object]:
        """Return the search as plain values; what it does not ask is left out."""
        values = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {name: value for name, value in values.items() if value not in (None, "")}


def told_as_text(value: object) -> str:
    """Return what was told without control characters, which nobody can see and some databases do not keep."""
    return str(value or "").translate(CONTROLS).strip()


def question_from(told: Mapping[str, object]) -> Question:
    """Return a search as it was told or kept: values are texts; what it does not know is passed over.

    Raises:
        InputError: A day, a feeling or a number cannot be one.
    """
    values = {each.name: told_as_text(told.get(each.name))[:LONGEST] for each in fields(Question)}
    if values["feeling"] and values["feeling"] not in FEELINGS:
        raise InputError(
            _("“{value}” is no feeling."),
            _("Choose one of: {names}."),
            value=values["feeling"],
            names=", ".join(FEELINGS),
        )
    most = values["most"] or "20"
    if most not in {str(each) for each in MOST_CHOICES}:
        raise InputError(
            _("“{value}” is not how many comments can be shown."),
            _("Choose one of: {names}."),
            value=most,
            names=", ".join(str(each) for each in MOST_CHOICES),
        )
    return Question(
        text=" ".join(values["text"].split()),
        language=values["language"],
        feeling=values["feeling"],
        theme=values["theme"],
        touchpoint=values["touchpoint"],
        since=_day(values["since"]),
        until=_day(values["until"]),
        most=int(most),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        if day.year not in YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise InputError(_("“{value}” is not a date."), _("Write it as 2026-11-22."), value=text) from error
    return day
