"""Writes of feeds."""
