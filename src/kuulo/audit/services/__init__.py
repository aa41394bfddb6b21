"""Writing to the log."""

from kuulo.audit.services.noting import note
from kuulo.audit.services.persons import WITHOUT_PERSONS

__all__ = ["WITHOUT_PERSONS", "note"]
