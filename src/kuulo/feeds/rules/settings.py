"""What a feed was told about where its data lies and how it is taken; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEFAULT_EVERY: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What a feed was told.

    Attributes:
        folder: Folder below the inbox, for feeds from a folder.
        pattern: Which of its files, such as ``customers*.csv``.
        address: Address of the database: a SQLAlchemy URL or ``adbc+driver:uri``. A password stands in the environment
            and is named here as ``{KUULO_FEED_…}``.
        query: One SELECT.
        changed: The column that says when a row last changed; with it only changed rows are read again.
        every: Minutes between two looks.
        is_complete: Whether each delivery holds everyone, so that who is missing from it has gone.
        scheme: The scheme of the customer numbers.
        creates: Whether purchases of unknown customer numbers make customers.
    """

    folder: str = ""
    pattern: str = "*"
    address: str = ""
    query: str = ""
    changed: str = ""
    every: int = DEFAULT_EVERY
    is_complete: bool = False
    scheme: str = "customer_id"
    creates: bool = True
