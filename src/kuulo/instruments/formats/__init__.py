"""Definitions of questionnaires in and out: what other tools write, what archives and printers want; pure."""
