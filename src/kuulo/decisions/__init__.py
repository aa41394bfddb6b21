"""Decisions that rest on claims, their computed checks, and what was learnt of being right and wrong."""
