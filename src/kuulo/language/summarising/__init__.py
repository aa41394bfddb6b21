"""Summaries made of real quotes, and the check that a written one cites what was said."""
