"""Fragments, claims and their evidence: what we know, what we assume, what speaks against it."""
