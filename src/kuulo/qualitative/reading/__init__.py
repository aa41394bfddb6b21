"""Transcripts and documents of every usual kind into a text with its speakers and times."""
