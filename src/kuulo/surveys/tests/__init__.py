"""Use cases of the surveys room."""
