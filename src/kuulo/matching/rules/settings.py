"""How an organisation wants its customers matched; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

KINDS: Final = ("person", "organisation")
PROPOSE_AT: Final = 0.8
LOWEST: Final = 0.5


class Engine(StrEnum):
    """What computes the matches."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchWishes:
    """How matches are sought and what becomes of them.

    Attributes:
        propose_at: Probability from which a pair is proposed.
        accept_at: Probability from which a proposal is accepted by itself; None: never, people decide.
        link_certain: Whether parties that share a key beyond doubt are linked by themselves.
        personal_ids: Whether personal identity codes are keys; off unless the organisation switches it on.
        models: Model file of each kind of party (``person``, ``organisation``); none: made from the data each time.
    """

    propose_at: float = PROPOSE_AT
    accept_at: float | None = None
    link_certain: bool = True
    personal_ids: bool = False
    models: Mapping[str, str] = field(default_factory=dict)


def check_wishes(wishes: MatchWishes) -> None:
    """Refuse thresholds that make no sense.

    Raises:
        InputError: The message names the threshold.
    """
    if not LOWEST <= wishes.propose_at <= 1:
        raise InputError(
            _("Pairs are proposed from a probability of {lowest} to 1; {value} was given."),
            _("Below one half a pair is rather two customers than one."),
            lowest=LOWEST,
            value=wishes.propose_at,
        )
    if wishes.accept_at is not None and not wishes.propose_at <= wishes.accept_at <= 1:
        raise InputError(
            _("Proposals are accepted by themselves from a probability of {lowest} to 1; {value} was given."),
            _("Write at least the probability from which pairs are proposed, or leave it empty."),
            lowest=wishes.propose_at,
            value=wishes.accept_at,
        )
