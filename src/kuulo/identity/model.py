"""What a linkage model is: columns and their roles, comparisons with their levels, blocking rules, threshold.

A model is a frozen value that goes to JSON and back unchanged. Nothing in it names a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.identity.headers import Role
from kuulo.identity.roles import ColumnRole

VERSION = 1
DEFAULT_THRESHOLD = 0.9
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Level:
    """One way two values can agree.

    Attributes:
        key: Names the level's text (see `kuulo.identity.explaining.LEVEL_TEXTS`).
        condition: SQL over columns ``x_l`` and ``x_r``; ``{similarity}``, ``{distance}`` and ``{overlap}`` stand for
            the engine's Jaro-Winkler similarity, Damerau-Levenshtein distance and overlap of two lists. ``ELSE`` is
            what is left.
        frequency: Column whose value's frequency counts (a rare name says more than a common one); empty for none.
        m: Probability of the level among pairs that are the same; None before training.
        u: The same among pairs that are not.
    """

    key: str
    condition: str
    frequency: str = ""
    m: float | None = None
    u: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one thing is compared: its levels, from no information and best to worst, where the first that holds counts.

    Attributes:
        name: Names the thing, such as ``surname``.
        columns: The columns of the prepared table whose values are shown to people.
        missing: SQL that holds where the pair says nothing about it.
        levels: The levels.
    """

    name: str
    columns: tuple[str, ...]
    missing: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A linkage model.

    Attributes:
        columns: The tables' columns and their roles.
        comparisons: What is compared.
        blocking: Rules that make pairs: a pair is looked at where all columns of one rule are equal. None before they
            were chosen from the data.
        prior: Probability that two records drawn at random are the same; None before training.
        threshold: Probability from which a pair counts as the same.
        use_personal_ids: Whether personal identity codes are compared and used as keys.
        seed: Seed of all sampling.
    """

    columns: tuple[ColumnRole, ...]
    comparisons: tuple[Comparison, ...]
    blocking: tuple[tuple[str, ...], ...] | None = None
    prior: float | None = None
    threshold: float = DEFAULT_THRESHOLD
    use_personal_ids: bool = False
    seed: int = SEED

    @property
    def is_trained(self) -> bool:
        """Whether the model can score pairs."""
        return self.prior is not None and self.blocking is not None

    def to_json(self) -> str:
        """Return the model as JSON text that `model_from_json` reads."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=2, allow_nan=False)


def model_from_json(text: str) -> Model:
    """Return the model that `Model.to_json` wrote.

    Raises:
        InputError: The text is not a model, or one of another version.
    """
    try:
        return _model(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            _("This is not a model of identities: {reason}."),
            _("Take a model that Kuulo wrote, or leave it out: one is then made from the data."),
            reason=str(error) or type(error).__name__,
        ) from error


def _model(said: Mapping[str, Any]) -> Model:
    if said["version"] != VERSION:
        reason = f"version {said['version']}"
        raise ValueError(reason)
    comparisons = tuple(
        Comparison(
            name=each["name"],
            columns=tuple(each["columns"]),
            missing=each["missing"],
            levels=tuple(Level(**level) for level in each["levels"]),
        )
        for each in said["comparisons"]
    )
    blocking = said["blocking"]
    return Model(
        columns=tuple(ColumnRole(each["column"], Role(each["role"])) for each in said["columns"]),
        comparisons=comparisons,
        blocking=None if blocking is None else tuple(tuple(rule) for rule in blocking),
        prior=said["prior"],
        threshold=float(said["threshold"]),
        use_personal_ids=bool(said["use_personal_ids"]),
        seed=int(said["seed"]),
    )
