"""A script made smaller before it is sent: without comments, indents and the blanks around signs; pure.

It is made for the two scripts of this room. Strings, templates and regular expressions stay as they are; a slash
outside of them begins a regular expression or a comment, for nothing is divided there.
"""

from __future__ import annotations

import re
from typing import Final

KEPT: Final = re.compile(
    r"""`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"|/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*"""
)
COMMENT: Final = re.compile(r"^[ \t]*//.*$|/\*.*?\*/", re.MULTILINE)
AROUND_SIGNS: Final = re.compile(r" *(=>|[=!]==|&&|\|\||\.\.\.|[-+*=<>?:;,{}()\[\]!|]) *")
LINE_ENDS: Final = re.compile(r"\s*\n\s*")


def squeeze(script: str) -> str:
    """Return the script with the same meaning in fewer characters; lines stay lines."""
    plain = COMMENT.sub("", script)
    found, at = [], 0
    for kept in KEPT.finditer(plain):
        found += [_squeezed(plain[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*found, _squeezed(plain[at:])]).strip()


def _squeezed(code: str) -> str:
    return AROUND_SIGNS.sub(r"\1", LINE_ENDS.sub("\n", code))
