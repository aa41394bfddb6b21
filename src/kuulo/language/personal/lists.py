"""Lists of words that come with the package: plain text, words apart by spaces, # begins a remark."""

from __future__ import annotations

from importlib.resources import files


def read_list(name: str) -> list[str]:
    """Return the words of a list in lower case."""
    lines = (files("kuulo.language.personal") / "words" / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines for word in line.split("#")[0].lower().split()]
