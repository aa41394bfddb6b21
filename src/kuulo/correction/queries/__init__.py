"""Reads of the room: who stands behind a figure, and the figure corrected for those who did not answer."""

from kuulo.correction.queries.answers import first_phase_of_all_sql, first_phase_sql
from kuulo.correction.queries.comparing import has_comparison, more_methods
from kuulo.correction.queries.gathering import forget
from kuulo.correction.queries.groups import corrected_groups
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.queries.listening import factors_of, listen
from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.queries.silence import never_heard
from kuulo.correction.rules.hearing import Heard, Listening, NeverHeard

__all__ = [
    "MEMORY",
    "Heard",
    "Listening",
    "NeverHeard",
    "corrected_groups",
    "factors_of",
    "first_phase_of_all_sql",
    "first_phase_sql",
    "forget",
    "has_comparison",
    "ledger_version",
    "listen",
    "more_methods",
    "never_heard",
]
