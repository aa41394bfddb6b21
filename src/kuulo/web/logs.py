"""What the log must not know: which answer came when, and the secret addresses customers answer at."""

from __future__ import annotations

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"\A(/(?:[akpruo]|me|join|diary|talk|plan/feed)/)[^/]+")


class WithoutSecrets(logging.Filter):
    """Lets every record pass, without the last part of an address that customers answer at.

    A line has its exact time: with a personal link's token in one and a response's key in the next, the log would lead
    from an anonymous answer to the person. A token alone is enough to answer in somebody's name.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten such addresses among the record's arguments."""
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args)
        return True
