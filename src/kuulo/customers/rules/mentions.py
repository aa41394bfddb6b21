"""Whether a person stands in something that was not written to be found by person: a file, a title, an error; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kuulo.customers.rules.person_data import PersonKey

# A shorter value, such as customer number 42, stands in half of all texts by chance; it counts where it stands alone.
SHORTEST_WITHIN: Final = 6


class Mentions:
    """Finds a person's identifiers, addresses and full names in texts, whatever their case."""

    def __init__(self, key: PersonKey) -> None:
        values = [identifier.partition(":")[2] for identifier in key.identifiers]
        values += [address for _channel, address in key.addresses]
        # One word alone, such as a first name, is many people's.
        values += [name for name in key.names if len(name.split()) > 1]
        self.alone: frozenset[str] = frozenset(value.strip().casefold() for value in values if value.strip())
        within = {value for value in self.alone if len(value) >= SHORTEST_WITHIN}
        within |= {identifier.casefold() for identifier in key.identifiers}
        words = "|".join(re.escape(value) for value in sorted(within, key=lambda value: (-len(value), value)))
        self._within = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def stand_in(self, value: object) -> bool:
        """Return whether the person stands in a text, or anywhere in lists and mappings of texts, keys included."""
        if isinstance(value, str):
            return self._in_text(value.casefold())
        if isinstance(value, Mapping):
            return any(self.stand_in(each) for pair in value.items() for each in pair)
        if isinstance(value, Iterable) and not isinstance(value, bytes):
            return any(self.stand_in(each) for each in value)
        return value is not None and str(value).casefold() in self.alone

    def stand_in_bytes(self, content: bytes) -> bool:
        """Return whether the person stands in a file's bytes, read as UTF-8 or as UTF-16."""
        if self._in_text(content.decode("utf-8", "replace").casefold()):
            return True
        return b"\x00" in content and any(
            self._in_text(content[start:].decode("utf-16-le", "replace").casefold()) for start in (0, 1)
        )

    def _in_text(self, text: str) -> bool:
        return text.strip() in self.alone or bool(self._within and self._within.search(text))
