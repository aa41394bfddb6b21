"""What a figure may be split and filtered by: a closed list of columns, times, and attributes by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.words.rules import DIMENSION_LABELS, MULTIPLE, WORD_DIMENSIONS

LONGEST_NAME = 200


class DimensionKind(StrEnum):
    """Where the values of a dimension come from."""

    COLUMN = "column"  # a column every signal has
    TIME = "time"  # the calendar month or week of the answer
    ATTRIBUTE = "attribute"  # what was known of the answer when it was given
    CUSTOMER = "customer"  # what is known of the customer now
    WORDS = "words"  # what the words that came with the answer are about


COLUMNS = ("touchpoint", "channel", "language", "source")
TIMES = ("month", "week")
PREFIXES = {"a.": DimensionKind.ATTRIBUTE, "c.": DimensionKind.CUSTOMER, "w.": DimensionKind.WORDS}
LABELS = {
    "touchpoint": say(_("Touchpoint")),
    "channel": say(_("Channel")),
    "language": say(_("Language")),
    "source": say(_("Source")),
    "month": say(_("Month")),
    "week": say(_("Week")),
}


@dataclass(frozen=True, slots=True, order=True)
class Dimension:
    """One thing to split or filter by."""

    kind: DimensionKind
    name: str

    @property
    def key(self) -> str:
        """How it is written in an address: ``touchpoint``, ``month``, ``a.region``, ``c.segment``, ``w.theme``."""
        prefix = next((prefix for prefix, kind in PREFIXES.items() if kind is self.kind), "")
        return prefix + self.name

    @property
    def label(self) -> Text:
        """What a reader calls it; attributes keep the name they came with."""
        if self.kind in {DimensionKind.COLUMN, DimensionKind.TIME}:
            return LABELS[self.name]
        if self.kind is DimensionKind.WORDS:
            return DIMENSION_LABELS[self.name]
        return Text("{name}", {"name": self.name})

    @property
    def heading(self) -> Text:
        """What stands over its values: names of attributes lose their underscores and begin large."""
        if self.kind in {DimensionKind.COLUMN, DimensionKind.TIME, DimensionKind.WORDS}:
            return self.label
        name = self.name.replace("_", " ").strip() or self.name
        return Text("{name}", {"name": name[:1].upper() + name[1:]})

    @property
    def is_time(self) -> bool:
        """Whether splitting by it makes a trend."""
        return self.kind is DimensionKind.TIME

    @property
    def is_of_words(self) -> bool:
        """Whether it is about the words that came with an answer."""
        return self.kind is DimensionKind.WORDS

    @property
    def is_multiple(self) -> bool:
        """Whether one answer can have several values of it at once."""
        return self.is_of_words and self.name in MULTIPLE


TOUCHPOINT = Dimension(DimensionKind.COLUMN, "touchpoint")


def parse_dimension(key: str) -> Dimension:
    """Return the dimension an address names.

    Raises:
        InputError: There is no such dimension.
    """
    if key in COLUMNS:
        return Dimension(DimensionKind.COLUMN, key)
    if key in TIMES:
        return Dimension(DimensionKind.TIME, key)
    kind, name = PREFIXES.get(key[:2]), key[2:]
    unknown = kind is DimensionKind.WORDS and name not in WORD_DIMENSIONS
    if kind is None or not name or len(name) > LONGEST_NAME or unknown:
        raise InputError(
            _("The address asks for “{key}”, by which no figure can be split or filtered."),
            _(
                "Use touchpoint, channel, language, source, month or week, a. before an attribute of the answer, "
                "c. before an attribute of the customer, or w.theme, w.feeling, w.code or w.call for the words "
                "that came with the answer."
            ),
            key=key[:LONGEST_NAME],
        )
    return Dimension(kind, name)
