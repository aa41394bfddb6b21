"""Reads of the room: proposals, runs, settings."""

from __future__ import annotations

from kuulo.matching.queries.proposals import ProposalView, count_by_state, proposal
from kuulo.matching.queries.runs import RunView, list_runs, run
from kuulo.matching.queries.settings import wishes_in_force

__all__ = ["ProposalView", "RunView", "count_by_state", "list_runs", "proposal", "run", "wishes_in_force"]
