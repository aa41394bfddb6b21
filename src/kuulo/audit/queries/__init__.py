"""Reads of the log."""

from kuulo.audit.queries.log import Wanted, actors, count_steps, first_broken, kinds, shown_steps, steps_of

__all__ = ["Wanted", "actors", "count_steps", "first_broken", "kinds", "shown_steps", "steps_of"]
