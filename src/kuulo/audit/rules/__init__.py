"""A step of the log and the chain that holds the steps together; pure."""

from kuulo.audit.rules.chain import BEGINNING, digest_of, first_broken_of
from kuulo.audit.rules.steps import DETAIL_TYPES, SUBJECT_NAMES, Detail, Step, Subject

__all__ = [
    "BEGINNING",
    "DETAIL_TYPES",
    "SUBJECT_NAMES",
    "Detail",
    "Step",
    "Subject",
    "digest_of",
    "first_broken_of",
]
