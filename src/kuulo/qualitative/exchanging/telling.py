"""What reading and writing tell: each matter once, with how often it was met and where first."""

from __future__ import annotations

from kuulo.base.texts import Text, say


class Telling:
    """Collects what is to be told; a template's ``{count}`` is how often, its other names are those of the first."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, dict[str, object]] = {}

    def note(self, template: str, **first: object) -> None:
        """Count one case of a matter."""
        self._counts[template] = self._counts.get(template, 0) + 1
        self._first.setdefault(template, first)

    def texts(self) -> tuple[Text, ...]:
        """Return what is to be told, in the order it was met."""
        return tuple(say(template, count=count, **self._first[template]) for template, count in self._counts.items())
