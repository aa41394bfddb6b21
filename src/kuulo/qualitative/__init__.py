"""Research material as pure functions: reading transcripts, anchoring passages, querying codes, agreement, REFI-QDA."""
