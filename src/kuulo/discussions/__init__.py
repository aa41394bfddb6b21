"""Moderated discussions of a study: rooms, threads, polls, probes, pseudonyms."""
