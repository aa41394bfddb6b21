"""What the machine of a study said last, and how right it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.codebooks.rules import of_plain
from kuulo.jobs.wording import from_json
from kuulo.passages.models import CodedStudy, Proposal
from kuulo.passages.rules import ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """A study's machine.

    Attributes:
        learned: Sentences and comments it learned from; 0 while there are too few.
        figures: Key of a code → ``precision`` and ``recall`` on sentences it had not seen.
        trouble: Why nothing was learned.
        made_at: When it spoke last; None before it ever did.
        waiting: Proposals nobody has decided.
    """

    learned: int
    figures: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    trouble: Text | None = None
    made_at: datetime | None = None
    waiting: int = 0


def machine_of(study: str) -> MachineView | None:
    """Return what the machine said last; None where the study has no codebook chosen."""
    row = CodedStudy.objects.filter(study=study).first()
    if row is None:
        return None
    return MachineView(
        learned=row.learned,
        figures={
            code: {name: of_plain(plain) for name, plain in figures.items()} for code, figures in row.figures.items()
        },
        trouble=from_json(row.trouble) if row.trouble else None,
        made_at=row.made_at,
        waiting=Proposal.objects.filter(study=study, state=ProposalState.PROPOSED).count(),
    )
