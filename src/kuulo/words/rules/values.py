"""What figures can be split and filtered by from words, and what a reader calls each value; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

WORD_DIMENSIONS: Final = ("theme", "feeling", "code", "call")
MULTIPLE: Final = frozenset({"code", "call"})
"""Those of which one comment can have several values at once."""
DIMENSION_LABELS: Final[Mapping[str, Text]] = {
    "theme": say(_("Theme of the comment")),
    "feeling": say(_("Feeling of the comment")),
    "code": say(_("Code of the comment")),
    "call": say(_("What the comment calls for")),
}
FEELING_LABELS: Final[Mapping[str, Text]] = {
    "negative": say(_("Negative")),
    "neutral": say(_("Neutral")),
    "positive": say(_("Positive")),
}
CALL_LABELS: Final[Mapping[str, Text]] = {
    "question": say(_("Question")),
    "suggestion": say(_("Suggestion")),
    "praise": say(_("Praise of a person")),
    "leaving": say(_("Threat to leave")),
    "danger": say(_("Danger")),
    "complaint": say(_("Complaint")),
}
FIXED: Final[Mapping[str, Mapping[str, Text]]] = {"feeling": FEELING_LABELS, "call": CALL_LABELS}


def value_text(dimension: str, key: str, names: Mapping[str, str], language: str) -> Text:
    """Return what a reader calls a value; of themes and codes the name in the reader's language, or any there is.

    Args:
        dimension: One of `WORD_DIMENSIONS`.
        key: The value as it is stored.
        names: Language → name of a theme or code; empty for what has none.
        language: The reader's.
    """
    fixed = FIXED.get(dimension, {}).get(key)
    if fixed is not None:
        return fixed
    name = names.get(language) or next((each for each in names.values() if each), key)
    return Text("{name}", {"name": name})
